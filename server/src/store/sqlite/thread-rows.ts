import { type Comment, REACTIONS, type Reaction, type Thread } from '@filiera/shared/threads/api.ts';
import type { Database } from './database.ts';

interface ThreadRow {
  readonly id: string;
  readonly anchor: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly resolvedBy: string | null;
  readonly resolvedAt: number | null;
  readonly assignee: string | null;
  readonly due: string | null;
  readonly blocking: number;
  readonly revision: number;
}
interface CommentRow {
  readonly id: string;
  readonly threadId: string;
  readonly authorId: string;
  readonly at: number;
  readonly editedAt: number | null;
  readonly deletedAt: number | null;
  readonly text: string | null;
}
interface ReactionRow {
  readonly commentId: string;
  readonly reaction: Reaction;
  readonly userId: string;
}

/** Which threads: all of a plan, those of a plan that block it, or one of a plan. */
const WHICH = {
  all: 'threads.plan_id = ?',
  blocking: 'threads.plan_id = ? AND threads.blocking = 1 AND threads.resolved_at IS NULL',
  one: 'threads.plan_id = ? AND threads.id = ?',
} as const;

/** Threads whole, oldest first, with their comments and what was answered to each with a click. */
export function readThreads(db: Database, which: keyof typeof WHICH, ...params: string[]): Thread[] {
  const where = WHICH[which];
  const rows = db.all<ThreadRow>(
    `SELECT id, anchor, created_by AS "createdBy", created_at AS "createdAt", resolved_by AS "resolvedBy",
       resolved_at AS "resolvedAt", assignee, due, blocking, revision
     FROM threads WHERE ${where} ORDER BY number`,
    ...params,
  );
  if (rows.length === 0) return [];
  const given = db.all<ReactionRow>(
    `SELECT comment_id AS "commentId", reaction, user_id AS "userId"
     FROM comment_reactions JOIN comments ON comments.id = comment_id JOIN threads ON threads.id = thread_id
     WHERE ${where} ORDER BY comment_reactions.at, user_id`,
    ...params,
  );
  const comments = db.all<CommentRow>(
    `SELECT comments.id, thread_id AS "threadId", author_id AS "authorId", at, edited_at AS "editedAt",
       deleted_at AS "deletedAt", text
     FROM comments JOIN threads ON threads.id = thread_id
     WHERE ${where} ORDER BY threads.number, comments.number`,
    ...params,
  );
  const reactionsOf = Map.groupBy(given, ({ commentId }) => commentId);
  const commentsOf = Map.groupBy(comments, ({ threadId }) => threadId);
  return rows.map((row) => ({
    id: row.id,
    anchor: JSON.parse(row.anchor),
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    resolved: row.resolvedBy === null ? null : { by: row.resolvedBy, at: row.resolvedAt! },
    assignee: row.assignee,
    due: row.due,
    blocking: row.blocking === 1,
    revision: row.revision,
    comments: (commentsOf.get(row.id) ?? []).map(
      ({ threadId: _, text, ...comment }): Comment => ({
        ...comment,
        text: text === null ? null : JSON.parse(text),
        reactions: reactionsInOrder(reactionsOf.get(comment.id) ?? []),
      }),
    ),
  }));
}

function reactionsInOrder(given: readonly ReactionRow[]): Comment['reactions'] {
  return REACTIONS.map((reaction) => ({
    reaction,
    userIds: given.filter((one) => one.reaction === reaction).map(({ userId }) => userId),
  })).filter(({ userIds }) => userIds.length > 0);
}
