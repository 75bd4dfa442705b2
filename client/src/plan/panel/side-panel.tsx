import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import { CloseButton, Tabs, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { usePlanState } from '../../collab/use-plan.tsx';
import { ActivityPanel } from '../../history/activity/activity-panel.tsx';
import type { PanelTab } from '../../history/activity/use-activity-address.ts';
import { useText } from '../../ui/text.tsx';
import { groupIssues } from './issue-groups.ts';
import { IssuesPanel } from './issues-panel.tsx';
import styles from './side-panel.module.css';

const NONE: readonly Issue[] = [];

interface SidePanelProps {
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
  readonly onJump: (place: Place) => void;
  readonly onClose: () => void;
}

/** What stands beside the form: what is to be put right, and who wrote what. */
export function SidePanel({ tab, onTab, onJump, onClose }: SidePanelProps) {
  const { t } = useText();
  const issues = usePlanState((state) => state.view?.issues) ?? NONE;
  const count = useMemo(() => {
    const { errors, warnings, required, expected } = groupIssues(issues);
    return errors.length + warnings.length + required + expected;
  }, [issues]);
  return (
    <Tabs
      value={tab}
      onChange={(value) => onTab(value === 'activity' ? 'activity' : 'issues')}
      keepMounted={false}
      className={styles.panel ?? ''}
    >
      <div className={styles.head}>
        <Tabs.List aria-label={t('panel.tabs')} className={styles.tabs ?? ''}>
          <Tabs.Tab value="issues">
            {count === 0 ? t('panel.issues') : t('panel.issues.count', { count })}
          </Tabs.Tab>
          <Tabs.Tab value="activity">{t('panel.activity')}</Tabs.Tab>
        </Tabs.List>
        <CloseButton size="lg" aria-label={t('panel.close')} onClick={onClose} />
      </div>
      <Tabs.Panel value="issues">
        <VisuallyHidden component="h2">{t('panel.issues')}</VisuallyHidden>
        <IssuesPanel onJump={onJump} />
      </Tabs.Panel>
      <Tabs.Panel value="activity">
        <VisuallyHidden component="h2">{t('panel.activity')}</VisuallyHidden>
        <ActivityPanel onJump={onJump} />
      </Tabs.Panel>
    </Tabs>
  );
}
