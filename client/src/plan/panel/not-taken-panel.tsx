import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { Refusal } from '../../collab/refusal.ts';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { LateEditsPanel } from '../../dossier/late-edits-panel.tsx';
import { isLate, useLateEdits } from '../../dossier/use-late-edits.ts';
import { announce } from '../../ui/announce.tsx';
import { sayWhen } from '../../ui/moment.ts';
import { useText } from '../../ui/text.tsx';
import styles from './not-taken.module.css';
import { NotTakenActions } from './not-taken-actions.tsx';
import { NotTakenList } from './not-taken-list.tsx';

/** What was typed here and not taken. It stays until its author is done with it: nothing that was typed goes unseen. */
export function NotTakenPanel() {
  const session = usePlanSession();
  const refusals = usePlanState((state) => state.refusals).filter((refusal) => !isLate(refusal));
  const late = useLateEdits();
  if (refusals.length + late.length === 0) return null;
  return (
    <div className={styles.panel}>
      <RefusalsSection refusals={refusals} onDismiss={(id) => session.dismissRefusal(id)} />
      <LateEditsPanel edits={late} />
    </div>
  );
}

interface RefusalsProps {
  readonly refusals: readonly Refusal[];
  readonly onDismiss: (id: string) => void;
}

/** The same for a plan that is not open, since its member may no longer open it. */
export function Refusals(props: RefusalsProps) {
  if (props.refusals.length === 0) return null;
  return (
    <div className={styles.panel}>
      <RefusalsSection {...props} />
    </div>
  );
}

function RefusalsSection({ refusals, onDismiss }: RefusalsProps) {
  const { t } = useText();
  const count = refusals.length;

  useEffect(() => {
    if (count > 0) announce(t('plan.refused.title'));
  }, [count, t]);

  if (count === 0) return null;
  return (
    <section aria-label={t('plan.refused.title')}>
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
  const title = t('plan.refused.title');
  const why = t(`plan.refused.${refusal.reason}`, { when: sayWhen(refusal.at, locale, Date.now()) });
  return (
    <div className={styles.refusal}>
      <div className={styles.head}>
        <IconAlertTriangle size={22} aria-hidden="true" className={styles.sign} />
        <div className={styles.headWords}>
          <h2>{title}</h2>
          <p>
            {why} {t('plan.refused.keep')}
          </p>
        </div>
      </div>
      <NotTakenList items={refusal.items}>
        <NotTakenActions
          items={refusal.items}
          head={`${title}. ${why}`}
          file={t('plan.refused.file')}
          deletion={{
            label: t('plan.refused.done.label'),
            title: t('plan.refused.done.title'),
            body: t('plan.refused.done.body'),
            gone: t('plan.refused.gone'),
            run: async () => onDismiss(),
          }}
        />
      </NotTakenList>
    </div>
  );
}
