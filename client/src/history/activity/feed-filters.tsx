import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import { Button, TextInput } from '@mantine/core';
import { ChoiceFilter, Filters, SectionFilter } from '../../plan/panel/filters.tsx';
import { useText } from '../../ui/text.tsx';
import { dayOf } from './days.ts';
import type { FeedFilters as Chosen } from './requests.ts';

interface FeedFiltersProps {
  readonly filters: Chosen;
  /** Everyone who has written. */
  readonly people: readonly HistoryPerson[];
  /** Sets those that are named; an empty text takes one off. */
  readonly onChange: (changes: Partial<Record<keyof Chosen, string>>) => void;
}

/** Narrows the feed to a person, a section, a day. */
export function FeedFilters({ filters, people, onChange }: FeedFiltersProps) {
  const { t } = useText();
  const { person = '', section = '', day = '' } = filters;
  const named = [...people].sort((a, b) => a.name.localeCompare(b.name, 'it'));
  return (
    <Filters legend={t('activity.filters')}>
      <ChoiceFilter
        label={t('activity.person')}
        value={person}
        choices={[
          { value: '', label: t('activity.person.all') },
          ...named.map(({ id, name }) => ({ value: id, label: name })),
          // Whoever an address names is shown as chosen, also where nothing of theirs is known.
          ...(person && !people.some(({ id }) => id === person)
            ? [{ value: person, label: t('activity.gone') }]
            : []),
        ]}
        onChange={(value) => onChange({ person: value })}
      />
      <TextInput
        size="sm"
        type="date"
        label={t('activity.day')}
        value={day}
        max={dayOf(Date.now())}
        onChange={(event) => onChange({ day: event.currentTarget.value })}
      />
      <SectionFilter
        wide
        label={t('activity.section')}
        all={t('activity.section.all')}
        value={section}
        onChange={(value) => onChange({ section: value })}
      />
      {(person || section || day) && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => onChange({ person: '', section: '', day: '' })}
        >
          {t('activity.clear')}
        </Button>
      )}
    </Filters>
  );
}
