import { inFours } from '@filiera/shared/dossier/digest.ts';
import type { HistoryOverview, Verification } from '@filiera/shared/history/api.ts';
import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconShieldCheck } from '@tabler/icons-react';
import { useId } from 'react';
import { failureText } from '../../api/failure.ts';
import { usePlanSession } from '../../collab/use-plan.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './activity.module.css';
import { fileSize } from './file-size.ts';
import { useVerification } from './queries.ts';

/** The log itself: how large it is beside the plan, and whether it is whole. */
export function Registry({ size }: { readonly size: HistoryOverview['size'] | null }) {
  const { t } = useText();
  const { planId } = usePlanSession();
  const titleId = useId();
  const { data, error, isPending, mutate } = useVerification(planId);
  const sayBytes = (bytes: number): string => {
    const { unit, size: figure } = fileSize(bytes);
    return t(unit, { size: figure });
  };
  return (
    <section className={styles.registry} aria-labelledby={titleId}>
      <h3 id={titleId} className={styles.registryTitle}>
        {t('registry.title')}
      </h3>
      {size && <p>{t('registry.size', { log: sayBytes(size.logBytes), plan: sayBytes(size.planBytes) })}</p>}
      <Button
        variant="subtle"
        size="compact-md"
        className={styles.verify ?? ''}
        leftSection={<IconShieldCheck size={18} aria-hidden="true" />}
        aria-disabled={isPending || undefined}
        onClick={() => {
          if (!isPending) mutate();
        }}
      >
        {isPending ? t('registry.verifying') : t('registry.verify')}
      </Button>
      <div role="status">
        {data && !isPending && <Outcome outcome={data} />}
        {error && !isPending && <p className={styles.wrong}>{t(failureText(error))}</p>}
      </div>
    </section>
  );
}

function Outcome({ outcome: { rows, head, problem } }: { readonly outcome: Verification }) {
  const { t } = useText();
  if (problem) {
    return (
      <div className={styles.wrong}>
        <IconCircleX size={20} aria-hidden="true" />
        <div>
          <p>{t(`registry.${problem.kind}`, { seq: problem.seq })}</p>
          <p>{t('registry.tell')}</p>
        </div>
      </div>
    );
  }
  return (
    <div className={styles.fine}>
      <IconCircleCheck size={20} aria-hidden="true" />
      <div>
        <p>
          {rows === 0
            ? t('registry.fine.none')
            : rows === 1
              ? t('registry.fine.one')
              : t('registry.fine.many', { count: rows })}
        </p>
        {rows > 0 && (
          <p className={styles.head}>
            {t('registry.head')} <code>{inFours(head)}</code>
          </p>
        )}
      </div>
    </div>
  );
}
