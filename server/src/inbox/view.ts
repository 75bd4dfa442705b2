import type { Notification } from '@filiera/shared/inbox/api.ts';
import { needsOf } from '@filiera/shared/inbox/needs.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { Locale } from '@filiera/shared/text/text.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import type { NotificationRow } from '../store/inbox.ts';
import type { Store } from '../store/store.ts';
import { whereOf } from '../threads/where.ts';
import { excerptOf } from './excerpt.ts';

/** Asks for each thing once, however often it is named. */
function once<T>(ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (id) => {
    const known = asked.get(id) ?? ask(id);
    asked.set(id, known);
    return known;
  };
}

/**
 * Notifications with today's words: the plan's name, who did it, the place in the form's words and the beginning of
 * the comment. What is about a thread that is not there any more is left out.
 */
export async function viewOf(
  store: Store,
  rows: readonly NotificationRow[],
  locale: Locale,
): Promise<Notification[]> {
  const people = new Map(
    (await store.listUsers([...new Set(rows.flatMap(({ by }) => (by === null ? [] : [by])))])).map((user) => [
      user.id,
      { id: user.id, name: user.name, color: user.color },
    ]),
  );
  const plan = once((id) => store.getPlan(id));
  const association = once((id) => store.getAssociation(id));
  const threads = once(async (name) => {
    const [planId, threadId] = JSON.parse(name) as [string, string];
    return store.getThread(planId, threadId);
  });

  const seen = await Promise.all(
    rows.map(async (row): Promise<Notification | null> => {
      const { id, at, readAt, told } = row;
      const of = await plan(row.planId);
      if (of === null) return null;
      const common = {
        id,
        at,
        readAt,
        needs: needsOf(told.kind),
        plan: {
          id: of.id,
          title: of.title,
          associationName: (await association(of.associationId))?.name ?? '',
        },
        by: row.by === null ? null : (people.get(row.by) ?? null),
      };
      if (!('thread' in told)) return { ...common, what: told };
      const thread = await threads(JSON.stringify([row.planId, told.thread]));
      if (thread === null) return null;
      const template = findTemplate(of.templateId, of.templateVersion);
      const where = template === null ? '' : whereOf(template, null, thread.anchor, locale);
      return { ...common, what: { ...told, where, excerpt: excerptOf(wordsOf(thread, told)) } };
    }),
  );
  return seen.filter((one) => one !== null);
}

/** The comment that is told of, or the one that opened the thread. */
function wordsOf(thread: Thread, told: NotificationRow['told']): Thread['comments'][number]['text'] {
  const id = 'comment' in told ? told.comment : null;
  const comment = id === null ? thread.comments[0] : thread.comments.find((one) => one.id === id);
  return comment?.text ?? null;
}
