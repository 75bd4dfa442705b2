import type { Thread } from '@filiera/shared/threads/api.ts';
import { mentionsIn } from './audience.ts';

/** The ids of everyone who is named in the threads. */
export function peopleIn(threads: readonly Thread[]): Set<string> {
  const ids = new Set<string>();
  for (const { createdBy, resolved, assignee, comments } of threads) {
    ids.add(createdBy);
    if (resolved !== null) ids.add(resolved.by);
    if (assignee !== null) ids.add(assignee);
    for (const { authorId, reactions, text } of comments) {
      ids.add(authorId);
      for (const { userIds } of reactions) for (const userId of userIds) ids.add(userId);
      for (const { of, id } of mentionsIn(text)) if (of === 'member') ids.add(id);
    }
  }
  return ids;
}
