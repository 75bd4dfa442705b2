/** The longest wait between two attempts, in milliseconds. */
const LONGEST = 8_000;

/**
 * How long to wait before the `attempt`th attempt to connect again (from 0), in milliseconds. Each wait lies anywhere
 * in its span, so that a thousand pages which lost the same server at the same moment do not come back as one: the
 * first span is wide enough to spread them, and short enough that nobody waits for long. `chance` is in [0, 1).
 */
export function backoffMillis(attempt: number, chance: number): number {
  const longest = Math.min(LONGEST, 1_500 * 2 ** attempt);
  const shortest = attempt === 0 ? 100 : longest / 4;
  return Math.round(shortest + chance * (longest - shortest));
}
