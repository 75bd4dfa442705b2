/**
 * Money, percentages, counts and dates as people in Italy write them, and as whole numbers inside: money is whole
 * cents, a percentage whole basis points. No function here uses floating point for a value that is kept or compared.
 */

/** The largest amount that one cell may hold, in cents (9.999.999.999,99 €): a thousand of them still add up safely. */
export const MAX_CENTS = 999_999_999_999;
/** The largest count that one cell may hold. */
export const MAX_COUNT = 999_999_999;

const grouped = new Intl.NumberFormat('it-IT', { useGrouping: 'always', maximumFractionDigits: 0 });
const SPACES = /[\s\u00a0\u202f]/g;

/**
 * Cents in a text that a person typed or pasted, or `null` where it is no amount. Accepts `1.234,5`, `1234,50`,
 * `€ 1.234,50`, `1 234,50`; `1.234` is 1234, since that is how thousands are written; `1234.50` is 1234,50, since it
 * can mean nothing else. More than two decimals are refused, never rounded. A leading minus is read, so that a rule
 * can say that the amount is negative.
 */
export function parseMoney(input: string): number | null {
  const text = input.replace(/^\s*(?:€|EUR)|(?:€|EUR)\s*$/giu, '').replace(SPACES, '');
  const match = /^([-\u2212]?)(.*)$/.exec(text);
  if (!match) return null;
  const [, sign, body = ''] = match;
  const parts =
    /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2})?)?$/.exec(body) ??
    /^(\d+)\.(\d{1,2})$/.exec(body) ??
    /^()(?:,)(\d{1,2})$/.exec(body);
  if (!parts) return null;
  const whole = (parts[1] ?? '').replaceAll('.', '') || '0';
  if (whole.replace(/^0+/, '').length > 13) return null;
  const cents = Number(whole) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  if (!Number.isSafeInteger(cents)) return null;
  return sign && cents !== 0 ? -cents : cents;
}

/** `1.234,50` for 123450: always two decimals, always grouped. `cents` is a whole number. */
export function formatCents(cents: number): string {
  const absolute = Math.abs(cents);
  const rest = absolute % 100;
  const whole = grouped.format((absolute - rest) / 100);
  return `${cents < 0 ? '-' : ''}${whole},${String(rest).padStart(2, '0')}`;
}

/** `1.234,50 €`, with a no-break space. */
export function formatMoney(cents: number): string {
  return `${formatCents(cents)}\u00a0€`;
}

/** A whole number, zero or more as the rules want it, or `null`. `1.234` is 1234; a minus is read so that it can be named. */
export function parseCount(input: string): number | null {
  const text = input.replace(SPACES, '');
  const match = /^([-\u2212]?)(\d{1,3}(?:\.\d{3})+|\d+)$/.exec(text);
  if (!match) return null;
  const digits = (match[2] ?? '').replaceAll('.', '');
  if (digits.replace(/^0+/, '').length > 12) return null;
  const value = Number(digits);
  return match[1] && value !== 0 ? -value : value;
}

/** `1.234` for 1234. */
export function formatCount(value: number): string {
  return `${value < 0 ? '-' : ''}${grouped.format(Math.abs(value))}`;
}

/** `14,99 %` for 1499 basis points, with a no-break space. */
export function formatPercent(basisPoints: number): string {
  return `${formatCents(basisPoints)}\u00a0%`;
}

/**
 * The share that `part` has of `total`, in basis points, rounded half up: for display alone. 29.999,99 of 200.000,00
 * shows as 15,00 % and still misses 15 %, which is why no rule compares it and why the missing cents are said beside
 * it. `null` where the total is zero.
 */
export function shareOf(part: number, total: number): number | null {
  if (total <= 0) return null;
  return Number((BigInt(part) * 20_000n + BigInt(total)) / (2n * BigInt(total)));
}

/** Does `part` reach `basisPoints` of `total`? Compares `part * 10000 >= total * basisPoints` exactly. */
export function reachesShare(part: number, total: number, basisPoints: number): boolean {
  return BigInt(part) * 10_000n >= BigInt(total) * BigInt(basisPoints);
}

/** The cents that `part` lacks to reach `basisPoints` of `total`: the least whole amount that makes the rule hold. */
export function missingForShare(part: number, total: number, basisPoints: number): number {
  const needed = (BigInt(total) * BigInt(basisPoints) + 9_999n) / 10_000n;
  const missing = needed - BigInt(part);
  return missing > 0n ? Number(missing) : 0;
}

/** `basisPoints` of `cents`, rounded half up to the cent (art. 56(1) Reg. (EU) 2021/1060 with 4000). */
export function flatRate(cents: number, basisPoints: number): number {
  return Number((BigInt(cents) * BigInt(basisPoints) + 5_000n) / 10_000n);
}

/** Is this a day that exists, written `YYYY-MM-DD`, from 1900 to 2199? */
export function isIsoDate(text: string): boolean {
  const match = /^(19|20|21)(\d{2})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** `31/12/2024` for `2024-12-31`. */
export function formatDate(iso: string): string {
  return iso.split('-').reverse().join('/');
}

/** The ISO date in `31/12/2024`, `31.12.2024`, `31-12-2024` or `2024-12-31`, or `null`. */
export function parseDate(input: string): string | null {
  const text = input.trim();
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const iso = local ? `${local[3]}-${local[2]?.padStart(2, '0')}-${local[1]?.padStart(2, '0')}` : text;
  return isIsoDate(iso) ? iso : null;
}
