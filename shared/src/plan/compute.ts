import { flatRate } from '../rules/money.ts';
import { formOf } from '../template/form.ts';
import type { Amount, TableRow, Template, Term } from '../template/template.ts';
import { cellNumber, cellValue, type Plan, type PlanColumn, type PlanRow, type PlanTable } from './plan.ts';

/** One figure that an amount is made of and that is no sum itself: what somebody typed, or what a flat rate gives. */
export interface AmountPart {
  /** The table's key in the Plan. */
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly cents: number;
}

/** The figures that follow from a plan: computed cells, totals, and any sum that a rule asks for. Whole cents. */
export interface Computed {
  /** The figure that a cell shows, typed in or computed; `null` where it is empty, invalid or not a figure. */
  figure(tableKey: string, row: string, column: string): number | null;
  /** The closing line of a table: the sum of a money or sum column over all its rows that are not computed. */
  total(tableKey: string, column: string): number;
  /** The sum of an amount's terms. */
  amount(amount: Amount): number;
  /** What that sum is made of, in the form's order; a cell that counts twice is there twice. Adds up to `amount`. */
  parts(amount: Amount): readonly AmountPart[];
}

/** The id by which rules and places name a table's closing line. */
export const TOTAL_ROW = 'total';

/** Computes on demand; a Plan is a value, so nothing needs to be kept in step. */
export function compute(template: Template, plan: Plan): Computed {
  const form = formOf(template);

  const figureAt = (table: PlanTable, row: PlanRow, column: PlanColumn, depth: number): number | null => {
    // Formulas that name each other are refused by `checkTemplate`; the depth keeps this total all the same.
    if (depth > 20) return null;
    if (column.type === 'sum') {
      const parts = (column.of ?? []).map((id) => {
        const part = table.columns.find((candidate) => candidate.id === id);
        return part ? figureAt(table, row, part, depth + 1) : null;
      });
      return parts.every((part) => part === null) ? null : sum(parts);
    }
    if (!row.computed) return cellNumber(row.cells[column.id]);
    if (column.type !== 'money' && column.type !== 'count') return null;
    const formula = presetRow(table, row.id)?.formula;
    if (!formula) return null;
    const of = formula.of;
    const at = (id: string): number | null => {
      const other = table.rows.find((candidate) => candidate.id === id);
      return other ? figureAt(table, other, column, depth + 1) : null;
    };
    if (formula.kind === 'flatRate') return flatRate(at(formula.of) ?? 0, formula.basisPoints);
    const ids = of === '*' ? table.rows.filter((other) => !other.computed).map((other) => other.id) : [...of];
    return sum(ids.map(at));
  };

  const presetRow = (table: PlanTable, row: string): TableRow | undefined =>
    form.tables.get(table.id)?.element.rows.find((candidate) => candidate.id === row);

  const totalOf = (table: PlanTable, column: PlanColumn): number =>
    sum(table.rows.filter((row) => !row.computed).map((row) => figureAt(table, row, column, 0)));

  const termOf = (term: Term): number => {
    const tables = Object.values(plan.tables).filter((table) => table.id === term.table);
    return sum(
      tables.map((table) => sum(columnsOf(term, table).map((column) => cellsOf(term, table, column)))),
    );
  };

  const columnsOf = (term: Term, table: PlanTable): readonly PlanColumn[] =>
    table.columns.filter((column) => {
      if (term.column !== '*') return column.id === term.column;
      return column.type === 'money' && (term.where === undefined || holdsWhere(term.where, table, column));
    });

  const holdsWhere = (where: NonNullable<Term['where']>, table: PlanTable, column: PlanColumn): boolean => {
    const group = form.tables.get(table.id)?.element.columnsFrom?.group;
    const instance = group ? plan.groups[group]?.find((row) => row.id === column.instance) : undefined;
    return cellValue(instance?.cells[where.field]) === where.equals;
  };

  const cellsOf = (term: Term, table: PlanTable, column: PlanColumn): number => {
    const row = table.rows.find((candidate) => candidate.id === term.row);
    if (row) return figureAt(table, row, column, 0) ?? 0;
    return term.row === '*' || term.row === TOTAL_ROW ? totalOf(table, column) : 0;
  };

  /** The cells behind one figure: `figureAt`, taken apart instead of added up. */
  const partsAt = (table: PlanTable, row: PlanRow, column: PlanColumn, depth: number): AmountPart[] => {
    if (depth > 20) return [];
    if (column.type === 'sum') {
      return (column.of ?? []).flatMap((id) => {
        const part = table.columns.find((candidate) => candidate.id === id);
        return part ? partsAt(table, row, part, depth + 1) : [];
      });
    }
    const formula = row.computed ? presetRow(table, row.id)?.formula : undefined;
    if (formula?.kind === 'sum' && (column.type === 'money' || column.type === 'count')) {
      const { of } = formula;
      const others =
        of === '*'
          ? table.rows.filter((other) => !other.computed)
          : of.flatMap((id) => table.rows.find((candidate) => candidate.id === id) ?? []);
      return others.flatMap((other) => partsAt(table, other, column, depth + 1));
    }
    const cents = figureAt(table, row, column, depth);
    return cents === null ? [] : [{ table: table.key, row: row.id, column: column.id, cents }];
  };

  const partsOf = (term: Term): AmountPart[] =>
    Object.values(plan.tables)
      .filter((table) => table.id === term.table)
      .flatMap((table) => columnsOf(term, table).flatMap((column) => cellParts(term, table, column)));

  const cellParts = (term: Term, table: PlanTable, column: PlanColumn): AmountPart[] => {
    const row = table.rows.find((candidate) => candidate.id === term.row);
    if (row) return partsAt(table, row, column, 0);
    if (term.row !== '*' && term.row !== TOTAL_ROW) return [];
    return table.rows.filter((other) => !other.computed).flatMap((other) => partsAt(table, other, column, 0));
  };

  return {
    figure: (tableKey, rowId, columnId) => {
      const table = plan.tables[tableKey];
      const row = table?.rows.find((candidate) => candidate.id === rowId);
      const column = table?.columns.find((candidate) => candidate.id === columnId);
      return table && row && column ? figureAt(table, row, column, 0) : null;
    },
    total: (tableKey, columnId) => {
      const table = plan.tables[tableKey];
      const column = table?.columns.find((candidate) => candidate.id === columnId);
      return table && column ? totalOf(table, column) : 0;
    },
    amount: (amount) => sum(amount.map(termOf)),
    parts: (amount) => amount.flatMap(partsOf),
  };
}

function sum(parts: readonly (number | null)[]): number {
  return parts.reduce<number>((total, part) => total + (part ?? 0), 0);
}
