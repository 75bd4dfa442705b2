import { Worker } from 'node:worker_threads';
import { StoreError } from './store/failure.ts';

/** What the thread is sent, and what it answers. */
export interface Asked<Order> {
  readonly id: number;
  readonly order: Order;
}
export type Answered<Done> =
  | { readonly id: number; readonly done: Done }
  | { readonly id: number; readonly error: string };

/** More orders than this do not wait at a time. */
const MAX_WAITING = 100;
/** A thread that has nothing to do for so long, in milliseconds, ends and gives its memory back. */
const IDLE = 60_000;

interface Waiting<Done> {
  readonly resolve: (done: Done) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Has work done in a thread of its own, one order after the other, so that nobody who writes a plan waits meanwhile.
 * The thread is there while there is something to do, and keeps the process from ending no longer than that; where it
 * dies, what waited for it fails, and the next order starts another.
 */
export class Desk<Order, Done> {
  private readonly program: URL;
  private readonly idle: number;
  private readonly waiting = new Map<number, Waiting<Done>>();
  private worker: Worker | null = null;
  private rest: NodeJS.Timeout | undefined;
  private ordered = 0;

  /** `idle`: how long the thread may have nothing to do, in milliseconds. */
  constructor(program: URL, { idle = IDLE }: { readonly idle?: number } = {}) {
    this.program = program;
    this.idle = idle;
  }

  /** The thread, while there is one. */
  get running(): Worker | null {
    return this.worker;
  }

  /** Rejects where it cannot be done, and as `busy` where too many wait. */
  ask(order: Order): Promise<Done> {
    if (this.waiting.size >= MAX_WAITING)
      return Promise.reject(new StoreError('busy', 'Too many documents wait to be made.'));
    const worker = this.worker ?? this.start();
    clearTimeout(this.rest);
    worker.ref();
    this.ordered += 1;
    const id = this.ordered;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, order } satisfies Asked<Order>);
    });
  }

  private start(): Worker {
    const worker = new Worker(this.program, { execArgv: [] });
    worker.on('message', (answer: Answered<Done>) => {
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if (this.waiting.size === 0) this.settle(worker);
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.done);
    });
    worker.on('error', (error) => console.error('the thread that makes documents failed', error));
    worker.once('exit', () => {
      if (this.worker !== worker) return;
      this.worker = null;
      for (const { reject } of this.waiting.values())
        reject(new Error('the thread that makes documents ended'));
      this.waiting.clear();
    });
    this.worker = worker;
    return worker;
  }

  /** Nothing waits: the process may end, and after a while the thread does. */
  private settle(worker: Worker): void {
    worker.unref();
    this.rest = setTimeout(() => {
      if (this.worker === worker) this.worker = null;
      void worker.terminate();
    }, this.idle);
    this.rest.unref();
  }
}
