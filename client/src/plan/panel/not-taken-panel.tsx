import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCopy } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { NotTaken } from '../../collab/not-taken.ts';
import type { Refusal } from '../../collab/refusal.ts';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { announce } from '../../ui/announce.tsx';
import { sayWhen } from '../../ui/moment.ts';
import { useText } from '../../ui/text.tsx';
import { changedPart } from './changed-part.ts';
import { copyText } from './copy-text.ts';
import { joinNames } from './join-names.ts';
import styles from './not-taken.module.css';

/** What was typed here and not taken. It stays until somebody closes it: nothing that was typed goes unseen. */
export function NotTakenPanel() {
  const session = usePlanSession();
  const refusals = usePlanState((state) => state.refusals);
  return <Refusals refusals={refusals} onDismiss={(id) => session.dismissRefusal(id)} />;
}

interface RefusalsProps {
  readonly refusals: readonly Refusal[];
  readonly onDismiss: (id: string) => void;
}

/** The same for a plan that is not open, since its member may no longer open it. */
export function Refusals({ refusals, onDismiss }: RefusalsProps) {
  const { t } = useText();
  const count = refusals.length;

  useEffect(() => {
    if (count > 0) announce(t('plan.refused.title'));
  }, [count, t]);

  if (count === 0) return null;
  return (
    <section className={styles.panel} aria-label={t('plan.refused.title')}>
      {refusals.map((refusal) => (
        <RefusalView key={refusal.id} refusal={refusal} onDismiss={() => onDismiss(refusal.id)} />
      ))}
    </section>
  );
}

interface RefusalProps {
  readonly refusal: Refusal;
  readonly onDismiss: () => void;
}

function RefusalView({ refusal, onDismiss }: RefusalProps) {
  const { t, locale } = useText();
  return (
    <div className={styles.refusal}>
      <div className={styles.head}>
        <IconAlertTriangle size={22} aria-hidden="true" className={styles.sign} />
        <div className={styles.headWords}>
          <h2>{t('plan.refused.title')}</h2>
          <p>
            {t(`plan.refused.${refusal.reason}`, { when: sayWhen(refusal.at, locale, Date.now()) })}{' '}
            {t('plan.refused.keep')}
          </p>
        </div>
        <CloseButton size="lg" aria-label={t('plan.refused.close')} onClick={onDismiss} />
      </div>
      <NotTakenList items={refusal.items} />
    </div>
  );
}

/** Each place with what was typed there, to be read and copied. */
export function NotTakenList({ items }: { readonly items: readonly NotTaken[] }) {
  const { t } = useText();
  const all = items.map((item) => `${joinNames(item.names)}\n${item.mine}`).join('\n\n');
  return (
    <>
      <ul className={styles.items}>
        {items.map((item) => (
          <li key={`${item.place.element} ${item.place.row ?? ''} ${item.place.column ?? ''}`}>
            <p className={styles.names}>{joinNames(item.names)}</p>
            {item.mine === '' ? (
              <p className={styles.removed}>{t('plan.refused.removed', { text: item.theirs })}</p>
            ) : (
              <div className={styles.mine}>
                <p>{item.block ? <Changed before={item.theirs} after={item.mine} /> : item.mine}</p>
                <CopyButton
                  text={item.mine}
                  label={t('plan.refused.copy', { what: item.names.at(-1) ?? '' })}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {items.length > 1 && <CopyButton text={all} label={t('plan.refused.copyAll')} whole />}
    </>
  );
}

/** A text with what was typed into it marked, so that it is found among what the server has anyway. */
function Changed({ before, after }: { readonly before: string; readonly after: string }) {
  const { head, typed, tail } = changedPart(before, after);
  return (
    <>
      {head}
      {typed && <mark>{typed}</mark>}
      {tail}
    </>
  );
}

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly whole?: boolean;
}

function CopyButton({ text, label, whole = false }: CopyButtonProps) {
  const { t } = useText();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconCopy size={16} aria-hidden="true" />}
      aria-label={label}
      onClick={() => void copyText(text).then((done) => done && announce(t('action.copied')))}
    >
      {whole ? label : t('action.copy')}
    </Button>
  );
}
