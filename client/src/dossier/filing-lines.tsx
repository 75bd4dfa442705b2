import type { Version } from '@filiera/shared/api.ts';
import { formatDate } from '@filiera/shared/rules/money.ts';
import { sayMoment } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import styles from './version-card.module.css';

interface FilingLinesProps {
  readonly version: Version;
  /** With what was put down before and corrected since. */
  readonly whole?: boolean;
}

/** Under which number a version was handed in, as its managers put it down: the last counts. */
export function FilingLines({ version, whole = false }: FilingLinesProps) {
  const { t, locale } = useText();
  const last = version.filings.at(-1);
  if (!last) return null;
  const said = ({ protocol, date, by, at }: typeof last) => ({
    protocol,
    date: formatDate(date),
    name: by,
    when: sayMoment(at, locale),
  });
  return (
    <div className={styles.filing}>
      <p>
        <strong>{t('filing.said', said(last))}</strong> · {t('filing.by', said(last))}
      </p>
      {whole &&
        version.filings
          .slice(0, -1)
          .reverse()
          .map((former) => (
            <p key={former.at} className={styles.former}>
              {t('filing.former', said(former))}
            </p>
          ))}
    </div>
  );
}
