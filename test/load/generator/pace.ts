import { performance as performanceOfNode } from 'node:perf_hooks';
import { chance } from './chance.ts';
import { Histogram } from './histogram.ts';

/** What one member does again and again. */
export interface Task {
  /** How often, in times a second. */
  readonly rate: number;
  run(): void;
}

/** How busy the generator was with itself: where it was, what it measured is its own. */
export interface Strain {
  /** The share of the time in which it had something to do, 0 to 1. */
  readonly busy: number;
  /** How late what it had to send was sent, ms: 99 of 100 times no later. */
  readonly lateP99: number;
  /** When it was measured, from and to, on the clock that all processes of the machine share, in microseconds. */
  readonly from: number;
  readonly to: number;
}

const monotonic = (): number => Number(process.hrtime.bigint() / 1000n);

/** A share of the time above which the generator is taken to be the bottleneck. */
export const MOST_BUSY = 0.9;

/** Runs tasks at their rates, each time up to a fifth earlier or later, until told to stop. */
export class Pace {
  private readonly random = chance(7);
  private readonly tasks: { readonly task: Task; due: number }[];
  private timer: NodeJS.Timeout | null = null;
  private late = new Histogram();
  private utilization = performanceOfNode.eventLoopUtilization();
  private from = monotonic();

  constructor(tasks: readonly Task[]) {
    const now = performance.now();
    this.tasks = tasks.map((task) => ({ task, due: now + (this.random() * 1000) / task.rate }));
    this.tick();
  }

  /** Forgets the strain so far. */
  measure(): void {
    this.late = new Histogram();
    this.from = monotonic();
    this.utilization = performanceOfNode.eventLoopUtilization();
  }

  strain(): Strain {
    const { utilization } = performanceOfNode.eventLoopUtilization(this.utilization);
    return { busy: utilization, lateP99: this.late.quantile(0.99), from: this.from, to: monotonic() };
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private tick(): void {
    const now = performance.now();
    for (const entry of this.tasks) {
      while (entry.due <= now) {
        this.late.record(now - entry.due);
        entry.due += ((0.8 + 0.4 * this.random()) * 1000) / entry.task.rate;
        entry.task.run();
      }
    }
    this.timer = setTimeout(() => this.tick(), 1);
  }
}
