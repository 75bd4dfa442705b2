import type { Place } from '@filiera/shared/rules/issue.ts';
import { Button } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useState } from 'react';
import { usePlanSession } from '../../collab/use-plan.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './activity.module.css';
import { Feed } from './feed.tsx';
import { FeedFilters } from './feed-filters.tsx';
import { useOverview } from './queries.ts';
import { Registry } from './registry.tsx';
import { SharesDialog } from './shares-dialog.tsx';
import { useActivityAddress } from './use-activity-address.ts';

/** The tab "Cronologia": who wrote what and when, who wrote how much, and whether the log of it all is whole. */
export function ActivityPanel({ onJump }: { readonly onJump: (place: Place) => void }) {
  const { t } = useText();
  const { planId, template } = usePlanSession();
  const { filters, setFilters } = useActivityAddress(template);
  const { data: overview } = useOverview(planId);
  const [shares, setShares] = useState(false);
  return (
    <div className={styles.activity}>
      <FeedFilters filters={filters} people={overview?.people ?? []} onChange={setFilters} />
      <Feed filters={filters} onJump={onJump} />
      <Button
        variant="default"
        leftSection={<IconChartBar size={18} aria-hidden="true" />}
        onClick={() => setShares(true)}
      >
        {t('shares.open')}
      </Button>
      <Registry size={overview?.size ?? null} />
      <SharesDialog opened={shares} onClose={() => setShares(false)} />
    </div>
  );
}
