import type { CommentBlock, CommentText } from '@filiera/shared/threads/api.ts';

/** The longest beginning of a comment that is shown elsewhere, in characters. */
const LONGEST = 200;

type Inlines = Extract<CommentBlock, { kind: 'paragraph' }>['inlines'];

const wordsOf = (inlines: Inlines): string =>
  inlines
    .map((inline) =>
      inline.kind === 'text' ? inline.text : inline.kind === 'mention' ? `@${inline.label}` : ' ',
    )
    .join('');

/** The beginning of a comment as plain words in one line; empty where its words were deleted. */
export function excerptOf(text: CommentText | null): string {
  if (text === null) return '';
  const words = text.blocks
    .flatMap((block) => (block.kind === 'paragraph' ? [block] : block.items.flat()))
    .map(({ inlines }) => wordsOf(inlines))
    .join(' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const letters = [...words];
  return letters.length <= LONGEST
    ? words
    : `${letters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}
