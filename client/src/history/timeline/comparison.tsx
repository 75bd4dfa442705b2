import type { Comparison } from '@filiera/shared/history/api.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import { ActionIcon, Group, Skeleton } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { failureText } from '../../api/failure.ts';
import { usePlanSession } from '../../collab/use-plan.tsx';
import { joinNames } from '../../plan/panel/join-names.ts';
import { announce } from '../../ui/announce.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useText } from '../../ui/text.tsx';
import { BridgeView } from './bridge-view.tsx';
import { CellDifferences } from './cell-differences.tsx';
import styles from './comparison.module.css';
import { differencesOf, type ElementDifference } from './differences.ts';
import { type Stop, sayStop } from './stops.ts';
import { TextDifference } from './text-difference.tsx';
import { useComparison, usePastView } from './use-history.ts';

interface ComparisonViewProps {
  /** The earlier moment first. */
  readonly from: Stop;
  readonly to: Stop;
}

const key = ({ root, place }: ElementDifference): string => `${root} ${place.section}`;

/** What differs between two moments: the money on top, then each place of the form that changed, with who changed it. */
export function ComparisonView({ from, to }: ComparisonViewProps) {
  const texts = useText();
  const { t } = texts;
  const { planId, template } = usePlanSession();
  const before = usePastView(planId, template, from.seq);
  const after = usePastView(planId, template, to.seq);
  const comparison = useComparison(planId, from.seq, to.seq);
  const failed = [before, after, comparison].find((query) => query.isError);
  const ready =
    before.data && after.data && comparison.data
      ? { before: before.data.view.plan, after: after.data.view.plan, comparison: comparison.data }
      : null;

  return (
    <section className={styles.comparison} aria-label={t('timeline.compare.title')}>
      <dl className={styles.moments}>
        <div>
          <dt>{t('timeline.compare.from')}</dt>
          <dd>{sayStop(from, texts)}</dd>
        </div>
        <div>
          <dt>{t('timeline.compare.to')}</dt>
          <dd>{sayStop(to, texts)}</dd>
        </div>
      </dl>
      {failed && (
        <Refusal
          text={t(failureText(failed.error))}
          onRetry={() => {
            for (const query of [before, after, comparison]) if (query.isError) void query.refetch();
          }}
        />
      )}
      {!ready && !failed && (
        <div role="status" aria-label={t('timeline.compare.loading')}>
          <Skeleton height={160} mb="md" />
          <Skeleton height={240} />
        </div>
      )}
      {ready && <DifferencesBetween {...ready} none={t('timeline.compare.none')} />}
    </section>
  );
}

interface DifferencesProps {
  readonly before: Plan;
  readonly after: Plan;
  readonly comparison: Comparison;
  /** What is said where nothing differs. */
  readonly none: string;
}

/** The differences of two plans one by one, the money on top. */
export function DifferencesBetween({ before, after, comparison, none }: DifferencesProps) {
  const { t } = useText();
  const { template } = usePlanSession();
  const differences = useMemo(
    () => differencesOf(template, before, after, comparison),
    [template, before, after, comparison],
  );
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const total = differences.length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another comparison is begun from its first difference
  useEffect(() => setAt(null), [comparison]);

  const go = (index: number): void => {
    const target = list.current?.querySelectorAll<HTMLElement>('[data-difference]')[index];
    if (!target) return;
    setAt(index);
    target.scrollIntoView({ block: 'start' });
    target.focus({ preventScroll: true });
    announce(t('timeline.compare.at', { n: index + 1, total }));
  };

  if (total === 0) return <p className={styles.none}>{none}</p>;
  return (
    <>
      <BridgeView template={template} before={before} after={after} />
      <Group className={styles.jumps ?? ''} justify="space-between" gap="sm">
        <p className={styles.count} data-testid="difference-count">
          {at === null
            ? total === 1
              ? t('timeline.compare.count.one')
              : t('timeline.compare.count.many', { count: total })
            : t('timeline.compare.at', { n: at + 1, total })}
        </p>
        <Group gap="xs">
          <ActionIcon
            variant="default"
            size={40}
            disabled={at === null || at === 0}
            aria-label={t('timeline.compare.previous')}
            title={t('timeline.compare.previous')}
            onClick={() => go((at ?? 0) - 1)}
          >
            <IconChevronUp size={20} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={40}
            disabled={at === total - 1}
            aria-label={t('timeline.compare.next')}
            title={t('timeline.compare.next')}
            onClick={() => go(at === null ? 0 : at + 1)}
          >
            <IconChevronDown size={20} aria-hidden="true" />
          </ActionIcon>
        </Group>
      </Group>
      <div ref={list} className={styles.list}>
        {differences.map((difference, index) => {
          const name = joinNames([difference.section, difference.name]) || t('timeline.compare.other');
          return (
            <section
              key={key(difference)}
              className={styles.difference}
              aria-label={name}
              tabIndex={-1}
              data-difference
              data-here={index === at || undefined}
            >
              <h3 className={styles.where} lang={template.language}>
                {difference.section && <span className={styles.section}>{difference.section}</span>}
                {(difference.name || !difference.section) && <span>{difference.name || name}</span>}
              </h3>
              {difference.paragraphs ? (
                <TextDifference paragraphs={difference.paragraphs} people={comparison.people} />
              ) : (
                <CellDifferences
                  label={name}
                  cells={difference.cells}
                  group={difference.group}
                  people={comparison.people}
                />
              )}
            </section>
          );
        })}
        {differences.some(({ paragraphs }) => paragraphs !== null) && (
          <p className={styles.legend}>{t('timeline.text.legend')}</p>
        )}
      </div>
    </>
  );
}
