import type { Footprint, Span } from '../simulation/ledger.ts';

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A set of structs, as few intervals of clocks for each Yjs client as there can be. */
export class Spans {
  /** By client: sorted, and with a gap between any two. */
  readonly #byClient = new Map<number, Interval[]>();

  /** Takes the span in; returns those parts of it that were not there. */
  add({ client, from, to }: Span): Span[] {
    const intervals = this.#byClient.get(client) ?? [];
    this.#byClient.set(client, intervals);
    const start = this.#firstReaching(intervals, from);
    const fresh: Span[] = [];
    const whole = { from, to };
    let at = from;
    let end = start;
    for (; end < intervals.length && intervals[end]!.from <= to; end += 1) {
      const known = intervals[end]!;
      if (known.from > at) fresh.push({ client, from: at, to: known.from });
      at = Math.max(at, known.to);
      whole.from = Math.min(whole.from, known.from);
      whole.to = Math.max(whole.to, known.to);
    }
    if (at < to) fresh.push({ client, from: at, to });
    intervals.splice(start, end - start, whole);
    return fresh;
  }

  /** Is all of the span there? */
  has({ client, from, to }: Span): boolean {
    const intervals = this.#byClient.get(client) ?? [];
    const found = intervals[this.#firstReaching(intervals, from + 1)];
    return found !== undefined && found.from <= from && found.to >= to;
  }

  /** The index of the first interval that ends at `clock` or later. */
  #firstReaching(intervals: readonly Interval[], clock: number): number {
    let [low, high] = [0, intervals.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (intervals[middle]!.to < clock) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** All that a page was shown, written and deleted apart. */
export class Sight {
  readonly #written = new Spans();
  readonly #deleted = new Spans();

  /** Takes a footprint in; returns what of it was not in sight before. */
  add({ written, deleted }: Footprint): Footprint {
    return {
      written: written.flatMap((span) => this.#written.add(span)),
      deleted: deleted.flatMap((span) => this.#deleted.add(span)),
    };
  }

  /** Is an edit in sight? What it wrote tells, and what it deleted where it wrote nothing. */
  has({ written, deleted }: Footprint): boolean {
    if (written.length > 0) return written.every((span) => this.#written.has(span));
    return deleted.length > 0 && deleted.every((span) => this.#deleted.has(span));
  }
}
