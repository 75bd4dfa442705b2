import { PAGES } from '@filiera/shared/api.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Route, Switch } from 'wouter';
import { createQueries } from './api/queries.ts';
import { SignInPage } from './pages/entry/sign-in-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { RequireSession } from './pages/require-session.tsx';
import { partOf } from './plan/plan-parts.ts';
import { Announcements } from './ui/announce.tsx';
import { Appearance } from './ui/appearance.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { PageSkeleton } from './ui/page-skeleton.tsx';
import { TextProvider } from './ui/text.tsx';

// Each page is its own load: signing in waits for no list, a list for no editor.
const PlansPage = lazy(async () => ({ default: (await import('./pages/list/plans-page.tsx')).PlansPage }));
const AssociationPage = lazy(async () => ({
  default: (await import('./pages/association/association-page.tsx')).AssociationPage,
}));
const SetupPage = lazy(async () => ({ default: (await import('./pages/entry/setup-page.tsx')).SetupPage }));
const InvitationPage = lazy(async () => ({
  default: (await import('./pages/entry/invitation-page.tsx')).InvitationPage,
}));
const InboxPage = lazy(async () => ({ default: (await import('./inbox/inbox-page.tsx')).InboxPage }));
const UnsubscribePage = lazy(async () => ({
  default: (await import('./inbox/unsubscribe-page.tsx')).UnsubscribePage,
}));
const VerificationPage = lazy(async () => ({
  default: (await import('./verification/verification-page.tsx')).VerificationPage,
}));
const PlanPage = lazy(async () => ({ default: (await import('./plan/plan-page.tsx')).PlanPage }));

/** The whole client: languages, theme, data and the pages by their address. */
export function App() {
  const [queries] = useState(createQueries);
  return (
    <TextProvider>
      <Appearance>
        <ErrorBoundary>
          <QueryClientProvider client={queries}>
            <Announcements />
            <Suspense fallback={<PageSkeleton />}>
              <Pages />
            </Suspense>
          </QueryClientProvider>
        </ErrorBoundary>
      </Appearance>
    </TextProvider>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <RequireSession>
          <PlansPage />
        </RequireSession>
      </Route>
      <Route path="/accedi">
        <SignInPage />
      </Route>
      <Route path="/setup/:token">{({ token }) => <SetupPage token={token} key={token} />}</Route>
      <Route path="/invito/:token">{({ token }) => <InvitationPage token={token} key={token} />}</Route>
      <Route path={PAGES.verification()}>
        <VerificationPage />
      </Route>
      <Route path="/associazione/:id">
        {({ id }) => (
          <RequireSession>
            <AssociationPage id={id} key={id} />
          </RequireSession>
        )}
      </Route>
      <Route path="/avvisi">
        <RequireSession>
          <InboxPage />
        </RequireSession>
      </Route>
      <Route path="/disiscrizione/:token">
        {({ token }) => <UnsubscribePage token={token} key={token} />}
      </Route>
      {/* One route for all pages of a plan: who goes from one to the other stays connected, and can still undo. */}
      <Route path="/piani/:id/:part?">
        {({ id, part: name }) => {
          const part = partOf(name);
          return part === undefined ? (
            <NotFoundPage />
          ) : (
            <RequireSession>
              <PlanPage planId={id} part={part} key={id} />
            </RequireSession>
          );
        }}
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
