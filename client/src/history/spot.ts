import { TOTAL_ROW } from '@filiera/shared/plan/compute.ts';
import type { CellValue } from '@filiera/shared/plan/edit.ts';
import { FIELDS_ROOT, GROUP_COLUMN, ORDER_COLUMN, parseCellKey } from '@filiera/shared/plan/layout.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import { readValue, type ValueShape } from '@filiera/shared/plan/value.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { cellText } from '../tables/cells/cell-text.ts';

/**
 * What the history calls a place (`root` and `key` of the document, as in `plan/layout.ts`), told in the form's own
 * terms: where it stands, whether it is still there, and what its values read like.
 */

/** The key that a root's name holds, and the form's part that it belongs to. */
function partOf(
  root: string,
): { readonly kind: 'text' | 'table'; readonly key: string; readonly id: string } | null {
  const [, kind, key = ''] = /^(text|table)\/(.+)$/s.exec(root) ?? [];
  return kind === 'text' || kind === 'table' ? { kind, key, id: key.split('@')[0] ?? key } : null;
}

/** Where a root, or one cell of it, stands in the form; `null` for what the form does not know. */
export function placeOfSpot(template: Template, root: string, key?: string): Place | null {
  const form = formOf(template);
  if (root === FIELDS_ROOT) {
    const standing = key === undefined ? undefined : form.fields.get(key);
    return standing && key !== undefined ? { section: standing.section.id, element: key } : null;
  }
  const part = partOf(root);
  if (!part) return null;
  if (part.kind === 'text') {
    const standing = form.texts.get(part.id);
    return standing ? { section: standing.section.id, element: part.key } : null;
  }
  const standing = form.tables.get(part.id) ?? form.groups.get(part.id);
  if (!standing) return null;
  const place = { section: standing.section.id, element: part.key };
  const at = key === undefined ? null : parseCellKey(key);
  if (!at) return place;
  return at.column === ORDER_COLUMN || at.column === GROUP_COLUMN
    ? { ...place, row: at.row }
    : { ...place, row: at.row, column: at.column };
}

/** Is a place still in the plan? `part`: the repeated part around it was taken out; `row`: its row was. */
export function presenceOf(plan: Plan, { element = '', row }: Place): 'there' | 'part' | 'row' {
  const instance = element.split('@')[1];
  const instances = Object.values(plan.groups).flat();
  if (instance !== undefined && !instances.some(({ id }) => id === instance)) return 'part';
  if (row === undefined) return 'there';
  const own = plan.groups[element];
  if (own) return own.some(({ id }) => id === row) ? 'there' : 'part';
  const table = plan.tables[element];
  return !table || row === TOTAL_ROW || table.rows.some(({ id }) => id === row) ? 'there' : 'row';
}

/** What may be typed into one cell or field; a text where the form does not say. */
function shapeOf(template: Template, root: string, key: string): ValueShape & Labelled {
  const form = formOf(template);
  if (root === FIELDS_ROOT) return form.fields.get(key)?.element ?? TEXT;
  const id = partOf(root)?.id ?? '';
  const columnId = parseCellKey(key)?.column ?? '';
  if (form.groups.has(id)) return form.fields.get(columnId)?.element ?? TEXT;
  const table = form.tables.get(id)?.element;
  const column = table?.columns.find((candidate) => candidate.id === columnId);
  // The column of a repeated part holds amounts, as `columnsFrom` says.
  if (!column) return table?.columnsFrom ? { type: 'money' } : TEXT;
  if (column.type === 'label') return TEXT;
  return { type: column.type === 'sum' ? 'money' : column.type, options: column.options };
}

interface Labelled {
  readonly options?: readonly { readonly id: string; readonly label: string }[] | undefined;
}
const TEXT = { type: 'text' } as const;

/** The longest that one value is shown, in characters. */
const MAX_SHOWN = 80;

/** The two sides of a change as their column formats them; the empty string where there was nothing. */
export function changeWords(
  template: Template,
  root: string,
  key: string,
  { before, after }: { readonly before: CellValue; readonly after: CellValue },
): { readonly before: string; readonly after: string } {
  const shape = shapeOf(template, root, key);
  const read = (value: CellValue): string =>
    short(cellText(readValue(value, shape), shape.type, shape.options));
  const words = { before: read(before), after: read(after) };
  if (shape.type !== 'money') return words;
  const isAmount = (value: CellValue): boolean => readValue(value, shape).kind === 'value';
  // The sign stands once, behind the last amount: `12.000,00 → 14.000,00 €`.
  if (isAmount(after)) return { ...words, after: `${words.after}\u00a0€` };
  return isAmount(before) ? { ...words, before: `${words.before}\u00a0€` } : words;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= MAX_SHOWN ? line : `${characters.slice(0, MAX_SHOWN - 1).join('')}…`;
}
