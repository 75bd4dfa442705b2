import { textWidth } from '../paper/measure.ts';
import { type SheetCell, textCell } from './cell.ts';
import { type Look, SIZE } from './look.ts';
import type { Place } from './place.ts';

/** One line of a sheet; `null` leaves its place empty. */
export interface SheetRow {
  readonly cells: readonly (SheetCell | null)[];
  /** In points: what its words need, worked out here since not every program does so when it opens a file. */
  readonly height: number;
  /** Programs are not to fit the height to the words, since they leave merged cells out of account. */
  readonly fixed: boolean;
}

/** Cells that show as one: from one corner to the other, both counted from 0. */
export interface Merge {
  readonly from: Pick<Place, 'column' | 'row'>;
  readonly to: Pick<Place, 'column' | 'row'>;
}

/** A block whose words turn red where they are these: how a rule that does not hold is shown, live. */
export interface Alarm {
  readonly column: number;
  readonly from: number;
  readonly to: number;
  readonly word: string;
}

/** A sheet as it is being written, line by line from the top. */
export class Sheet {
  readonly name: string;
  /** In widths of a digit. */
  readonly widths: readonly number[];
  readonly rows: SheetRow[] = [];
  readonly merges: Merge[] = [];
  readonly alarms: Alarm[] = [];
  /** How many lines at the top stay in sight; 0 for none. */
  frozen = 0;
  /** The lines that head each printed page, first and last; `null` for none. */
  repeated: { readonly from: number; readonly to: number } | null = null;

  constructor(name: string, widths: readonly number[]) {
    this.name = name;
    this.widths = widths;
  }

  /**
   * Adds a line and tells where it is. It has room for the words of its cells from the column `from` on, and for
   * `least` lines of words.
   */
  add(cells: readonly (SheetCell | null)[], { from = 0, least = 1 } = {}): number {
    const lines = cells.slice(from).map((cell, index) => linesIn(cell, this.widths[from + index]!));
    this.rows.push({ cells, height: heightOf(Math.max(least, ...lines)), fixed: false });
    return this.rows.length - 1;
  }

  /** A text across columns, from the first to the last unless said otherwise, and cells after it. */
  across(
    text: string,
    look: Look = {},
    from = 0,
    to = this.widths.length - 1,
    after: readonly SheetCell[] = [],
  ): number {
    const before = Array.from({ length: from }, () => null);
    return this.addMerged(before, text, look, to, after);
  }

  /** A label in the first column and a text across all others. */
  labelled(label: SheetCell, text: string, look: Look = {}): number {
    return this.addMerged([label], text, look, this.widths.length - 1, []);
  }

  private addMerged(
    before: readonly (SheetCell | null)[],
    text: string,
    look: Look,
    to: number,
    after: readonly SheetCell[],
  ): number {
    const from = before.length;
    // Each cell under a merge carries the frame.
    const merged = Array.from({ length: to - from + 1 }, (_, index) =>
      textCell(index === 0 ? text : '', look),
    );
    const width = this.widths.slice(from, to + 1).reduce((sum, one) => sum + one, 0);
    const labels = before.map((cell, column) => linesIn(cell, this.widths[column]!));
    const lines = Math.max(linesOf(text, look, width), ...labels);
    const row = this.rows.length;
    const cells = [...before, ...merged, ...after];
    this.rows.push({ cells, height: heightOf(lines, look.size), fixed: true });
    if (to > from) this.merges.push({ from: { column: from, row }, to: { column: to, row } });
    return row;
  }

  /** An empty line. */
  gap(): void {
    this.rows.push({ cells: [], height: 8, fixed: true });
  }
}

/** The tallest line that Excel shows, in points. */
const MAX_HEIGHT = 409;

function heightOf(lines: number, size: number = SIZE): number {
  return Math.min(MAX_HEIGHT, Math.ceil(lines * size * 1.28) + 2);
}

function linesIn(cell: SheetCell | null, width: number): number {
  return cell?.content.kind === 'text' ? linesOf(cell.content.text, cell.look, width) : 1;
}

/** How many lines a text takes in a width of so many digits: a little generous, so that nothing is cut. */
export function linesOf(text: string, look: Look, width: number): number {
  const room = Math.max(1, width - BESIDE) * DIGIT;
  // Words do not fill their lines to the end.
  const lines = text.split('\n').map((line) => {
    const words = wordsWidth(line, look);
    return words <= room ? 1 : Math.ceil(words / (room * 0.95));
  });
  return lines.reduce((sum, count) => sum + count, 0);
}

/** What a cell keeps free at its sides, in digits. */
const BESIDE = 1;
/** The width of a digit of ten points on screen, in twips: columns are measured by it. */
const DIGIT = 7 * 15;

function wordsWidth(text: string, { bold, size = SIZE }: Look): number {
  return textWidth(text, size * 2) * (bold ? 1.08 : 1);
}

/** The width of a column, in digits, in which a text stands on one line. */
export function widthFor(text: string, look: Look = {}): number {
  const widest = text.split('\n').reduce((most, line) => Math.max(most, wordsWidth(line, look)), 0);
  return Math.ceil((widest / DIGIT + BESIDE + 0.5) * 10) / 10;
}
