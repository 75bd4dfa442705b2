import type { AppendEntry, AppendResult, Store } from '@filiera/server/src/store/store.ts';

/**
 * How the next commit goes. `fails`: nothing is stored. `answer-lost`: it is stored, but the server hears of a
 * failure. `slow`: it is stored when the test says so. `slow-answer`: stored at once, and known when the test says so.
 */
export type Commit = 'prompt' | 'fails' | 'answer-lost' | 'slow' | 'slow-answer';

export interface Faults {
  /** How each next commit goes. */
  next(): Commit;
  /** Does reading a plan's log fail this time? */
  loadFails(): boolean;
  /** Called as soon as entries are durable, before the server knows. */
  committed(entries: readonly AppendEntry[], results: readonly AppendResult[]): void;
}

/** A store as one process of the server sees it, on a disk that has its moods. */
export interface FaultyStore {
  readonly store: Store;
  /** Commits that wait for the test. */
  readonly waiting: (() => void)[];
  /** The process is gone: what had not been committed never is, and no answer comes any more. */
  kill(): void;
}

const never = <T>(): Promise<T> => new Promise(() => {});

/** Wraps a real store. What is not about commits and loads goes through, until the process is killed. */
export function faultyStore(inner: Store, faults: Faults): FaultyStore {
  const waiting: (() => void)[] = [];
  let isDead = false;
  const released = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  const append = async (entries: readonly AppendEntry[]): Promise<AppendResult[]> => {
    const commit = faults.next();
    if (commit === 'fails') throw new Error('the disk is full');
    if (commit === 'slow') await released();
    if (isDead) return never();
    const results = await inner.append(entries);
    faults.committed(entries, results);
    if (commit === 'slow-answer') await released();
    if (isDead) return never();
    if (commit === 'answer-lost') throw new Error('the connection to the disk was lost');
    return results;
  };
  const readLog: Store['readLog'] = async (...asked) => {
    if (faults.loadFails()) throw new Error('the disk cannot be read');
    return inner.readLog(...asked);
  };
  const store = new Proxy(inner, {
    get(target, name, receiver) {
      if (isDead) return () => never();
      if (name === 'append') return append;
      if (name === 'readLog') return readLog;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  return {
    store,
    waiting,
    kill() {
      isDead = true;
      waiting.length = 0;
    },
  };
}
