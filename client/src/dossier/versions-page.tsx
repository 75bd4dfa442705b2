import { PAGES, type PlanDetail } from '@filiera/shared/api.ts';
import { Link } from 'wouter';
import { PlanSubpage } from '../plan/plan-subpage.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { useText } from '../ui/text.tsx';
import { VersionCard } from './version-card.tsx';
import styles from './versions.module.css';

/** Every frozen version of a plan, the newest first. */
export function VersionsPage({ plan }: { readonly plan: PlanDetail }) {
  const { t } = useText();
  const title = t('version.all');
  return (
    <PlanSubpage plan={plan} title={title}>
      <div className={styles.page}>
        <PageHeading title={`${title} · ${plan.title}`}>{title}</PageHeading>
        {plan.versions.length === 0 ? (
          <p className={styles.empty}>
            {t('version.none')} <Link href={PAGES.rehearsal(plan.id)}>{t('rehearsal.open')}</Link>
          </p>
        ) : (
          <p className={styles.intro}>
            {t('version.verify.hint')} <Link href={PAGES.verification()}>{t('version.verify')}</Link>
          </p>
        )}
        {[...plan.versions].reverse().map((version) => (
          <VersionCard key={version.number} plan={plan} version={version} />
        ))}
      </div>
    </PlanSubpage>
  );
}
