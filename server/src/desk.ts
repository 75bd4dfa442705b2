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

/** What was ordered was not done in its time, and was given up. */
export class TookTooLong extends Error {
  constructor(limit: number) {
    super(`a document was not made within ${limit / 1000} seconds, and was given up`);
    this.name = 'TookTooLong';
  }
}

/** More orders than this do not wait at a time. */
const MAX_WAITING = 100;
/** A thread that has nothing to do for so long, in milliseconds, ends and gives its memory back. */
const IDLE = 60_000;
/**
 * How long one order may take, in milliseconds: longer than the PDF of a plan that is as large as it may be, all of it
 * in long cells, takes on two slow processors.
 */
export const DOCUMENT_MILLIS = 120_000;
/**
 * A thread that was ended goes at once, unless it is in code that is not JavaScript (the compiler of PDFs): that is left
 * when it is done. While there are so many such threads there is no other, so that they do not take all processors.
 */
const MAX_ENDING = 2;

interface Waiting<Order, Done> {
  readonly order: Order;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Has work done in a thread of its own, one order after the other, so that nobody who writes a plan waits meanwhile.
 * The thread is there while there is something to do, and keeps the process from ending no longer than that; where it
 * dies, what waited for it fails, and the next order starts another. An order that takes too long is given up: its thread
 * is ended, and another does what waits behind it.
 */
export class Desk<Order, Done> {
  private readonly program: URL;
  private readonly idle: number;
  private readonly limit: number;
  private readonly waiting = new Map<number, Waiting<Order, Done>>();
  private worker: Worker | null = null;
  private rest: NodeJS.Timeout | undefined;
  private clock: NodeJS.Timeout | undefined;
  private ordered = 0;
  private ending = 0;

  /**
   * `idle`: how long the thread may have nothing to do; `limit`: how long it may work on one order. Milliseconds.
   */
  constructor(
    program: URL,
    { idle = IDLE, limit = DOCUMENT_MILLIS }: { readonly idle?: number; readonly limit?: number } = {},
  ) {
    this.program = program;
    this.idle = idle;
    this.limit = limit;
  }

  /** The thread, while there is one. */
  get running(): Worker | null {
    return this.worker;
  }

  /** Rejects where it cannot be done, as `TookTooLong` where its time is over, and as `busy` where too many wait. */
  ask(order: Order): Promise<Done> {
    if (this.waiting.size >= MAX_WAITING || this.ending >= MAX_ENDING)
      return Promise.reject(new StoreError('busy', 'Too many documents wait to be made.'));
    const worker = this.worker ?? this.start();
    clearTimeout(this.rest);
    worker.ref();
    this.ordered += 1;
    const id = this.ordered;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { order, resolve, reject });
      worker.postMessage({ id, order } satisfies Asked<Order>);
      if (this.waiting.size === 1) this.watch(worker);
    });
  }

  private start(): Worker {
    const worker = new Worker(this.program, { execArgv: [] });
    worker.on('message', (answer: Answered<Done>) => {
      if (this.worker !== worker) return;
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      this.watch(worker);
      if (this.waiting.size === 0) this.settle(worker);
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.done);
    });
    worker.on('error', (error) => console.error('the thread that makes documents failed', error));
    worker.once('exit', () => {
      if (this.worker !== worker) return;
      this.worker = null;
      clearTimeout(this.clock);
      for (const { reject } of this.waiting.values())
        reject(new Error('the thread that makes documents ended'));
      this.waiting.clear();
    });
    this.worker = worker;
    return worker;
  }

  /** The thread takes orders in their turn, so the first that waits is the one that it works on from now on. */
  private watch(worker: Worker): void {
    clearTimeout(this.clock);
    if (this.waiting.size > 0) this.clock = setTimeout(() => this.giveUp(worker), this.limit);
  }

  private giveUp(worker: Worker): void {
    const [first] = this.waiting;
    if (first === undefined || this.worker !== worker) return;
    const [id, { reject }] = first;
    this.waiting.delete(id);
    this.worker = null;
    this.ending += 1;
    worker.unref();
    void worker.terminate().finally(() => {
      this.ending -= 1;
    });
    reject(new TookTooLong(this.limit));
    if (this.waiting.size === 0) return;
    const next = this.start();
    for (const [id, { order }] of this.waiting) next.postMessage({ id, order } satisfies Asked<Order>);
    this.watch(next);
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
