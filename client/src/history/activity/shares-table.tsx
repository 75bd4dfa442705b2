import { formatCount } from '@filiera/shared/rules/money.ts';
import { useSession } from '../../api/session.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './shares.module.css';
import type { ShareGrouping, ShareLine } from './shares.ts';

interface SharesTableProps {
  readonly name: string;
  readonly lines: readonly ShareLine[];
  readonly grouping: ShareGrouping;
}

/** One section's shares: for each who wrote in it, characters and cells with their percentages, and a bar. */
export function SharesTable({ name, lines, grouping }: SharesTableProps) {
  const { t } = useText();
  const { user } = useSession();
  const nameOf = ({ id, person }: ShareLine): string => {
    if (grouping === 'organisation') return id || t('shares.noOrganisation');
    if (!person) return t('activity.gone');
    return person.id === user.id ? t('activity.self', { name: person.name }) : person.name;
  };
  return (
    <table className={styles.table}>
      <caption>{name}</caption>
      <thead>
        <tr>
          <th scope="col">{t('shares.who')}</th>
          <th scope="col">{t('shares.characters')}</th>
          <th scope="col">{t('shares.cells')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <th scope="row">{nameOf(line)}</th>
            <Figure count={line.characters} tenths={line.characterTenths} color={line.person?.color} />
            <Figure count={line.cells} tenths={line.cellTenths} color={line.person?.color} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FigureProps {
  readonly count: number;
  readonly tenths: number;
  readonly color: string | undefined;
}

function Figure({ count, tenths, color }: FigureProps) {
  const { t } = useText();
  return (
    <td>
      <span className={styles.figures}>
        <span className={styles.percent}>
          {t('shares.percent', { tenths: `${Math.floor(tenths / 10)},${tenths % 10}` })}
        </span>
        <span className={styles.count}>{formatCount(count)}</span>
      </span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${tenths / 10}%`, background: color }} />
      </span>
    </td>
  );
}
