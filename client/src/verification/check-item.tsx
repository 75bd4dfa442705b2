import { inFours } from '@filiera/shared/dossier/digest.ts';
import { Button } from '@mantine/core';
import { useRef } from 'react';
import { fileSize } from '../history/activity/file-size.ts';
import { useText } from '../ui/text.tsx';
import type { Examined } from './examine.ts';
import { FindingView, Verdict } from './finding.tsx';
import type { Check } from './use-verification.ts';
import styles from './verification.module.css';

interface CheckItemProps {
  readonly check: Check;
  readonly onRetry: (id: number, examined: Examined) => void;
}

/** One file that was chosen: what was found, or how far its check is. */
export function CheckItem({ check: { id, name, bytes, progress }, onRetry }: CheckItemProps) {
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const { unit, size } = fileSize(bytes);
  return (
    <li className={styles.check} data-testid="check" data-progress={progress.kind}>
      <h3 className={styles.name} ref={heading} tabIndex={-1}>
        {name} <span className={styles.size}>{t(unit, { size })}</span>
      </h3>
      {(progress.kind === 'reading' || progress.kind === 'asking') && (
        <p className={styles.more}>{t(`verification.${progress.kind}`)}</p>
      )}
      {progress.kind === 'unread' && (
        <>
          <Verdict tone="plain">{t(`verification.unread.${progress.why}`)}</Verdict>
          {progress.why === 'unreadable' && <p className={styles.more}>{t('verification.unread.body')}</p>}
        </>
      )}
      {progress.kind === 'failed' && (
        <>
          <Verdict tone="warning">{t(progress.text)}</Verdict>
          <Button
            variant="default"
            mt="sm"
            onClick={() => {
              // The button goes; whoever pressed it stays at the file.
              heading.current?.focus();
              onRetry(id, progress.examined);
            }}
          >
            {t('action.retry')}
          </Button>
        </>
      )}
      {progress.kind === 'answered' && (
        <>
          <FindingView answer={progress.answer} />
          <p className={styles.digest}>
            {t('verification.digest')} <code>{inFours(progress.answer.file.sha256)}</code>
          </p>
        </>
      )}
    </li>
  );
}
