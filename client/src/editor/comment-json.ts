import {
  type CommentBlock,
  type CommentInline,
  type CommentText,
  commentTextSchema,
  MENTION_KINDS,
} from '@filiera/shared/threads/api.ts';
import type { JSONContent } from '@tiptap/core';
import { linkAddress } from './link-address.ts';

type Paragraph = Extract<CommentBlock, { kind: 'paragraph' }>;

/** What the editor of a comment holds, as comments are kept; `null` while there is nothing to read in it. */
export function commentOf(content: JSONContent): CommentText | null {
  const blocks = trimmed((content.content ?? []).map(blockOf));
  const parsed = commentTextSchema.safeParse({ blocks });
  return parsed.success ? parsed.data : null;
}

/** The same the other way. */
export function contentOf({ blocks }: CommentText): JSONContent {
  const paragraph = ({ inlines }: Paragraph): JSONContent => ({
    type: 'paragraph',
    content: inlines.map(nodeOf),
  });
  return {
    type: 'doc',
    content: blocks.map((block) =>
      block.kind === 'paragraph'
        ? paragraph(block)
        : {
            type: block.ordered ? 'orderedList' : 'bulletList',
            content: block.items.map((item) => ({ type: 'listItem', content: item.map(paragraph) })),
          },
    ),
  };
}

function blockOf(node: JSONContent): CommentBlock {
  if (node.type !== 'bulletList' && node.type !== 'orderedList') return paragraphOf(node);
  return {
    kind: 'list',
    ordered: node.type === 'orderedList',
    // Comments do not nest lists: what lies deeper stands in its item.
    items: (node.content ?? []).map((item) => (item.content ?? []).flatMap(paragraphsOf)),
  };
}

function paragraphsOf(node: JSONContent): Paragraph[] {
  return node.type === 'paragraph' ? [paragraphOf(node)] : (node.content ?? []).flatMap(paragraphsOf);
}

function paragraphOf(node: JSONContent): Paragraph {
  return { kind: 'paragraph', inlines: (node.content ?? []).flatMap(inlineOf) };
}

function inlineOf(node: JSONContent): CommentInline[] {
  if (node.type === 'hardBreak') return [{ kind: 'break' }];
  if (node.type === 'mention') {
    const { of, id, label } = node.attrs ?? {};
    const kind = MENTION_KINDS.find((one) => one === of);
    return kind ? [{ kind: 'mention', of: kind, id: String(id), label: String(label) }] : [];
  }
  if (node.type !== 'text' || !node.text) return [];
  const marks = (['bold', 'italic'] as const).filter((mark) => node.marks?.some(({ type }) => type === mark));
  const href: unknown = node.marks?.find(({ type }) => type === 'link')?.attrs?.href;
  const link = typeof href === 'string' ? linkAddress(href) : null;
  return [{ kind: 'text', text: node.text, marks, ...(link === null ? {} : { link }) }];
}

function nodeOf(inline: CommentInline): JSONContent {
  switch (inline.kind) {
    case 'break':
      return { type: 'hardBreak' };
    case 'mention':
      return { type: 'mention', attrs: { of: inline.of, id: inline.id, label: inline.label } };
    case 'text':
      return {
        type: 'text',
        text: inline.text,
        marks: [
          ...inline.marks.map((type) => ({ type })),
          ...(inline.link === undefined ? [] : [{ type: 'link', attrs: { href: inline.link } }]),
        ],
      };
  }
}

/** Without the empty paragraphs at both ends. */
function trimmed(blocks: readonly CommentBlock[]): CommentBlock[] {
  const isEmpty = (block: CommentBlock): boolean => block.kind === 'paragraph' && block.inlines.length === 0;
  const start = blocks.findIndex((block) => !isEmpty(block));
  if (start < 0) return [];
  let end = blocks.length;
  while (end > start && isEmpty(blocks[end - 1] as CommentBlock)) end -= 1;
  return blocks.slice(start, end);
}
