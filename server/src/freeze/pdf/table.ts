import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import { fitColumns, type SizedColumn } from '../paper/grid.ts';
import { TABLE_SIZE, TEXT_WIDTH } from '../paper/look.ts';
import { lineCount } from '../paper/measure.ts';
import {
  closesBelow,
  GROUP_LABEL,
  GROUP_NUMBER,
  gridColumns,
  isMoney,
  type PrintedTable,
  shownAt,
} from '../paper/table.ts';
import { shownMoney } from '../paper/value.ts';
import type { CellNode, Node, ParStyle, TableNode } from './paper.ts';
import { type Look, line, lineOf, runs } from './text.ts';

/** Room for words in twips: from margin to margin, and within a box. */
export const TEXT_ROOM = TEXT_WIDTH;
export const BOX_ROOM = TEXT_WIDTH - 260;

/** A table as it goes to paper. */
export interface PaperTable extends PrintedTable {
  readonly closing?: readonly Node[];
}

/** A row of so many lines is kept on one page, and a table or a group of its rows; what is longer may go on on the next. */
const KEPT_LINES = 12;
const KEPT_TABLE_LINES = 24;
/** Between a cell's border and its words, both sides together, in twips. */
const SIDES = 200;
/** Points to the twip. */
const POINTS = 1 / 20;
const EMPTY_ROW = 18;

/** The tables that a table takes on paper, one or several where its columns do not fit the page, and its closing line. */
export function tableNodes(paper: PaperTable): Node[] {
  const { element, table, computed, level } = paper;
  const parts = fitColumns(gridColumns({ element, table, computed, level }), TEXT_WIDTH);
  return [
    ...parts.map((columns, index) => tableOf(paper, columns, index === parts.length - 1)),
    ...totalBelow(paper),
  ];
}

/** The closing line of a table with a single column of figures, as the form prints it: below the table. */
function totalBelow(paper: PaperTable): Node[] {
  const { element, table, computed } = paper;
  const figure = table.columns.find(isMoney);
  if (!element.total || !figure || !closesBelow(paper)) return [];
  const { label, note } = element.total;
  const amount = shownMoney(computed.total(table.key, figure.id)).text;
  const content = [
    ...runs(`${label} `, {}, TEXT_ROOM),
    ...runs(amount, { b: true }, TEXT_ROOM),
    ...runs(note ? ` ${note}` : '', {}, TEXT_ROOM),
  ];
  return [{ k: 'par', style: 'line', ...lineOf(content, label) }];
}

function tableOf(paper: PaperTable, columns: readonly SizedColumn[], last: boolean): TableNode {
  const { element, level, closing } = paper;
  const titled = columns.some((column) => column.label !== '');
  const rows = [...hintRows(paper, columns), ...bodyRows(paper, columns), ...totalRows(paper, columns)];
  if (last && closing) rows.push([{ body: closing, across: columns.length, long: true }]);
  const lines = paper.table.rows.reduce((sum, row) => sum + rowLines(paper, columns, row), rows.length);
  return {
    k: 'table',
    widths: columns.map(({ width }) => width * POINTS),
    ...(element.label === ''
      ? {}
      : { label: { k: 'heading', level, listed: false, ...line(element.label, BOX_ROOM) } }),
    head: titled ? columns.map((column) => cellOf(column, column.label, 'strong', { fill: 'head' })) : [],
    rows,
    whole: lines - paper.table.rows.length <= KEPT_TABLE_LINES && !(last && closing),
  };
}

/** A cell of words in one column; figures stand right. */
function cellOf(
  column: SizedColumn,
  text: string,
  style: ParStyle,
  { look = {}, ...cell }: { readonly look?: Look } & Omit<CellNode, 'body'> = {},
): CellNode {
  const body: Node[] = text === '' ? [] : [{ k: 'par', style, ...line(text, column.width - SIDES, look) }];
  const long = linesIn(column, text) > KEPT_LINES;
  return { body, ...(column.fit === 'figure' ? { right: true } : {}), ...(long ? { long } : {}), ...cell };
}

/** How a value stands in its cell. */
interface Manner {
  /** Not what its place wants. */
  readonly wrong?: boolean;
  /** It follows from other cells. */
  readonly computed?: boolean;
  readonly bold?: boolean;
}

function valueCell(column: SizedColumn, text: string, manner: Manner): CellNode {
  const look: Look = { ...(manner.wrong ? { w: true } : {}), ...(manner.bold ? { b: true } : {}) };
  return cellOf(column, text, 'small', { look, ...(manner.computed ? { fill: 'computed' } : {}) });
}

/** A cell of words across all these columns. */
function acrossAll(
  columns: readonly SizedColumn[],
  text: string,
  style: ParStyle,
  cell: Omit<CellNode, 'body'> = {},
): CellNode {
  const room = columns.reduce((sum, { width }) => sum + width, 0) - SIDES;
  return { body: [{ k: 'par', style, ...line(text, room) }], across: columns.length, ...cell };
}

function linesIn(column: SizedColumn, text: string): number {
  return lineCount(text, TABLE_SIZE, column.width - SIDES);
}

/** The form's guidance for its columns, in a row of its own as the form prints it. */
function hintRows({ element }: PaperTable, columns: readonly SizedColumn[]): CellNode[][] {
  const hints = new Map(element.columns.map((column) => [column.id, column.hint ?? '']));
  if (!columns.some(({ id }) => hints.get(id))) return [];
  return [
    columns.map((column) => cellOf({ ...column, fit: 'words' }, hints.get(column.id) ?? '', 'guidance')),
  ];
}

function bodyRows(paper: PaperTable, columns: readonly SizedColumn[]): CellNode[][] {
  const { element, table } = paper;
  const rows = table.rows.filter((row) => row.preset || !isBlankRow(row));
  if (!element.groups) {
    const preset = rows.filter((row) => row.preset).map((row) => bodyRow(paper, columns, row, []));
    const added = rows.filter((row) => !row.preset).map((row) => bodyRow(paper, columns, row, []));
    const all = [...preset, ...addedHint(paper, columns), ...added];
    return all.length > 0 ? all : [blankRow(columns, [])];
  }
  const grouped = element.groups.flatMap((group): CellNode[][] => {
    const own = rows.filter((row) => row.group === group.id);
    if (!element.groupColumns) {
      const title = acrossAll(columns, `${group.number} ${group.label}`.trim(), 'strong', { fill: 'head' });
      return [[title], ...own.map((row) => bodyRow(paper, columns, row, []))];
    }
    const lines = own.reduce((sum, row) => sum + rowLines(paper, columns, row), 0);
    const lead = columns
      .filter(({ id }) => id === GROUP_NUMBER || id === GROUP_LABEL)
      .map((column) => {
        const text = column.id === GROUP_NUMBER ? group.number : group.label;
        // A cell that reaches down keeps its rows on one page, unless there are too many.
        const long = lines > KEPT_TABLE_LINES ? ({ long: true } as const) : {};
        return cellOf(column, text, 'small', { down: Math.max(1, own.length), ...long });
      });
    if (own.length === 0) return [blankRow(columns, lead)];
    return own.map((row, index) => bodyRow(paper, columns, row, index === 0 ? lead : []));
  });
  return [...grouped, ...addedHint(paper, columns)];
}

/** What the form says of the rows that users may add. */
function addedHint({ element }: PaperTable, columns: readonly SizedColumn[]): CellNode[][] {
  const hint = element.addable?.hint;
  return hint ? [[acrossAll(columns, hint, 'guidance')]] : [];
}

/** What each column shows of a row. */
function shownIn({ table, computed }: PaperTable, columns: readonly SizedColumn[], row: PlanRow) {
  return columns.flatMap((column) => {
    const own = table.columns.find(({ id }) => id === column.id);
    return own ? [{ column, own, text: shownAt(table, row, own, computed).text }] : [];
  });
}

function rowLines(paper: PaperTable, columns: readonly SizedColumn[], row: PlanRow): number {
  return Math.max(1, ...shownIn(paper, columns, row).map(({ column, text }) => linesIn(column, text)));
}

/** `lead`: the cells of the group's columns, which reach down over all rows of the group. */
function bodyRow(
  paper: PaperTable,
  columns: readonly SizedColumn[],
  row: PlanRow,
  lead: readonly CellNode[],
): CellNode[] {
  const formula = paper.element.rows.find(({ id }) => id === row.id)?.formula;
  const bold = formula?.kind === 'sum';
  // One long cell lets its whole row be parted.
  const long = rowLines(paper, columns, row) > KEPT_LINES;
  const cells = shownIn(paper, columns, row).map(({ column, own, text }): CellNode => {
    const isComputed = own.type === 'sum' || (row.computed && own.type !== 'label');
    const wrong = !isComputed && row.cells[own.id]?.kind === 'invalid';
    const cell = valueCell(column, text, { bold, wrong, computed: isComputed });
    return long ? { ...cell, long } : cell;
  });
  return [...lead, ...cells];
}

/** Where users have added nothing yet, the form's own empty line. */
function blankRow(columns: readonly SizedColumn[], lead: readonly CellNode[]): CellNode[] {
  return [...lead, ...columns.slice(lead.length).map((): CellNode => ({ body: [], height: EMPTY_ROW }))];
}

/** The closing line, where it does not stand below the table. */
function totalRows(paper: PaperTable, columns: readonly SizedColumn[]): CellNode[][] {
  const { element, table, computed } = paper;
  const figures = new Set(table.columns.filter(isMoney).map(({ id }) => id));
  const first = columns.findIndex(({ id }) => figures.has(id));
  if (!element.total || first < 0 || closesBelow(paper)) return [];
  const words = [element.total.label, element.total.note].filter(Boolean).join(' ');
  const amounts = columns.slice(first).map((column) => {
    if (!figures.has(column.id)) return valueCell(column, '', {});
    const { text } = shownMoney(computed.total(table.key, column.id));
    return valueCell(column, text, { computed: true, bold: true });
  });
  if (first === 0) return [[acrossAll(columns, words, 'strong')], amounts];
  return [[acrossAll(columns.slice(0, first), words, 'strong'), ...amounts]];
}
