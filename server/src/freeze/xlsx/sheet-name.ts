import { xmlSafe } from '../paper/letters.ts';

/** The longest name of a sheet, in UTF-16 code units. */
const MAX_LENGTH = 31;

/**
 * Names for sheets as Excel takes them: at most 31 long, without `[]:*?/\`, without an apostrophe at either end, none
 * twice whatever its capitals, and not the one that Excel keeps for itself. A wish stays as it is where it can.
 */
export class SheetNames {
  private readonly taken = new Set<string>(['history']);

  /** A name near the wish; `mark` (a section's number) tells it from others that wish the same. */
  take(wish: string, mark = ''): string {
    const base = cleaned(wish) || 'Foglio';
    const marked = cleaned(mark);
    for (let number = 1; ; number += 1) {
      const end = [marked, number === 1 ? '' : String(number)].filter(Boolean).join(' ');
      const name = fitted(base, end === '' ? '' : ` ${end}`);
      if (this.taken.has(name.toLowerCase())) continue;
      this.taken.add(name.toLowerCase());
      return name;
    }
  }
}

function cleaned(text: string): string {
  return xmlSafe(text)
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^['\s]+|['\s.]+$/g, '');
}

/** The base, cut where it must be, with its end. */
function fitted(base: string, end: string): string {
  if (base.length + end.length <= MAX_LENGTH) return base + end;
  const kept = base.slice(0, MAX_LENGTH - end.length - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}…${end.slice(0, MAX_LENGTH - 1)}`;
}
