import type { PlanDetail } from '@filiera/shared/api.ts';
import type { Differences } from '@filiera/shared/dossier/api.ts';
import { Button, Skeleton } from '@mantine/core';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { useSearchParams } from 'wouter';
import { failureText } from '../api/failure.ts';
import { usePlanSession } from '../collab/use-plan.tsx';
import comparisonStyles from '../history/timeline/comparison.module.css';
import { DifferencesBetween } from '../history/timeline/comparison.tsx';
import { usePastView } from '../history/timeline/use-history.ts';
import { PlanSubpage } from '../plan/plan-subpage.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { sayMoment } from '../ui/moment.ts';
import { Refusal } from '../ui/refusal.tsx';
import { useText } from '../ui/text.tsx';
import { useDifferences } from './queries.ts';
import { MADE } from './requests.ts';
import { useSaving } from './use-saving.ts';
import styles from './versions.module.css';

/** What came after a frozen version, up to the next one or to now: `?versione=1`. */
export function DifferencesPage({ plan }: { readonly plan: PlanDetail }) {
  const { t } = useText();
  const [params] = useSearchParams();
  const asked = Number(params.get('versione'));
  const version = plan.versions.find(({ number }) => number === asked) ?? plan.versions.at(-1);
  const n = version?.number ?? 0;
  const title = version ? t('differences.title', { n }) : t('version.all');
  return (
    <PlanSubpage plan={plan} title={title}>
      <div className={styles.page}>
        <PageHeading title={`${title} · ${plan.title}`}>{title}</PageHeading>
        {version ? <FromVersion key={n} planId={plan.id} n={n} /> : <p>{t('version.none')}</p>}
      </div>
    </PlanSubpage>
  );
}

function FromVersion({ planId, n }: { readonly planId: string; readonly n: number }) {
  const { t } = useText();
  const { data, error, isFetching, refetch } = useDifferences(planId, n);
  const saving = useSaving();
  return (
    <>
      <div className={styles.actions}>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden="true" />}
          loading={saving.isPending}
          onClick={() => saving.mutate(MADE.differences(planId, n))}
        >
          {t('differences.docx')}
        </Button>
        {data?.to.version === null && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={18} aria-hidden="true" />}
            loading={isFetching}
            onClick={() => void refetch()}
          >
            {t('differences.refresh')}
          </Button>
        )}
      </div>
      {data?.reason && <p className={styles.intro}>{t('differences.reason', { reason: data.reason })}</p>}
      {error && <Refusal text={t(failureText(error))} onRetry={() => void refetch()} />}
      {data ? <Shown differences={data} n={n} /> : !error && <Waiting />}
    </>
  );
}

function Shown({ differences, n }: { readonly differences: Differences; readonly n: number }) {
  const { t, locale } = useText();
  const { planId, template } = usePlanSession();
  const { from, to, comparison } = differences;
  const before = usePastView(planId, template, from.seq);
  const after = usePastView(planId, template, to.seq);
  const failed = [before, after].find((query) => query.isError);
  const ready = before.data?.seq === from.seq && after.data?.seq === to.seq;
  const said = (point: Differences['to']): string =>
    point.version === null
      ? t('differences.now', { when: sayMoment(point.at, locale) })
      : t('differences.version', { n: point.version, when: sayMoment(point.at, locale) });
  return (
    <section className={comparisonStyles.comparison} aria-label={t('timeline.compare.title')}>
      <dl className={comparisonStyles.moments}>
        <div>
          <dt>{t('timeline.compare.from')}</dt>
          <dd>{said(from)}</dd>
        </div>
        <div>
          <dt>{t('timeline.compare.to')}</dt>
          <dd>{said(to)}</dd>
        </div>
      </dl>
      {failed && (
        <Refusal
          text={t(failureText(failed.error))}
          onRetry={() => {
            for (const query of [before, after]) if (query.isError) void query.refetch();
          }}
        />
      )}
      {!ready && !failed && <Waiting />}
      {ready && before.data && after.data && (
        <DifferencesBetween
          before={before.data.view.plan}
          after={after.data.view.plan}
          comparison={comparison}
          none={to.version === null ? t('differences.none', { n }) : t('timeline.compare.none')}
        />
      )}
    </section>
  );
}

function Waiting() {
  const { t } = useText();
  return (
    <div role="status" aria-label={t('timeline.compare.loading')}>
      <Skeleton height={160} mb="md" />
      <Skeleton height={240} />
    </div>
  );
}
