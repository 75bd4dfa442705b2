import { formatDate } from '@filiera/shared/rules/money.ts';
import type { Format, Look } from './look.ts';

/** What stands in a cell. A share is a part of a total, both in cents. */
export type Content =
  | { readonly kind: 'blank'; readonly format: Format }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'money'; readonly cents: number }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'date'; readonly iso: string }
  | { readonly kind: 'share'; readonly part: number; readonly total: number };

export interface SheetCell {
  /** What the cell shows; with a formula, what the formula gives by the exact arithmetic of the rules. */
  readonly content: Content;
  /** Without the leading `=`, in the English function names that files carry. */
  readonly formula?: string;
  readonly look: Look;
}

/** The longest formula that Excel reads. */
const MAX_FORMULA = 8_192;

export function textCell(text: string, look: Look = {}): SheetCell {
  return { content: { kind: 'text', text }, look };
}

export function cellOf(content: Content, look: Look = {}, formula?: string | null): SheetCell {
  // A figure whose formula no program would read stands as a figure.
  if (!formula || formula.length > MAX_FORMULA) return { content, look };
  return { content, formula, look };
}

export function formatOf(content: Content): Format {
  return content.kind === 'blank' ? content.format : content.kind;
}

/** Euro as decimal text, `71428.57` for 7142857 cents: a reader makes it the double nearest to the cents. */
export function decimalEuro(cents: number): string {
  const absolute = Math.abs(cents);
  const rest = absolute % 100;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`;
  return `${cents < 0 ? '-' : ''}${(absolute - rest) / 100}${fraction}`;
}

const DAY = 86_400_000;
/** Day 0 of the calendar that spreadsheets count by, right for every day since March 1900. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const FIRST_SAFE_DAY = '1900-03-01';

/** The number by which a spreadsheet knows a day, given as `YYYY-MM-DD`. */
export function daySerial(iso: string): number {
  return (Date.parse(`${iso}T00:00:00Z`) - DAY_ZERO) / DAY;
}

/** A date as a date; as text before March 1900, since Excel takes 1900 for a leap year. */
export function dateContent(iso: string): Content {
  return isCountedDay(iso) ? { kind: 'date', iso } : { kind: 'text', text: formatDate(iso) };
}

/** Is the day one that all spreadsheets count alike? */
export function isCountedDay(iso: string): boolean {
  return iso >= FIRST_SAFE_DAY;
}
