/**
 * What each part is of their sum, in tenths of a percent, so that they add up to 1000 exactly: each is rounded down,
 * and what is left goes to those that lost most, the first of equals before the others. All zero where the sum is.
 */
export function tenthsOf(parts: readonly number[]): number[] {
  const sum = parts.reduce((a, b) => a + b, 0);
  if (sum === 0) return parts.map(() => 0);
  const tenths = parts.map((part) => Math.floor((part * 1000) / sum));
  const left = 1000 - tenths.reduce((a, b) => a + b, 0);
  const lost = parts
    .map((part, index) => ({ index, rest: (part * 1000) % sum }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of lost.slice(0, left)) tenths[index] = (tenths[index] ?? 0) + 1;
  return tenths;
}
