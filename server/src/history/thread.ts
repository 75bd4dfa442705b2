import { Worker } from 'node:worker_threads';
import { StoreError } from '../store/failure.ts';
import type { Answers, Ask, AskKind, AskOf, History } from './ask.ts';
import type { PlanRef } from './plan-index.ts';

/** What the thread is started with. */
export interface ThreadFiles {
  readonly log: string;
  readonly index: string;
}
/** What it is sent; `null` asks it to end. */
export type Question = { readonly id: number; readonly plan: PlanRef; readonly question: Ask } | null;
export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string };

/** More questions than this do not wait at a time. */
const MAX_WAITING = 500;
/** How long the thread may take to end by itself, in milliseconds. */
const GRACE = 3_000;

/** Only what the other side needs to know. */
const refOf = ({ id, templateId, templateVersion }: PlanRef): PlanRef => ({
  id,
  templateId,
  templateVersion,
});

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Asks a thread of its own, so that reading a long log makes nobody wait who writes. The thread is started when
 * something is asked; where it dies, what waited for it fails and the next question starts it again.
 */
export class HistoryThread implements History {
  private readonly program: URL;
  private readonly files: ThreadFiles;
  private readonly settled: (planId: string) => Promise<unknown>;
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | null = null;
  private asked = 0;
  private isClosed = false;

  /**
   * `program` is what the thread runs; `settled` resolves when all that is durable of a plan's log by now can be read in
   * its file.
   */
  constructor(program: URL, files: ThreadFiles, settled: (planId: string) => Promise<unknown>) {
    this.program = program;
    this.files = files;
    this.settled = settled;
  }

  async ask<K extends AskKind>(plan: PlanRef, question: AskOf<K>): Promise<Answers[K]> {
    await this.settled(plan.id);
    if (this.isClosed) throw new Error('the server is going down');
    if (this.waiting.size >= MAX_WAITING) {
      throw new StoreError('busy', 'Too many questions wait for the history of plans.');
    }
    const worker = this.worker ?? this.start();
    this.asked += 1;
    const id = this.asked;
    return new Promise<Answers[K]>((resolve, reject) => {
      this.waiting.set(id, { resolve: (answer) => resolve(answer as Answers[K]), reject });
      worker.postMessage({ id, plan: refOf(plan), question } satisfies Question);
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const { worker } = this;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.ref();
    worker.postMessage(null satisfies Question);
    const force = setTimeout(() => void worker.terminate(), GRACE);
    await ended;
    clearTimeout(force);
  }

  /** The thread, while there is one. */
  get running(): Worker | null {
    return this.worker;
  }

  private start(): Worker {
    const worker = new Worker(this.program, { workerData: this.files, execArgv: [] });
    worker.unref();
    worker.on('message', (reply: Reply) => {
      const waiting = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if ('error' in reply) waiting?.reject(new Error(reply.error));
      else waiting?.resolve(reply.answer);
    });
    worker.on('error', (error) => console.error('the thread that reads histories failed', error));
    worker.once('exit', () => {
      this.worker = null;
      for (const { reject } of this.waiting.values())
        reject(new Error('the thread that reads histories ended'));
      this.waiting.clear();
    });
    this.worker = worker;
    return worker;
  }
}
