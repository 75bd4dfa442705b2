import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import { useMemo, useSyncExternalStore } from 'react';
import { usePlanState } from '../collab/use-plan.tsx';
import { useAuthorsView } from './authors-view.tsx';
import { type Passage, passagesOf } from './passages.ts';
import { runsAt } from './text-authors.tsx';

/** The passages of a block by their authors while they are shown; `text` changes whenever the block does. */
export function usePassages(
  key: string,
  text: unknown,
): readonly Passage<HistoryPerson | null>[] | undefined {
  const { shown, authorship } = useAuthorsView();
  const doc = usePlanState((state) => state.connection.doc);
  const version = useSyncExternalStore(authorship.subscribe, () => authorship.version);
  // biome-ignore lint/correctness/useExhaustiveDependencies: text and version say when to look again
  return useMemo(
    () => (shown ? passagesOf(runsAt(doc, key), (client) => authorship.author(client)) : undefined),
    [shown, doc, key, text, authorship, version],
  );
}
