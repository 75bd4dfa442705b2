import { MACHINE_TIMING, type Timing } from '@filiera/server/src/collab/timing.ts';

interface Task {
  readonly due: number;
  readonly job: () => void;
}

/** A server's clock that the test sets forward; turns of the event loop are the machine's, as its sockets need them. */
export class DrivenTiming implements Timing {
  private millis: number;
  private readonly tasks = new Set<Task>();

  constructor(millis = 1_700_000_000_000) {
    this.millis = millis;
  }

  readonly now = (): number => this.millis;
  readonly turn = MACHINE_TIMING.turn;

  readonly later = (millis: number, job: () => void): (() => void) => {
    const task = { due: this.millis + millis, job };
    this.tasks.add(task);
    return () => this.tasks.delete(task);
  };

  /** How many jobs wait for their time. */
  get waiting(): number {
    return this.tasks.size;
  }

  /** Lets time pass; what comes due is done in its order, with all that follows from it at once. */
  async advance(millis: number): Promise<void> {
    const end = this.millis + millis;
    for (;;) {
      const next = [...this.tasks].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.tasks.delete(next);
      this.millis = Math.max(this.millis, next.due);
      next.job();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.millis = end;
  }
}
