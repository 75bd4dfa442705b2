import type { CellValue } from '@filiera/shared/plan/edit.ts';
import { FIELDS_ROOT, parseCellKey } from '@filiera/shared/plan/layout.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import { isIsoDate } from '@filiera/shared/rules/money.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template, ValueType } from '@filiera/shared/template/template.ts';
import { cellText, typeOfCell } from '../tables/cells/cell-text.ts';

/** What a cell or field takes. */
export interface CellKind {
  readonly type: ValueType;
  readonly options?: readonly { readonly id: string; readonly label: string }[] | undefined;
}

/**
 * What users type at a root and key of the document, as `plan/layout.ts` names them; `null` where they type nothing: a
 * computed cell, the form's own words. A row that has gone is read as an added one.
 */
export function cellKind(template: Template, plan: Plan, root: string, key: string): CellKind | null {
  const form = formOf(template);
  if (root === FIELDS_ROOT) return form.fields.get(key)?.element ?? null;
  const element = root.slice(root.indexOf('/') + 1);
  const at = parseCellKey(key);
  if (!at) return null;
  if (form.groups.has(element)) return form.fields.get(at.column)?.element ?? null;
  const table = plan.tables[element];
  const column = table?.columns.find((one) => one.id === at.column);
  if (!table || !column) return null;
  const row = table.rows.find((one) => one.id === at.row) ?? { preset: false, computed: false };
  const type = typeOfCell(column, row);
  return type && { type, options: column.options };
}

/** A value of the past as people read it; what does not fit its place stays as it was typed. */
export function pastText(value: CellValue, { type, options }: CellKind): string {
  if (value === null || value === '') return '';
  const fits = type !== 'date' || (typeof value === 'string' && isIsoDate(value));
  return fits ? cellText({ kind: 'value', value }, type, options) : String(value);
}
