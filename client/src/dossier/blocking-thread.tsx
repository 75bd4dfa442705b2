import { PAGES } from '@filiera/shared/api.ts';
import { IconArrowRight, IconMessageExclamation } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { usePlanSession } from '../collab/use-plan.tsx';
import { useText } from '../ui/text.tsx';
import type { BlockingThread } from './obstacle-groups.ts';
import styles from './obstacles.module.css';
import { placeSaid } from './place-said.ts';

interface BlockingThreadItemProps {
  readonly thread: BlockingThread;
  /** Called before the page goes to the thread. */
  readonly onGo?: () => void;
  readonly children?: ReactNode;
}

/** A comment that stops a freeze: where it stands, what it says, and the way to it. */
export function BlockingThreadItem({ thread, onGo, children }: BlockingThreadItemProps) {
  const { t } = useText();
  const { planId } = usePlanSession();
  const { text, author } = thread;
  const where = placeSaid(thread.where);
  return (
    <li className={styles.thread}>
      <IconMessageExclamation className={styles.threadSign} size={20} aria-hidden="true" />
      <div className={styles.threadWords}>
        <p className={styles.where}>{where}</p>
        {text === '' ? (
          <p className={styles.hidden}>{t('rehearsal.thread.hidden')}</p>
        ) : (
          <>
            <blockquote>{text}</blockquote>
            <p className={styles.hidden}>{t('rehearsal.thread.by', { name: author })}</p>
          </>
        )}
        {children}
        {text !== '' && (
          <Link
            href={PAGES.thread(planId, thread.thread)}
            className={styles.way ?? ''}
            {...(onGo ? { onClick: onGo } : {})}
          >
            <IconArrowRight size={16} aria-hidden="true" />
            {t('rehearsal.thread.open', { where })}
          </Link>
        )}
      </div>
    </li>
  );
}
