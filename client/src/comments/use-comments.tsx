import type { PlanDetail } from '@filiera/shared/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import type { Anchor } from '@filiera/shared/threads/api.ts';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useSession } from '../api/session.tsx';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';
import { announce, notifyFailure } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import { type Arrival, type CommentsState, CommentsStore } from './comments-store.ts';
import { useCommentsAddress } from './use-comments-address.ts';

/** The comments of the plan that is open, and the ways to go to them. */
export interface Comments {
  readonly plan: PlanDetail;
  readonly store: CommentsStore;
  /** Opens a thread in the panel and gives it the focus, which goes back to `opener` in the end. */
  readonly openThread: (id: string, opener?: HTMLElement | null) => void;
  /** Makes a thread the open one where it stands, the focus left where it is. */
  readonly markThread: (id: string) => void;
  readonly closeThread: () => void;
  /** Begins a thread on the first of these places; the others may be chosen instead. */
  readonly compose: (anchors: readonly [Anchor, ...Anchor[]], opener?: HTMLElement | null) => void;
  /** What the focus came from. */
  readonly opener: () => HTMLElement | null;
  /** Gives the focus back to where it came from. `false` where that is gone. */
  readonly giveBack: () => boolean;
  /** Is the focus to go to what the panel opens? Asked once for each opening. */
  readonly takesFocus: () => boolean;
}

const CommentsContext = createContext<Comments | null>(null);

/** The comments; `null` for readers, and where a plan is shown as it was. */
export function useComments(): Comments | null {
  return useContext(CommentsContext);
}

/** A part of the comments' state; `select` must return something that the state holds, not a new object. */
export function useCommentsState<T>(select: (state: CommentsState) => T, otherwise: T): T {
  const comments = useComments();
  return useSyncExternalStore(comments?.store.subscribe ?? never, () =>
    comments ? select(comments.store.state) : otherwise,
  );
}

const never = (): (() => void) => () => undefined;

interface ProviderProps {
  readonly plan: PlanDetail;
  readonly children: ReactNode;
}

/** Keeps the comments of a plan while its page is open, for those who may read them. */
export function CommentsProvider({ plan, children }: ProviderProps) {
  const { t } = useText();
  const mayComment = usePlanState((state) => planAllows(state.access.role, 'comment'));
  const session = usePlanSession();
  const { user } = useSession();
  const { thread, setThread } = useCommentsAddress();
  const [store, setStore] = useState<CommentsStore | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  // A link that is followed opens its thread with the focus on it.
  const wantsFocus = useRef(thread !== null);
  const said = useRef(t);
  said.current = t;

  // Who may not comment and follows a link to a comment is told so.
  useEffect(() => {
    if (thread && !mayComment) notifyFailure(said.current('comments.link.reader'));
  }, [thread, mayComment]);

  useEffect(() => {
    if (!mayComment) return;
    const opened = new CommentsStore(session, user.id, (arrivals) => {
      announce(sayArrivals(arrivals, opened.state, said.current));
    });
    opened.start();
    if (wantsFocus.current) opened.summonPanel();
    setStore(opened);
    return () => {
      opened.destroy();
      setStore(null);
    };
  }, [session, user.id, mayComment]);

  useEffect(() => store?.setActive(thread), [store, thread]);

  const openThread = useCallback<Comments['openThread']>(
    (id, from) => {
      opener.current = from ?? focused();
      wantsFocus.current = true;
      store?.compose(null);
      setThread(id);
      store?.setActive(id);
      store?.summonPanel();
    },
    [store, setThread],
  );
  const compose = useCallback<Comments['compose']>(
    (anchors, from) => {
      opener.current = from ?? focused();
      wantsFocus.current = true;
      setThread(null);
      store?.compose(anchors);
    },
    [store, setThread],
  );
  const markThread = useCallback((id: string) => setThread(id), [setThread]);
  const closeThread = useCallback(() => setThread(null), [setThread]);
  const giveBack = useCallback(() => {
    const from = opener.current;
    opener.current = null;
    if (!from?.isConnected) return false;
    from.focus({ preventScroll: true });
    return true;
  }, []);
  const takesFocus = useCallback(() => {
    const takes = wantsFocus.current;
    wantsFocus.current = false;
    return takes;
  }, []);

  const comments = useMemo<Comments | null>(
    () =>
      store && {
        plan,
        store,
        openThread,
        markThread,
        closeThread,
        compose,
        giveBack,
        takesFocus,
        opener: () => opener.current,
      },
    [plan, store, openThread, markThread, closeThread, compose, giveBack, takesFocus],
  );
  return <CommentsContext value={comments}>{children}</CommentsContext>;
}

function focused(): HTMLElement | null {
  return document.activeElement instanceof HTMLElement && document.activeElement !== document.body
    ? document.activeElement
    : null;
}

function sayArrivals(
  arrivals: readonly Arrival[],
  { people }: CommentsState,
  t: ReturnType<typeof useText>['t'],
): string {
  return arrivals
    .map(({ thread, isNew }) => {
      const name = people.get(thread.comments.at(-1)?.authorId ?? '')?.name ?? t('authors.left');
      return t(isNew ? 'comments.arrived.new' : 'comments.arrived.reply', { name });
    })
    .join(' ');
}
