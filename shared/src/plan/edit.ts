import type * as Y from 'yjs';
import { cellKey, FIELDS_ROOT, GROUP_COLUMN, ORDER_COLUMN, tableRoot } from './layout.ts';

/**
 * The edits that tables and fields know. Each is one transaction; `origin` says who makes it (an undo manager tracks
 * its own). Rich text is edited by the editor itself.
 */

/** What a cell may be set to: cents, a count, a text, an ISO date, an option's id, or `null` for emptied. */
export type CellValue = number | string | null;

/** Writes one cell of a table, or one field of a group's instance. Writing what is there already is no edit. */
export function setCell(
  doc: Y.Doc,
  tableKey: string,
  row: string,
  column: string,
  value: CellValue,
  origin: unknown = null,
): void {
  setKey(doc, tableRoot(tableKey), cellKey(row, column), value, origin);
}

/** Writes one field of the form outside repeated groups. */
export function setField(doc: Y.Doc, field: string, value: CellValue, origin: unknown = null): void {
  setKey(doc, FIELDS_ROOT, field, value, origin);
}

function setKey(doc: Y.Doc, root: string, key: string, value: CellValue, origin: unknown): void {
  const map = doc.getMap(root);
  if ((map.get(key) ?? null) === value) return;
  doc.transact(() => map.set(key, value), origin);
}

/** A row to add: its id is made by the client at random, its order key by `fractional-indexing`. */
export interface NewRow {
  readonly id: string;
  readonly order: string;
  readonly group?: string;
  readonly cells?: Readonly<Record<string, CellValue>>;
}

/** Adds a row to a table, or an instance to a repeated group (whose table is `table/<group>`). */
export function addRow(doc: Y.Doc, tableKey: string, row: NewRow, origin: unknown = null): void {
  const map = doc.getMap(tableRoot(tableKey));
  doc.transact(() => {
    map.set(cellKey(row.id, ORDER_COLUMN), row.order);
    if (row.group !== undefined) map.set(cellKey(row.id, GROUP_COLUMN), row.group);
    for (const [column, value] of Object.entries(row.cells ?? {})) map.set(cellKey(row.id, column), value);
  }, origin);
}

/** Moves an added row to another place in its table. */
export function moveRow(
  doc: Y.Doc,
  tableKey: string,
  row: string,
  order: string,
  origin: unknown = null,
): void {
  setKey(doc, tableRoot(tableKey), cellKey(row, ORDER_COLUMN), order, origin);
}

/**
 * Removes an added row or instance with all its cells. What another writes into it at the same moment survives, and
 * the row with it. Blocks and tables inside an instance stay in the document, so that undo brings them back whole.
 */
export function removeRow(doc: Y.Doc, tableKey: string, row: string, origin: unknown = null): void {
  const map = doc.getMap(tableRoot(tableKey));
  const prefix = cellKey(row, '');
  doc.transact(() => {
    for (const key of [...map.keys()]) if (key.startsWith(prefix)) map.delete(key);
  }, origin);
}
