import { Rate } from '../collab/rate.ts';

/** A bucket for each member: so many a minute in the long run, and as many at once. */
export class MemberRates {
  // One for each member who ever did something: members are invited one by one, so they are few.
  private readonly rates = new Map<string, Rate>();
  private readonly perMinute: number;
  private readonly now: () => number;

  /** `now` is in milliseconds. */
  constructor(perMinute: number, now: () => number) {
    this.perMinute = perMinute;
    this.now = now;
  }

  /** Counts one; otherwise the seconds after which the next one may come. */
  take(userId: string): number | null {
    let rate = this.rates.get(userId);
    if (rate === undefined) {
      rate = new Rate(this.perMinute / 60, this.perMinute, this.now);
      this.rates.set(userId, rate);
    }
    return rate.take() ? null : Math.ceil(60 / this.perMinute);
  }
}
