/** Calm pace: this long without news, but no longer than that since the first of it. In milliseconds. */
const QUIET_MILLIS = 1_000;
const LONGEST_MILLIS = 5_000;

/**
 * Asks again for what the server says, at a calm pace, however often there is news: a moment after the last of it, never
 * while the last asking goes on, and not while the window is hidden (then once, when it is looked at again).
 */
export class Pace {
  readonly #ask: () => Promise<unknown>;
  /** When the oldest news that was not asked about came; `performance.now()`. */
  #newsSince: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #ended = false;

  constructor(ask: () => Promise<unknown>) {
    this.#ask = ask;
    document.addEventListener('visibilitychange', this.#shown);
  }

  /** Something changed. */
  news(): void {
    const now = performance.now();
    this.#newsSince ??= now;
    clearTimeout(this.#timer);
    const latest = this.#newsSince + LONGEST_MILLIS - now;
    this.#timer = setTimeout(() => void this.#turn(), Math.max(0, Math.min(QUIET_MILLIS, latest)));
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#shown);
  }

  readonly #shown = (): void => {
    if (!document.hidden && this.#newsSince !== null) void this.#turn();
  };

  async #turn(): Promise<void> {
    if (this.#ended || this.#asking || document.hidden) return;
    this.#newsSince = null;
    this.#asking = true;
    try {
      await this.#ask();
    } finally {
      this.#asking = false;
      // News that came meanwhile waited for its turn.
      if (this.#newsSince !== null && !this.#ended) this.news();
    }
  }
}
