/** Node's own, whatever a driven clock has put in their place. */
const { setImmediate: nodeSetImmediate } = globalThis;

/** Resolves once everything that needs neither a timer nor a turn of the event loop has been done. */
export const drain = (): Promise<void> => new Promise((resolve) => nodeSetImmediate(resolve));

interface Task {
  readonly id: number;
  due: number;
  /** Milliseconds between the calls of an interval; `null` for a single call. */
  readonly every: number | null;
  readonly call: () => void;
}

/** What `setTimeout` and its like give back here. */
class Handle {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

type Callback = (...args: unknown[]) => void;

/**
 * Time as a test drives it. Installed, it stands in for the global timers and `setImmediate`, so that the server's
 * and the page's code need no seam for it: nothing happens by itself, turns of the event loop included.
 */
export class DrivenClock {
  /** Milliseconds since 1970. */
  now = 1_700_000_000_000;
  #serial = 0;
  readonly #timers = new Map<number, Task>();
  #immediates = new Map<number, () => void>();

  /** Puts itself in place of the global timers; returns what undoes that. */
  install(): () => void {
    const timer =
      (repeats: boolean) =>
      (callback: Callback, millis = 0, ...args: unknown[]): Handle => {
        const wait = Math.max(1, Number.isFinite(millis) ? millis : 1);
        this.#serial += 1;
        this.#timers.set(this.#serial, {
          id: this.#serial,
          due: this.now + wait,
          every: repeats ? wait : null,
          call: () => callback(...args),
        });
        return new Handle(this.#serial);
      };
    const clear = (handle: unknown): void => {
      if (handle instanceof Handle) {
        this.#timers.delete(handle.id);
        this.#immediates.delete(handle.id);
      }
    };
    const own = {
      setTimeout: timer(false),
      setInterval: timer(true),
      setImmediate: (callback: Callback, ...args: unknown[]): Handle => {
        this.#serial += 1;
        this.#immediates.set(this.#serial, () => callback(...args));
        return new Handle(this.#serial);
      },
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    };
    const before = Object.fromEntries(
      Object.keys(own).map((name) => [name, Reflect.get(globalThis, name) as unknown]),
    );
    Object.assign(globalThis, own);
    Object.defineProperty(performance, 'now', { value: () => this.now, configurable: true });
    return () => {
      Object.assign(globalThis, before);
      Reflect.deleteProperty(performance, 'now');
    };
  }

  /** Does anything wait for the next turn of the event loop? */
  get hasTurn(): boolean {
    return this.#immediates.size > 0;
  }

  /** One turn of the event loop: what waited for it is called, what asks meanwhile waits for the next. */
  async turn(): Promise<void> {
    const waiting = this.#immediates;
    this.#immediates = new Map();
    for (const call of waiting.values()) {
      call();
      await drain();
    }
  }

  /** Lets time pass; timers that come due are called in their order, each with the turns that follow from it. */
  async advance(millis: number): Promise<void> {
    const until = this.now + millis;
    for (;;) {
      let next: Task | null = null;
      for (const task of this.#timers.values()) {
        const sooner = next === null || task.due < next.due || (task.due === next.due && task.id < next.id);
        if (task.due <= until && sooner) next = task;
      }
      if (next === null) break;
      this.now = Math.max(this.now, next.due);
      if (next.every === null) this.#timers.delete(next.id);
      else next.due = this.now + next.every;
      next.call();
      await drain();
    }
    this.now = until;
  }
}
