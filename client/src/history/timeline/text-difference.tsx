import type { Comparison, ComparisonRun, HistoryPerson } from '@filiera/shared/history/api.ts';
import { VisuallyHidden } from '@mantine/core';
import type { CSSProperties } from 'react';
import { initials } from '../../ui/initials.ts';
import { useText } from '../../ui/text.tsx';
import styles from './text-difference.module.css';

interface TextDifferenceProps {
  readonly paragraphs: Comparison['texts'][number]['paragraphs'];
  readonly people: readonly HistoryPerson[];
}

/**
 * A block of text with what was inserted underlined and what was removed struck through, each with the initials of who
 * did it; their names are said to those who do not see them, and on hover.
 */
export function TextDifference({ paragraphs, people }: TextDifferenceProps) {
  const { t } = useText();
  const changed = paragraphs.some(({ runs }) => runs.some(({ kind }) => kind !== 'same'));
  return (
    <div className={styles.text} lang="it">
      {!changed && <p className={styles.format}>{t('timeline.compare.format')}</p>}
      {paragraphs.map(({ runs }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of a comparison never change
        <p key={index}>
          {runs.map((run, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nor do their runs
            <Run key={place} run={run} people={people} />
          ))}
        </p>
      ))}
    </div>
  );
}

function Run({ run, people }: { readonly run: ComparisonRun; readonly people: readonly HistoryPerson[] }) {
  const { t, locale } = useText();
  if (run.kind === 'same') return <span>{run.text}</span>;
  const person = people.find(({ id }) => id === run.userId);
  const name = person?.name ?? t('timeline.text.nobody');
  const Mark = run.kind === 'inserted' ? 'ins' : 'del';
  const says = t(`timeline.text.${run.kind}`, { name });
  const style = person ? ({ '--fil-author': person.color } as CSSProperties) : undefined;
  return (
    <Mark className={styles[run.kind]} style={style} title={says}>
      <VisuallyHidden lang={locale}> {says} </VisuallyHidden>
      {run.text}
      <span className={styles.who} aria-hidden="true">
        {person ? initials(person.name) : '?'}
      </span>
      <VisuallyHidden lang={locale}> {t('timeline.text.end')} </VisuallyHidden>
    </Mark>
  );
}
