import type { Computed } from '@filiera/shared/plan/compute.ts';
import {
  type Cell,
  keyOf,
  type Plan,
  type PlanColumn,
  type PlanRow,
  type PlanTable,
} from '@filiera/shared/plan/plan.ts';
import { formatDate } from '@filiera/shared/rules/money.ts';
import type { TableElement, Template } from '@filiera/shared/template/template.ts';
import type { OpenCell, OpenSheet } from './workbooks.ts';

/**
 * What the sheets of a plan must show, told from the form and the plan alone, without a look at how workbooks are made:
 * for each table its head and its lines, in order. Amounts are `12,34 €` with all their cents, days `31/12/2024`.
 */
export interface Grid {
  readonly at: string;
  readonly lines: readonly (readonly string[])[];
}

export function gridsOf(template: Template, plan: Plan, computed: Computed): Grid[] {
  const elements = template.sections
    .flatMap((section) => [section, ...section.sections])
    .flatMap((section) => section.elements);
  return elements.flatMap((element): Grid[] => {
    if (element.kind === 'table') return [gridOf(element, [plan.tables[element.id]!], computed)];
    if (element.kind !== 'group') return [];
    const instances = plan.groups[element.id] ?? [];
    return element.elements.flatMap((part) => {
      if (part.kind !== 'table') return [];
      const tables = instances.map((instance) => plan.tables[keyOf(part.id, instance.id)]!);
      return tables.length > 0 ? [gridOf(part, tables, computed)] : [];
    });
  });
}

function gridOf(element: TableElement, tables: readonly PlanTable[], computed: Computed): Grid {
  const { groupColumns, groups = [undefined], total } = element;
  const [{ columns }] = tables as [PlanTable];
  const lead = groupColumns ? [groupColumns.number, groupColumns.label] : [];
  const lines: string[][] = [[...lead, ...columns.map(({ label }) => label)]];
  for (const table of tables) {
    for (const group of groups) {
      const rows = table.rows.filter(
        (row) =>
          row.group === group?.id &&
          (row.preset || Object.values(row.cells).some(({ kind }) => kind !== 'empty')),
      );
      for (const [index, row] of rows.entries()) {
        const names = groupColumns && group ? (index === 0 ? [group.number, group.label] : ['', '']) : [];
        lines.push([...names, ...columns.map((column) => shownAt(table, row, column, computed))]);
      }
    }
    if (total) {
      const first = columns.findIndex(isMoney);
      const words = [total.label, total.note].filter(Boolean).join(' ');
      const sums = columns.map((column) =>
        isMoney(column) ? euro(computed.total(table.key, column.id)) : '',
      );
      lines.push(sums.with(0, first === 0 ? sums[0]! : words));
    }
  }
  return { at: element.id, lines };
}

function isMoney({ type }: PlanColumn): boolean {
  return type === 'money' || type === 'sum';
}

function shownAt(table: PlanTable, row: PlanRow, column: PlanColumn, computed: Computed): string {
  if (column.type === 'label' && row.preset) return row.label;
  if (column.type !== 'sum' && !row.computed) return shown(row.cells[column.id], column);
  const figure = computed.figure(table.key, row.id, column.id);
  if (figure === null) return '';
  return column.type === 'count' ? String(figure) : euro(figure);
}

function shown(cell: Cell | undefined, { type, options = [] }: Pick<PlanColumn, 'type' | 'options'>): string {
  if (cell === undefined || cell.kind === 'empty') return '';
  if (cell.kind === 'invalid') return inCell(cell.raw);
  const { value } = cell;
  if (typeof value === 'number') return type === 'money' ? euro(value) : String(value);
  if (type === 'date') return formatDate(value);
  return inCell(options.find(({ id }) => id === value)?.label ?? value);
}

export function euro(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)},${digits.slice(-2)} €`;
}

/** Line ends and what no XML can hold, as all papers treat them. */
function inCell(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: some of the ways in which lines end.
      .replace(/\r\n?|[\u000B\u000C\u0085\u2028\u2029]/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold.
      .replace(/[\u0000-\u0008\u000E-\u001F\uFFFE\uFFFF]/g, '')
  );
}

/** The lines of a sheet, each cell as it would be read out, numbers by what their format says they are. */
export function linesOf(sheet: OpenSheet): string[][] {
  return sheet.rows.map((cells) => cells.map(readOut));
}

export function readOut({ value, format }: OpenCell): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (format?.includes('€')) {
    const cents = Math.round(value * 100);
    // Nothing but a whole number of cents is an amount.
    if (Math.abs(value * 100 - cents) > 0.02) return `${value} is no amount`;
    return euro(cents);
  }
  if (format?.toLowerCase().includes('yy')) {
    return formatDate(new Date(Date.UTC(1899, 11, 30) + value * 86_400_000).toISOString().slice(0, 10));
  }
  if (format?.includes('%')) return `${value}`;
  return String(value);
}

/** Where a grid stands among the lines of a sheet, its lines in order with others between, or the line that is missing. */
export function missingLine(lines: readonly (readonly string[])[], grid: Grid): string | null {
  let from = 0;
  for (const line of grid.lines) {
    const at = lines.findIndex(
      (cells, index) => index >= from && line.every((text, column) => (cells[column] ?? '') === text),
    );
    if (at < 0) return `${grid.at}: ${line.join(' | ')}`;
    from = at + 1;
  }
  return null;
}
