import type { Place } from '@filiera/shared/rules/issue.ts';
import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import { failureText } from '../../api/failure.ts';
import { usePlanSession } from '../../collab/use-plan.tsx';
import { announce } from '../../ui/announce.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { type Texts, useText } from '../../ui/text.tsx';
import styles from './activity.module.css';
import { byDay, dayBefore, dayOf, sayHeading } from './days.ts';
import { useFeed } from './queries.ts';
import type { FeedFilters } from './requests.ts';
import { SittingItem } from './sitting-item.tsx';

interface FeedProps {
  readonly filters: FeedFilters;
  readonly onJump: (place: Place) => void;
}

/** Who wrote what, newest first, under the days; older ones come when they are asked for. */
export function Feed({ filters, onJump }: FeedProps) {
  const { t, locale } = useText();
  const { planId } = usePlanSession();
  const prefix = useId();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useFeed(planId, filters);
  if (!data) {
    return error ? (
      <Refusal text={t(failureText(error))} onRetry={() => void refetch()} />
    ) : (
      <div className={styles.waiting}>
        <VisuallyHidden role="status">{t('activity.loading')}</VisuallyHidden>
        {[72, 96, 72].map((height, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: shades of what will come
          <Skeleton key={index} height={height} />
        ))}
      </div>
    );
  }
  const sittings = data.pages.flatMap((page) => page.sittings);
  const people = data.pages.flatMap((page) => page.people);
  const filtered = Object.keys(filters).length > 0;

  const showMore = async (): Promise<void> => {
    const { data: after } = await fetchNextPage();
    const more = after?.pages.at(-1)?.sittings.length ?? 0;
    if (more > 0) announce(t('activity.shown.more', { count: more }));
  };

  return (
    <div className={styles.feed}>
      {error && <p className={styles.stale}>{t('activity.stale')}</p>}
      {sittings.length === 0 && (
        <p className={styles.none}>{t(filtered ? 'activity.nothing' : 'activity.empty')}</p>
      )}
      {byDay(sittings).map((day, index) => {
        // A clock that was set back can bring a day twice.
        const id = `${prefix}${day.day}-${index}`;
        return (
          <section key={id} aria-labelledby={id}>
            <h3 id={id} className={styles.day}>
              {sayDayHeading(day.day, locale, t)}
            </h3>
            <ol className={styles.sittings}>
              {day.sittings.map((sitting) => (
                <SittingItem key={sitting.fromSeq} sitting={sitting} people={people} onJump={onJump} />
              ))}
            </ol>
          </section>
        );
      })}
      {hasNextPage && (
        <Button variant="default" fullWidth loading={isFetchingNextPage} onClick={() => void showMore()}>
          {t('activity.more')}
        </Button>
      )}
    </div>
  );
}

function sayDayHeading(day: string, locale: Texts['locale'], t: Texts['t']): string {
  const today = dayOf(Date.now());
  if (day === today) return t('activity.today');
  if (day === dayBefore(today)) return t('activity.yesterday');
  return sayHeading(day, locale);
}
