/** Whole tenths of a percent: 1000 are all. */
const WHOLE = 1000;

/**
 * The shares that counts have of their sum, in tenths of a percent that add up to exactly 1000: each is rounded down,
 * and what is left goes to those that lost most by it (largest remainder; of equals, to the first). All 0 where the sum
 * is. The order of the counts is kept.
 */
export function sharesOf(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + BigInt(count), 0n);
  if (total === 0n) return counts.map(() => 0);
  const parts = counts.map((count, index) => {
    const exact = BigInt(count) * BigInt(WHOLE);
    return { index, tenths: Number(exact / total), rest: exact % total };
  });
  const left = WHOLE - parts.reduce((sum, { tenths }) => sum + tenths, 0);
  const lost = [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const raised = new Set(lost.slice(0, left).map(({ index }) => index));
  return parts.map(({ index, tenths }) => (raised.has(index) ? tenths + 1 : tenths));
}

/** `12,5 %` for 125, with a no-break space. */
export function formatTenths(tenths: number): string {
  return `${Math.floor(tenths / 10)},${tenths % 10}\u00a0%`;
}
