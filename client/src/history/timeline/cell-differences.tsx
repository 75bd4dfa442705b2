import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import type { TextKey } from '@filiera/shared/text/text.ts';
import { IconArrowRight } from '@tabler/icons-react';
import { sayMoment } from '../../ui/moment.ts';
import { useText } from '../../ui/text.tsx';
import styles from './cell-differences.module.css';
import type { CellDifference } from './differences.ts';

interface CellDifferencesProps {
  /** What the cells stand in, for those who do not see where the list does. */
  readonly label: string;
  readonly cells: readonly CellDifference[];
  /** Instances of a repeated part, as against rows. */
  readonly group: boolean;
  readonly people: readonly HistoryPerson[];
}

/** The key of what happened to a row, or to an instance of a repeated part. */
export function rowText(row: NonNullable<CellDifference['row']>, group: boolean): TextKey {
  return `timeline.${group ? 'part' : 'row'}.${row}`;
}

/** Cells that differ, one a line: where, what stood there, what stands there, who wrote it and when. */
export function CellDifferences({ label, cells, group, people }: CellDifferencesProps) {
  const { t, locale } = useText();
  return (
    <ul className={styles.cells} aria-label={label}>
      {cells.map((cell) => {
        const { place, name, row, before, after, userId, at } = cell;
        const person = people.find(({ id }) => id === userId);
        return (
          <li key={[place.element, place.row, place.column].join('/')} className={styles.cell}>
            <span className={styles.name}>{name}</span>
            {row === null ? (
              <span className={styles.values}>
                <del className={styles.before} data-empty={before === '' || undefined}>
                  {before || t('timeline.cell.empty')}
                </del>
                <IconArrowRight size={16} role="img" aria-label="→" />
                <ins className={styles.after} data-empty={after === '' || undefined}>
                  {after || t('timeline.cell.empty')}
                </ins>
              </span>
            ) : (
              <span className={styles.values}>
                <em className={styles.row}>{t(rowText(row, group))}</em>
              </span>
            )}
            {person && at !== null && (
              <span className={styles.who}>
                <span className={styles.dot} style={{ background: person.color }} aria-hidden="true" />
                {t('timeline.cell.whoWhen', { name: person.name, when: sayMoment(at, locale) })}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
