import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import { CloseButton, Tabs, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { usePlanState } from '../../collab/use-plan.tsx';
import { CommentsPanel } from '../../comments/comments-panel.tsx';
import { isOpen } from '../../comments/thread-places.ts';
import { useComments, useCommentsState } from '../../comments/use-comments.tsx';
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

const NO_THREADS: readonly Thread[] = [];
const isTab = (value: string | null): value is PanelTab => value === 'comments' || value === 'activity';

/** What stands beside the form: what is to be put right, what is said about it, and who wrote what. */
export function SidePanel({ tab, onTab, onJump, onClose }: SidePanelProps) {
  const { t } = useText();
  const issues = usePlanState((state) => state.view?.issues) ?? NONE;
  const count = useMemo(() => {
    const { errors, warnings, required, expected } = groupIssues(issues);
    return errors.length + warnings.length + required + expected;
  }, [issues]);
  const comments = useComments();
  const threads = useCommentsState((state) => state.threads, NO_THREADS);
  const open = useMemo(() => threads.filter(isOpen).length, [threads]);
  return (
    <Tabs
      // Readers have no comments: an address that names them shows what is to be put right.
      value={tab === 'comments' && !comments ? 'issues' : tab}
      onChange={(value) => onTab(isTab(value) ? value : 'issues')}
      keepMounted={false}
      className={styles.panel ?? ''}
    >
      <div className={styles.head}>
        <Tabs.List aria-label={t('panel.tabs')} className={styles.tabs ?? ''}>
          <Tabs.Tab value="issues">
            {count === 0 ? t('panel.issues') : t('panel.issues.count', { count })}
          </Tabs.Tab>
          {comments && (
            <Tabs.Tab value="comments">
              {open === 0 ? t('panel.comments') : t('panel.comments.count', { count: open })}
            </Tabs.Tab>
          )}
          <Tabs.Tab value="activity">{t('panel.activity')}</Tabs.Tab>
        </Tabs.List>
        <CloseButton size="lg" aria-label={t('panel.close')} onClick={onClose} />
      </div>
      <Tabs.Panel value="issues">
        <VisuallyHidden component="h2">{t('panel.issues')}</VisuallyHidden>
        <IssuesPanel onJump={onJump} />
      </Tabs.Panel>
      {comments && (
        <Tabs.Panel value="comments">
          <VisuallyHidden component="h2">{t('panel.comments')}</VisuallyHidden>
          <CommentsPanel onJump={onJump} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="activity">
        <VisuallyHidden component="h2">{t('panel.activity')}</VisuallyHidden>
        <ActivityPanel onJump={onJump} />
      </Tabs.Panel>
    </Tabs>
  );
}
