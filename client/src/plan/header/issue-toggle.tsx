import type { Issue } from '@filiera/shared/rules/issue.ts';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { usePlanState } from '../../collab/use-plan.tsx';
import { useText } from '../../ui/text.tsx';
import { groupIssues } from '../panel/issue-groups.ts';
import styles from './header.module.css';
import type { PanelSwitch } from './panel-toggle.tsx';

const NONE: readonly Issue[] = [];

/** How much is to be put right, and the button that shows what. */
export function IssueToggle({ expanded, controls, onToggle }: PanelSwitch) {
  const { t } = useText();
  const issues = usePlanState((state) => state.view?.issues) ?? NONE;
  const { errors, warnings, required, expected } = useMemo(() => groupIssues(issues), [issues]);
  const open = required + expected;
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      title={t('panel.issues')}
      onClick={onToggle}
    >
      {errors.length > 0 && (
        <span className={styles.count} data-kind="error">
          <IconCircleX size={18} aria-hidden="true" />
          <Count
            count={errors.length}
            words={
              errors.length === 1 ? t('issues.errors.one') : t('issues.errors.many', { count: errors.length })
            }
          />
        </span>
      )}
      {warnings.length > 0 && (
        <span className={styles.count} data-kind="warning">
          <IconAlertTriangle size={18} aria-hidden="true" />
          <Count
            count={warnings.length}
            words={
              warnings.length === 1
                ? t('issues.warnings.one')
                : t('issues.warnings.many', { count: warnings.length })
            }
          />
        </span>
      )}
      {open > 0 && (
        <span className={styles.count} data-kind="missing">
          <IconCircleDashed size={18} aria-hidden="true" />
          <Count count={open} words={t('plan.toFill', { count: open })} />
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

/** A count in words; where there is no room for them they are still read out. */
function Count({ count, words }: { readonly count: number; readonly words: string }) {
  return (
    <>
      <span className={styles.words}>{words}</span>
      <span className={styles.figure} aria-hidden="true">
        {count}
      </span>
    </>
  );
}
