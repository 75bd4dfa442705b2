import type { Template } from '@filiera/shared/template/template.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import { usePlanSession } from '../collab/use-plan.tsx';
import { placesOfThreads, type ThreadPlaces } from './thread-places.ts';
import { useCommentsState } from './use-comments.tsx';

const NO_THREADS: readonly Thread[] = [];
const known = new WeakMap<readonly Thread[], ThreadPlaces>();

/** Sorted once for each list of threads, however many places ask. */
function placesOf(template: Template, threads: readonly Thread[]): ThreadPlaces {
  const before = known.get(threads);
  if (before) return before;
  const places = placesOfThreads(template, threads);
  known.set(threads, places);
  return places;
}

/** The open threads by where they hang; none for readers, and where a plan is shown as it was. */
export function useThreadPlaces(): ThreadPlaces {
  const { template } = usePlanSession();
  const threads = useCommentsState((state) => state.threads, NO_THREADS);
  return placesOf(template, threads);
}

const NONE: readonly Thread[] = [];
const NO_CELLS: ReadonlyMap<string, readonly Thread[]> = new Map();

/** The open threads of one block or table. */
export function useElementThreads(element: string): readonly Thread[] {
  return useThreadPlaces().elements.get(element) ?? NONE;
}

/** The open threads of a table's rows and cells. */
export function useCellThreads(element: string): ReadonlyMap<string, readonly Thread[]> {
  return useThreadPlaces().cells.get(element) ?? NO_CELLS;
}
