import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answer, Browsing, PageNews, PageState, Question, Setup, Vectors } from './messages.ts';

const PROGRAM = join(import.meta.dirname, 'browser.ts');

/** A member's browser, in a process of its own. A question rejects where that process ends or cannot answer. */
export class BrowserProcess implements Browsing {
  readonly userId: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #serial = 0;
  #isOver = false;

  constructor(setup: Setup) {
    this.userId = setup.userId;
    this.#child = fork(PROGRAM, { execArgv: [], serialization: 'advanced' });
    this.#child.on('message', (answer: Answer) => {
      const waiting = this.#asked.get(answer.id);
      this.#asked.delete(answer.id);
      if ('failure' in answer) waiting?.reject(new Error(`${this.userId}: ${answer.failure}`));
      else waiting?.resolve(answer.value);
    });
    this.#ended = once(this.#child, 'exit').then(([code]) => {
      this.#isOver = true;
      for (const { reject } of this.#asked.values())
        reject(new Error(`the browser of ${this.userId} ended with ${code}`));
      this.#asked.clear();
    });
    this.#child.send(setup);
  }

  #ask<T>(method: Question['method'], argument?: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) {
        reject(new Error(`the browser of ${this.userId} is gone`));
        return;
      }
      this.#serial += 1;
      this.#asked.set(this.#serial, { resolve: resolve as (value: unknown) => void, reject });
      this.#child.send({ id: this.#serial, method, argument } satisfies Question);
    });
  }

  news(isDown: boolean): Promise<PageNews[]> {
    return this.#ask('news', isDown);
  }

  hold(): Promise<Vectors> {
    return this.#ask('hold');
  }

  reach(vectors: Vectors): Promise<string | null> {
    return this.#ask('reach', vectors);
  }

  goOn(): Promise<void> {
    return this.#ask('goOn');
  }

  rest(): Promise<void> {
    return this.#ask('rest');
  }

  states(): Promise<PageState[]> {
    return this.#ask('states');
  }

  observe(planId: string): Promise<Uint8Array> {
    return this.#ask('observe', planId);
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
