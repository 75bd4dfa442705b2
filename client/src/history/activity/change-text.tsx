import type { CellValue } from '@filiera/shared/plan/edit.ts';
import { VisuallyHidden } from '@mantine/core';
import { usePlanSession } from '../../collab/use-plan.tsx';
import { useText } from '../../ui/text.tsx';
import { changeWords } from '../spot.ts';
import styles from './activity.module.css';

interface CellChangeTextProps {
  readonly root: string;
  readonly cell: string;
  readonly before: CellValue;
  readonly after: CellValue;
}

/** What one cell or field held and holds: `12.000,00 → 14.000,00 €`, and as words for those who hear it. */
export function CellChangeText({ root, cell, before, after }: CellChangeTextProps) {
  const { t } = useText();
  const { template } = usePlanSession();
  const words = changeWords(template, root, cell, { before, after });
  const sides = {
    before: words.before || t('activity.cell.empty'),
    after: words.after || t('activity.cell.empty'),
  };
  return (
    <span className={styles.change}>
      <span aria-hidden="true">
        <span className={styles.before} data-empty={words.before === '' || undefined}>
          {sides.before}
        </span>
        {' → '}
        <span className={styles.after} data-empty={words.after === '' || undefined}>
          {sides.after}
        </span>
      </span>
      <VisuallyHidden>{t('activity.cell.change', sides)}</VisuallyHidden>
    </span>
  );
}
