import { randomUUID } from 'node:crypto';
import type { CellValue } from '@filiera/shared/plan/edit.ts';
import { cellKey, tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import type { Inline, TextBlock } from '@filiera/shared/plan/plan.ts';
import {
  type Anchor,
  type CommentInline,
  type CommentText,
  commentTextSchema,
  type Reaction,
} from '@filiera/shared/threads/api.ts';
import { anchorPassage, readLetters } from '@filiera/shared/threads/passage.ts';
import type * as Y from 'yjs';
import { newId } from '../auth/tokens.ts';
import type { Store, UserRow } from '../store/store.ts';
import type { ThreadOutcome } from '../store/threads.ts';
import { DEFAULT_COMMENT_LIMITS } from '../threads/limits.ts';
import { ASSOCIATION, type DemoMemberKey, MEMBERS } from './people.ts';
import { prose } from './prose.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** `2024-03-31`. */
const DATE_IN_ITALY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Rome' });

/** Where a thread of the demonstration hangs, by the ids of its form. */
type DemoPlace =
  | { readonly kind: 'section'; readonly section: string }
  /** The words as they stand in the block, which has them once. */
  | { readonly kind: 'passage'; readonly block: string; readonly words: string }
  | { readonly kind: 'row'; readonly table: string; readonly row: string; readonly label: string }
  /** `value` is what the cell held when the thread was opened. */
  | {
      readonly kind: 'cell';
      readonly table: string;
      readonly row: string;
      readonly column: string;
      readonly value: CellValue;
    };

interface DemoComment {
  readonly by: DemoMemberKey;
  readonly minutesAgo: number;
  /** As `prose` reads it; `@[marta]`, `@[Medtech]`, `@[ART-ER]` name a member, a value chain, an organisation. */
  readonly text: string;
  readonly reactions?: Readonly<Partial<Record<DemoMemberKey, Reaction>>>;
}

/** A thread with its opening comment and what was answered. */
export interface DemoThread extends DemoComment {
  readonly on: DemoPlace;
  readonly assignee?: DemoMemberKey;
  readonly dueInDays?: number;
  readonly blocking?: boolean;
  readonly replies: readonly DemoComment[];
  readonly resolved?: { readonly by: DemoMemberKey; readonly minutesAgo: number };
}

/**
 * Puts threads on a plan whose document is `doc`, as if their members' pages had sent them. Throws where the plan has
 * not the words that one of them is about.
 */
export async function seedThreads(
  store: Store,
  planId: string,
  doc: Y.Doc,
  threads: readonly DemoThread[],
  userOf: (key: DemoMemberKey) => UserRow,
  now: number,
): Promise<void> {
  const who = ({ by, minutesAgo }: { readonly by: DemoMemberKey; readonly minutesAgo: number }) => ({
    planId,
    by: userOf(by).id,
    at: now - minutesAgo * MINUTE,
  });
  for (const thread of threads) {
    const { assignee, dueInDays, blocking = false, resolved } = thread;
    const threadId = newId();
    const say = (comment: DemoComment) => ({
      ...who(comment),
      threadId,
      commentId: newId(),
      text: commentOf(comment.text, userOf),
      mentions: [],
      key: randomUUID(),
      content: '',
    });
    const react = async (commentId: string, comment: DemoComment): Promise<void> => {
      for (const [by, reaction] of Object.entries(comment.reactions ?? {})) {
        const deed = who({ by: by as DemoMemberKey, minutesAgo: comment.minutesAgo - 5 });
        check(await store.setReaction({ ...deed, threadId, commentId, reaction, given: true }));
      }
    };
    const opening = {
      ...say(thread),
      anchor: anchorOf(doc, thread.on),
      assignee: assignee === undefined ? null : userOf(assignee).id,
      due: dueInDays === undefined ? null : DATE_IN_ITALY.format(now + dueInDays * DAY),
      blocking,
    };
    check(await store.openThread(opening, DEFAULT_COMMENT_LIMITS));
    await react(opening.commentId, thread);
    for (const reply of thread.replies) {
      const comment = say(reply);
      check(await store.addComment(comment, DEFAULT_COMMENT_LIMITS));
      await react(comment.commentId, reply);
    }
    if (resolved) check(await store.patchThread({ ...who(resolved), threadId, patch: { resolved: true } }));
  }
}

function check(outcome: ThreadOutcome): void {
  if (outcome.kind !== 'done')
    throw new Error(`a comment of the demonstration was not taken: ${JSON.stringify(outcome)}`);
}

function anchorOf(doc: Y.Doc, place: DemoPlace): Anchor {
  switch (place.kind) {
    case 'section':
      return place;
    case 'row':
      return { kind: 'row', root: tableRoot(place.table), row: place.row, label: place.label };
    case 'cell': {
      const key = cellKey(place.row, place.column);
      return { kind: 'cell', root: tableRoot(place.table), key, value: place.value };
    }
    case 'passage': {
      const root = textRoot(place.block);
      const fragment = doc.getXmlFragment(root);
      const from = readLetters(fragment).text.indexOf(place.words);
      const anchor = from < 0 ? null : anchorPassage(fragment, root, from, from + place.words.length);
      if (!anchor) throw new Error(`the text "${place.block}" has no words "${place.words}"`);
      return anchor;
    }
  }
}

/** The words of a comment from plain text. Throws where they are none that a page could send. */
function commentOf(text: string, userOf: (key: DemoMemberKey) => UserRow): CommentText {
  const paragraph = (block: TextBlock) => {
    if (block.kind !== 'paragraph') throw new Error('comments do not nest lists');
    return { kind: 'paragraph', inlines: block.inlines.flatMap((inline) => inlinesOf(inline, userOf)) };
  };
  return commentTextSchema.parse({
    blocks: prose(text).blocks.map((block) =>
      block.kind === 'list'
        ? { ...block, items: block.items.map((item) => item.map(paragraph)) }
        : paragraph(block),
    ),
  });
}

function inlinesOf(inline: Inline, userOf: (key: DemoMemberKey) => UserRow): CommentInline[] {
  if (inline.kind !== 'text') return [{ kind: 'break' }];
  return inline.text
    .split(/(@\[[^\]]+\])/)
    .filter((part) => part !== '')
    .map((part): CommentInline => {
      const name = /^@\[(.+)\]$/.exec(part)?.[1];
      // Comments know fewer marks than the form; the schema refuses the others.
      const marks = inline.marks as ('bold' | 'italic')[];
      if (name === undefined) return { ...inline, marks: [...marks], text: part };
      if (name in MEMBERS) {
        const { id, name: label } = userOf(name as DemoMemberKey);
        return { kind: 'mention', of: 'member', id, label };
      }
      const isChain = (ASSOCIATION.valueChains as readonly string[]).includes(name);
      return { kind: 'mention', of: isChain ? 'value-chain' : 'organisation', id: name, label: name };
    });
}
