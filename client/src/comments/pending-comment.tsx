import { Button, Group } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import { useSession } from '../api/session.tsx';
import { Disc } from '../ui/disc.tsx';
import { useText } from '../ui/text.tsx';
import { CommentWords } from './comment-text.tsx';
import styles from './comments.module.css';
import type { OutboxItem } from './outbox.ts';
import { useComments } from './use-comments.tsx';

/** A comment that the server does not have yet: what it waits for, or why it was not taken and what can be done. */
export function PendingComment({ item }: { readonly item: OutboxItem }) {
  const { t } = useText();
  const { user } = useSession();
  const comments = useComments();
  const { key, text } = item.body;
  return (
    <li className={styles.comment} data-pending>
      <Disc name={user.name} color={user.color} size="medium" />
      <div className={styles.commentBody}>
        <p className={styles.author}>{t('members.self', { name: user.name })}</p>
        <div className={styles.words} lang="it">
          <CommentWords text={text} />
        </div>
        {item.failure === null ? (
          <p className={styles.waiting}>
            <IconClockPause size={16} aria-hidden="true" />
            {t('comments.pending')}
          </p>
        ) : (
          <>
            <p className={styles.problem} role="alert">
              {t('comments.refused', { why: t(`error.${item.failure}`) })}
            </p>
            <Group gap="xs">
              <Button size="compact-sm" variant="default" onClick={() => comments?.store.retry(key)}>
                {t('comments.refused.again')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => comments?.store.giveUp(key, true)}>
                {t('comments.refused.back')}
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                onClick={() => comments?.store.giveUp(key, false)}
              >
                {t('comments.refused.drop')}
              </Button>
            </Group>
          </>
        )}
      </div>
    </li>
  );
}
