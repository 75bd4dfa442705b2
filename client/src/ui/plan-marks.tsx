import type { PlanStatus } from '@filiera/shared/permissions.ts';
import {
  IconAlertTriangle,
  IconArchive,
  IconCircleCheck,
  IconCircleX,
  IconLock,
  IconPencil,
} from '@tabler/icons-react';
import styles from './plan-marks.module.css';
import { useText } from './text.tsx';

const STATUS_ICONS = { open: IconPencil, frozen: IconLock, archived: IconArchive } as const;

/** What state a plan is in, with a word and a sign. */
export function PlanStatusMark({ status }: { readonly status: PlanStatus }) {
  const { t } = useText();
  const Icon = STATUS_ICONS[status];
  return (
    <span className={`${styles.mark} ${styles[status] ?? ''}`}>
      <Icon size={16} aria-hidden="true" />
      {t(`planStatus.${status}`)}
    </span>
  );
}

/** How many rules do not hold, in words, with signs that differ by more than colour. */
export function IssueCounts({ errors, warnings }: { readonly errors: number; readonly warnings: number }) {
  const { t } = useText();
  return (
    <span className={styles.counts}>
      {errors > 0 && (
        <span className={`${styles.count} ${styles.error}`}>
          <IconCircleX size={18} aria-hidden="true" />
          {errors === 1 ? t('issues.errors.one') : t('issues.errors.many', { count: errors })}
        </span>
      )}
      {warnings > 0 && (
        <span className={`${styles.count} ${styles.warning}`}>
          <IconAlertTriangle size={18} aria-hidden="true" />
          {warnings === 1 ? t('issues.warnings.one') : t('issues.warnings.many', { count: warnings })}
        </span>
      )}
      {errors === 0 && warnings === 0 && (
        <span className={`${styles.count} ${styles.fine}`}>
          <IconCircleCheck size={18} aria-hidden="true" />
          {t('issues.none')}
        </span>
      )}
    </span>
  );
}
