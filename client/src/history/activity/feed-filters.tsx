import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import { formOf, sectionName } from '@filiera/shared/template/form.ts';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { usePlanSession } from '../../collab/use-plan.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './activity.module.css';
import { dayOf } from './days.ts';
import type { FeedFilters as Filters } from './requests.ts';

interface FeedFiltersProps {
  readonly filters: Filters;
  /** Everyone who has written. */
  readonly people: readonly HistoryPerson[];
  /** Sets those that are named; an empty text takes one off. */
  readonly onChange: (changes: Partial<Record<keyof Filters, string>>) => void;
}

/** Narrows the feed to a person, a section, a day. */
export function FeedFilters({ filters, people, onChange }: FeedFiltersProps) {
  const { t } = useText();
  const { template } = usePlanSession();
  const { person = '', section = '', day = '' } = filters;
  const named = [...people].sort((a, b) => a.name.localeCompare(b.name, 'it'));
  return (
    <fieldset className={styles.filters}>
      <legend className={styles.legend}>{t('activity.filters')}</legend>
      <NativeSelect
        size="sm"
        label={t('activity.person')}
        value={person}
        onChange={(event) => onChange({ person: event.currentTarget.value })}
        data={[
          { value: '', label: t('activity.person.all') },
          ...named.map(({ id, name }) => ({ value: id, label: name })),
          // Whoever an address names is shown as chosen, also where nothing of theirs is known.
          ...(person && !people.some(({ id }) => id === person)
            ? [{ value: person, label: t('activity.gone') }]
            : []),
        ]}
      />
      <TextInput
        size="sm"
        type="date"
        label={t('activity.day')}
        value={day}
        max={dayOf(Date.now())}
        onChange={(event) => onChange({ day: event.currentTarget.value })}
      />
      <NativeSelect
        size="sm"
        className={styles.wholeLine}
        label={t('activity.section')}
        value={section}
        onChange={(event) => onChange({ section: event.currentTarget.value })}
        data={[
          { value: '', label: t('activity.section.all') },
          // Subsections stand under theirs: numbers begin anew there.
          ...formOf(template).sections.map((one) => ({
            value: one.id,
            label: [`${'sections' in one ? '' : '\u2003'}${one.number}`, sectionName(one)]
              .filter(Boolean)
              .join(' '),
          })),
        ]}
      />
      {(person || section || day) && (
        <Button
          size="compact-sm"
          variant="subtle"
          className={styles.wholeLine ?? ''}
          onClick={() => onChange({ person: '', section: '', day: '' })}
        >
          {t('activity.clear')}
        </Button>
      )}
    </fieldset>
  );
}
