import { PAGES, type PlanDetail, type Version } from '@filiera/shared/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { Button, Group } from '@mantine/core';
import { IconArrowsDiff, IconFileZip, IconRubberStamp } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePlanState } from '../collab/use-plan.tsx';
import { sayMoment } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import { Digest } from './digest.tsx';
import { DossierFiles } from './dossier-files.tsx';
import { FilingDialog } from './filing-dialog.tsx';
import { FilingLines } from './filing-lines.tsx';
import { FrozenOverLine } from './frozen-over.tsx';
import { archiveUrl } from './requests.ts';
import styles from './version-card.module.css';

/** One frozen version with all that belongs to it. */
export function VersionCard({ plan, version }: { readonly plan: PlanDetail; readonly version: Version }) {
  const { t, locale } = useText();
  const role = usePlanState((state) => state.access.role);
  const [filing, setFiling] = useState(false);
  const { number: n, reopening } = version;
  const id = `version-${n}`;
  return (
    <section className={styles.card} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{t('version.title', { n })}</h2>
        <p>
          {sayMoment(version.frozenAt, locale)} · {t('plan.frozen.by', { name: version.frozenBy })}
        </p>
      </div>
      <FrozenOverLine planId={plan.id} version={version} whole />
      <Digest digest={version.digest} />
      {version.filings.length === 0 ? (
        <p className={styles.muted}>{t('filing.none')}</p>
      ) : (
        <FilingLines version={version} whole />
      )}
      <div>
        <h3>{t('version.files')}</h3>
        <DossierFiles planId={plan.id} version={version} />
      </div>
      {reopening && (
        <div className={styles.over}>
          <p>
            <strong>
              {t('version.reopened', { name: reopening.by, when: sayMoment(reopening.at, locale) })}
            </strong>
          </p>
          <p>{t('version.reopened.reason', { reason: reopening.reason })}</p>
        </div>
      )}
      <Group gap="sm">
        {version.dossier !== null && (
          <Button
            component="a"
            href={archiveUrl(plan.id, n)}
            download
            leftSection={<IconFileZip size={18} aria-hidden="true" />}
          >
            {t('version.zip')}
          </Button>
        )}
        {reopening && (
          <Button
            component={Link}
            href={PAGES.differences(plan.id, n)}
            variant="default"
            leftSection={<IconArrowsDiff size={18} aria-hidden="true" />}
          >
            {t('version.differences', { n })}
          </Button>
        )}
        {planAllows(role, 'filing') && (
          <Button
            variant="default"
            leftSection={<IconRubberStamp size={18} aria-hidden="true" />}
            onClick={() => setFiling(true)}
          >
            {t(version.filings.length === 0 ? 'filing.do' : 'filing.again')}
          </Button>
        )}
      </Group>
      <FilingDialog planId={plan.id} version={version} opened={filing} onClose={() => setFiling(false)} />
    </section>
  );
}
