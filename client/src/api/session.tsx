import type { State } from '@filiera/shared/api.ts';
import type { Locale } from '@filiera/shared/text/text.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { forgetMember } from '../offline/keeping.ts';
import { useText } from '../ui/text.tsx';
import { api } from './client.ts';
import { KEYS } from './queries.ts';

/** Who is signed in, and where they belong. */
export interface Session {
  readonly user: NonNullable<State['user']>;
  readonly associations: State['associations'];
  readonly demo: boolean;
}

/** Filled by `RequireSession`. */
export const SessionContext = createContext<Session | null>(null);

/** The member who is signed in; only inside `RequireSession`, which every page but those for signing in is. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside RequireSession');
  return session;
}

/** Changes the language of the page, and of the account where somebody is signed in. */
export function useLocaleChange(): (locale: Locale) => void {
  const { setLocale } = useText();
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (locale: Locale) => api.saveProfile({ locale }),
    onSuccess: (state) => queries.setQueryData(KEYS.state, state),
  });
  return (locale) => {
    setLocale(locale);
    if (queries.getQueryData<State>(KEYS.state)?.user) mutate(locale);
  };
}

/** Gives a new account the language in which its owner was reading; the account as it was where that fails. */
export async function withLocale(state: State, locale: Locale): Promise<State> {
  if (!state.user || state.user.locale === locale) return state;
  return api.saveProfile({ locale }).catch(() => state);
}

/** Ends the session and forgets everything that this page had read, and this browser kept, of the member. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const userId = queries.getQueryData<State>(KEYS.state)?.user?.id;
      await api.signOut();
      return userId;
    },
    onSuccess: (userId) => {
      queries.setQueryData<State>(KEYS.state, (state) => state && { ...state, user: null, associations: [] });
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== KEYS.state[0] });
      if (userId !== undefined) void forgetMember(userId);
    },
  });
}
