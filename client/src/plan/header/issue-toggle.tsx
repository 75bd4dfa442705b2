import type { Issue } from '@filiera/shared/rules/issue.ts';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { usePlanState } from '../../collab/use-plan.tsx';
import { useText } from '../../ui/text.tsx';
import { groupIssues } from '../panel/issue-groups.ts';
import styles from './header.module.css';

const NONE: readonly Issue[] = [];

interface IssueToggleProps {
  readonly expanded: boolean;
  readonly controls: string;
  readonly onToggle: () => void;
}

/** How much is to be put right, and the button that shows what. */
export function IssueToggle({ expanded, controls, onToggle }: IssueToggleProps) {
  const { t } = useText();
  const issues = usePlanState((state) => state.view?.issues) ?? NONE;
  const { errors, warnings, required, expected } = useMemo(() => groupIssues(issues), [issues]);
  const open = required + expected;
  return (
    <button
      type="button"
      className={styles.open}
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      title={t('plan.panel.title')}
      onClick={onToggle}
    >
      {errors.length > 0 && (
        <span className={styles.count} data-kind="error">
          <IconCircleX size={18} aria-hidden="true" />
          {errors.length === 1 ? t('issues.errors.one') : t('issues.errors.many', { count: errors.length })}
        </span>
      )}
      {warnings.length > 0 && (
        <span className={styles.count} data-kind="warning">
          <IconAlertTriangle size={18} aria-hidden="true" />
          {warnings.length === 1
            ? t('issues.warnings.one')
            : t('issues.warnings.many', { count: warnings.length })}
        </span>
      )}
      {open > 0 && (
        <span className={styles.count} data-kind="missing">
          <IconCircleDashed size={18} aria-hidden="true" />
          {t('plan.toFill', { count: open })}
        </span>
      )}
      {issues.length === 0 && (
        <span className={styles.count} data-kind="fine">
          <IconCircleCheck size={18} aria-hidden="true" />
          {t('plan.panel.fineShort')}
        </span>
      )}
    </button>
  );
}
