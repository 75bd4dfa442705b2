import { PAGES } from '@filiera/shared/api.ts';
import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { ApiFailure, failureText } from '../api/failure.ts';
import { PageHeading } from '../ui/heading.tsx';
import { PlainPage } from '../ui/plain-page.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { useText } from '../ui/text.tsx';
import { useUnsubscribeView, useUnsubscribing } from './queries.ts';

/** `/disiscrizione/:token`: no more mail, for who has the link in one; nobody has to sign in for it. */
export function UnsubscribePage({ token }: { readonly token: string }) {
  const { t } = useText();
  const view = useUnsubscribeView(token);
  const unsubscribing = useUnsubscribing(token);
  const toInbox = (
    <Anchor component={Link} href={PAGES.inbox()}>
      {t('unsubscribe.toInbox')}
    </Anchor>
  );

  if (view.data?.mail === 'none') {
    return (
      <PlainPage>
        <Stack gap="md" align="flex-start" key="done">
          <PageHeading title={t('unsubscribe.done.title')} />
          <Text role="status">{t('unsubscribe.done', { email: view.data.email })}</Text>
          <Text>{t('unsubscribe.back')}</Text>
          {toInbox}
        </Stack>
      </PlainPage>
    );
  }
  if (view.data) {
    return (
      <PlainPage>
        <Stack gap="md" key="ask">
          <PageHeading title={t('unsubscribe.title')} />
          <Text>{t('unsubscribe.ask', { email: view.data.email })}</Text>
          <Text>{t('unsubscribe.what')}</Text>
          {unsubscribing.error && <Refusal text={t(failureText(unsubscribing.error))} />}
          <Button onClick={() => unsubscribing.mutate()} loading={unsubscribing.isPending}>
            {t('unsubscribe.action')}
          </Button>
        </Stack>
      </PlainPage>
    );
  }
  if (view.error) {
    const gone = view.error instanceof ApiFailure && view.error.key === 'bad-link';
    return (
      <PlainPage>
        {gone ? (
          <Stack gap="md" align="flex-start">
            <PageHeading title={t('unsubscribe.gone.title')} />
            <Text>{t('unsubscribe.gone.body')}</Text>
            {toInbox}
          </Stack>
        ) : (
          <Refusal text={t(failureText(view.error))} onRetry={() => void view.refetch()} />
        )}
      </PlainPage>
    );
  }
  return (
    <PlainPage>
      <Stack gap="md" role="status" aria-label={t('app.loading')}>
        <Skeleton height={28} width="70%" />
        <Skeleton height={48} />
      </Stack>
    </PlainPage>
  );
}
