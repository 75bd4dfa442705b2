import './authors.css';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useSession } from '../api/session.tsx';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';
import { Authorship } from './authorship.ts';

/** Are the texts shown by their authors, and who they are. */
export interface AuthorsView {
  readonly shown: boolean;
  readonly setShown: (shown: boolean) => void;
  readonly authorship: Authorship;
}

const AuthorsContext = createContext<AuthorsView | null>(null);

export function useAuthorsView(): AuthorsView {
  const view = useContext(AuthorsContext);
  if (!view) throw new Error('useAuthorsView outside a plan page');
  return view;
}

/** Keeps what is known of a plan's authors while its page is open. */
export function AuthorsProvider({ children }: { readonly children: ReactNode }) {
  const { planId } = usePlanSession();
  const { user } = useSession();
  const client = usePlanState((state) => state.connection.doc.clientID);
  const [shown, setShown] = useState(false);
  const authorship = useMemo(() => new Authorship(planId), [planId]);
  const { id, name, color } = user;

  useEffect(
    () => authorship.own(client, { id, name, color, organisation: null }),
    [authorship, client, id, name, color],
  );
  useEffect(() => () => authorship.destroy(), [authorship]);

  const view = useMemo(() => ({ shown, setShown, authorship }), [shown, authorship]);
  return <AuthorsContext value={view}>{children}</AuthorsContext>;
}
