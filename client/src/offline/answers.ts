import { ApiFailure } from '../api/failure.ts';
import { answered, read, write } from './database.ts';

/** How long an answer is waited for where an earlier one is at hand, in milliseconds. */
const PATIENCE_MILLIS = 4_000;

/** The addresses whose newest answer on this page is a kept one. */
const stale = new Set<string>();

const nameOf = (userId: string, address: string): string => `${userId} ${address}`;

/** Is what the page shows of this address an answer that was kept from before, for want of a network? */
export function isKept(userId: string, address: string): boolean {
  return stale.has(nameOf(userId, address));
}

/**
 * Asks the server and keeps its answer; where no server can be reached, gives the answer that was kept. `userId` is ''
 * for what is asked before it is known who is here. Rejects as `ask` does where there is nothing kept, and whenever the
 * server did answer, whatever it said.
 */
export async function askOrKept<T>(userId: string, address: string, ask: () => Promise<T>): Promise<T> {
  const name = nameOf(userId, address);
  const key = [userId, address];
  let gaveKept = false;
  const asking = ask().then((answer) => {
    if (!gaveKept) stale.delete(name);
    void write(['answers'], (store) => store('answers').put(answer, key));
    return answer;
  });
  const kept = (): Promise<T | undefined> =>
    read<T | undefined>('answers', (store) => answered(store.get(key)), undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A network that swallows everything answers neither yes nor no.
  const patience = new Promise<T>((resolve) => {
    timer = setTimeout(async () => {
      const before = await kept();
      if (before === undefined) return;
      gaveKept = true;
      stale.add(name);
      resolve(before);
    }, PATIENCE_MILLIS);
  });
  try {
    return await Promise.race([asking, patience]);
  } catch (failure) {
    if (!(failure instanceof ApiFailure) || (failure.key !== 'offline' && failure.key !== 'busy'))
      throw failure;
    const before = await kept();
    if (before === undefined) throw failure;
    stale.add(name);
    return before;
  } finally {
    clearTimeout(timer);
    asking.catch(() => {});
  }
}

/** The answer that was kept, without asking; `undefined` where there is none. */
export function keptAnswer(userId: string, address: string): Promise<unknown> {
  return read<unknown>('answers', (store) => answered(store.get([userId, address])), undefined);
}
