import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  type Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { GridColumn, SizedColumn } from '../paper/grid.ts';
import { CELL_PADDING, HEADER_FILL, TABLE_SIZE, TEXT_WIDTH } from '../paper/look.ts';
import { lineCount } from '../paper/measure.ts';
import type { Shown } from '../paper/value.ts';
import { around, type Thread } from './comments.ts';
import { BORDERS, STYLE } from './style.ts';
import { paragraphOf, runs, WRONGLY } from './words.ts';

/** A row of so many lines is kept on one page; a longer one may go on on the next. */
const KEPT_LINES = 12;
/** A table, or a group of its rows, of so many lines in all is kept on one page. */
export const KEPT_TABLE_LINES = 24;

/** A row before it is known how long its table is. */
export interface RowSpec {
  readonly cells: readonly TableCell[];
  /** Repeated at the top of each page that the table reaches. */
  readonly header?: boolean;
  /** How many lines it takes, 1 where that is not said. */
  readonly lines?: number;
  readonly height?: number;
  /** On one page with the next row. */
  readonly keptWithNext?: boolean;
}

/**
 * A table of the document: as wide as the text, its columns fixed, thin lines around everything; `lined` false: none
 * between its rows.
 */
export function ruledTable(
  widths: readonly number[],
  rows: readonly RowSpec[],
  { lined = true }: { readonly lined?: boolean } = {},
): Table {
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { ...CELL_PADDING, marginUnitType: WidthType.DXA },
    borders: lined ? BORDERS : { ...BORDERS, insideHorizontal: { style: BorderStyle.NONE } },
    rows: rowsOf(rows),
  });
}

/** Short rows are not split between pages; a short table is kept whole. */
function rowsOf(specs: readonly RowSpec[]): TableRow[] {
  const whole = specs.reduce((sum, { lines = 1 }) => sum + lines, 0) <= KEPT_TABLE_LINES;
  return specs.map(
    ({ cells, header = false, lines = 1, height, keptWithNext = false }, index) =>
      new TableRow({
        children: cells,
        ...(lines <= KEPT_LINES ? { cantSplit: true } : {}),
        ...(header ? { tableHeader: true } : {}),
        ...((whole || keptWithNext) && index < specs.length - 1 ? { keepNext: true } : {}),
        ...(height === undefined ? {} : { height: { value: height, rule: HeightRule.ATLEAST } }),
      }),
  );
}

/** A cell with what was answered or computed, and the comments on it. */
export function valueCell(
  column: SizedColumn,
  shown: Shown,
  bold: boolean,
  threads: readonly Thread[] = [],
): TableCell {
  const words = around(
    threads,
    runs(shown.text, { ...(shown.wrong ? WRONGLY : {}), ...(bold ? { bold: true } : {}) }),
  );
  return cell(column, [paragraphOf(words, shown.text, { style: STYLE.cell, ...aligned(column) })]);
}

/** A cell of one column. */
export function cell(
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

/** A cell that reaches across all these columns. */
export function acrossAll(
  children: readonly Paragraph[],
  columns: readonly SizedColumn[],
  shaded = false,
): TableCell {
  return new TableCell({
    ...(columns.length > 1 ? { columnSpan: columns.length } : {}),
    width: { size: widthOf(columns), type: WidthType.DXA },
    ...(shaded ? { shading: { fill: HEADER_FILL } } : {}),
    children,
  });
}

/** How many lines a text takes in a column. */
export function linesIn(column: SizedColumn, text: string): number {
  return lineCount(text, TABLE_SIZE, column.width - CELL_PADDING.left - CELL_PADDING.right);
}

/** Figures stand right. */
export function aligned(column: GridColumn): { alignment?: (typeof AlignmentType)['RIGHT'] } {
  return column.fit === 'figure' ? { alignment: AlignmentType.RIGHT } : {};
}

function widthOf(columns: readonly SizedColumn[]): number {
  return columns.reduce((sum, column) => sum + column.width, 0);
}
