import { PAGES, type PlanDetail, type Version } from '@filiera/shared/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { Button, Group } from '@mantine/core';
import { IconFileZip, IconGitBranch, IconLock, IconRubberStamp } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePlanState } from '../collab/use-plan.tsx';
import { sayMoment } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import { Digest } from './digest.tsx';
import { DossierFiles } from './dossier-files.tsx';
import { isMain } from './file-words.ts';
import { FilingDialog } from './filing-dialog.tsx';
import { FilingLines } from './filing-lines.tsx';
import styles from './frozen-band.module.css';
import { FrozenOverLine } from './frozen-over.tsx';
import { ReopenDialog } from './reopen-dialog.tsx';
import { archiveUrl } from './requests.ts';

/** The final version: when, by whom, its digest, its files, where it was filed, and what may come after it. */
export function FrozenBand({ plan }: { readonly plan: PlanDetail }) {
  const { t, locale } = useText();
  // What was read of the plan before it was frozen knows of earlier versions at most.
  const version = plan.status === 'frozen' ? plan.versions.at(-1) : undefined;
  return (
    <section
      className={styles.band}
      aria-label={version ? t('version.band', { n: version.number }) : t('plan.frozen.title')}
    >
      <p className={styles.line}>
        <IconLock size={20} aria-hidden="true" />
        {version ? (
          <span>
            <strong>{t('version.band', { n: version.number })}</strong> ·{' '}
            {sayMoment(version.frozenAt, locale)} · {t('plan.frozen.by', { name: version.frozenBy })}
          </span>
        ) : (
          <strong>{t('plan.frozen.title')}</strong>
        )}
      </p>
      {version && <Contents plan={plan} version={version} />}
    </section>
  );
}

function Contents({ plan, version }: { readonly plan: PlanDetail; readonly version: Version }) {
  const { t } = useText();
  const role = usePlanState((state) => state.access.role);
  const [open, setOpen] = useState<'filing' | 'reopen' | null>(null);
  const others = version.files.filter((file) => !isMain(file)).length;
  const close = () => setOpen(null);
  return (
    <>
      <FrozenOverLine planId={plan.id} version={version} />
      <Digest digest={version.digest} />
      <FilingLines version={version} />
      <DossierFiles planId={plan.id} version={version} only={isMain} />
      {others > 0 && (
        <details className={styles.more}>
          <summary>{t('version.files.more', { count: others })}</summary>
          <DossierFiles planId={plan.id} version={version} only={(file) => !isMain(file)} />
        </details>
      )}
      <Group gap="sm" className={styles.actions ?? ''}>
        {version.dossier !== null && (
          <Button
            component="a"
            href={archiveUrl(plan.id, version.number)}
            download
            variant="white"
            leftSection={<IconFileZip size={18} aria-hidden="true" />}
          >
            {t('version.zip')}
          </Button>
        )}
        {planAllows(role, 'filing') && (
          <Button
            variant="white"
            leftSection={<IconRubberStamp size={18} aria-hidden="true" />}
            onClick={() => setOpen('filing')}
          >
            {t(version.filings.length === 0 ? 'filing.do' : 'filing.again')}
          </Button>
        )}
        {planAllows(role, 'reopen') && (
          <Button
            variant="white"
            leftSection={<IconGitBranch size={18} aria-hidden="true" />}
            onClick={() => setOpen('reopen')}
          >
            {t('variation.open')}
          </Button>
        )}
        <Link href={PAGES.versions(plan.id)} className={styles.link ?? ''}>
          {t('version.all')}
        </Link>
        <Link href={PAGES.verification()} className={styles.link ?? ''}>
          {t('version.verify')}
        </Link>
      </Group>
      <FilingDialog planId={plan.id} version={version} opened={open === 'filing'} onClose={close} />
      <ReopenDialog plan={plan} version={version} opened={open === 'reopen'} onClose={close} />
    </>
  );
}
