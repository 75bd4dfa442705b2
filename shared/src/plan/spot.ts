import type { Place } from '../rules/issue.ts';
import { formOf } from '../template/form.ts';
import type { Template, ValueType } from '../template/template.ts';
import { FIELDS_ROOT, GROUP_COLUMN, ORDER_COLUMN, parseCellKey } from './layout.ts';

/** A spot of the document, a root and perhaps a key of it (`layout.ts`), told in the form's own terms. */

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

/** What is written at a spot, and how its options are called. */
export interface SpotShape {
  readonly type: ValueType;
  readonly options?: readonly { readonly id: string; readonly label: string }[] | undefined;
}
const TEXT: SpotShape = { type: 'text' };

/** How the values of one cell or field are read and written; a text where the form does not say. */
export function shapeOfSpot(template: Template, root: string, key: string): SpotShape {
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
