import type { Computed } from '@filiera/shared/plan/compute.ts';
import type { PlanColumn, PlanRow, PlanTable } from '@filiera/shared/plan/plan.ts';
import type { TableElement } from '@filiera/shared/template/template.ts';
import type { GridColumn } from './grid.ts';
import { BLANK, type Shown, shownCell, shownMoney } from './value.ts';

/** A table as it goes to paper, whatever kind of file that is. */
export interface PrintedTable {
  readonly element: TableElement;
  readonly table: PlanTable;
  readonly computed: Computed;
  /** The level of the heading in its first line, where it has a label. */
  readonly level: number;
  /** What stands in its last line, across all columns; it may be none. */
  readonly closing?: unknown;
}

/** Ids of the two columns that a form may print before all others; no column of a form can be called so. */
export const GROUP_NUMBER = '/number';
export const GROUP_LABEL = '/label';

/** A box holds its total within; so does a table whose total has several figures. */
export function closesBelow({ element, table, closing }: PrintedTable): boolean {
  return table.columns.filter(isMoney).length === 1 && element.label === '' && closing === undefined;
}

export function isMoney(column: Pick<PlanColumn, 'type'>): boolean {
  return column.type === 'money' || column.type === 'sum';
}

export function gridColumns({ element, table, computed }: PrintedTable): GridColumn[] {
  const groups = element.groupColumns && element.groups ? element.groups : [];
  const lead: GridColumn[] = element.groupColumns
    ? [
        {
          id: GROUP_NUMBER,
          label: element.groupColumns.number,
          fit: 'words',
          narrow: true,
          texts: groups.map((group) => group.number),
        },
        {
          id: GROUP_LABEL,
          label: element.groupColumns.label,
          fit: 'words',
          texts: groups.map((group) => group.label),
        },
      ]
    : [];
  return [
    ...lead,
    ...table.columns.map((column): GridColumn => {
      const texts = table.rows.map((row) => shownAt(table, row, column, computed).text);
      const total =
        element.total && isMoney(column) ? [shownMoney(computed.total(table.key, column.id)).text] : [];
      return {
        id: column.id,
        label: column.label,
        fit: FIT[column.type],
        texts: [...texts, ...total],
      };
    }),
  ];
}

const FIT = {
  label: 'words',
  text: 'words',
  date: 'short',
  choice: 'short',
  money: 'figure',
  sum: 'figure',
  count: 'figure',
} as const satisfies Record<PlanColumn['type'], GridColumn['fit']>;

/** What a cell of the table shows: typed in, computed, or the row's own name. */
export function shownAt(table: PlanTable, row: PlanRow, column: PlanColumn, computed: Computed): Shown {
  if (column.type === 'label') {
    return row.preset ? { text: row.label, wrong: false } : shownCell(row.cells[column.id], { type: 'text' });
  }
  if (column.type === 'sum' || row.computed) {
    const figure = computed.figure(table.key, row.id, column.id);
    if (figure === null) return BLANK;
    return column.type === 'count'
      ? shownCell({ kind: 'value', value: figure }, { type: 'count' })
      : shownMoney(figure);
  }
  return shownCell(row.cells[column.id], { type: column.type, options: column.options });
}
