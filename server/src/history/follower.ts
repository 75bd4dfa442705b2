import type { History } from './ask.ts';
import type { PlanRef } from './plan-index.ts';

/** After so many rows the log is read on, and after so long in which no more came (in milliseconds). */
const ROWS = 500;
const QUIET = 60_000;

interface Followed {
  /** The row up to which it was last asked to be read. */
  asked: number;
  seq: number;
  isAsking: boolean;
  wait: (() => void) | null;
}

/**
 * Has the logs of plans that are being written read on in the background, so that a history opens at once. Nothing
 * depends on it: whoever asks a question has the rest read first.
 */
export class Follower {
  private readonly history: History;
  private readonly planOf: (planId: string) => Promise<PlanRef | null>;
  private readonly later: (millis: number, job: () => void) => () => void;
  private readonly plans = new Map<string, Followed>();
  private isClosed = false;

  /** `later` runs a job after so many milliseconds, unless the function that it returns is called before. */
  constructor(
    history: History,
    planOf: (planId: string) => Promise<PlanRef | null>,
    later: (millis: number, job: () => void) => () => void,
  ) {
    this.history = history;
    this.planOf = planOf;
    this.later = later;
  }

  /** The log of a plan has come to this row, a moment ago or longer. */
  moved(planId: string, seq: number): void {
    const plan = this.plans.get(planId) ?? { asked: seq, seq, isAsking: false, wait: null };
    this.plans.set(planId, plan);
    plan.seq = seq;
    plan.wait?.();
    plan.wait = this.later(QUIET, () => void this.read(planId, plan));
    if (seq - plan.asked >= ROWS) void this.read(planId, plan);
  }

  /** Waits for nothing any more. */
  close(): void {
    this.isClosed = true;
    for (const { wait } of this.plans.values()) wait?.();
    this.plans.clear();
  }

  private async read(planId: string, followed: Followed): Promise<void> {
    if (followed.isAsking) return;
    followed.isAsking = true;
    followed.asked = followed.seq;
    try {
      const plan = await this.planOf(planId);
      if (plan) await this.history.ask<'follow'>(plan, { kind: 'follow' });
    } catch (error) {
      // Reading a long log takes its time, and a server that is going down does not wait for it.
      if (!this.isClosed) console.error(`plan ${planId}: its history was not read on`, error);
    } finally {
      followed.isAsking = false;
      // A plan that is left alone is forgotten; the next edit brings it back.
      if (followed.seq === followed.asked && this.plans.get(planId) === followed) {
        followed.wait?.();
        this.plans.delete(planId);
      }
    }
  }
}
