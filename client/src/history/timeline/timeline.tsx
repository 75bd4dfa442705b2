import type { HistoryOverview } from '@filiera/shared/history/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { Button, Group, NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowsDiff, IconTag, IconX } from '@tabler/icons-react';
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { failureText } from '../../api/failure.ts';
import type { PastPlan } from '../../collab/past-plan.ts';
import type { OpenPlan } from '../../collab/plan-session.ts';
import { usePlanState } from '../../collab/use-plan.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useText } from '../../ui/text.tsx';
import { ComparisonView } from './comparison.tsx';
import { PlanThen } from './plan-then.tsx';
import { NameDialog, PointNames } from './point-names.tsx';
import { PointSlider } from './point-slider.tsx';
import { RestoreDialog, type RestoreRequest } from './restore-dialog.tsx';
import { RestoreContext } from './restore-tools.tsx';
import { type Stop, sayStop, stopAt, stopsOf } from './stops.ts';
import styles from './timeline.module.css';
import { usePastView } from './use-history.ts';

/** How long the slider must rest before the moment under it is asked for, in milliseconds. */
const REST_MILLIS = 100;

/** A row of the log, or the end of it, which moves on. */
type Choice = number | 'now';

interface TimelineProps {
  /** The plan as it is. */
  readonly session: OpenPlan;
  /** The plan that the page shows. */
  readonly past: PastPlan;
  readonly history: HistoryOverview;
  /** Did the server not answer when it was last asked? */
  readonly stale: boolean;
}

/** The slider, what can be done with the moment under it, and the plan at that moment or what has changed. */
export function Timeline({ session, past, history, stale }: TimelineProps) {
  const texts = useText();
  const { t } = texts;
  const { planId, template } = session;
  const address = useAddress();
  const [choice, setChoice] = useState<Choice>(address.seq ?? 'now');
  const [against, setAgainst] = useState<Choice | null>(address.against);
  const [naming, setNaming] = useState(false);
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const role = usePlanState((state) => state.access.role);
  const status = usePlanState((state) => state.access.status);
  const writable = status === 'open' && planAllows(role, 'edit');

  // A sitting that goes on ends later than it did: the moment that was chosen stays a stop.
  const also = useMemo(() => [choice, against].filter((seq) => typeof seq === 'number'), [choice, against]);
  const stops = useMemo(() => stopsOf(history, also), [history, also]);
  const index = stopAt(stops, choice);
  const stop = stops[index];
  const other = against === null ? null : stops[stopAt(stops, against)];

  const [settled] = useDebouncedValue(choice, REST_MILLIS);
  const wanted = settled === 'now' ? null : (stops[stopAt(stops, settled)]?.seq ?? null);
  const { data, error, refetch } = usePastView(planId, template, wanted);
  const shown = wanted === null ? stops.at(-1) : stops.find(({ seq }) => seq === data?.seq);
  useLayoutEffect(() => {
    if (wanted === null) past.show('now');
    else if (data) past.show(data.view);
  }, [past, wanted, data]);

  const { remember } = address;
  useEffect(() => remember(settled, against), [remember, settled, against]);

  const choose = (next: Stop | undefined): void => {
    if (next) setChoice(choiceOf(next));
  };
  const restore = useMemo(() => (writable ? { session, ask: setRestoring } : null), [writable, session]);

  if (!stop) return <p className={styles.empty}>{t('timeline.empty')}</p>;
  return (
    <RestoreContext value={restore}>
      <section className={styles.card} aria-label={t('timeline.title')}>
        <p className={styles.moment}>
          <strong>{sayStop(stop, texts)}</strong>
          <span className={styles.position}>
            {t('timeline.position', { n: index + 1, total: stops.length })}
          </span>
        </p>
        <PointSlider stops={stops} index={index} onChoose={(next) => choose(stops[next])} />
        <PointNames
          planId={planId}
          history={history}
          seq={stop.seq}
          onGo={(seq) => choose(stops.find((one) => one.seq === seq))}
        />
        <Group gap="sm" align="flex-end">
          {against === null ? (
            <Button
              variant="default"
              leftSection={<IconArrowsDiff size={18} aria-hidden="true" />}
              onClick={() => setAgainst(stop.now ? choiceOf(stops[index - 1] ?? stop) : 'now')}
            >
              {t('timeline.compare')}
            </Button>
          ) : (
            <>
              <NativeSelect
                className={styles.against ?? ''}
                label={t('timeline.compare.with')}
                value={other?.now ? 'now' : String(other?.seq)}
                onChange={({ currentTarget: { value } }) =>
                  setAgainst(value === 'now' ? 'now' : Number(value))
                }
                data={[...stops].reverse().map((one) => ({
                  value: one.now ? 'now' : String(one.seq),
                  label: sayStop(one, texts),
                }))}
              />
              <Button
                variant="default"
                leftSection={<IconX size={18} aria-hidden="true" />}
                onClick={() => setAgainst(null)}
              >
                {t('timeline.compare.stop')}
              </Button>
            </>
          )}
          {planAllows(role, 'edit') && stop.seq > 0 && (
            <Button
              variant="default"
              leftSection={<IconTag size={18} aria-hidden="true" />}
              onClick={() => setNaming(true)}
            >
              {t('timeline.name.do')}
            </Button>
          )}
          {writable && !stop.now && (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={18} aria-hidden="true" />}
              disabled={shown?.seq !== stop.seq}
              onClick={() => setRestoring({ root: null, place: null, what: t('restore.what.plan') })}
            >
              {t('restore.plan')}
            </Button>
          )}
        </Group>
        {stale && (
          <p className={styles.stale} role="status">
            {t('timeline.stale')}
          </p>
        )}
      </section>
      {error && <Refusal text={t(failureText(error))} onRetry={() => void refetch()} />}
      {other ? (
        <ComparisonView from={other.seq < stop.seq ? other : stop} to={other.seq < stop.seq ? stop : other} />
      ) : (
        <PlanThen shown={shown} waiting={shown?.seq !== stop.seq} />
      )}
      <NameDialog
        planId={planId}
        history={history}
        seq={stop.seq}
        point={sayStop(stop, texts)}
        opened={naming}
        onClose={() => setNaming(false)}
      />
      <RestoreDialog
        session={session}
        request={restoring}
        stop={shown ?? stop}
        then={restoring ? (past.state.view?.plan ?? null) : null}
        onClose={() => setRestoring(null)}
      />
    </RestoreContext>
  );
}

function choiceOf(stop: Stop): Choice {
  return stop.now ? 'now' : stop.seq;
}

/** The moment and the comparison in the page's address (`?seq=120&with=now`), so that they can be sent and found again. */
function useAddress() {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const [first] = useState(() => {
    const params = new URLSearchParams(search);
    return { seq: readChoice(params.get('seq')), against: readChoice(params.get('with')) };
  });
  const remember = useMemo(
    () => (choice: Choice, against: Choice | null) => {
      const params = new URLSearchParams();
      if (choice !== 'now') params.set('seq', String(choice));
      if (against !== null) params.set('with', String(against));
      const query = params.toString();
      if (query === window.location.search.slice(1)) return;
      navigate(query === '' ? path : `${path}?${query}`, { replace: true });
    },
    [navigate, path],
  );
  return { ...first, remember };
}

function readChoice(text: string | null): Choice | null {
  if (text === 'now') return 'now';
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
