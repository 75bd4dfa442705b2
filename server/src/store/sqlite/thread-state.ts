import type { Thread, ThreadPatch } from '@filiera/shared/threads/api.ts';
import type { ThreadDeed, ThreadTrailRow } from '../threads.ts';
import type { Database } from './database.ts';

/**
 * Brings a thread's state to what the patch wants, with a row of the trail for each part that changes; false where
 * none does. To be called within a transaction.
 */
export function patchState(
  db: Database,
  { threadId, by, at }: ThreadDeed & { readonly threadId: string },
  revision: number,
  before: Pick<Thread, 'resolved' | 'assignee' | 'due' | 'blocking'>,
  { resolved, assignee, due, blocking }: ThreadPatch,
): boolean {
  let isChanged = false;
  const put = (
    part: ThreadTrailRow['part'],
    value: string | null,
    sql: string,
    ...values: (string | number | null)[]
  ): void => {
    db.run(`UPDATE threads SET ${sql} WHERE id = ?`, ...values, threadId);
    db.run(
      'INSERT INTO thread_trail (thread_id, revision, part, value, user_id, at) VALUES (?, ?, ?, ?, ?, ?)',
      threadId,
      revision,
      part,
      value,
      by,
      at,
    );
    isChanged = true;
  };
  if (resolved !== undefined && resolved !== (before.resolved !== null)) {
    if (resolved) put('resolved', 'yes', 'resolved_by = ?, resolved_at = ?', by, at);
    else put('resolved', null, 'resolved_by = NULL, resolved_at = NULL');
  }
  if (assignee !== undefined && assignee !== before.assignee)
    put('assignee', assignee, 'assignee = ?', assignee);
  if (due !== undefined && due !== before.due) put('due', due, 'due = ?', due);
  if (blocking !== undefined && blocking !== before.blocking) {
    put('blocking', blocking ? 'yes' : null, 'blocking = ?', blocking ? 1 : 0);
  }
  return isChanged;
}
