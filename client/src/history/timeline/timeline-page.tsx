import { PAGES, type PlanDetail } from '@filiera/shared/api.ts';
import { CLOSE } from '@filiera/shared/protocol/protocol.ts';
import { ActionIcon, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { Link, Redirect } from 'wouter';
import { failureText } from '../../api/failure.ts';
import { PastPlan } from '../../collab/past-plan.ts';
import type { OpenPlan } from '../../collab/plan-session.ts';
import { PlanSessionContext, usePlanState } from '../../collab/use-plan.tsx';
import { FormSkeleton } from '../../plan/form/form-skeleton.tsx';
import headerStyles from '../../plan/header/header.module.css';
import { MoneyBar } from '../../plan/header/money-bar.tsx';
import { SavedState } from '../../plan/header/saved-state.tsx';
import { AppFrame } from '../../ui/frame.tsx';
import { PageHeading } from '../../ui/heading.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './timeline.module.css';
import { Timeline } from './timeline.tsx';
import { useForgetHistory, useHistory } from './use-history.ts';

interface TimelinePageProps {
  readonly plan: PlanDetail;
  /** The plan as it is; it stays connected. */
  readonly session: OpenPlan;
}

/** A plan as it was at any moment, what has changed between two, and the way to bring something back. */
export function TimelinePage({ plan, session }: TimelinePageProps) {
  const { t } = useText();
  const past = useMemo(() => new PastPlan(session), [session]);
  const history = useHistory(plan.id);
  const gone = usePlanState((state) => state.save.kind === 'stopped' && state.save.code === CLOSE.forbidden);
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const forget = useForgetHistory(plan.id);
  const planPage = PAGES.plan(plan.id);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it forgets once
  useEffect(() => {
    if (gone) forget();
  }, [gone]);

  // The plan's own page says that it is not this member's any more.
  if (gone) return <Redirect to={planPage} replace />;
  return (
    <PlanSessionContext value={past}>
      <AppFrame
        trail={
          phone
            ? [{ label: plan.title, href: planPage }, { label: t('timeline.title') }]
            : [
                { label: plan.associationName, href: '/' },
                { label: plan.title, href: planPage },
                { label: t('timeline.title') },
              ]
        }
        wide
        controls={
          <>
            {!phone && <SavedState />}
            {phone ? (
              <ActionIcon
                component={Link}
                href={planPage}
                variant="default"
                size={40}
                aria-label={t('timeline.back')}
              >
                <IconArrowLeft size={20} aria-hidden="true" />
              </ActionIcon>
            ) : (
              <Button
                component={Link}
                href={planPage}
                variant="default"
                leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
              >
                {t('timeline.back')}
              </Button>
            )}
          </>
        }
        below={<MoneyThen />}
      >
        <div className={styles.page}>
          <div className={styles.heading}>
            <PageHeading title={`${t('timeline.title')} · ${plan.title}`}>{t('timeline.title')}</PageHeading>
          </div>
          {history.data && (
            <Timeline session={session} past={past} history={history.data} stale={history.isError} />
          )}
          {!history.data && history.error && (
            <Refusal text={t(failureText(history.error))} onRetry={() => void history.refetch()} />
          )}
          {history.isPending && (
            <div role="status" aria-label={t('timeline.loading')}>
              <FormSkeleton template={session.template} />
            </div>
          )}
        </div>
      </AppFrame>
    </PlanSessionContext>
  );
}

/** The figures as they were. */
function MoneyThen() {
  const ready = usePlanState((state) => state.view !== null);
  return (
    ready && (
      <div className={headerStyles.strip}>
        <MoneyBar />
      </div>
    )
  );
}
