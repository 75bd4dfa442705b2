import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';

/** Which threads the panel lists. */
export const COMMENT_FILTERS = ['open', 'mine', 'assigned', 'blocking', 'resolved'] as const;
export type CommentFilter = (typeof COMMENT_FILTERS)[number];

/** How the filters stand in the page's address, so that they last over a reload and can be sent on. */
const WORDS: Readonly<Record<CommentFilter, string | null>> = {
  open: null,
  mine: 'miei',
  assigned: 'assegnati',
  blocking: 'bloccanti',
  resolved: 'risolti',
};
/** The name of a thread in an address is that of `PAGES.thread`. */
const NAMES = { thread: 'commento', filter: 'commenti', section: 'sezione', order: 'ordine' } as const;
const NEWEST = 'recenti';

export interface CommentsAddress {
  /** The thread that is open. */
  readonly thread: string | null;
  readonly filter: CommentFilter;
  /** A section's id, or `null` for all of them. */
  readonly section: string | null;
  /** Newest first, as against the order of the form. */
  readonly newest: boolean;
}

/** The open thread and the filters, kept in the address without a step of the browser's own history. */
export function useCommentsAddress() {
  const [params, setParams] = useSearchParams();
  const address = useMemo<CommentsAddress>(() => {
    const word = params.get(NAMES.filter);
    const thread = params.get(NAMES.thread);
    return {
      thread: thread && thread.length <= 100 ? thread : null,
      filter: COMMENT_FILTERS.find((one) => word !== null && WORDS[one] === word) ?? 'open',
      section: params.get(NAMES.section),
      newest: params.get(NAMES.order) === NEWEST,
    };
  }, [params]);

  const change = useCallback(
    (changes: Readonly<Partial<Record<keyof typeof NAMES | 'tab', string | null>>>): void => {
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            const key = name === 'tab' ? 'riquadro' : NAMES[name as keyof typeof NAMES];
            if (value) after.set(key, value);
            else after.delete(key);
          }
          return after;
        },
        { replace: true },
      );
    },
    [setParams],
  );
  const setThread = useCallback(
    // Whoever closes a thread stays among the comments.
    (thread: string | null) => change({ thread, tab: 'commenti' }),
    [change],
  );
  return {
    ...address,
    setThread,
    setFilter: useCallback((filter: CommentFilter) => change({ filter: WORDS[filter] }), [change]),
    setSection: useCallback((section: string | null) => change({ section }), [change]),
    setNewest: useCallback((newest: boolean) => change({ order: newest ? NEWEST : null }), [change]),
  };
}
