import { inFours } from '@filiera/shared/dossier/digest.ts';
import { CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { announce } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import styles from './digest.module.css';

/** The digest that stands for a version, to be compared and to be copied. */
export function Digest({ digest }: { readonly digest: string }) {
  const { t } = useText();
  return (
    <p className={styles.digest}>
      <span>{t('plan.frozen.digest')}</span> <code>{inFours(digest)}</code>
      <CopyButton value={digest}>
        {({ copied, copy }) => (
          <button
            type="button"
            className={styles.copy}
            onClick={() => {
              copy();
              announce(t('action.copied'));
            }}
          >
            {copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />}
            {copied ? t('action.copied') : t('action.copy')}
          </button>
        )}
      </CopyButton>
    </p>
  );
}
