import { CELL_PADDING, TABLE_SIZE } from './look.ts';
import { longestWord, textWidth } from './measure.ts';

/** One column on paper. */
export interface GridColumn {
  readonly id: string;
  readonly label: string;
  /** `figure`: amounts and counts, set right and never broken; `short`: dates and choices; `words`: all else. */
  readonly fit: 'words' | 'short' | 'figure';
  /** Not more than a number or a letter: as narrow as its heading. */
  readonly narrow?: boolean;
  /** Everything that stands in the column, the heading aside. */
  readonly texts: readonly string[];
}

/** A column with its width in twips. */
export interface SizedColumn extends GridColumn {
  readonly width: number;
}

const SIDES = CELL_PADDING.left + CELL_PADDING.right + 40;
const LEAST_WORDS = 1_500;
const LEAST_SHORT = 1_150;
const LEAST_FIGURE = 1_100;
const SHORT_HEADING = 1_200;

/**
 * Divides a table into as many tables as it takes to fit the page: the columns before the first figure open each of
 * them, the others follow in their order. Nearly always there is one; a plan for twenty countries has several.
 */
export function fitColumns(columns: readonly GridColumn[], room: number): SizedColumn[][] {
  const firstFigure = columns.findIndex((column) => column.fit === 'figure');
  const leading = firstFigure < 0 ? [...columns] : columns.slice(0, firstFigure);
  const rest = firstFigure < 0 ? [] : columns.slice(firstFigure);
  const opening = sum(leading.map(leastWidth));
  const tables: GridColumn[][] = [];
  let current: GridColumn[] = [];
  for (const column of rest) {
    if (current.length > 0 && opening + sum([...current, column].map(leastWidth)) > room) {
      tables.push(current);
      current = [];
    }
    current.push(column);
  }
  tables.push(current);
  return tables.map((part) => widen([...leading, ...part], room));
}

/** Gives the columns their least width and the rest of the room to the words; all to all where there are none. */
function widen(columns: readonly GridColumn[], room: number): SizedColumn[] {
  const least = columns.map(leastWidth);
  const spare = room - sum(least);
  if (spare <= 0) {
    const scale = room / sum(least);
    return rounded(
      columns,
      least.map((width) => width * scale),
      room,
    );
  }
  const shares = columns.map(shareOf);
  const all = sum(shares);
  const widths = least.map((width, index) =>
    all === 0 ? width + spare / columns.length : width + (spare * shares[index]!) / all,
  );
  return rounded(columns, widths, room);
}

/** How much of the room that is left over a column takes: more where there is more to read, a little evened out. */
function shareOf(column: GridColumn): number {
  if (column.fit !== 'words' || column.narrow) return 0;
  const longest = Math.max(column.label.length / 3, ...column.texts.map((text) => text.length));
  return Math.min(300, Math.max(40, longest)) ** 0.8;
}

/** Whole twips that add up to the room. */
function rounded(columns: readonly GridColumn[], widths: readonly number[], room: number): SizedColumn[] {
  const whole = widths.map(Math.floor);
  const last = whole.length - 1;
  return columns.map((column, index) => ({
    ...column,
    width: index === last ? room - sum(whole.slice(0, last)) : whole[index]!,
  }));
}

function leastWidth(column: GridColumn): number {
  const whole = textWidth(column.label, TABLE_SIZE + 1);
  // "PAESE 12" in one line; "Anno 2022 (Baseline)" in as many as its longest word needs.
  const heading = whole <= SHORT_HEADING ? whole : longestWord(column.label, TABLE_SIZE + 1);
  const longest = Math.max(0, ...column.texts.map((text) => longestWord(text, TABLE_SIZE + 1)));
  switch (column.fit) {
    case 'figure':
      return Math.max(LEAST_FIGURE, Math.max(heading, longest) + SIDES);
    case 'short':
      return Math.max(LEAST_SHORT, Math.min(2_600, Math.max(heading, longest) + SIDES));
    case 'words':
      return column.narrow ? heading + SIDES + 40 : Math.max(LEAST_WORDS, Math.min(2_400, heading + SIDES));
  }
}

function sum(parts: readonly number[]): number {
  return parts.reduce((total, part) => total + part, 0);
}
