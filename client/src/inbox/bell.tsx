import { PAGES } from '@filiera/shared/api.ts';
import { sayNotification } from '@filiera/shared/inbox/say.ts';
import { IconBell } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { Link, useRoute } from 'wouter';
import { useSession } from '../api/session.tsx';
import { notify } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import styles from './bell.module.css';
import { lineOf } from './line.ts';
import { INBOX_KEY } from './queries.ts';

/** The way to what the member was told, with how much of it is unread, as it is at every moment. */
export function Bell() {
  const { t, locale } = useText();
  const { user } = useSession();
  const queries = useQueryClient();
  const [isHere] = useRoute(PAGES.inbox());
  const line = lineOf(user.id);
  const unread = useSyncExternalStore(line.subscribe, line.count) ?? 0;

  useEffect(
    () =>
      line.hear(({ latest }) => {
        void queries.invalidateQueries({ queryKey: INBOX_KEY });
        if (latest === null) return;
        notify(t('inbox.arrived', { what: sayNotification(locale, latest), plan: latest.plan.title }));
      }),
    [line, queries, t, locale],
  );

  const words =
    unread === 0
      ? t('inbox.bell')
      : unread === 1
        ? t('inbox.bell.one')
        : t('inbox.bell.many', { count: unread });
  return (
    <Link
      href={PAGES.inbox()}
      className={styles.bell ?? ''}
      aria-label={words}
      title={words}
      aria-current={isHere ? 'page' : undefined}
    >
      <IconBell size={22} aria-hidden="true" />
      {unread > 0 && (
        <span className={styles.count} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}
