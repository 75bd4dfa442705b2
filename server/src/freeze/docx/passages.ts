import type { RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import type { ParagraphChild } from 'docx';
import { closing, type Margin, opening, type Thread } from './comments.ts';

/** Something that stands between two letters of a block without being one, on the side of the letter it belongs to. */
export interface Mark {
  /** Letters from the block's start. */
  readonly at: number;
  readonly beside: 'next' | 'previous';
  readonly children: () => readonly ParagraphChild[];
}

/** The threads about a block: those about a passage, as marks in its text, and those about it as a whole. */
export interface MarkedText {
  readonly marks: readonly Mark[];
  readonly whole: readonly Thread[];
}

/**
 * Finds the passages that threads are about. A passage whose letters are all gone leaves its thread to the block as a
 * whole; one that reaches beyond the end ends there.
 */
export function markedText(
  threads: readonly Thread[],
  text: RichText | undefined,
  margin: Margin,
): MarkedText {
  const letters = lettersIn(text?.blocks ?? []);
  const marks: Mark[] = [];
  const whole: Thread[] = [];
  for (const thread of threads) {
    const { at: anchor } = thread.comment;
    const range = anchor.kind === 'text' ? anchor.range : null;
    const from = Math.max(0, range?.from ?? 0);
    const to = Math.min(letters, range?.to ?? 0);
    if (range === null || letters === 0 || from > to || (from === to && range.from !== range.to)) {
      if (range !== null || thread.comment.quote !== undefined) margin.lose(thread);
      whole.push(thread);
    } else if (from === to) {
      // A caret's place, not a passage: right after the letter before it.
      const children = (): ParagraphChild[] => [...opening(thread), ...closing(thread)];
      marks.push({ at: from, beside: from > 0 ? 'previous' : 'next', children });
    } else {
      marks.push({ at: from, beside: 'next', children: () => opening(thread) });
      marks.push({ at: to, beside: 'previous', children: () => closing(thread) });
    }
  }
  return { marks, whole };
}

/** Marks around all of a text that has letters. */
export function wholeMarks(threads: readonly Thread[], text: RichText | undefined): Mark[] {
  const to = lettersIn(text?.blocks ?? []);
  return threads.flatMap((thread): Mark[] => [
    { at: 0, beside: 'next', children: () => opening(thread) },
    { at: to, beside: 'previous', children: () => closing(thread) },
  ]);
}

/** Letters are counted as the editor counts them: neither breaks nor the ends of paragraphs are any. */
function lettersIn(blocks: readonly TextBlock[]): number {
  return blocks.reduce(
    (sum, block) =>
      sum +
      (block.kind === 'list'
        ? block.items.reduce((count, item) => count + lettersIn(item), 0)
        : block.inlines.reduce((count, one) => count + (one.kind === 'text' ? one.text.length : 0), 0)),
    0,
  );
}

/** The marks of one block on the way through its letters. */
export class MarkReader {
  private readonly marks: readonly Mark[];
  private at = 0;

  constructor(marks: readonly Mark[]) {
    this.marks = marks;
  }

  /**
   * The marks within the next letters, and where to cut these for them: `before` stands before the first piece,
   * `between[n]` after the piece that ends at `cuts[n]`, `after` behind the last one.
   */
  read(text: string): { readonly cuts: readonly number[]; readonly between: readonly ParagraphChild[][] } {
    const start = this.at;
    this.at += text.length;
    const within = this.marks
      .filter(({ at, beside }) =>
        beside === 'next' ? at >= start && at < this.at : at > start && at <= this.at,
      )
      .map((mark) => ({ ...mark, offset: outsidePair(text, mark.at - start, mark.beside) }))
      // Of two passages that meet, the one that ends there comes first.
      .sort((a, b) => a.offset - b.offset || Number(a.beside === 'next') - Number(b.beside === 'next'));
    const cuts: number[] = [];
    const between: ParagraphChild[][] = [];
    for (const { offset, children } of within) {
      if (cuts.at(-1) !== offset) {
        cuts.push(offset);
        between.push([]);
      }
      between.at(-1)!.push(...children());
    }
    return { cuts, between };
  }
}

/** A letter of two halves is not cut: a passage that holds one half holds the other. */
function outsidePair(text: string, offset: number, beside: Mark['beside']): number {
  const code = text.codePointAt(offset - 1);
  if (offset < 1 || offset >= text.length || code === undefined || code <= 0xffff) return offset;
  return beside === 'next' ? offset - 1 : offset + 1;
}
