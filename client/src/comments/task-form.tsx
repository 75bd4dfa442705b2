import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useText } from '../ui/text.tsx';
import styles from './comments.module.css';
import { commentersOf } from './mentionables.ts';
import { useComments } from './use-comments.tsx';

/** Who is to do what a thread asks for, by when, and whether the plan waits for it. */
export interface Task {
  readonly assignee: string | null;
  readonly due: string | null;
  readonly blocking: boolean;
}

interface TaskFormProps {
  readonly task: Task;
  /** May this member take the mark off, too? */
  readonly mayUnblock: boolean;
  readonly onChange: (task: Task) => void;
}

/** The fields of a thread's task. */
export function TaskForm({ task, mayUnblock, onChange }: TaskFormProps) {
  const { t } = useText();
  const plan = useComments()?.plan;
  const about = useId();
  const commenters = plan ? commentersOf(plan) : [];
  return (
    <div className={styles.task}>
      <NativeSelect
        size="sm"
        label={t('comments.task.assignee')}
        value={task.assignee ?? ''}
        onChange={(event) => onChange({ ...task, assignee: event.currentTarget.value || null })}
        data={[
          { value: '', label: t('comments.task.nobody') },
          ...commenters.map(({ id, name }) => ({ value: id, label: name })),
          ...(task.assignee && !commenters.some(({ id }) => id === task.assignee)
            ? [{ value: task.assignee, label: t('authors.left') }]
            : []),
        ]}
      />
      <TextInput
        size="sm"
        type="date"
        label={t('comments.task.due')}
        value={task.due ?? ''}
        onChange={(event) => onChange({ ...task, due: event.currentTarget.value || null })}
      />
      <div className={styles.wholeLine}>
        <Checkbox
          size="sm"
          label={t('comments.blocking.set')}
          aria-describedby={about}
          checked={task.blocking}
          disabled={task.blocking && !mayUnblock}
          onChange={(event) => onChange({ ...task, blocking: event.currentTarget.checked })}
        />
        <p id={about} className={styles.about}>
          {t('comments.blocking.what')}
        </p>
      </div>
    </div>
  );
}
