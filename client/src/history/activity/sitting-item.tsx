import { PAGES } from '@filiera/shared/api.ts';
import type { HistoryPerson, Sitting } from '@filiera/shared/history/api.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { formOf, sectionName } from '@filiera/shared/template/form.ts';
import { IconArrowBackUp, IconHistory, IconWifiOff } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useSession } from '../../api/session.tsx';
import { usePlanSession } from '../../collab/use-plan.tsx';
import { Disc } from '../../ui/disc.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './activity.module.css';
import { timeOf } from './days.ts';
import { PartItem } from './part-item.tsx';
import { bySection, firstParts } from './sitting-parts.ts';

/** How many parts of a sitting are shown until somebody asks for all. */
const SHOWN = 6;

interface SittingItemProps {
  readonly sitting: Sitting;
  readonly people: readonly HistoryPerson[];
  readonly onJump: (place: Place) => void;
}

/** What one member wrote without a longer pause: who and when, and each thing with the way to its place. */
export function SittingItem({ sitting, people, onJump }: SittingItemProps) {
  const { t, locale } = useText();
  const { user } = useSession();
  const { planId, template } = usePlanSession();
  const [whole, setWhole] = useState(false);
  const listId = useId();
  const sections = useMemo(() => bySection(template, sitting.parts), [template, sitting.parts]);
  const person = people.find(({ id }) => id === sitting.userId);
  const name = person?.name ?? t('activity.gone');
  const [from, to] = [timeOf(sitting.from, locale), timeOf(sitting.to, locale)];
  const when = from === to ? from : t('activity.time', { from, to });
  const count = sections.reduce((sum, { parts }) => sum + parts.length, 0);
  const shown = whole || count <= SHOWN + 1 ? sections : firstParts(sections, SHOWN);
  return (
    <li className={styles.sitting}>
      <div className={styles.sittingHead}>
        <Disc name={name} color={person?.color} size="small" />
        <p className={styles.who}>
          <strong>{sitting.userId === user.id ? t('activity.self', { name }) : name}</strong>{' '}
          <span className={styles.when}>· {when}</span>
        </p>
      </div>
      {sitting.origin === 'restore' && (
        <p className={styles.mark}>
          <IconArrowBackUp size={16} aria-hidden="true" />
          {t('activity.restored')}
        </p>
      )}
      {sitting.offline && (
        <p className={styles.mark}>
          <IconWifiOff size={16} aria-hidden="true" />
          {t('activity.offline.arrived', { time: to })}
        </p>
      )}
      {count === 0 && <p className={styles.mark}>{t('activity.unknown')}</p>}
      <div id={listId}>
        {shown.map(({ section, parts }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one section can come twice, in an order that stays
          <div key={`${section} ${index}`}>
            <p className={styles.section}>{sayIn(section)}</p>
            <ul className={styles.parts}>
              {parts.map(({ part, place }) => (
                <PartItem
                  key={`${part.kind} ${part.root} ${part.kind === 'cell' ? part.key : ''}`}
                  part={part}
                  place={place}
                  onJump={onJump}
                />
              ))}
            </ul>
          </div>
        ))}
      </div>
      {count > SHOWN + 1 && (
        <button
          type="button"
          className={styles.quiet}
          aria-expanded={whole}
          aria-controls={listId}
          onClick={() => setWhole(!whole)}
        >
          {whole ? t('activity.fewer') : t('activity.all', { count })}
        </button>
      )}
      <Link
        href={`${PAGES.history(planId)}?seq=${sitting.toSeq}`}
        className={styles.quiet}
        aria-label={t('activity.timeline.at', { name, when })}
      >
        <IconHistory size={16} aria-hidden="true" />
        {t('activity.timeline')}
      </Link>
    </li>
  );

  function sayIn(id: string): string {
    const section = formOf(template).sections.find((candidate) => candidate.id === id);
    return section ? [section.number, sectionName(section)].filter(Boolean).join(' ') : '';
  }
}
