import * as Y from 'yjs';
import { isIsoDate, MAX_CENTS, MAX_COUNT, parseCount, parseMoney } from '../rules/money.ts';
import type { ValueType } from '../template/template.ts';
import { type Cell, EMPTY, type InvalidReason } from './plan.ts';

/** The longest text that one cell or field may hold, in UTF-16 units. */
export const MAX_CELL_TEXT = 5_000;
const MAX_RAW = 200;

/** What a Plan needs to know of a place to read its value. */
export interface ValueShape {
  readonly type: ValueType;
  readonly options?: readonly { readonly id: string }[] | undefined;
}

/**
 * Reads one value of a Y.Map as its place wants it. Total: whatever a client wrote, the answer is a cell; what does
 * not fit is `invalid` and keeps the text that was written, so that it stays visible and can be mended.
 */
export function readValue(written: unknown, shape: ValueShape): Cell {
  if (written === null || written === undefined) return EMPTY;
  if (typeof written === 'string' && written.trim() === '') return EMPTY;
  switch (shape.type) {
    case 'text':
      if (typeof written !== 'string') return invalid(written, 'type');
      return written.length > MAX_CELL_TEXT ? invalid(written, 'long') : { kind: 'value', value: written };
    case 'money':
      return readNumber(written, parseMoney, MAX_CENTS, 'money');
    case 'count':
      return readNumber(written, parseCount, MAX_COUNT, 'count');
    case 'date':
      if (typeof written !== 'string') return invalid(written, 'type');
      return isIsoDate(written) ? { kind: 'value', value: written } : invalid(written, 'date');
    case 'choice':
      if (typeof written !== 'string') return invalid(written, 'type');
      return shape.options?.some((option) => option.id === written)
        ? { kind: 'value', value: written }
        : invalid(written, 'choice');
  }
}

/** A string is what somebody typed and is read as such; a number is already in cents or a count. */
function readNumber(
  written: unknown,
  parse: (text: string) => number | null,
  max: number,
  reason: InvalidReason,
): Cell {
  const value = typeof written === 'string' ? parse(written) : written;
  if (value === null) return invalid(written, reason);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return invalid(written, 'type');
  if (value < 0) return invalid(written, 'negative');
  if (value > max) return invalid(written, 'range');
  // -0 would be another canonical value than 0.
  return { kind: 'value', value: value === 0 ? 0 : value };
}

function invalid(written: unknown, reason: InvalidReason): Cell {
  return { kind: 'invalid', raw: rawText(written), reason };
}

function rawText(written: unknown): string {
  if (typeof written === 'string') return cut(written);
  if (typeof written === 'number' || typeof written === 'boolean' || typeof written === 'bigint') {
    return String(written);
  }
  if (written instanceof Y.AbstractType || written instanceof Y.Doc) return '{…}';
  if (written instanceof Uint8Array) return '[…]';
  try {
    return cut(JSON.stringify(written) ?? '?');
  } catch {
    return '?';
  }
}

/** Cuts between characters, so that no half of a surrogate pair is left over. */
function cut(text: string): string {
  if (text.length <= MAX_RAW) return text;
  return `${text.slice(0, MAX_RAW).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
