import { Stack, Text } from '@mantine/core';
import { PageHeading } from '../../ui/heading.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { useText } from '../../ui/text.tsx';

/** What every address says until somebody has followed the set-up link. */
export function SetupWaits() {
  const { t } = useText();
  return (
    <PlainPage>
      <Stack gap="md">
        <PageHeading title={t('setup.waiting.title')} />
        <Text>{t('setup.waiting.body')}</Text>
      </Stack>
    </PlainPage>
  );
}
