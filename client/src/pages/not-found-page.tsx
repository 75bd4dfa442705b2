import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { PageHeading } from '../ui/heading.tsx';
import { PlainPage } from '../ui/plain-page.tsx';
import { useText } from '../ui/text.tsx';

/** An address that leads nowhere, or to something that this member may not see. */
export function NotFoundPage() {
  const { t } = useText();
  return (
    <PlainPage>
      <Stack gap="md" align="flex-start">
        <PageHeading title={t('notFound.title')} />
        <Text>{t('notFound.body')}</Text>
        <Anchor component={Link} href="/">
          {t('notFound.home')}
        </Anchor>
      </Stack>
    </PlainPage>
  );
}
