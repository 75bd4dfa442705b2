import { PAGES, type PlanDetail } from '@filiera/shared/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { Button, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconRefresh, IconSnowflake } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { failureText } from '../api/failure.ts';
import { usePlanState } from '../collab/use-plan.tsx';
import { placeAddress } from '../plan/form/place-address.ts';
import { PlanSubpage } from '../plan/plan-subpage.tsx';
import { announce } from '../ui/announce.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { useText } from '../ui/text.tsx';
import { FreezeDialog } from './freeze-dialog.tsx';
import { Obstacles } from './obstacles.tsx';
import { PdfFrame } from './pdf-frame.tsx';
import styles from './rehearsal.module.css';
import { useRehearsal } from './use-rehearsal.ts';

/** The final version as it would be: its document, and what still stops it with who can put it right. */
export function RehearsalPage({ plan }: { readonly plan: PlanDetail }) {
  const { t } = useText();
  const title = t('rehearsal.title');
  const status = usePlanState((state) => state.access.status);
  return (
    <PlanSubpage plan={plan} title={title}>
      <div className={styles.page}>
        <PageHeading title={`${title} · ${plan.title}`}>{title}</PageHeading>
        {status === 'open' ? (
          <OpenRehearsal plan={plan} />
        ) : (
          <div className={styles.closed}>
            <p>{t(`rehearsal.closed.${status}`)}</p>
            <Button component={Link} href={PAGES.plan(plan.id)}>
              {t('timeline.back')}
            </Button>
          </div>
        )}
      </div>
    </PlanSubpage>
  );
}

function OpenRehearsal({ plan }: { readonly plan: PlanDetail }) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const role = usePlanState((state) => state.access.role);
  const [freezing, setFreezing] = useState(false);
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { list, pdf, isStale, isMaking, makeAnother } = useRehearsal(plan.id);
  const wasMaking = useRef(false);
  useEffect(() => {
    if (wasMaking.current && !isMaking && list.isSuccess) announce(t('rehearsal.refreshed'));
    wasMaking.current = isMaking && list.isPlaceholderData;
  }, [isMaking, list.isSuccess, list.isPlaceholderData, t]);

  const document = (
    <section className={styles.document} aria-label={t('rehearsal.pdf')}>
      <PdfFrame
        pdf={pdf.data}
        fileName={`${plan.title} - ${t('rehearsal.open')}.pdf`}
        failure={pdf.error}
        onRetry={() => void pdf.refetch()}
        buttonsOnly={phone}
      />
    </section>
  );
  return (
    <>
      <div className={styles.head}>
        <p className={styles.intro}>
          {list.data ? t('rehearsal.intro', { version: list.data.version }) : t('rehearsal.loading')}
        </p>
        {planAllows(role, 'freeze') && (
          <Button
            leftSection={<IconSnowflake size={18} aria-hidden="true" />}
            onClick={() => setFreezing(true)}
          >
            {t('plan.freeze.do')}
          </Button>
        )}
      </div>
      <div className={styles.stale} role="status">
        {isStale && (
          <>
            <span>{t('rehearsal.changed')}</span>
            <Button
              variant="default"
              size="sm"
              leftSection={<IconRefresh size={18} aria-hidden="true" />}
              loading={isMaking}
              onClick={makeAnother}
            >
              {t('rehearsal.refresh')}
            </Button>
          </>
        )}
      </div>
      <div className={styles.columns}>
        {/* On a phone the document is two buttons: first, not behind a long list. */}
        {phone && document}
        <section className={styles.stops} aria-labelledby="rehearsal-stops">
          <h2 id="rehearsal-stops">{t('rehearsal.stops')}</h2>
          {list.error ? (
            <Refusal text={t(failureText(list.error))} onRetry={() => void list.refetch()} />
          ) : list.data ? (
            <Obstacles rehearsal={list.data} onJump={(place) => navigate(placeAddress(plan.id, place))} />
          ) : (
            <Skeleton height={200} />
          )}
        </section>
        {!phone && document}
      </div>
      <FreezeDialog plan={plan} opened={freezing} onClose={() => setFreezing(false)} />
    </>
  );
}
