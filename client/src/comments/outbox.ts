import type { NewComment, NewThread } from '@filiera/shared/threads/api.ts';
import { plainWords } from '@filiera/shared/threads/plain-words.ts';
import type { FailureKey } from '../api/failure.ts';
import { refusalOf } from '../collab/refusal.ts';
import { answered, below, read, write } from '../offline/database.ts';

/** A comment that its author has sent and the server has not taken yet. */
export type OutboxItem = {
  /** When it was sent off; milliseconds since 1970. */
  readonly at: number;
  /** Why the server would not have it; `null` while it only waits. */
  readonly failure: FailureKey | null;
} & (
  | { readonly kind: 'thread'; readonly body: NewThread }
  | { readonly kind: 'reply'; readonly thread: string; readonly body: NewComment }
);

/** What this browser keeps of a member's unsent comments on one plan, in the order in which they were sent off. */
export async function keptItems(userId: string, planId: string): Promise<OutboxItem[]> {
  const items = await read<OutboxItem[]>(
    'outbox',
    (store) => answered(store.getAll(below(userId, planId))),
    [],
  );
  return items.sort((a, b) => a.at - b.at);
}

export function keepItem(userId: string, planId: string, item: OutboxItem): Promise<boolean> {
  return write(['outbox'], (store) => store('outbox').put(item, [userId, planId, item.body.key]));
}

export function dropItem(userId: string, planId: string, key: string): Promise<boolean> {
  return write(['outbox'], (store) => store('outbox').delete([userId, planId, key]));
}

/**
 * Turns what was never taken of a member's comments on a plan, which they may not open any more, into a text to be read
 * and copied. `name` is what such a text is called.
 */
export async function giveUpItems(userId: string, planId: string, name: string): Promise<void> {
  const items = await keptItems(userId, planId);
  const within = below(userId, planId);
  const refusal = refusalOf(
    'forbidden',
    items.map(({ body }) => ({
      place: { section: '' },
      names: [name],
      mine: plainWords(body.text),
      theirs: '',
      block: true,
    })),
  );
  await write(['outbox', 'drafts', 'refusals'], (store) => {
    if (items.length > 0) store('refusals').put(refusal, [userId, planId, refusal.id]);
    store('outbox').delete(within);
    store('drafts').delete(within);
  });
}

/** May the same be sent again without anybody changing it? */
export function mayPass(failure: FailureKey): boolean {
  return failure === 'offline' || failure === 'busy' || failure === 'too-fast' || failure === 'signed-out';
}
