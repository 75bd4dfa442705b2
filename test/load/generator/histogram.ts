/** Counts of durations in milliseconds, to a hundredth of one up to two seconds and to a whole one beyond. */
export class Histogram {
  private readonly fine = new Uint32Array(200_000);
  private readonly coarse = new Uint32Array(60_000);
  private total = 0;

  /** All of them together. */
  static of(parts: readonly Histogram[]): Histogram {
    const all = new Histogram();
    for (const part of parts) {
      for (const [slot, count] of part.fine.entries()) all.fine[slot]! += count;
      for (const [slot, count] of part.coarse.entries()) all.coarse[slot]! += count;
      all.total += part.total;
    }
    return all;
  }

  record(millis: number): void {
    this.total += 1;
    const slot = (millis * 100) | 0;
    if (slot < this.fine.length) this.fine[Math.max(slot, 0)]! += 1;
    else this.coarse[Math.min(Math.floor(millis), this.coarse.length - 1)]! += 1;
  }

  get count(): number {
    return this.total;
  }

  /** The duration that `share` of all (0 to 1) do not exceed; `NaN` where there is none. */
  quantile(share: number): number {
    if (this.total === 0) return Number.NaN;
    let left = Math.max(1, Math.ceil(share * this.total));
    for (let slot = 0; slot < this.fine.length; slot += 1) {
      left -= this.fine[slot]!;
      if (left <= 0) return (slot + 0.5) / 100;
    }
    for (let slot = 0; slot < this.coarse.length; slot += 1) {
      left -= this.coarse[slot]!;
      if (left <= 0) return slot;
    }
    return this.coarse.length;
  }
}

/** The middle of some numbers; of the two middle ones their mean. `NaN` of none. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
