import type { Notification } from '@filiera/shared/inbox/api.ts';
import { Button, Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconBell, IconChecks } from '@tabler/icons-react';
import { useId } from 'react';
import { Link, useSearchParams } from 'wouter';
import { failureText } from '../api/failure.ts';
import { announce, notifyFailure } from '../ui/announce.tsx';
import { AppFrame } from '../ui/frame.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { useText } from '../ui/text.tsx';
import styles from './inbox.module.css';
import { MailPreferences } from './mail-preferences.tsx';
import { NotificationItem } from './notification-item.tsx';
import { useInbox, useMarking } from './queries.ts';

/** `/avvisi`: what the member was told, what needs a decision first; only the unread with `?da-leggere=1`. */
export function InboxPage() {
  const { t } = useText();
  const [search, setSearch] = useSearchParams();
  const unreadOnly = search.get('da-leggere') === '1';
  const inbox = useInbox(unreadOnly);
  const marking = useMarking();
  const unread = inbox.data?.pages[0]?.unread ?? 0;
  const notifications = inbox.data?.pages.flatMap((page) => page.notifications) ?? [];

  const markAll = (): void =>
    marking.mutate('all', {
      onSuccess: () => announce(t('inbox.markedAll')),
      onError: (failure) => notifyFailure(t(failureText(failure))),
    });
  return (
    <AppFrame trail={[{ label: t('inbox.title') }]}>
      <div className={styles.page}>
        <Stack gap="lg">
          <Group justify="space-between" gap="md">
            <div>
              <PageHeading title={t('inbox.title')} />
              {inbox.data && (unreadOnly || notifications.length > 0) && (
                <Text c="dimmed">
                  {unread === 0
                    ? t('inbox.unread.none')
                    : unread === 1
                      ? t('inbox.unread.one')
                      : t('inbox.unread.many', { count: unread })}
                </Text>
              )}
            </div>
            {unread > 0 && (
              <Button
                variant="default"
                leftSection={<IconChecks size={18} aria-hidden="true" />}
                onClick={markAll}
                loading={marking.isPending && marking.variables === 'all'}
              >
                {t('inbox.markAll')}
              </Button>
            )}
          </Group>
          <SegmentedControl
            aria-label={t('inbox.show')}
            className={styles.filter ?? ''}
            value={unreadOnly ? 'unread' : 'all'}
            onChange={(value) =>
              setSearch(value === 'unread' ? { 'da-leggere': '1' } : {}, { replace: true })
            }
            data={[
              { value: 'all', label: t('inbox.show.all') },
              { value: 'unread', label: t('inbox.show.unread') },
            ]}
          />
          {inbox.data ? (
            notifications.length > 0 ? (
              <Groups notifications={notifications} />
            ) : (
              <Empty unreadOnly={unreadOnly} />
            )
          ) : inbox.error ? (
            <Refusal text={t(failureText(inbox.error))} onRetry={() => void inbox.refetch()} />
          ) : (
            <Stack gap="md" role="status" aria-label={t('app.loading')}>
              <Skeleton height={104} />
              <Skeleton height={104} />
              <Skeleton height={104} />
            </Stack>
          )}
          {inbox.hasNextPage && (
            <Button
              variant="default"
              className={styles.more ?? ''}
              onClick={() => void inbox.fetchNextPage()}
              loading={inbox.isFetchingNextPage}
            >
              {t('inbox.more')}
            </Button>
          )}
        </Stack>
        <MailPreferences />
      </div>
    </AppFrame>
  );
}

/** What needs a decision, then the rest; each newest first. */
function Groups({ notifications }: { readonly notifications: readonly Notification[] }) {
  const { t } = useText();
  const id = useId();
  return (['decision', 'news'] as const).map((needs) => {
    const members = notifications.filter((one) => one.needs === needs);
    if (members.length === 0) return null;
    return (
      <section key={needs} aria-labelledby={`${id}-${needs}`}>
        <Title order={2} id={`${id}-${needs}`} className={styles.groupTitle ?? ''}>
          {t(`inbox.${needs}`)}
        </Title>
        <ul className={styles.list}>
          {members.map((one) => (
            <NotificationItem key={one.id} notification={one} />
          ))}
        </ul>
      </section>
    );
  });
}

/** What will stand here, for who was told nothing yet. */
function Empty({ unreadOnly }: { readonly unreadOnly: boolean }) {
  const { t } = useText();
  return (
    <div className={styles.empty}>
      <IconBell size={40} stroke={1.5} aria-hidden="true" />
      <Title order={2}>{t(unreadOnly ? 'inbox.allRead.title' : 'inbox.empty.title')}</Title>
      <Text>{t(unreadOnly ? 'inbox.allRead.body' : 'inbox.empty.body')}</Text>
      {!unreadOnly && (
        <Button component={Link} href="/">
          {t('inbox.empty.action')}
        </Button>
      )}
    </div>
  );
}
