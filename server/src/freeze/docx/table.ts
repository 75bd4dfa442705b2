import { type Computed, TOTAL_ROW } from '@filiera/shared/plan/compute.ts';
import { tableRoot } from '@filiera/shared/plan/layout.ts';
import type { PlanColumn, PlanRow, PlanTable } from '@filiera/shared/plan/plan.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import type { TableElement } from '@filiera/shared/template/template.ts';
import type { Paragraph, Table, TableCell } from 'docx';
import { type HeadingParts, label } from './box.ts';
import { around, type Margin, type Thread } from './comments.ts';
import { fitColumns, type GridColumn, type SizedColumn } from './grid.ts';
import {
  acrossAll,
  aligned,
  cell,
  KEPT_TABLE_LINES,
  linesIn,
  type RowSpec,
  ruledTable,
  valueCell,
} from './row.ts';
import { STYLE, TEXT_WIDTH } from './style.ts';
import { BLANK, type Shown, shownCell, shownMoney } from './value.ts';
import { paragraph, paragraphOf, runs } from './words.ts';

/** A table as it goes to paper. */
export interface PaperTable {
  readonly element: TableElement;
  readonly table: PlanTable;
  readonly computed: Computed;
  readonly margin: Margin;
  /** The level of the heading in its first line, where it has a label, and what it carries. */
  readonly level: number;
  readonly parts: HeadingParts;
  /** What stands in its last line, across all columns. */
  readonly closing?: readonly Paragraph[];
}

/** What of it is the same in every kind of file. */
export type PrintedTable = Pick<PaperTable, 'element' | 'table' | 'computed' | 'level'> & {
  readonly closing?: unknown;
};

/** Ids of the two columns that a form may print before all others; no column of a form can be called so. */
export const GROUP_NUMBER = '/number';
export const GROUP_LABEL = '/label';
/** The tables that a table takes on paper: one, or several where its columns do not fit the page. */
export function paperTables(paper: PaperTable): Table[] {
  const parts = fitColumns(gridColumns(paper), TEXT_WIDTH);
  return parts.map((columns, index) => tableOf(paper, columns, index === 0, index === parts.length - 1));
}

/** The closing line of a table with a single column of figures, as the form prints it: below the table. */
export function totalLine(paper: PaperTable): Paragraph | null {
  const { element, table, computed } = paper;
  const figure = table.columns.find(isMoney);
  if (!element.total || !figure || !closesBelow(paper)) return null;
  const { label: name, note } = element.total;
  const amount = shownMoney(computed.total(table.key, figure.id)).text;
  const after = note ? ` ${note}` : '';
  const root = tableRoot(table.key);
  const words = [
    ...around(paper.margin.row(root, TOTAL_ROW), runs(name)),
    ...runs(' '),
    ...around(paper.margin.cell(root, TOTAL_ROW, figure.id), runs(amount, { bold: true })),
    ...runs(after),
  ];
  return paragraphOf(words, `${name} ${amount}${after}`, { style: STYLE.line });
}

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

function tableOf(paper: PaperTable, columns: readonly SizedColumn[], first: boolean, last: boolean): Table {
  const { element, closing } = paper;
  const specs: RowSpec[] = [];
  if (element.label !== '') {
    // Where a table goes on in another, its name is no heading a second time.
    const parts = first ? { ...paper.parts, threads: onTable(paper) } : { entry: null };
    specs.push({
      header: true,
      cells: [acrossAll([label(element.label, paper.level, true, parts)], columns)],
    });
  }
  if (columns.some((column) => column.label !== '')) {
    const title = (column: SizedColumn, index: number): Paragraph =>
      paragraphOf(around(index === 0 ? onTable(paper) : [], runs(column.label)), column.label, {
        style: STYLE.cellHeader,
        ...aligned(column),
      });
    specs.push({
      header: true,
      lines: Math.max(...columns.map((column) => linesIn(column, column.label))),
      cells: columns.map((column, index) => cell(column, [title(column, index)], { shaded: true })),
    });
  }
  specs.push(...hintRows(paper, columns), ...bodyRows(paper, columns), ...totalRows(paper, columns));
  if (last && closing) specs.push({ lines: Number.POSITIVE_INFINITY, cells: [acrossAll(closing, columns)] });
  return ruledTable(
    columns.map((column) => column.width),
    specs,
  );
}

/** The comments on a table as a whole: beside the first cell that asks for them. */
function onTable({ margin, table }: PaperTable): Thread[] {
  return margin.at(tableRoot(table.key));
}

/** The comments on a cell, and in a row's first cell those on the row. */
function onCell(paper: PaperTable, row: string, column: string, first: boolean): Thread[] {
  const root = tableRoot(paper.table.key);
  const { margin } = paper;
  return [...(first ? [...onTable(paper), ...margin.row(root, row)] : []), ...margin.cell(root, row, column)];
}

/** The form's guidance for its columns, in a row of its own as the form prints it. */
function hintRows({ element }: PaperTable, columns: readonly SizedColumn[]): RowSpec[] {
  const hints = new Map(element.columns.map((column) => [column.id, column.hint]));
  if (!columns.some((column) => hints.get(column.id))) return [];
  return [
    {
      lines: Math.max(...columns.map((column) => linesIn(column, hints.get(column.id) ?? ''))),
      cells: columns.map((column) =>
        cell(column, [paragraph(hints.get(column.id) ?? '', { style: STYLE.cellHint })]),
      ),
    },
  ];
}

function bodyRows(paper: PaperTable, columns: readonly SizedColumn[]): RowSpec[] {
  const { element, table } = paper;
  const rows = table.rows.filter((row) => row.preset || !isBlankRow(row));
  if (!element.groups) {
    const preset = rows.filter((row) => row.preset).map((row) => bodyRow(paper, columns, row, []));
    const added = rows.filter((row) => !row.preset).map((row) => bodyRow(paper, columns, row, []));
    const all = [...preset, ...addedHint(paper, columns), ...added];
    return all.length > 0 ? all : [blankRow(columns, [])];
  }
  const grouped = element.groups.flatMap((group) => {
    const own = rows.filter((row) => row.group === group.id);
    if (!element.groupColumns) {
      const title = paragraph(`${group.number} ${group.label}`.trim(), { style: STYLE.cellHeader });
      const line = { cells: [acrossAll([title], columns, true)] };
      return [line, ...own.map((row) => bodyRow(paper, columns, row, []))];
    }
    const span = Math.max(1, own.length);
    const lead = columns
      .filter((column) => column.id === GROUP_NUMBER || column.id === GROUP_LABEL)
      .map((column) => {
        const text = column.id === GROUP_NUMBER ? group.number : group.label;
        return cell(column, [paragraph(text, { style: STYLE.cell })], { rowSpan: span });
      });
    if (own.length === 0) return [blankRow(columns, lead)];
    return keptTogether(own.map((row, index) => bodyRow(paper, columns, row, index === 0 ? lead : [])));
  });
  return [...grouped, ...addedHint(paper, columns)];
}

/** A group's name stands beside its first row, so that a short group is not parted from it. */
function keptTogether(rows: readonly RowSpec[]): readonly RowSpec[] {
  const lines = rows.reduce((sum, row) => sum + (row.lines ?? 1), 0);
  if (lines > KEPT_TABLE_LINES) return rows;
  return rows.map((row, index) => ({ ...row, keptWithNext: index < rows.length - 1 }));
}

/** What the form says of the rows that users may add. */
function addedHint({ element }: PaperTable, columns: readonly SizedColumn[]): RowSpec[] {
  const hint = element.addable?.hint;
  return hint ? [{ cells: [acrossAll([paragraph(hint, { style: STYLE.cellHint })], columns)] }] : [];
}

/** `lead`: the cells of the group's columns, which reach down over all rows of the group. */
function bodyRow(
  paper: PaperTable,
  columns: readonly SizedColumn[],
  row: PlanRow,
  lead: readonly TableCell[],
): RowSpec {
  const { element, table, computed } = paper;
  const formula = element.rows.find((candidate) => candidate.id === row.id)?.formula;
  const bold = formula?.kind === 'sum';
  const shown = columns.flatMap((column) => {
    const own = table.columns.find((candidate) => candidate.id === column.id);
    return own ? [{ column, shown: shownAt(table, row, own, computed) }] : [];
  });
  return {
    lines: Math.max(1, ...shown.map((one) => linesIn(one.column, one.shown.text))),
    cells: [
      ...lead,
      ...shown.map(({ column, shown: words }, index) =>
        valueCell(column, words, bold, onCell(paper, row.id, column.id, index === 0)),
      ),
    ],
  };
}

/** Where users have added nothing yet, the form's own empty line. */
function blankRow(columns: readonly SizedColumn[], lead: readonly TableCell[]): RowSpec {
  const open = lead.length > 0 ? columns.slice(lead.length) : columns;
  return { height: 480, cells: [...lead, ...open.map((column) => valueCell(column, BLANK, false))] };
}

/** The closing line, where it does not stand below the table. */
function totalRows(paper: PaperTable, columns: readonly SizedColumn[]): RowSpec[] {
  const { element, table, computed } = paper;
  const figures = new Set(table.columns.filter(isMoney).map((column) => column.id));
  const first = columns.findIndex((column) => figures.has(column.id));
  if (!element.total || first < 0 || closesBelow(paper)) return [];
  const words = [element.total.label, element.total.note].filter(Boolean).join(' ');
  const threads = paper.margin.row(tableRoot(table.key), TOTAL_ROW);
  const title = paragraphOf(around(threads, runs(words, { bold: true })), words, { style: STYLE.cell });
  const amounts = columns.slice(first).map((column) => {
    const shown = figures.has(column.id) ? shownMoney(computed.total(table.key, column.id)) : BLANK;
    return valueCell(column, shown, true, onCell(paper, TOTAL_ROW, column.id, false));
  });
  if (first === 0) return [{ cells: [acrossAll([title], columns)] }, { cells: amounts }];
  return [{ cells: [acrossAll([title], columns.slice(0, first)), ...amounts] }];
}

/** What a cell of the table shows: typed in, computed, or the row's own name. */
export function shownAt(table: PlanTable, row: PlanRow, column: PlanColumn, computed: Computed): Shown {
  if (column.type === 'label') {
    return row.preset ? { text: row.label, look: {} } : shownCell(row.cells[column.id], { type: 'text' });
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
