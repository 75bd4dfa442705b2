import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconClockExclamation } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import styles from '../plan/panel/not-taken.module.css';
import { NotTakenActions } from '../plan/panel/not-taken-actions.tsx';
import { NotTakenList } from '../plan/panel/not-taken-list.tsx';
import { announce } from '../ui/announce.tsx';
import { sayWhen } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
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
  const head = t('late.head', { n });
  return (
    <div className={styles.refusal}>
      <div className={styles.headWords}>
        <h3>{head}</h3>
        <p>{t('late.why', { n, when: sayWhen(at, locale, Date.now()) })}</p>
        <p>{t(isHereOnly ? 'late.here' : 'late.kept')}</p>
      </div>
      <NotTakenList items={items}>
        <NotTakenActions
          items={items}
          head={head}
          file={t('late.file', { n })}
          deletion={{
            label: t('late.done.label', { n }),
            title: t('late.done.title', { n }),
            body: t('late.done.body'),
            gone: t('late.gone'),
            run: dismiss,
          }}
        />
      </NotTakenList>
    </div>
  );
}
