import type { Thread } from '@filiera/shared/threads/api.ts';
import type { PlanEvent } from '../inbox/event.ts';
import type { ThreadDeed, ThreadOutcome } from '../store/threads.ts';
import type { ThreadAudience } from './audience.ts';

/** A change of a thread that was made. */
export type ThreadChange = Extract<ThreadOutcome, { kind: 'done' }>;

/**
 * What others are to hear of a change, `before` being what the thread was. Nobody is told of what they did themselves,
 * nor twice of one comment: who is named hears that, who is given the thread with its first comment hears that alone,
 * and of a reply those who take part hear (who opened the thread, has it, or wrote in it) whom it does not name.
 */
export function eventsOf(
  { planId, by, at, audience }: ThreadDeed & { readonly audience: ThreadAudience },
  before: Thread | null,
  { thread, told }: ThreadChange,
): PlanEvent[] {
  const base = { planId, by, at, thread: thread.id };
  const events: PlanEvent[] = [];
  const { assignee, due } = thread;
  const isGiven =
    assignee !== null &&
    assignee !== by &&
    (assignee !== (before?.assignee ?? null) || (due !== null && due !== before?.due));
  if (isGiven) events.push({ ...base, kind: 'assignment', userId: assignee, due });

  const isNew = thread.comments.length > (before?.comments.length ?? 0);
  const changed = isNew
    ? thread.comments.at(-1)
    : thread.comments.find(({ text }, n) => text !== null && !same(text, before?.comments[n]?.text));
  if (changed === undefined) return events;
  const comment = changed.id;
  const named = told.filter((userId) => before !== null || !isGiven || userId !== assignee);
  if (named.length > 0) events.push({ ...base, kind: 'mention', comment, userIds: named });

  if (!isNew || before === null) return events;
  const parts = new Set([thread.createdBy, ...before.comments.map(({ authorId }) => authorId)]);
  if (assignee !== null) parts.add(assignee);
  const participants = [...parts].filter(
    (userId) => userId !== by && !told.includes(userId) && audience.has(userId),
  );
  if (participants.length > 0) events.push({ ...base, kind: 'reply', comment, participants });
  return events;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
