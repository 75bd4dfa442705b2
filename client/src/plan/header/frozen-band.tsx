import type { PlanDetail } from '@filiera/shared/api.ts';
import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload, IconLock } from '@tabler/icons-react';
import { versionFileUrl } from '../../api/client.ts';
import { announce } from '../../ui/announce.tsx';
import { sayMoment } from '../../ui/moment.ts';
import { useText } from '../../ui/text.tsx';
import styles from './frozen-band.module.css';
import { fileLabel, filesOf } from './plan-actions.tsx';

/** The digest as people compare it: groups of four. */
function grouped(digest: string): string {
  return digest.match(/.{1,4}/g)?.join(' ') ?? digest;
}

/** The final version: when, by whom, its digest, its files. */
export function FrozenBand({ plan }: { readonly plan: PlanDetail }) {
  const { t, locale } = useText();
  const version = plan.versions.at(-1);
  if (!version) {
    return (
      <section className={styles.band} aria-label={t('plan.frozen.title')}>
        <p className={styles.line}>
          <IconLock size={20} aria-hidden="true" />
          <strong>{t('plan.frozen.title')}</strong>
        </p>
      </section>
    );
  }
  return (
    <section className={styles.band} aria-label={t('plan.frozen.title')}>
      <div className={styles.words}>
        <p className={styles.line}>
          <IconLock size={20} aria-hidden="true" />
          <span>
            <strong>{t('plan.frozen.title')}</strong> · {sayMoment(version.frozenAt, locale)} ·{' '}
            {t('plan.frozen.by', { name: version.frozenBy })}
          </span>
        </p>
        {version.reason && (
          <p className={styles.reason}>{t('plan.frozen.reason', { reason: version.reason })}</p>
        )}
        <p className={styles.digest}>
          <span>{t('plan.frozen.digest')}</span> <code>{grouped(version.digest)}</code>
          <CopyButton value={version.digest}>
            {({ copied, copy }) => (
              <button
                type="button"
                className={styles.copy}
                onClick={() => {
                  copy();
                  announce(t('action.copied'));
                }}
              >
                {copied ? (
                  <IconCheck size={16} aria-hidden="true" />
                ) : (
                  <IconCopy size={16} aria-hidden="true" />
                )}
                {copied ? t('action.copied') : t('action.copy')}
              </button>
            )}
          </CopyButton>
        </p>
      </div>
      <div className={styles.files}>
        {filesOf(version).map((file) => (
          <Button
            key={file.name}
            component="a"
            href={versionFileUrl(plan.id, version.number, file.name)}
            download
            variant="white"
            leftSection={<IconDownload size={18} aria-hidden="true" />}
          >
            {fileLabel(file.name, t)}
          </Button>
        ))}
      </div>
    </section>
  );
}
