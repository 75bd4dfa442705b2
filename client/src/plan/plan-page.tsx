import type { PlanDetail } from '@filiera/shared/api.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { lazy, Suspense, useEffect, useState } from 'react';
import { ApiFailure, failureText } from '../api/failure.ts';
import { usePlan } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { enterPlan, leavePlan } from '../collab/open-sessions.ts';
import type { PlanSession } from '../collab/plan-session.ts';
import { PlanSessionContext } from '../collab/use-plan.tsx';
import { AuthorsProvider } from '../history/authors-view.tsx';
import { AppFrame } from '../ui/frame.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { useText } from '../ui/text.tsx';
import { FormSkeleton } from './form/form-skeleton.tsx';
import { FreshDetail } from './fresh-detail.tsx';
import { BackOnline } from './header/back-online.tsx';
import { LostPlan } from './lost-plan.tsx';
import { PlanLayout } from './plan-layout.tsx';
import type { PlanPart } from './plan-parts.ts';

// Most who open a plan do not look back.
const Timeline = lazy(async () => ({
  default: (await import('../history/timeline/timeline-page.tsx')).TimelinePage,
}));
// Nor are these what a plan is opened for.
const Rehearsal = lazy(async () => ({
  default: (await import('../dossier/rehearsal-page.tsx')).RehearsalPage,
}));
const Versions = lazy(async () => ({
  default: (await import('../dossier/versions-page.tsx')).VersionsPage,
}));
const Differences = lazy(async () => ({
  default: (await import('../dossier/differences-page.tsx')).DifferencesPage,
}));

interface PlanPageProps {
  readonly planId: string;
  /** `null`: the page on which the plan is written. */
  readonly part: PlanPart | null;
}

/** A plan: the page on which it is written, and those that show what it was and will be. All share its session. */
export function PlanPage({ planId, part }: PlanPageProps) {
  const { t } = useText();
  const { user } = useSession();
  const { data: plan, error, refetch } = usePlan(user.id, planId);
  if (plan) {
    const template = findTemplate(plan.template.id, plan.template.version);
    return template ? <OpenedPlan plan={plan} template={template} part={part} /> : <NoForm />;
  }
  if (error instanceof ApiFailure && error.key === 'not-found') return <LostPlan planId={planId} />;
  return (
    <AppFrame trail={[{ label: t('nav.home'), href: '/' }]} wide={!error}>
      {error ? (
        <Refusal text={t(failureText(error))} onRetry={() => void refetch()} />
      ) : (
        <FormSkeleton template={null} />
      )}
    </AppFrame>
  );
}

/** A plan whose form this version of the page does not know: it must have come later. */
function NoForm() {
  const { t } = useText();
  return (
    <AppFrame trail={[{ label: t('nav.home'), href: '/' }]}>
      <PageHeading title={t('plan.noForm.title')} />
      <Refusal text={t('plan.noForm.body')} onRetry={() => location.reload()} />
    </AppFrame>
  );
}

interface OpenedPlanProps {
  readonly plan: PlanDetail;
  readonly template: Template;
  readonly part: PlanPart | null;
}

function OpenedPlan({ plan, template, part }: OpenedPlanProps) {
  const { user } = useSession();
  const [session, setSession] = useState<PlanSession | null>(null);
  const { id, name, color } = user;
  const { id: planId, role, status } = plan;

  // What the socket says later about role and status is newer than what this page was opened with.
  // biome-ignore lint/correctness/useExhaustiveDependencies: role and status are only where it starts from
  useEffect(() => {
    const who = { id, name, color };
    const opened = enterPlan(planId, template, who, { role, status });
    setSession(opened);
    return () => {
      setSession(null);
      leavePlan(opened, who);
    };
  }, [planId, template, id, name, color]);

  const waiting = (
    <AppFrame wide>
      <FormSkeleton template={template} />
    </AppFrame>
  );
  if (!session) return waiting;
  return (
    <PlanSessionContext value={session}>
      <AuthorsProvider>
        <BackOnline />
        <FreshDetail plan={plan} />
        <Suspense fallback={waiting}>
          {part === null && <PlanLayout plan={plan} />}
          {part === 'history' && <Timeline plan={plan} session={session} />}
          {part === 'rehearsal' && <Rehearsal plan={plan} />}
          {part === 'versions' && <Versions plan={plan} />}
          {part === 'differences' && <Differences plan={plan} />}
        </Suspense>
      </AuthorsProvider>
    </PlanSessionContext>
  );
}
