import type { AdmittedRow } from './admission.ts';

/**
 * Rows that are in the journal and not in the tables yet. Those of one plan come out of it together and in order, so
 * that a page of the tables is written once for many of them.
 */
export class Backlog {
  readonly #plans = new Map<string, AdmittedRow[]>();
  #length = 0;
  #bytes = 0;

  get length(): number {
    return this.#length;
  }

  /** How long the updates are, in all. */
  get bytes(): number {
    return this.#bytes;
  }

  add(row: AdmittedRow): void {
    const rows = this.#plans.get(row.planId);
    if (rows) rows.push(row);
    else this.#plans.set(row.planId, [row]);
    this.#length += 1;
    this.#bytes += row.update.length;
  }

  /** Gives `put` so many rows at the most. They are out of it when that returns; where it throws, they stay. */
  take(most: number, put: (rows: readonly AdmittedRow[]) => void): void {
    const taken: AdmittedRow[] = [];
    const rest: [string, AdmittedRow[]][] = [];
    for (const [planId, rows] of this.#plans) {
      const room = most - taken.length;
      if (room <= 0) break;
      for (const row of rows.slice(0, room)) taken.push(row);
      rest.push([planId, rows.slice(room)]);
    }
    put(taken);
    for (const [planId, rows] of rest) {
      if (rows.length === 0) this.#plans.delete(planId);
      else this.#plans.set(planId, rows);
    }
    this.#length -= taken.length;
    for (const { update } of taken) this.#bytes -= update.length;
  }
}
