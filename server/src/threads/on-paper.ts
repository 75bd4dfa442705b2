import { FIELDS_ROOT, parseCellKey } from '@filiera/shared/plan/layout.ts';
import type { RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import type { Anchor, CommentBlock, CommentText, Thread } from '@filiera/shared/threads/api.ts';
import { findPassage } from '@filiera/shared/threads/passage.ts';
import type * as Y from 'yjs';
import type { PaperAnchor, PaperComment } from '../freeze/docx/comments.ts';

type CommentParagraph = Extract<CommentBlock, { kind: 'paragraph' }>;

/** The threads of a plan as they go beside its text on paper, each where its place is in the document now. */
export function paperComments(
  threads: readonly Thread[],
  doc: Y.Doc,
  nameOf: (userId: string) => string,
): PaperComment[] {
  return threads.map(({ id, anchor, resolved, blocking, comments }) => ({
    id,
    at: paperAnchor(anchor, doc),
    resolved: resolved !== null,
    blocking,
    entries: comments.map(({ authorId, at, text }) => ({
      author: nameOf(authorId),
      initials: initialsOf(nameOf(authorId)),
      at,
      text: text === null ? DELETED : richText(text),
    })),
  }));
}

const DELETED: RichText = {
  blocks: [
    { kind: 'paragraph', inlines: [{ kind: 'text', text: 'Commento eliminato.', marks: ['italic'] }] },
  ],
};

function paperAnchor(anchor: Anchor, doc: Y.Doc): PaperAnchor {
  switch (anchor.kind) {
    case 'section':
    case 'issue':
      return { kind: 'section', section: anchor.section };
    case 'block':
      return { kind: 'text', root: anchor.root, range: null };
    case 'passage':
      return { kind: 'text', root: anchor.root, range: findPassage(doc, anchor) };
    case 'table':
      return { kind: 'table', root: anchor.root };
    case 'row':
      return { kind: 'row', root: anchor.root, row: anchor.row };
    case 'cell': {
      if (anchor.root === FIELDS_ROOT) return { kind: 'field', field: anchor.key };
      const at = parseCellKey(anchor.key);
      return at ? { kind: 'cell', root: anchor.root, ...at } : { kind: 'table', root: anchor.root };
    }
  }
}

function richText({ blocks }: CommentText): RichText {
  const paragraph = ({ inlines }: CommentParagraph): TextBlock => ({
    kind: 'paragraph',
    inlines: inlines.map((inline) =>
      inline.kind === 'mention'
        ? { kind: 'text', text: `@${inline.label}`, marks: ['bold'] }
        : inline.kind === 'break'
          ? inline
          : {
              kind: 'text',
              text: inline.text,
              marks: inline.marks,
              ...(inline.link === undefined ? {} : { link: inline.link }),
            },
    ),
  });
  return {
    blocks: blocks.map((block) =>
      block.kind === 'paragraph'
        ? paragraph(block)
        : { kind: 'list', ordered: block.ordered, items: block.items.map((item) => item.map(paragraph)) },
    ),
  };
}

/** The first letters of the first and the last name. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return ends.map((word) => [...word][0]!.toUpperCase()).join('');
}
