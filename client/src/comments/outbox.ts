import type { NewComment, NewThread } from '@filiera/shared/threads/api.ts';
import type { FailureKey } from '../api/failure.ts';
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

/** May the same be sent again without anybody changing it? */
export function mayPass(failure: FailureKey): boolean {
  return failure === 'offline' || failure === 'busy' || failure === 'too-fast' || failure === 'signed-out';
}
