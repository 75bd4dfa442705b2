import {
  type IParagraphOptions,
  type ITableCellOptions,
  Paragraph,
  type ParagraphChild,
  type Table,
  TableCell,
  WidthType,
} from 'docx';
import { BODY_SIZE, CELL_PADDING, HEADER_FILL, TEXT_WIDTH } from '../paper/look.ts';
import { lineCount } from '../paper/measure.ts';
import { around, type Thread } from './comments.ts';
import { bookmarked, type Entry } from './contents.ts';
import { type RowSpec, ruledTable } from './row.ts';
import { STYLE } from './style.ts';
import { type Look, paragraphOf, runs } from './words.ts';

/** Word's own heading styles, by level. */
const HEADINGS = ['Heading1', 'Heading2', 'Heading3', 'Heading4'] as const;

/** What a heading carries beside its words. */
export interface HeadingParts {
  /** Its line in the table of contents. */
  readonly entry: Entry | null;
  /** The comments on it. */
  readonly threads?: readonly Thread[];
  /** Its words as runs, where a part of them has comments of its own. */
  readonly children?: readonly ParagraphChild[];
}

/** A heading in Word's own style, so that outlines and screen readers find it. `level` counts from 1. */
export function heading(
  text: string,
  level: number,
  { entry, threads = [], children }: HeadingParts,
  options: Pick<IParagraphOptions, 'keepNext' | 'spacing'> = {},
  look: Look = {},
): Paragraph {
  const words = around(threads, children ?? runs(text, look));
  return paragraphOf(bookmarked(entry, words), text, {
    ...options,
    heading: HEADINGS[Math.min(level, HEADINGS.length) - 1]!,
  });
}

/**
 * The label of a box or of a table, in its first line: a heading to outlines, and set alike whatever its level. `kept`:
 * on one page with what follows; within a cell that would move the whole row, however long, to the next page.
 */
export function label(
  text: string,
  level: number,
  kept: boolean,
  parts: HeadingParts,
  after = 80,
): Paragraph {
  const spacing = { before: 40, after };
  return heading(text, level, parts, { keepNext: kept, spacing }, { size: BODY_SIZE });
}

/** The air between two tables, which Word would otherwise join. */
export function gap(): Paragraph {
  return new Paragraph({ style: STYLE.gap });
}

/** An answer of so many lines is kept on one page: more would leave too much of the page before it white. */
const KEPT_ANSWER = 6;

/**
 * A box of the form: its label in the first line, what was answered below. A long answer (`lines`) goes on on the next
 * page, where the label stands again; so the label is a row of its own, and never alone at the foot of a page.
 */
export function box(
  title: string,
  level: number,
  content: readonly Paragraph[],
  parts: HeadingParts,
  lines = Number.POSITIVE_INFINITY,
): Table {
  const answer: RowSpec = {
    cells: [wholeCell(content)],
    lines: lines <= KEPT_ANSWER ? lines : Number.POSITIVE_INFINITY,
  };
  if (title === '') return ruledTable([TEXT_WIDTH], [answer]);
  const head: RowSpec = {
    cells: [wholeCell([label(title, level, true, parts, 0)])],
    header: true,
    keptWithNext: true,
  };
  return ruledTable([TEXT_WIDTH], [head, answer], { lined: false });
}

/** A shaded table of one cell. `kept`: on one page. */
export function boxOf(children: readonly Paragraph[], { kept }: { readonly kept: boolean }): Table {
  const lines = kept ? 1 : Number.POSITIVE_INFINITY;
  return ruledTable(
    [TEXT_WIDTH],
    [{ cells: [wholeCell(children, { shading: { fill: HEADER_FILL } })], lines }],
  );
}

function wholeCell(children: readonly Paragraph[], look: Pick<ITableCellOptions, 'shading'> = {}): TableCell {
  return new TableCell({ width: { size: TEXT_WIDTH, type: WidthType.DXA }, ...look, children });
}

/** How many lines a text takes in a box, at least. */
export function linesInBox(text: string): number {
  return lineCount(text, BODY_SIZE, TEXT_WIDTH - CELL_PADDING.left - CELL_PADDING.right);
}

/** Room that shows that nothing was answered. */
export function blankLines(threads: readonly Thread[] = []): Paragraph[] {
  return [new Paragraph({ children: around(threads, []) }), new Paragraph({})];
}
