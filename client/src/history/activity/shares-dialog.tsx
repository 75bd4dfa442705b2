import { formOf, sectionName } from '@filiera/shared/template/form.ts';
import { SegmentedControl, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { failureText } from '../../api/failure.ts';
import { usePlanSession } from '../../collab/use-plan.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useText } from '../../ui/text.tsx';
import { useShares } from './queries.ts';
import styles from './shares.module.css';
import { type ShareGrouping, shareLines, wholePlan } from './shares.ts';
import { SharesTable } from './shares-table.tsx';

interface SharesDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Who wrote how much of the plan as it is now, in all and in each section, by member or by organisation. */
export function SharesDialog({ opened, onClose }: SharesDialogProps) {
  const { t } = useText();
  return (
    <Dialog title={t('shares.title')} opened={opened} onClose={onClose} size={640}>
      <SharesView />
    </Dialog>
  );
}

function SharesView() {
  const { t } = useText();
  const { planId, template } = usePlanSession();
  const { data, error, refetch } = useShares(planId);
  const [grouping, setGrouping] = useState<ShareGrouping>('member');
  if (!data) {
    return error ? (
      <Refusal text={t(failureText(error))} onRetry={() => void refetch()} />
    ) : (
      <Skeleton height={160} />
    );
  }
  const tables = [
    { id: '', name: t('shares.whole'), authors: wholePlan(data.sections) },
    ...formOf(template).sections.flatMap((section) => {
      const found = data.sections.find((candidate) => candidate.section === section.id);
      const name = [section.number, sectionName(section)].filter(Boolean).join(' ');
      return found ? [{ id: section.id, name, authors: found.authors }] : [];
    }),
  ]
    .map(({ id, name, authors }) => ({ id, name, lines: shareLines(authors, data.people, grouping) }))
    .filter(({ lines }) => lines.length > 0);
  if (tables.length === 0) return <p>{t('shares.empty')}</p>;
  return (
    <div className={styles.shares}>
      <p className={styles.body}>{t('shares.body')}</p>
      <SegmentedControl
        aria-label={t('shares.by')}
        value={grouping}
        onChange={(value) => setGrouping(value === 'organisation' ? 'organisation' : 'member')}
        data={[
          { value: 'member', label: t('shares.people') },
          { value: 'organisation', label: t('shares.organisations') },
        ]}
      />
      {tables.map(({ id, name, lines }) => (
        <SharesTable key={id} name={name} lines={lines} grouping={grouping} />
      ))}
    </div>
  );
}
