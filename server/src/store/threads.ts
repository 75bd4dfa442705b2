import type { Anchor, CommentText, Reaction, Thread, ThreadPatch } from '@filiera/shared/threads/api.ts';

/** How much may be said on one plan. What goes beyond is refused; what was said stays. */
export interface ThreadLimits {
  /** Threads of one plan. */
  readonly threads: number;
  /** Comments of one thread, deleted ones included. */
  readonly comments: number;
  /** The comments of one thread, in bytes of their JSON: it is sent whole whenever it changes. */
  readonly threadBytes: number;
  /** The comments of one plan with what its threads hang on, in the same bytes. */
  readonly planBytes: number;
}

/** Who did something to the threads of which plan, and when. */
export interface ThreadDeed {
  readonly planId: string;
  readonly by: string;
  readonly at: number;
}

/** A comment that is to be kept. */
interface NewCommentRow extends ThreadDeed {
  readonly commentId: string;
  readonly text: CommentText;
  /** Who is to be told that the comment names them. */
  readonly mentions: readonly string[];
  /** Made by the page, once for each comment; it works once for each user. */
  readonly key: string;
  /** What the key stands for: the same key with other content is refused. */
  readonly content: string;
}
export interface NewThreadRow extends NewCommentRow {
  readonly threadId: string;
  readonly anchor: Anchor;
  readonly assignee: string | null;
  readonly due: string | null;
  readonly blocking: boolean;
}
export interface NewReplyRow extends NewCommentRow {
  readonly threadId: string;
}
/** One comment of one thread. */
export interface CommentDeed extends ThreadDeed {
  readonly threadId: string;
  readonly commentId: string;
}

/**
 * What became of it. `done`: the plan's threads are at `revision` now, which is one more than before; `told` are those
 * of the mentioned whom this comment had not named before. `same`: there was nothing to change, or the key was used for
 * this very thing; nothing was counted. `gone`: there is no such plan, thread or comment, or its words were deleted;
 * `foreign`: the comment is somebody else's.
 */
export type ThreadOutcome =
  | {
      readonly kind: 'done';
      readonly revision: number;
      readonly thread: Thread;
      readonly told: readonly string[];
    }
  | { readonly kind: 'same'; readonly thread: Thread }
  | {
      readonly kind: 'refused';
      readonly why: 'gone' | 'foreign' | 'archived' | 'full' | 'key-taken';
    };

/** Who changed the state of a thread and when; `value` is `null` where that was taken away. */
export interface ThreadTrailRow {
  readonly revision: number;
  readonly part: 'resolved' | 'assignee' | 'due' | 'blocking';
  readonly value: string | null;
  readonly by: string;
  readonly at: number;
}

/** The comments on plans. Each change is one commit, and counts the plan's revision up by one. */
export interface ThreadStore {
  /** All threads of the plan, oldest first, and the revision that they are at. */
  listThreads(planId: string): Promise<{ readonly revision: number; readonly threads: readonly Thread[] }>;
  getThread(planId: string, threadId: string): Promise<Thread | null>;
  /** Those that keep the plan from being frozen, oldest first. */
  openBlockingThreads(planId: string): Promise<readonly Thread[]>;
  /**
   * What a key was used for, where it was: `same` with the thread as it is now, or refused. Asked first, where what is
   * sent must be looked at by rules that may have changed since.
   */
  answerTo(asked: Pick<NewCommentRow, 'planId' | 'by' | 'key' | 'content'>): Promise<ThreadOutcome | null>;
  openThread(thread: NewThreadRow, limits: ThreadLimits): Promise<ThreadOutcome>;
  addComment(comment: NewReplyRow, limits: ThreadLimits): Promise<ThreadOutcome>;
  /** Puts other words in the place of those that were there, which are gone. */
  editComment(
    deed: CommentDeed & Pick<NewCommentRow, 'text' | 'mentions'>,
    limits: ThreadLimits,
  ): Promise<ThreadOutcome>;
  /** Takes the words away for good, and what was answered to them with a click; the comment's place stays. */
  deleteComment(deed: CommentDeed): Promise<ThreadOutcome>;
  /** What `patch` leaves out stays. Each part that changes leaves a row of the trail. */
  patchThread(
    deed: ThreadDeed & { readonly threadId: string; readonly patch: ThreadPatch },
  ): Promise<ThreadOutcome>;
  setReaction(
    deed: CommentDeed & { readonly reaction: Reaction; readonly given: boolean },
  ): Promise<ThreadOutcome>;
  /** Every change of the thread's state since it was opened, oldest first. It can only grow. */
  readThreadTrail(planId: string, threadId: string): Promise<readonly ThreadTrailRow[]>;
}
