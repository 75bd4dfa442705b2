import type { Computed } from '@filiera/shared/plan/compute.ts';
import type { PlanColumn, PlanRow, PlanTable } from '@filiera/shared/plan/plan.ts';
import { formatCount, formatMoney } from '@filiera/shared/rules/money.ts';
import type { TableElement } from '@filiera/shared/template/template.ts';
import { contentOf, shownContent } from './content.ts';
import type { Look } from './look.ts';
import { widthFor } from './sheet.ts';

/** How narrow and how wide a column of each type may be, in digits. */
const ROOM = {
  label: [26, 62],
  text: [24, 62],
  choice: [14, 26],
  date: [12, 16],
  money: [15, 40],
  sum: [15, 40],
  count: [11, 20],
} as const satisfies Record<PlanColumn['type'], readonly [number, number]>;

/** Below this a sheet's head would take many lines. */
const LEAST_IN_ALL = 76;

const BOLD = { bold: true } as const satisfies Look;

/** The widths of a table's columns, those of the rows' groups first where the form prints them. */
export function tableWidths(
  element: TableElement,
  columns: readonly PlanColumn[],
  tables: readonly PlanTable[],
  computed: Computed,
): number[] {
  const own = columns.map((column) => columnWidth(element, column, tables, computed));
  const words = columns.map(({ type }) => type === 'label' || type === 'text');
  const lack = LEAST_IN_ALL - own.reduce((sum, width) => sum + width, 0);
  const many = words.filter(Boolean).length;
  const filled = own.map((width, index) => (words[index] && lack > 0 ? width + lack / many : width));
  return [...groupWidths(element), ...filled].map((width) => Math.round(width * 100) / 100);
}

function groupWidths({ groups, groupColumns }: TableElement): number[] {
  if (!groups || !groupColumns) return [];
  const numbers = [groupColumns.number, ...groups.map(({ number }) => number)];
  const labels = [groupColumns.label, ...groups.map(({ label }) => label)];
  return [between(5, 12, widest(numbers, BOLD)), between(16, 28, widest(labels, BOLD))];
}

function columnWidth(
  element: TableElement,
  column: PlanColumn,
  tables: readonly PlanTable[],
  computed: Computed,
): number {
  const [least, most] = ROOM[column.type];
  const isMoney = column.type === 'money' || column.type === 'sum';
  const texts = tables.flatMap((table) => [
    ...table.rows.map((row) => shownAt(table, row, column, computed)),
    ...(element.total && isMoney ? [formatMoney(computed.total(table.key, column.id))] : []),
  ]);
  return between(
    least,
    most,
    Math.max(widest(texts, isMoney ? BOLD : {}), widest(column.label.split(/\s/), BOLD)),
  );
}

function shownAt(table: PlanTable, row: PlanRow, column: PlanColumn, computed: Computed): string {
  if (column.type === 'label') {
    return row.preset ? row.label : shownContent(contentOf(row.cells[column.id], { type: 'text' }).content);
  }
  if (column.type !== 'sum' && !row.computed) {
    return shownContent(
      contentOf(row.cells[column.id], { type: column.type, options: column.options }).content,
    );
  }
  const figure = computed.figure(table.key, row.id, column.id);
  if (figure === null) return '';
  return column.type === 'count' ? formatCount(figure) : formatMoney(figure);
}

function widest(texts: readonly string[], look: Look): number {
  return texts.reduce((most, text) => Math.max(most, widthFor(text, look)), 0);
}

function between(least: number, most: number, width: number): number {
  return Math.min(most, Math.max(least, width));
}
