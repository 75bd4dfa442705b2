import { TOTAL_ROW } from '@filiera/shared/plan/compute.ts';
import { tableRoot } from '@filiera/shared/plan/layout.ts';
import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import type { Paragraph, Table, TableCell } from 'docx';
import { fitColumns, type SizedColumn } from '../paper/grid.ts';
import { TEXT_WIDTH } from '../paper/look.ts';
import {
  closesBelow,
  GROUP_LABEL,
  GROUP_NUMBER,
  gridColumns,
  isMoney,
  type PrintedTable,
  shownAt,
} from '../paper/table.ts';
import { BLANK, shownMoney } from '../paper/value.ts';
import { type HeadingParts, label } from './box.ts';
import { around, type Margin, type Thread } from './comments.ts';
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
import { STYLE } from './style.ts';
import { paragraph, paragraphOf, runs } from './words.ts';

/** A table as it goes into the document. */
export interface PaperTable extends PrintedTable {
  readonly margin: Margin;
  /** What the heading in its first line carries. */
  readonly parts: HeadingParts;
  readonly closing?: readonly Paragraph[];
}

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
