import { formOf, sectionName } from '@filiera/shared/template/form.ts';
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePlanSession } from '../../collab/use-plan.tsx';
import styles from './filters.module.css';

interface FiltersProps {
  /** What they do, for who cannot see what they stand above. */
  readonly legend: string;
  readonly children: ReactNode;
}

/** What narrows a list of the panel: two fields in a line, a button below them. */
export function Filters({ legend, children }: FiltersProps) {
  return (
    <fieldset className={styles.filters}>
      <legend className={styles.legend}>{legend}</legend>
      {children}
    </fieldset>
  );
}

interface ChoiceFilterProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** As wide as the panel, as against half of it. */
  readonly wide?: boolean;
  readonly onChange: (value: string) => void;
}

/** One of a few, chosen from a list. */
export function ChoiceFilter({ label, value, choices, wide = false, onChange }: ChoiceFilterProps) {
  return (
    <NativeSelect
      size="sm"
      className={wide ? (styles.wholeLine ?? '') : ''}
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[...choices]}
    />
  );
}

interface SectionFilterProps extends Omit<ChoiceFilterProps, 'choices'> {
  /** What the choice of no section is called. */
  readonly all: string;
}

/** A section of the form, or all of them (the empty value). */
export function SectionFilter({ all, ...props }: SectionFilterProps) {
  const { template } = usePlanSession();
  // Subsections stand under theirs: numbers begin anew there.
  const sections = formOf(template).sections.map((one) => ({
    value: one.id,
    label: [`${'sections' in one ? '' : '\u2003'}${one.number}`, sectionName(one)].filter(Boolean).join(' '),
  }));
  return <ChoiceFilter {...props} choices={[{ value: '', label: all }, ...sections]} />;
}
