import type { CommentText, Thread } from '@filiera/shared/threads/api.ts';
import type {
  CommentDeed,
  NewReplyRow,
  NewThreadRow,
  ThreadDeed,
  ThreadLimits,
  ThreadOutcome,
  ThreadStore,
  ThreadTrailRow,
} from '../threads.ts';
import type { Database } from './database.ts';
import { readThreads } from './thread-rows.ts';
import { patchState } from './thread-state.ts';

type Refused = Extract<ThreadOutcome, { kind: 'refused' }>['why'];
/** What a change came to: who is told, or why nothing was done. */
type Done = { readonly told: readonly string[] } | 'same' | Refused;

interface CommentState {
  readonly authorId: string;
  readonly text: string | null;
  readonly bytes: number;
}

/** Comments on plans: rows beside the log, each change of them one transaction. */
export function threads(db: Database): ThreadStore {
  const one = (planId: string, threadId: string): Thread | null =>
    readThreads(db, 'one', planId, threadId)[0] ?? null;

  const revisionOf = (planId: string): number =>
    db.get<{ revision: number }>('SELECT revision FROM plan_threads WHERE plan_id = ?', planId)?.revision ??
    0;

  /** Runs one change with the plan's next revision, which counts if it was done. A refused one must write nothing. */
  const change = (
    { planId }: ThreadDeed,
    threadId: string,
    job: (revision: number) => Done,
  ): ThreadOutcome => {
    const plan = db.get<{ status: string }>('SELECT status FROM plans WHERE id = ?', planId);
    if (plan === null) return { kind: 'refused', why: 'gone' };
    if (plan.status === 'archived') return { kind: 'refused', why: 'archived' };
    const revision = revisionOf(planId) + 1;
    const done = job(revision);
    if (done === 'same') return { kind: 'same', thread: one(planId, threadId)! };
    if (typeof done === 'string') return { kind: 'refused', why: done };
    db.run(
      `INSERT INTO plan_threads (plan_id, revision, bytes) VALUES (?, ?, 0)
       ON CONFLICT (plan_id) DO UPDATE SET revision = excluded.revision`,
      planId,
      revision,
    );
    db.run('UPDATE threads SET revision = ? WHERE id = ?', revision, threadId);
    return { kind: 'done', revision, thread: one(planId, threadId)!, told: done.told };
  };

  /** The words of the plan's comments become so many bytes more, or less. */
  const countBytes = (planId: string, bytes: number): void => {
    db.run(
      `INSERT INTO plan_threads (plan_id, revision, bytes) VALUES (?, 0, ?)
       ON CONFLICT (plan_id) DO UPDATE SET bytes = bytes + excluded.bytes`,
      planId,
      bytes,
    );
  };
  const hasRoom = (planId: string, threadId: string, more: number, limits: ThreadLimits): boolean => {
    const sum = 'SELECT coalesce(sum(bytes), 0) AS bytes FROM';
    const ofThread = db.get<{ bytes: number }>(`${sum} comments WHERE thread_id = ?`, threadId)!.bytes;
    const ofPlan = db.get<{ bytes: number }>(`${sum} plan_threads WHERE plan_id = ?`, planId)!.bytes;
    return ofThread + more <= limits.threadBytes && ofPlan + more <= limits.planBytes;
  };

  /** Remembers who is told of a comment; those who are told of it for the first time. */
  const mention = (commentId: string, userIds: readonly string[]): string[] =>
    [...new Set(userIds)].filter(
      (userId) =>
        db.run(
          'INSERT INTO comment_mentions (comment_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
          commentId,
          userId,
        ) === 1,
    );

  /** The answer to a key that was used before, `null` to a new one. */
  const answered = ({
    planId,
    by,
    key,
    content,
  }: Parameters<ThreadStore['answerTo']>[0]): ThreadOutcome | null => {
    const used = db.get<{ content: string | null; planId: string; threadId: string }>(
      `SELECT content, plan_id AS "planId", thread_id AS "threadId"
       FROM comment_keys JOIN comments ON comments.id = comment_id JOIN threads ON threads.id = thread_id
       WHERE user_id = ? AND key = ?`,
      by,
      key,
    );
    if (used === null) return null;
    // Of a comment whose words were deleted it is not known any more what they were.
    const isOther = used.planId !== planId || (used.content !== null && used.content !== content);
    if (isOther) return { kind: 'refused', why: 'key-taken' };
    return { kind: 'same', thread: one(used.planId, used.threadId)! };
  };

  const insertComment = (comment: NewReplyRow, number: number): readonly string[] => {
    const text = JSON.stringify(comment.text);
    const bytes = Buffer.byteLength(text);
    db.run(
      `INSERT INTO comments (id, thread_id, number, author_id, at, text, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      comment.commentId,
      comment.threadId,
      number,
      comment.by,
      comment.at,
      text,
      bytes,
    );
    db.run(
      'INSERT INTO comment_keys (user_id, key, comment_id, content) VALUES (?, ?, ?, ?)',
      comment.by,
      comment.key,
      comment.commentId,
      comment.content,
    );
    countBytes(comment.planId, bytes);
    return mention(comment.commentId, comment.mentions);
  };

  const commentState = ({ planId, threadId, commentId }: CommentDeed): CommentState | null =>
    db.get<CommentState>(
      `SELECT author_id AS "authorId", text, bytes FROM comments JOIN threads ON threads.id = thread_id
       WHERE plan_id = ? AND thread_id = ? AND comments.id = ?`,
      planId,
      threadId,
      commentId,
    );

  /**
   * SQLite leaves what is overwritten, or moved within its file, in free parts of it; deleted words are to be gone from
   * there as well, so nothing that ever touches them may leave any behind.
   */
  const commit = (job: () => ThreadOutcome): ThreadOutcome => {
    db.exec('PRAGMA secure_delete = ON');
    try {
      return db.transaction(job);
    } finally {
      db.exec('PRAGMA secure_delete = OFF');
    }
  };
  const replaceText = (deed: CommentDeed, before: CommentState, text: CommentText | null): void => {
    const json = text === null ? null : JSON.stringify(text);
    const bytes = json === null ? 0 : Buffer.byteLength(json);
    db.run(
      `UPDATE comments SET text = ?, bytes = ?, ${text === null ? 'deleted_at' : 'edited_at'} = ? WHERE id = ?`,
      json,
      bytes,
      deed.at,
      deed.commentId,
    );
    countBytes(deed.planId, bytes - before.bytes);
  };

  return {
    async listThreads(planId) {
      // Nothing comes between the two: neither waits for anything.
      return { revision: revisionOf(planId), threads: readThreads(db, 'all', planId) };
    },
    async getThread(planId, threadId) {
      return one(planId, threadId);
    },
    async openBlockingThreads(planId) {
      return readThreads(db, 'blocking', planId);
    },

    async answerTo(asked) {
      return answered(asked);
    },
    async openThread(thread: NewThreadRow, limits: ThreadLimits) {
      return commit(() => {
        const again = answered(thread);
        if (again !== null) return again;
        return change(thread, thread.threadId, (revision) => {
          const { planId, threadId, by, at, assignee, due, blocking } = thread;
          const { n } = db.get<{ n: number }>(
            'SELECT coalesce(max(number), 0) AS n FROM threads WHERE plan_id = ?',
            planId,
          )!;
          const anchor = JSON.stringify(thread.anchor);
          const bytes = Buffer.byteLength(anchor) + Buffer.byteLength(JSON.stringify(thread.text));
          if (n >= limits.threads || !hasRoom(planId, threadId, bytes, limits)) return 'full';
          db.run(
            `INSERT INTO threads (id, plan_id, number, anchor, created_by, created_at, blocking, revision)
             VALUES (?, ?, ?, ?, ?, ?, 0, ?)`,
            threadId,
            planId,
            n + 1,
            anchor,
            by,
            at,
            revision,
          );
          countBytes(planId, Buffer.byteLength(anchor));
          const before = { resolved: null, assignee: null, due: null, blocking: false };
          patchState(db, thread, revision, before, { assignee, due, blocking });
          return { told: insertComment(thread, 1) };
        });
      });
    },

    async addComment(comment: NewReplyRow, limits: ThreadLimits) {
      return commit(() => {
        const again = answered(comment);
        if (again !== null) return again;
        return change(comment, comment.threadId, () => {
          const { planId, threadId } = comment;
          const { n } = db.get<{ n: number }>(
            `SELECT coalesce(max(comments.number), 0) AS n FROM comments JOIN threads ON threads.id = thread_id
             WHERE plan_id = ? AND thread_id = ?`,
            planId,
            threadId,
          )!;
          // A thread is never without the comment that opened it.
          if (n === 0) return 'gone';
          const bytes = Buffer.byteLength(JSON.stringify(comment.text));
          if (n >= limits.comments || !hasRoom(planId, threadId, bytes, limits)) return 'full';
          return { told: insertComment(comment, n + 1) };
        });
      });
    },

    async editComment(deed, limits) {
      return commit(() =>
        change(deed, deed.threadId, () => {
          const before = commentState(deed);
          if (before === null || before.text === null) return 'gone';
          if (before.authorId !== deed.by) return 'foreign';
          const json = JSON.stringify(deed.text);
          if (json === before.text) return 'same';
          const more = Buffer.byteLength(json) - before.bytes;
          if (more > 0 && !hasRoom(deed.planId, deed.threadId, more, limits)) return 'full';
          replaceText(deed, before, deed.text);
          return { told: mention(deed.commentId, deed.mentions) };
        }),
      );
    },

    async deleteComment(deed) {
      return commit(() =>
        change(deed, deed.threadId, () => {
          const before = commentState(deed);
          if (before === null) return 'gone';
          if (before.authorId !== deed.by) return 'foreign';
          if (before.text === null) return 'same';
          replaceText(deed, before, null);
          for (const table of ['comment_mentions', 'comment_reactions']) {
            db.run(`DELETE FROM ${table} WHERE comment_id = ?`, deed.commentId);
          }
          // Few words could be guessed from what stands for them.
          db.run('UPDATE comment_keys SET content = NULL WHERE comment_id = ?', deed.commentId);
          return { told: [] };
        }),
      );
    },

    async patchThread(deed) {
      return commit(() =>
        change(deed, deed.threadId, (revision) => {
          const before = one(deed.planId, deed.threadId);
          if (before === null) return 'gone';
          return patchState(db, deed, revision, before, deed.patch) ? { told: [] } : 'same';
        }),
      );
    },

    async setReaction(deed) {
      return commit(() =>
        change(deed, deed.threadId, () => {
          const before = commentState(deed);
          if (before === null || before.text === null) return 'gone';
          const { commentId, reaction, by, at, given } = deed;
          const changed = given
            ? db.run(
                `INSERT INTO comment_reactions (comment_id, reaction, user_id, at) VALUES (?, ?, ?, ?)
                 ON CONFLICT DO NOTHING`,
                commentId,
                reaction,
                by,
                at,
              )
            : db.run(
                'DELETE FROM comment_reactions WHERE comment_id = ? AND reaction = ? AND user_id = ?',
                commentId,
                reaction,
                by,
              );
          return changed === 1 ? { told: [] } : 'same';
        }),
      );
    },

    async readThreadTrail(planId, threadId) {
      const rows = db.all<ThreadTrailRow>(
        `SELECT thread_trail.revision, part, value, user_id AS "by", at
         FROM thread_trail JOIN threads ON threads.id = thread_id
         WHERE plan_id = ? AND thread_id = ? ORDER BY thread_trail.revision, part`,
        planId,
        threadId,
      );
      return rows.map((row) => ({ ...row }));
    },
  };
}
