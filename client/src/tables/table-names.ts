import type { PlanColumn, PlanRow, PlanTable } from '@filiera/shared/plan/plan.ts';
import { cellValue } from '@filiera/shared/plan/plan.ts';
import { formatPercent } from '@filiera/shared/rules/money.ts';
import type { TableElement, TableRow } from '@filiera/shared/template/template.ts';
import type { Texts } from '../ui/text.tsx';

/** What columns, rows and formulas of a table are called where the form's own label is long or missing. */

export function columnName(element: TableElement, column: PlanColumn): string {
  return element.columns.find((known) => known.id === column.id)?.shortLabel ?? column.label;
}

/** A preset row's name, or what was typed first into an added row, behind its number. */
export function rowName(element: TableElement, row: PlanRow, number: number, t: Texts['t']): string {
  if (row.preset) return presetOf(element, row)?.shortLabel ?? row.label;
  const first = Object.values(row.cells)
    .map(cellValue)
    .find((value) => typeof value === 'string');
  const name = typeof first === 'string' ? first.slice(0, 60) : '';
  return name === '' ? t('plan.row.number', { number }) : t('plan.row.named', { number, name });
}

export function presetOf(element: TableElement, row: PlanRow): TableRow | undefined {
  return element.rows.find((known) => known.id === row.id);
}

/** How a computed row follows from others, in words. */
export function rowFormula(element: TableElement, row: PlanRow, { t, both }: Texts): string {
  const preset = presetOf(element, row);
  const formula = preset?.formula;
  if (!formula) return '';
  if (preset.explanation) return both(preset.explanation);
  if (formula.of === '*') return t('plan.formula.rows');
  const ids = typeof formula.of === 'string' ? [formula.of] : formula.of;
  const names = ids.map((id) => {
    const of = element.rows.find((known) => known.id === id);
    return of?.shortLabel ?? of?.label ?? id;
  });
  return formula.kind === 'flatRate'
    ? t('plan.formula.rate', { rate: formatPercent(formula.basisPoints), of: names[0] ?? '' })
    : names.join(' + ');
}

/** What a column of sums adds up. */
export function sumFormula(table: PlanTable, column: PlanColumn): string {
  const labels = (column.of ?? []).map((id) => table.columns.find((other) => other.id === id)?.label ?? id);
  return labels.join(' + ');
}
