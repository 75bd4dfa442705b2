import type { Computed } from '@filiera/shared/plan/compute.ts';
import type { PlanColumn, PlanRow, PlanTable } from '@filiera/shared/plan/plan.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import type { TableElement } from '@filiera/shared/template/template.ts';
import {
  AlignmentType,
  HeightRule,
  type Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { heading } from './box.ts';
import { fitColumns, type GridColumn, type SizedColumn } from './grid.ts';
import { lineCount } from './measure.ts';
import { BORDERS, CELL_PADDING, HEADER_FILL, STYLE, TABLE_SIZE, TEXT_WIDTH } from './style.ts';
import { BLANK, type Shown, shownCell, shownMoney } from './value.ts';
import { paragraph, paragraphOf, runs, xmlSafe } from './words.ts';

/** A table as it goes to paper. */
export interface PaperTable {
  readonly element: TableElement;
  readonly table: PlanTable;
  readonly computed: Computed;
  /** The level of the heading in its first line, where it has a label. */
  readonly level: number;
  /** What stands in its last line, across all columns. */
  readonly closing?: readonly Paragraph[];
}

/** Ids of the two columns that a form may print before all others; no column of a form can be called so. */
const GROUP_NUMBER = '/number';
const GROUP_LABEL = '/label';
/** A row of so many lines is kept on one page; a longer one may go on on the next. */
const KEPT_LINES = 12;

/** The tables that a table takes on paper: one, or several where its columns do not fit the page. */
export function paperTables(paper: PaperTable): Table[] {
  const parts = fitColumns(gridColumns(paper), TEXT_WIDTH);
  return parts.map((columns, index) => tableOf(paper, columns, index === parts.length - 1));
}

/** The closing line of a table with a single column of figures, as the form prints it: below the table. */
export function totalLine(paper: PaperTable): Paragraph | null {
  const { element, table, computed } = paper;
  const figure = table.columns.find(isMoney);
  if (!element.total || !figure || !closesBelow(paper)) return null;
  const { label, note } = element.total;
  const amount = shownMoney(computed.total(table.key, figure.id)).text;
  const words = [`${label} `, amount, note ? ` ${note}` : ''];
  return paragraphOf(
    [...runs(words[0]!), ...runs(words[1]!, { bold: true }), ...runs(words[2]!)],
    words.join(''),
    { style: STYLE.line },
  );
}

/** A box holds its total within; so does a table whose total has several figures. */
function closesBelow({ element, table, closing }: PaperTable): boolean {
  return table.columns.filter(isMoney).length === 1 && element.label === '' && closing === undefined;
}

function isMoney(column: Pick<PlanColumn, 'type'>): boolean {
  return column.type === 'money' || column.type === 'sum';
}

function gridColumns({ element, table, computed }: PaperTable): GridColumn[] {
  const groups = element.groupColumns && element.groups ? element.groups : [];
  const lead: GridColumn[] = element.groupColumns
    ? [
        {
          id: GROUP_NUMBER,
          label: element.groupColumns.number,
          fit: 'words',
          share: 0,
          texts: groups.map((group) => group.number),
        },
        {
          id: GROUP_LABEL,
          label: element.groupColumns.label,
          fit: 'words',
          share: 1,
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
        share: column.type === 'label' ? 3 : 2,
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

function tableOf(paper: PaperTable, columns: readonly SizedColumn[], last: boolean): Table {
  const { element } = paper;
  const head: TableRow[] = [];
  if (element.label !== '') {
    head.push(
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: [acrossAll([heading(element.label, paper.level)], columns)],
      }),
    );
  }
  if (columns.some((column) => column.label !== '')) {
    head.push(
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map((column) =>
          cell(column, [paragraph(column.label, { style: STYLE.cellHeader, ...aligned(column) })], {
            shaded: true,
          }),
        ),
      }),
    );
  }
  const rows = [
    ...head,
    ...hintRows(paper, columns),
    ...bodyRows(paper, columns),
    ...totalRows(paper, columns),
  ];
  if (last && paper.closing) {
    rows.push(new TableRow({ children: [acrossAll(paper.closing, columns)] }));
  }
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: columns.map((column) => column.width),
    layout: TableLayoutType.FIXED,
    margins: { ...CELL_PADDING, marginUnitType: WidthType.DXA },
    borders: BORDERS,
    rows,
  });
}

/** The form's guidance for its columns, in a row of its own as the form prints it. */
function hintRows({ element }: PaperTable, columns: readonly SizedColumn[]): TableRow[] {
  const hints = new Map(element.columns.map((column) => [column.id, column.hint]));
  if (!columns.some((column) => hints.get(column.id))) return [];
  return [
    new TableRow({
      cantSplit: true,
      children: columns.map((column) =>
        cell(column, [paragraph(hints.get(column.id) ?? '', { style: STYLE.cellHint })]),
      ),
    }),
  ];
}

function bodyRows(paper: PaperTable, columns: readonly SizedColumn[]): TableRow[] {
  const { element, table } = paper;
  const rows = table.rows.filter((row) => row.preset || !isBlankRow(row));
  if (!element.groups) {
    return rows.length > 0 ? rows.map((row) => bodyRow(paper, columns, row, [])) : [blankRow(columns, [])];
  }
  return element.groups.flatMap((group) => {
    const own = rows.filter((row) => row.group === group.id);
    if (!element.groupColumns) {
      const title = paragraph(`${group.number} ${group.label}`.trim(), { style: STYLE.cellHeader });
      const line = new TableRow({ cantSplit: true, children: [acrossAll([title], columns, true)] });
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
    return own.map((row, index) => bodyRow(paper, columns, row, index === 0 ? lead : []));
  });
}

/** `lead`: the cells of the group's columns, which reach down over all rows of the group. */
function bodyRow(
  { element, table, computed }: PaperTable,
  columns: readonly SizedColumn[],
  row: PlanRow,
  lead: readonly TableCell[],
): TableRow {
  const formula = element.rows.find((candidate) => candidate.id === row.id)?.formula;
  const bold = formula?.kind === 'sum';
  let lines = 1;
  const cells = columns.flatMap((column) => {
    const own = table.columns.find((candidate) => candidate.id === column.id);
    if (!own) return [];
    const shown = shownAt(table, row, own, computed);
    const inner = column.width - CELL_PADDING.left - CELL_PADDING.right;
    lines = Math.max(lines, lineCount(shown.text, TABLE_SIZE, inner));
    return [valueCell(column, shown, bold)];
  });
  return new TableRow({ cantSplit: lines <= KEPT_LINES, children: [...lead, ...cells] });
}

/** Where users have added nothing yet, the form's own empty line. */
function blankRow(columns: readonly SizedColumn[], lead: readonly TableCell[]): TableRow {
  const open = columns.filter((column) => column.id !== GROUP_NUMBER && column.id !== GROUP_LABEL);
  return new TableRow({
    cantSplit: true,
    height: { value: 480, rule: HeightRule.ATLEAST },
    children: [
      ...lead,
      ...(lead.length > 0 ? open : columns).map((column) => valueCell(column, BLANK, false)),
    ],
  });
}

/** The closing line, where it does not stand below the table. */
function totalRows(paper: PaperTable, columns: readonly SizedColumn[]): TableRow[] {
  const { element, table, computed } = paper;
  const figures = new Set(table.columns.filter(isMoney).map((column) => column.id));
  const first = columns.findIndex((column) => figures.has(column.id));
  if (!element.total || first < 0 || closesBelow(paper)) return [];
  const words = [element.total.label, element.total.note].filter(Boolean).join(' ');
  const title = paragraph(words, { style: STYLE.cell }, { bold: true });
  const amounts = columns.slice(first).map((column) => {
    const shown = figures.has(column.id) ? shownMoney(computed.total(table.key, column.id)) : BLANK;
    return valueCell(column, shown, true);
  });
  if (first === 0) {
    return [
      new TableRow({ cantSplit: true, children: [acrossAll([title], columns)] }),
      new TableRow({ cantSplit: true, children: amounts }),
    ];
  }
  const before = columns.slice(0, first);
  const label = new TableCell({
    ...(first > 1 ? { columnSpan: first } : {}),
    width: { size: widthOf(before), type: WidthType.DXA },
    children: [title],
  });
  return [new TableRow({ cantSplit: true, children: [label, ...amounts] })];
}

/** What a cell of the table shows: typed in, computed, or the row's own name. */
function shownAt(table: PlanTable, row: PlanRow, column: PlanColumn, computed: Computed): Shown {
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

function valueCell(column: SizedColumn, shown: Shown, bold: boolean): TableCell {
  const look = bold ? { ...shown.look, bold: true } : shown.look;
  return cell(column, [paragraph(xmlSafe(shown.text), { style: STYLE.cell, ...aligned(column) }, look)]);
}

function cell(
  column: SizedColumn,
  children: readonly Paragraph[],
  { shaded = false, rowSpan = 1 }: { readonly shaded?: boolean; readonly rowSpan?: number } = {},
): TableCell {
  return new TableCell({
    width: { size: column.width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.TOP,
    ...(shaded ? { shading: { fill: HEADER_FILL } } : {}),
    ...(rowSpan > 1 ? { rowSpan } : {}),
    children,
  });
}

function acrossAll(
  children: readonly Paragraph[],
  columns: readonly SizedColumn[],
  shaded = false,
): TableCell {
  return new TableCell({
    columnSpan: columns.length,
    width: { size: widthOf(columns), type: WidthType.DXA },
    ...(shaded ? { shading: { fill: HEADER_FILL } } : {}),
    children,
  });
}

function aligned(column: GridColumn): { alignment?: (typeof AlignmentType)['RIGHT'] } {
  return column.fit === 'figure' ? { alignment: AlignmentType.RIGHT } : {};
}

function widthOf(columns: readonly SizedColumn[]): number {
  return columns.reduce((sum, column) => sum + column.width, 0);
}
