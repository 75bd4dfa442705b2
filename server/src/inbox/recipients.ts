import type { DueThread, NewNotification } from '../store/inbox.ts';
import type { PlanEvent } from './event.ts';

/** What one member is to be told, before it is known whether they may see it. */
export type Draft = Pick<NewNotification, 'userId' | 'planId' | 'by' | 'at' | 'key' | 'told'>;

/**
 * Whom an event is told to and how; `everyone` are those who can open the plan. Never whoever did it. The key says
 * what is told, so that the same is told once: a comment, a version, or a change at its moment.
 */
export function draftsOf(event: PlanEvent, everyone: readonly string[]): readonly Draft[] {
  const { planId, by, at } = event;
  const to = (userIds: readonly string[], key: string, told: Draft['told']): readonly Draft[] =>
    [...new Set(userIds)]
      .filter((userId) => userId !== by)
      .map((userId) => ({ userId, planId, by, at, key, told }));
  switch (event.kind) {
    case 'mention': {
      const { kind, thread, comment } = event;
      return to(event.userIds, `mention/${comment}`, { kind, thread, comment });
    }
    case 'reply': {
      const { kind, thread, comment } = event;
      return to(event.participants, `reply/${comment}`, { kind, thread, comment });
    }
    case 'assignment': {
      const { kind, thread, due } = event;
      return to([event.userId], `assignment/${thread}/${at}`, { kind, thread, due });
    }
    case 'freeze':
      return to(everyone, `freeze/${planId}/${event.version}`, { kind: event.kind, version: event.version });
    case 'reopen':
      return to(everyone, `reopen/${planId}/${event.from}/${at}`, { kind: event.kind, from: event.from });
    case 'role':
      return to([event.userId], `role/${planId}/${at}`, { kind: event.kind, role: event.role });
  }
}

/**
 * The reminder of a thread's day, as of `today` (days in Italy): once up to that day, once when it is over. Another
 * day, or another assignee, is another matter.
 */
export function reminderOf({ planId, thread, assignee, due }: DueThread, today: string, at: number): Draft {
  return {
    userId: assignee,
    planId,
    by: null,
    at,
    key: `due/${thread}/${due}/${due < today ? 'after' : 'before'}`,
    told: { kind: 'due', thread, due },
  };
}
