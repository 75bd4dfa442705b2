import { hash } from 'node:crypto';

/** How long a page may take to send what it asked for, in milliseconds. */
const EXPECTED_MILLIS = 10 * 60 * 1000;
/** Of more than so many at a time in a plan the oldest is forgotten: it is then an edit like any other. */
const MAX_EXPECTED = 100;

interface Expected {
  readonly userId: string;
  readonly bytes: number;
  readonly digest: string;
  readonly until: number;
}

/**
 * The restores of plans that the server has made for members and that their pages have yet to send. They are known by
 * their bytes, since what a page says of itself proves nothing. One that comes again is known already, and so never
 * logged twice.
 */
export class Restores {
  private readonly plans = new Map<string, Expected[]>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** From now on these bytes, from that member, are a restore of that plan. */
  expect(planId: string, userId: string, update: Uint8Array): void {
    this.forget();
    const expected = {
      userId,
      bytes: update.length,
      digest: hash('sha256', update),
      until: this.now() + EXPECTED_MILLIS,
    };
    this.plans.set(planId, [...(this.plans.get(planId) ?? []), expected].slice(-MAX_EXPECTED));
  }

  has(planId: string, userId: string, update: Uint8Array): boolean {
    const expected = this.plans.get(planId);
    if (!expected) return false;
    const now = this.now();
    const likely = expected.filter(
      (one) => one.userId === userId && one.bytes === update.length && one.until > now,
    );
    return likely.length > 0 && likely.some(({ digest }) => digest === hash('sha256', update));
  }

  private forget(): void {
    const now = this.now();
    for (const [planId, expected] of this.plans) {
      const left = expected.filter(({ until }) => until > now);
      if (left.length === 0) this.plans.delete(planId);
      else this.plans.set(planId, left);
    }
  }
}
