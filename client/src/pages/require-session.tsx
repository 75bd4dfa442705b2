import { type ReactNode, useEffect, useMemo } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { failureText } from '../api/failure.ts';
import { useStateQuery } from '../api/queries.ts';
import { SessionContext } from '../api/session.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import { PlainPage } from '../ui/plain-page.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { useText } from '../ui/text.tsx';
import { SetupWaits } from './entry/setup-waits.tsx';

/** The address of the sign-in page that leads back to where the reader is now. */
export function signInAddress(location: string, search: string): string {
  const here = search ? `${location}?${search}` : location;
  return here === '/' ? '/accedi' : `/accedi?da=${encodeURIComponent(here)}`;
}

/** Shows a page to those who are signed in; sends everyone else to sign in, and back afterwards. */
export function RequireSession({ children }: { readonly children: ReactNode }) {
  const { t, setLocale } = useText();
  const { data: state, error, refetch } = useStateQuery();
  const [location] = useLocation();
  const search = useSearch();
  const accountLocale = state?.user?.locale;

  // The account's language wins over the device's, on whichever device its owner signs in.
  useEffect(() => {
    if (accountLocale) setLocale(accountLocale);
  }, [accountLocale, setLocale]);

  const session = useMemo(
    () => (state?.user ? { user: state.user, associations: state.associations, demo: state.demo } : null),
    [state],
  );

  if (!state) {
    if (error) {
      return (
        <PlainPage>
          <Refusal text={t(failureText(error))} onRetry={() => void refetch()} />
        </PlainPage>
      );
    }
    return <PageSkeleton />;
  }
  if (state.setupNeeded) {
    return <SetupWaits />;
  }
  if (!session) return <Redirect to={signInAddress(location, search)} replace />;
  return <SessionContext value={session}>{children}</SessionContext>;
}
