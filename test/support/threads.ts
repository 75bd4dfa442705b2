import type { NewThreadRow, ThreadLimits, ThreadOutcome } from '@filiera/server/src/store/threads.ts';
import type { CommentText } from '@filiera/shared/threads/api.ts';

/** Words as a comment without anything special holds them. */
export function words(text: string): CommentText {
  return { blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text, marks: [] }] }] };
}

/** Limits that no test meets by accident. */
export const WIDE: ThreadLimits = { threads: 100, comments: 100, threadBytes: 1e6, planBytes: 1e7 };

let serial = 0;

/** A thread on a section, as the routes hand it to the store; each has ids and a key of its own. */
export function aThread(planId: string, by: string, fields: Partial<NewThreadRow> = {}): NewThreadRow {
  serial += 1;
  return {
    planId,
    by,
    at: 1_700_000_002_000,
    threadId: `thread-${serial}`,
    commentId: `comment-${serial}`,
    key: `key-${serial}`,
    content: `content-${serial}`,
    anchor: { kind: 'section', section: 'intro' },
    text: words(`Commento ${serial}`),
    mentions: [],
    assignee: null,
    due: null,
    blocking: false,
    ...fields,
  };
}

/** The outcome of a change that was made. Throws where it was not. */
export function done(outcome: ThreadOutcome): Extract<ThreadOutcome, { kind: 'done' }> {
  if (outcome.kind !== 'done') throw new Error(`not done: ${JSON.stringify(outcome)}`);
  return outcome;
}
