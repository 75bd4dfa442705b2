/**
 * The formulas of a plan's figures, made so that doubles give what whole cents give.
 *
 * A program keeps 71.428,57 as the double nearest to it, and every step may be off by a little. So sums are rounded to
 * the cent, and what is a matter of half a cent or of one cent is worked out in whole cents: `ROUND(x*100,0)` is exact,
 * since a product that is off by less than half a cent rounds to the cents that were meant. Texts among the cells of a
 * sum (what was typed and is no amount) count for nothing, as in the rules.
 */

/** The sum of cells with amounts. One cell is itself; an empty list is no formula. */
export function sumOfMoney(parts: readonly string[]): string | null {
  if (parts.length === 0) return null;
  const sum = `SUM(${parts.join(',')})`;
  const alone = parts.length === 1 && !/[:(]/.test(parts[0]!);
  return alone ? sum : `ROUND(${sum},2)`;
}

/** The sum of cells with counts. */
export function sumOfCounts(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : `SUM(${parts.join(',')})`;
}

/** A sum that is blank while all its parts are. */
export function sumUnlessBlank(parts: readonly string[]): string | null {
  const sum = parts.length === 0 ? null : `ROUND(SUM(${parts.join(',')}),2)`;
  return sum && `IF(COUNT(${parts.join(',')})=0,"",${sum})`;
}

/**
 * A flat rate of an amount, rounded half up to the cent. `ROUND(x*0.4,2)` would do for 40 %, which never gives exactly
 * half a cent, but not for 15 %: 0,10 € gives 0,015 €, and the double next to it is smaller. In whole cents halves are
 * exact.
 */
export function flatRateOfMoney(part: string, basisPoints: number): string {
  return `ROUND(${inCents(`SUM(${part})`)}*${rate(basisPoints)},0)/100`;
}

/** The same of a count, for forms that have such a row. */
export function flatRateOfCount(part: string, basisPoints: number): string {
  return `ROUND(SUM(${part})*${rate(basisPoints)},0)`;
}

/** Whole cents of an amount in euro. */
export function inCents(amount: string): string {
  return `ROUND(${amount}*100,0)`;
}

/** `40/100` where it is a whole percentage, otherwise in basis points. */
function rate(basisPoints: number): string {
  return basisPoints % 100 === 0 ? `${basisPoints / 100}/100` : `${basisPoints}/10000`;
}

/** What the amounts are where a cell holds exactly this text, and nothing elsewhere. */
export function sumWhere(cell: string, text: string, parts: readonly string[]): string {
  return `IF(EXACT(${cell},${textIn(text)}),SUM(${parts.join(',')}),0)`;
}

/** A text in a formula, in pieces, since none may be longer than 255. */
export function textIn(text: string): string {
  const pieces = text.match(/[\s\S]{1,250}/gu) ?? [''];
  return pieces.map((piece) => `"${piece.replaceAll('"', '""')}"`).join('&');
}
