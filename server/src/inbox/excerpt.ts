import type { CommentText } from '@filiera/shared/threads/api.ts';
import { plainWords } from '@filiera/shared/threads/plain-words.ts';

/** The longest beginning of a comment that is shown elsewhere, in characters. */
const LONGEST = 200;

/** The beginning of a comment as plain words in one line; empty where its words were deleted. */
export function excerptOf(text: CommentText | null): string {
  if (text === null) return '';
  const words = plainWords(text)
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
