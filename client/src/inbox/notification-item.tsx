import { PAGES } from '@filiera/shared/api.ts';
import type { Notification } from '@filiera/shared/inbox/api.ts';
import { sayNotification } from '@filiera/shared/inbox/say.ts';
import { ActionIcon } from '@mantine/core';
import { IconCalendarDue, IconMail, IconMailOpened } from '@tabler/icons-react';
import { Link } from 'wouter';
import { failureText } from '../api/failure.ts';
import { notifyFailure } from '../ui/announce.tsx';
import { initials } from '../ui/initials.ts';
import { sayWhen } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import styles from './inbox.module.css';
import { useMarking } from './queries.ts';

/** Where a notification leads: the very thread, or its plan; nowhere where access was taken away. */
function addressOf({ what, plan }: Notification): string | null {
  if ('thread' in what) return PAGES.thread(plan.id, what.thread);
  return what.kind === 'role' && what.role === null ? null : PAGES.plan(plan.id);
}

/** One thing that the member was told: who did what, where, with the words; read, and unread again. */
export function NotificationItem({ notification }: { readonly notification: Notification }) {
  const { t, locale } = useText();
  const marking = useMarking();
  const { id, at, readAt, by, plan, what } = notification;
  const isRead = readAt !== null;
  const said = sayNotification(locale, notification);
  const address = addressOf(notification);
  const mark = (read: boolean): void =>
    marking.mutate({ ids: [id], read }, { onError: (failure) => notifyFailure(t(failureText(failure))) });
  const action = t(isRead ? 'inbox.unread.of' : 'inbox.read.of', { what: said });
  return (
    <li className={styles.item} data-unread={!isRead || undefined}>
      {by === null ? (
        <span className={styles.clock} aria-hidden="true">
          <IconCalendarDue size={20} />
        </span>
      ) : (
        <span
          className={styles.disc}
          style={{ background: by.color }}
          data-initials={initials(by.name)}
          aria-hidden="true"
        />
      )}
      <div className={styles.words}>
        <h3 className={styles.said}>
          {address === null ? (
            said
          ) : (
            <Link href={address} onClick={() => !isRead && mark(true)}>
              {said}
            </Link>
          )}
          {!isRead && <span className={styles.new}>{t('inbox.new')}</span>}
        </h3>
        {'where' in what && what.where !== '' && <p className={styles.where}>{what.where}</p>}
        {'excerpt' in what && (
          <p className={what.excerpt === '' ? styles.where : styles.excerpt}>
            {what.excerpt || t('inbox.deletedWords')}
          </p>
        )}
        <p className={styles.plan}>
          {plan.title} · {plan.associationName} ·{' '}
          <time dateTime={new Date(at).toISOString()}>{sayWhen(at, locale, Date.now())}</time>
        </p>
      </div>
      <ActionIcon
        className={styles.mark ?? ''}
        variant="subtle"
        color="gray"
        size={40}
        aria-label={action}
        title={t(isRead ? 'inbox.unread' : 'inbox.read')}
        onClick={() => mark(!isRead)}
        loading={marking.isPending}
      >
        {isRead ? <IconMail size={20} aria-hidden="true" /> : <IconMailOpened size={20} aria-hidden="true" />}
      </ActionIcon>
    </li>
  );
}
