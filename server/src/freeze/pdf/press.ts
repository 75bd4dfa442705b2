import { Worker } from 'node:worker_threads';
import { StoreError } from '../../store/failure.ts';
import type { Sheet } from './compile.ts';

/** What the thread is sent, and what it answers. */
export interface Order {
  readonly id: number;
  readonly sheet: Sheet;
}
export type Print =
  | { readonly id: number; readonly pdf: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly error: string };

/** More sheets than this do not wait at a time. */
const MAX_WAITING = 100;
/** A thread that has nothing to set for so long, in milliseconds, ends and gives its memory back. */
const IDLE = 60_000;

const PROGRAM = new URL('./press-thread.ts', import.meta.url);

interface Waiting {
  readonly resolve: (pdf: Uint8Array<ArrayBuffer>) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Has sheets set as PDF in a thread of its own, so that nobody who writes a plan waits meanwhile. The thread is there
 * while there is something to set, and keeps the process from ending no longer than that; where it dies, what waited
 * for it fails, and the next sheet starts another.
 */
export class Press {
  private readonly waiting = new Map<number, Waiting>();
  private readonly idle: number;
  private worker: Worker | null = null;
  private rest: NodeJS.Timeout | undefined;
  private ordered = 0;

  constructor({ idle = IDLE }: { readonly idle?: number } = {}) {
    this.idle = idle;
  }

  /** The bytes of the PDF. Rejects where it cannot be made, and as `busy` where too many wait. */
  set(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
    if (this.waiting.size >= MAX_WAITING) {
      return Promise.reject(new StoreError('busy', 'Too many documents wait to be made.'));
    }
    const worker = this.worker ?? this.start();
    clearTimeout(this.rest);
    worker.ref();
    this.ordered += 1;
    const id = this.ordered;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, sheet } satisfies Order);
    });
  }

  /** The thread, while there is one. */
  get running(): Worker | null {
    return this.worker;
  }

  private start(): Worker {
    const worker = new Worker(PROGRAM, { execArgv: [] });
    worker.on('message', (print: Print) => {
      const waiting = this.waiting.get(print.id);
      this.waiting.delete(print.id);
      if (this.waiting.size === 0) this.settle(worker);
      if ('error' in print) waiting?.reject(new Error(print.error));
      else waiting?.resolve(print.pdf);
    });
    worker.on('error', (error) => console.error('the thread that makes PDFs failed', error));
    worker.once('exit', () => {
      if (this.worker !== worker) return;
      this.worker = null;
      for (const { reject } of this.waiting.values()) reject(new Error('the thread that makes PDFs ended'));
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
