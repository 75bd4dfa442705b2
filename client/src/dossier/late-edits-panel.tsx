import { ActionIcon, Button, Group } from '@mantine/core';
import {
  IconCheck,
  IconChevronDown,
  IconChevronUp,
  IconClockExclamation,
  IconDeviceFloppy,
} from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import { joinNames } from '../plan/panel/join-names.ts';
import styles from '../plan/panel/not-taken.module.css';
import { NotTakenList } from '../plan/panel/not-taken-list.tsx';
import { announce } from '../ui/announce.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { focusFirst } from '../ui/focus.ts';
import { sayWhen } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import { saveBlob } from './save-file.ts';
import type { LateEdit } from './use-late-edits.ts';

/** What its author wrote too late for a frozen version, until they have done with it. It can be folded, not lost. */
export function LateEditsPanel({ edits }: { readonly edits: readonly LateEdit[] }) {
  const { t } = useText();
  const body = useId();
  const [folded, setFolded] = useState(false);
  const count = edits.length;

  useEffect(() => {
    if (count > 0) announce(t('late.title'));
  }, [count, t]);

  if (count === 0) return null;
  return (
    <section aria-label={t('late.title')}>
      <div className={styles.fold}>
        <IconClockExclamation size={22} aria-hidden="true" className={styles.sign} />
        <h2>{t('late.title')}</h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t(folded ? 'late.unfold' : 'late.fold')}
          aria-expanded={!folded}
          aria-controls={body}
          onClick={() => setFolded(!folded)}
        >
          {folded ? (
            <IconChevronUp size={20} aria-hidden="true" />
          ) : (
            <IconChevronDown size={20} aria-hidden="true" />
          )}
        </ActionIcon>
      </div>
      <div id={body} hidden={folded}>
        {edits.map((edit) => (
          <LateEditView key={edit.key} edit={edit} />
        ))}
      </div>
    </section>
  );
}

function LateEditView({ edit }: { readonly edit: LateEdit }) {
  const { t, locale } = useText();
  const { version: n, at, items, isHereOnly, dismiss } = edit;
  const [asking, setAsking] = useState(false);
  const save = (): void => {
    const head = t('late.head', { n });
    const parts = items.map(
      ({ names, mine, theirs }) =>
        `${joinNames(names)}\n${mine === '' ? t('plan.refused.removed', { text: theirs }) : mine}`,
    );
    saveBlob(
      new Blob([[head, ...parts].join('\n\n'), '\n'], { type: 'text/plain;charset=utf-8' }),
      t('late.file', { n }),
    );
  };
  return (
    <div className={styles.refusal}>
      <div className={styles.headWords}>
        <h3>{t('late.head', { n })}</h3>
        <p>{t('late.why', { n, when: sayWhen(at, locale, Date.now()) })}</p>
        <p>{t(isHereOnly ? 'late.here' : 'late.kept')}</p>
      </div>
      <NotTakenList items={items}>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDeviceFloppy size={16} aria-hidden="true" />}
            onClick={save}
          >
            {t('late.save')}
          </Button>
          <Button
            size="xs"
            leftSection={<IconCheck size={16} aria-hidden="true" />}
            aria-label={t('late.done.label', { n })}
            onClick={() => setAsking(true)}
          >
            {t('late.done')}
          </Button>
        </Group>
      </NotTakenList>
      <ConfirmDialog
        opened={asking}
        title={t('late.done.title', { n })}
        body={t('late.done.body')}
        action={t('late.done.do')}
        onConfirm={async () => {
          await dismiss();
          announce(t('late.gone'));
          // The question goes with what it was about, and cannot give the focus back.
          focusFirst([]);
        }}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
