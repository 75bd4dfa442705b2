import { type Association, nameBody } from '@filiera/shared/api.ts';
import { Button, Text, TextInput, Title } from '@mantine/core';
import { useId } from 'react';
import { useAssociationChange } from '../../api/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { checkFields } from '../../ui/check.ts';
import { useForm } from '../../ui/form.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './association.module.css';

interface NameListProps {
  readonly title: string;
  /** What stands there while there is none. */
  readonly empty: string;
  /** The label of the field for one more. */
  readonly label: string;
  readonly names: readonly string[];
  /** Adds one; `null` for those who may not. */
  readonly add: ((name: string) => Promise<Association>) | null;
}

/** The value chains, or the organisations, of an association. */
export function NameList({ title, empty, label, names, add }: NameListProps) {
  const heading = useId();
  return (
    <section className={styles.section} aria-labelledby={heading}>
      <Title order={2} id={heading}>
        {title}
      </Title>
      {names.length > 0 ? (
        <ul className={styles.list}>
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      ) : (
        <Text c="dimmed">{empty}</Text>
      )}
      {add && <AddName label={label} names={names} add={add} />}
    </section>
  );
}

interface AddNameProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly add: (name: string) => Promise<Association>;
}

function AddName({ label, names, add }: AddNameProps) {
  const texts = useText();
  const { t } = texts;
  const change = useAssociationChange(add);
  const labels = { name: label };
  const form = useForm({
    initial: { name: '' },
    labels,
    check: (values) => {
      const taken = names.some((name) => name.toLowerCase() === values.name.trim().toLowerCase());
      return taken ? { name: t('members.nameTaken') } : checkFields(texts, labels, values, nameBody.shape);
    },
    submit: async ({ name }) => {
      await change.mutateAsync(name);
      form.set('name', '');
      announce(t('members.nameAdded', { name }));
    },
  });
  return (
    <form {...form.form} className={styles.add}>
      {form.summary}
      <div className={styles.addLine}>
        <TextInput {...form.field('name')} autoComplete="off" required withAsterisk={false} />
        <Button type="submit" variant="default" loading={form.busy}>
          {t('action.add')}
        </Button>
      </div>
    </form>
  );
}
