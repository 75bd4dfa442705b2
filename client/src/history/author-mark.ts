import { AUTHOR_COLORS } from '@filiera/shared/colors.ts';
import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import { initials } from '../ui/initials.ts';
import type { Passage } from './passages.ts';

/** Passages shorter than this do without initials, which would be longer than they are. */
const NAMED_FROM = 4;
/** Kinds of line under a passage; neighbours among the colours have different ones. */
const LINES = 4;

/** The line under a member's passages: one of a few kinds, by their colour. */
export function lineOf(color: string): number {
  const index = (AUTHOR_COLORS as readonly string[]).indexOf(color);
  return Math.max(0, index) % LINES;
}

/**
 * How the part of a passage that begins at `from` is marked, as attributes of its element: a tint, a line of the
 * author's own kind, and their initials where the passage begins.
 */
export function authorMark(
  { author, from: start, to }: Passage<HistoryPerson | null>,
  from: number,
): Record<string, string> {
  if (!author) return { class: 'filiera-author', 'data-line': 'none' };
  const named = from === start && to - start >= NAMED_FROM;
  return {
    class: 'filiera-author',
    style: `--fil-author: ${author.color}`,
    'data-line': String(lineOf(author.color)),
    ...(named ? { 'data-initials': initials(author.name) } : {}),
  };
}
