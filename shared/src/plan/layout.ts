/**
 * How a plan lies in a Y.Doc. Root types only, named from the template's ids, so that nothing needs to be created
 * before it can be written and two people who add something at once lose nothing:
 *
 *   text/<block>[@<instance>]    Y.XmlFragment   a rich-text block
 *   table/<table>[@<instance>]   Y.Map           flat: `<row>/<column>` -> value
 *                                                `<row>/#` -> order key, `<row>/@` -> group (added rows)
 *   table/<group>                Y.Map           a repeated group: its rows are the instances,
 *                                                its columns their fields
 *   fields                       Y.Map           `<field>` -> value
 *
 * Values are numbers (cents, counts), strings, or `null` for a cell that somebody emptied.
 */

export const FIELDS_ROOT = 'fields';
export const ORDER_COLUMN = '#';
export const GROUP_COLUMN = '@';

/**
 * Ids of rows and instances that users add: made by clients, so checked wherever they are read. An instance's id becomes
 * a column's and so a key of plain objects, where `__proto__` would be lost on the way.
 */
export const ROW_ID = /^(?!__proto__$)[A-Za-z0-9_-]{1,40}$/;
/** Order keys as `fractional-indexing` makes them. They sort as plain strings. */
export const ORDER_KEY = /^[A-Za-z0-9]{1,200}$/;

export const textRoot = (key: string): string => `text/${key}`;
export const tableRoot = (key: string): string => `table/${key}`;
export const cellKey = (row: string, column: string): string => `${row}/${column}`;

/** The row and column of a flat key, or `null` where it is not one. */
export function parseCellKey(key: string): { row: string; column: string } | null {
  const slash = key.indexOf('/');
  if (slash < 1 || slash === key.length - 1) return null;
  const row = key.slice(0, slash);
  return ROW_ID.test(row) ? { row, column: key.slice(slash + 1) } : null;
}
