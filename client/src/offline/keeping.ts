import type { Refusal } from '../collab/refusal.ts';
import { answered, below, type CopyRow, read, write } from './database.ts';

/** What can be asked and done about everything that is kept, without opening a plan. */

/** What was not taken of a member's edits to a plan and not yet read. */
export function keptRefusals(userId: string, planId: string): Promise<Refusal[]> {
  return read<Refusal[]>('refusals', (store) => answered(store.getAll(below(userId, planId))), []);
}

export function dismissRefusal(userId: string, planId: string, id: string): Promise<boolean> {
  return write(['refusals'], (store) => store('refusals').delete([userId, planId, id]));
}

/** Does this browser hold edits or comments of the member's that no server has, or texts that were not taken and not read? */
export async function holdsUnsent(userId: string): Promise<boolean> {
  const counts = await Promise.all(
    (['unsent', 'refusals', 'outbox'] as const).map((name) =>
      read(name, (store) => answered(store.count(below(userId))), 0),
    ),
  );
  return counts.some((count) => count > 0);
}

/** Takes a plan's copy away; what was refused stays until it is read. */
export async function forgetCopy(userId: string, planId: string): Promise<void> {
  const row = await read<CopyRow | undefined>(
    'copies',
    (store) => answered(store.get([userId, planId])),
    undefined,
  );
  await write(['copies', 'unsent', 'answers'], (store) => {
    store('copies').delete([userId, planId]);
    store('unsent').delete(below(userId, planId));
    store('answers').delete([userId, `plan/${planId}`]);
    store('answers').delete([userId, `threads/${planId}`]);
  });
  if (row) await deleteDocument(row);
}

const listeners = new Set<(userId: string) => void>();

/** Calls back when a member is forgotten, before what is kept goes. */
export function onForgotten(listener: (userId: string) => void): void {
  listeners.add(listener);
}

/** Takes everything away that this browser keeps of a member. */
export async function forgetMember(userId: string): Promise<void> {
  for (const listener of listeners) listener(userId);
  const rows = await read<CopyRow[]>('copies', (store) => answered(store.getAll(below(userId))), []);
  const all = ['copies', 'unsent', 'refusals', 'answers', 'outbox', 'drafts'] as const;
  await write(all, (store) => {
    for (const name of all) {
      store(name).delete(below(userId));
    }
    store('answers').delete(below(''));
  });
  await Promise.all(rows.map(deleteDocument));
}

/** Deletes the document of a copy. Windows that have it open let go of it by themselves. */
export function deleteDocument({ document }: CopyRow): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(document);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
  });
}
