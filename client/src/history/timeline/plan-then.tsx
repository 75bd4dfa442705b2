import { useMediaQuery } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { ElementToolsContext } from '../../plan/form/element-tools.tsx';
import { Form } from '../../plan/form/form.tsx';
import { FormSkeleton } from '../../plan/form/form-skeleton.tsx';
import { jumpToPlace } from '../../plan/form/jump.ts';
import { IssuesPanel } from '../../plan/panel/issues-panel.tsx';
import { useText } from '../../ui/text.tsx';
import { RestoreTools } from './restore-tools.tsx';
import { type Stop, sayStop } from './stops.ts';
import styles from './timeline.module.css';

interface PlanThenProps {
  /** The moment that the form shows; another one may be on its way. */
  readonly shown: Stop | undefined;
  readonly waiting: boolean;
}

/** The whole form as it was, nothing of it to be written, with what was to be put right then. */
export function PlanThen({ shown, waiting }: PlanThenProps) {
  const texts = useText();
  const { t } = texts;
  const { template } = usePlanSession();
  const view = usePlanState((state) => state.view);
  const wide = useMediaQuery('(min-width: 80em)', true, { getInitialValueInEffect: false });
  if (!view || !shown) return <FormSkeleton template={template} />;
  const title = t(shown.now ? 'timeline.issues.now' : 'timeline.issues');
  const said = shown.now
    ? t('timeline.band.now')
    : shown.seq === 0
      ? t('timeline.band.start')
      : t('timeline.band.then', { point: sayStop(shown, texts) });
  return (
    <div className={styles.then} aria-busy={waiting}>
      <p className={styles.band} data-testid="past-band">
        <IconHistory size={20} aria-hidden="true" />
        <span>
          <strong>{said}</strong> · {t('timeline.readOnly')}
        </span>
      </p>
      <div className={styles.columns}>
        {!wide && (
          <details className={styles.issues}>
            <summary>{title}</summary>
            <IssuesPanel onJump={jumpToPlace} />
          </details>
        )}
        <ElementToolsContext value={RestoreTools}>
          <Form template={template} />
        </ElementToolsContext>
        {wide && (
          <aside className={styles.panel} aria-label={title}>
            <h2>{title}</h2>
            <IssuesPanel onJump={jumpToPlace} />
          </aside>
        )}
      </div>
    </div>
  );
}
