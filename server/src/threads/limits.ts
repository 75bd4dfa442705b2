import { MAX_COMMENTS, MAX_THREADS } from '@filiera/shared/threads/api.ts';
import type { ThreadLimits } from '../store/threads.ts';

/** What may be said on a plan, and how fast one member may say it. Set from the environment (`config.ts`). */
export interface CommentLimits extends ThreadLimits {
  /** New threads, comments and changes of their words, by one member: so many a minute, and as many at once. */
  readonly perMinute: number;
  /** The same for what takes a click: resolving, assigning, reactions, deleting. */
  readonly clicksPerMinute: number;
}

export const DEFAULT_COMMENT_LIMITS: CommentLimits = {
  threads: MAX_THREADS,
  comments: MAX_COMMENTS,
  threadBytes: 1024 * 1024,
  planBytes: 32 * 1024 * 1024,
  perMinute: 60,
  clicksPerMinute: 240,
};
