import type { Anchor, CommentText } from '@filiera/shared/threads/api.ts';
import { answered, below, read, write } from '../offline/database.ts';

/** A comment that is being written. */
export interface Draft {
  /** Of a new thread; `null` in a reply. */
  readonly anchor: Anchor | null;
  readonly text: CommentText | null;
  readonly assignee: string | null;
  readonly due: string | null;
  readonly blocking: boolean;
}

export const EMPTY_DRAFT: Draft = { anchor: null, text: null, assignee: null, due: null, blocking: false };

/** By the place that each is for: see `draftPlace` and `replyPlace`. */
export type Drafts = ReadonlyMap<string, Draft>;

/** What is written on an anchor is kept under this name. */
export function draftPlace(anchor: Anchor): string {
  switch (anchor.kind) {
    case 'section':
      return `new/section/${anchor.section}`;
    case 'block':
    case 'table':
      return `new/${anchor.root}`;
    case 'passage':
      return `new/${anchor.root}/${anchor.from}/${anchor.to}`;
    case 'row':
      return `new/${anchor.root}/${anchor.row}`;
    case 'cell':
      return `new/${anchor.root}/${anchor.key}`;
    case 'issue':
      return `new/issue/${anchor.issue}`;
  }
}

export const replyPlace = (thread: string): string => `reply/${thread}`;

export async function keptDrafts(userId: string, planId: string): Promise<Drafts> {
  const within = below(userId, planId);
  const keys = await read('drafts', (store) => answered(store.getAllKeys(within)), []);
  const drafts = await read<Draft[]>('drafts', (store) => answered(store.getAll(within)), []);
  return new Map(
    keys.flatMap((key, index) => {
      const draft = drafts[index];
      return draft ? [[String((key as string[])[2]), draft] as const] : [];
    }),
  );
}

/** Keeps a draft; an empty one is taken away. */
export function keepDraft(
  userId: string,
  planId: string,
  place: string,
  draft: Draft | null,
): Promise<boolean> {
  return write(['drafts'], (store) => {
    const key = [userId, planId, place];
    if (draft?.text) store('drafts').put(draft, key);
    else store('drafts').delete(key);
  });
}
