import { findAmong, type Letters, type PassageAnchor } from '@filiera/shared/threads/passage.ts';

/** A thread that hangs on words of a block. */
export interface HungThread {
  readonly id: string;
  readonly anchor: PassageAnchor;
}

/** The threads on words of one block, and the one that is open in the panel. */
export interface HungThreads {
  readonly threads: readonly HungThread[];
  readonly active: string | null;
}

/** Letters on which the same threads hang; offsets count letters from the block's start. */
export interface HungPassage {
  readonly from: number;
  readonly to: number;
  readonly ids: readonly string[];
  readonly active: boolean;
}

/** Where threads hang among a block's letters: stretches in order, which do not overlap. What is gone is left out. */
export function hungPassages(letters: Letters, { threads, active }: HungThreads): HungPassage[] {
  const spans = threads.flatMap(({ id, anchor }) => {
    const span = findAmong(letters, anchor);
    return span ? [{ id, ...span }] : [];
  });
  const cuts = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  return cuts.slice(1).flatMap((to, index) => {
    const from = cuts[index] as number;
    const ids = spans.filter((span) => span.from <= from && span.to >= to).map(({ id }) => id);
    return ids.length === 0 ? [] : [{ from, to, ids, active: active !== null && ids.includes(active) }];
  });
}

/** How such letters are marked, as attributes of their element. */
export function hungMark({ ids, active }: HungPassage): { class: string; 'data-thread': string } {
  return {
    class: active ? 'filiera-thread filiera-thread-active' : 'filiera-thread',
    'data-thread': ids.join(' '),
  };
}
