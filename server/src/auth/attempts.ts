/**
 * How often somebody may guess a password: `limit` times for one key (an e-mail address from one network address)
 * within `window` milliseconds, counted from the first guess. Kept in memory: a restart forgives.
 */
export interface Attempts {
  /**
   * Counts one guess. `null` where it may be made, else the milliseconds to wait. A guess counts when it begins, so
   * that many at once are no way round.
   */
  begin(key: string): number | null;
  /** The guess was right: the key starts afresh. */
  clear(key: string): void;
}

/** Beyond this many keys the oldest are forgotten, so that made-up addresses cannot fill the memory. */
const MAX_KEYS = 20_000;

export function createAttempts(
  clock: () => number,
  { limit = 10, window = 15 * 60_000 }: { limit?: number; window?: number } = {},
): Attempts {
  // Keys in the order in which their windows began, so the oldest come first.
  const windows = new Map<string, { since: number; count: number }>();
  const prune = (now: number): void => {
    for (const [key, { since }] of windows) {
      if (now - since < window && windows.size <= MAX_KEYS) return;
      windows.delete(key);
    }
  };
  return {
    begin(key) {
      const now = clock();
      prune(now);
      const seen = windows.get(key);
      if (seen === undefined) {
        windows.set(key, { since: now, count: 1 });
        return null;
      }
      if (seen.count >= limit) return seen.since + window - now;
      seen.count += 1;
      return null;
    },
    clear(key) {
      windows.delete(key);
    },
  };
}
