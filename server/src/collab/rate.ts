/**
 * A token bucket: so many events a second in the long run, and a burst of so many at once. A page that comes back after
 * an hour offline sends one large frame and not thousands, so honest pages stay far below.
 */
export class Rate {
  private tokens: number;
  private at: number;
  private readonly perSecond: number;
  private readonly burst: number;
  private readonly now: () => number;

  constructor(perSecond: number, burst: number, now: () => number) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.now = now;
    this.tokens = burst;
    this.at = now();
  }

  /** Counts one event, or one that weighs as many; false where it comes too soon. */
  take(weight = 1): boolean {
    const now = this.now();
    // A clock that is set back must not fill the bucket, nor empty it.
    const elapsed = Math.max(0, now - this.at);
    this.at = now;
    this.tokens = Math.min(this.burst, this.tokens + (elapsed * this.perSecond) / 1000);
    if (this.tokens < weight) return false;
    this.tokens -= weight;
    return true;
  }
}
