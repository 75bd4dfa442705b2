import { textRoot } from '@filiera/shared/plan/layout.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import { readLetters } from '@filiera/shared/threads/passage.ts';
import { useMemo } from 'react';
import { usePlanState } from '../collab/use-plan.tsx';
import { type HungPassage, type HungThread, type HungThreads, hungPassages } from './hung-passages.ts';
import { useCommentsState } from './use-comments.tsx';
import { useElementThreads } from './use-thread-places.ts';

/** What is being written hangs on its words as well, under this name. */
const COMPOSING = 'composing';
const NO_THREADS: readonly Thread[] = [];

/** The threads that hang on words of a block: the open ones, the one that the panel shows, and one being written. */
export function useHungThreads(block: string): HungThreads {
  const open = useElementThreads(block);
  const active = useCommentsState((state) => state.active, null);
  const all = useCommentsState((state) => state.threads, NO_THREADS);
  const composing = useCommentsState((state) => state.composing, null);
  const shown = all.find(({ id }) => id === active);
  const written = composing?.anchors[composing.chosen];
  const root = textRoot(block);
  const here = shown?.anchor.kind === 'passage' && shown.anchor.root === root ? shown : null;
  const draft = written?.kind === 'passage' && written.root === root ? written : null;
  return useMemo(() => {
    const threads: HungThread[] = open.flatMap(({ id, anchor }) =>
      anchor.kind === 'passage' ? [{ id, anchor }] : [],
    );
    if (here?.anchor.kind === 'passage' && !threads.some(({ id }) => id === here.id))
      threads.push({ id: here.id, anchor: here.anchor });
    if (draft) threads.push({ id: COMPOSING, anchor: draft });
    return { threads, active: draft ? COMPOSING : (here?.id ?? null) };
  }, [open, here, draft]);
}

const NONE: readonly HungPassage[] = [];

/** Where they hang in a block that has no editor; `text` changes whenever the block does. */
export function useHungPassages(block: string, text: unknown): readonly HungPassage[] {
  const hung = useHungThreads(block);
  const doc = usePlanState((state) => state.connection.doc);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says when to look again
  return useMemo(() => {
    if (hung.threads.length === 0) return NONE;
    try {
      return hungPassages(readLetters(doc.getXmlFragment(textRoot(block))), hung);
    } catch {
      // A client has made something else of the root: there is no text.
      return NONE;
    }
  }, [hung, doc, block, text]);
}
