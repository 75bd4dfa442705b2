import { PAGES, type PlanDetail } from '@filiera/shared/api.ts';
import { IconArrowsDiff, IconGitBranch } from '@tabler/icons-react';
import { Link } from 'wouter';
import { sayMoment } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import styles from './variation-band.module.css';

/** That work goes on after a frozen version: from which, since when, by whom, why, and the way to what has changed. */
export function VariationBand({ plan }: { readonly plan: PlanDetail }) {
  const { t, locale } = useText();
  const version = plan.status === 'open' ? plan.versions.at(-1) : undefined;
  if (!version?.reopening) return null;
  const { by, at, reason } = version.reopening;
  const title = t('variation.band', { n: version.number });
  return (
    <section className={styles.band} aria-label={title}>
      <IconGitBranch size={20} aria-hidden="true" className={styles.sign} />
      <p className={styles.words}>
        <strong>{title}</strong> · {t('variation.by', { name: by, when: sayMoment(at, locale) })} ·{' '}
        <span className={styles.reason}>{reason}</span>
      </p>
      <Link href={PAGES.differences(plan.id, version.number)} className={styles.link ?? ''}>
        <IconArrowsDiff size={18} aria-hidden="true" />
        {t('version.differences', { n: version.number })}
      </Link>
      <Link href={PAGES.versions(plan.id)} className={styles.link ?? ''}>
        {t('version.all')}
      </Link>
    </section>
  );
}
