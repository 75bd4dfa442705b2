import { Skeleton, Stack } from '@mantine/core';
import { useText } from './text.tsx';

/** The shape of a page that is on its way. */
export function PageSkeleton() {
  const { t } = useText();
  return (
    <Stack
      maw={1152}
      mx="auto"
      px="lg"
      pt={88}
      gap="md"
      role="status"
      aria-busy="true"
      aria-label={t('app.loading')}
    >
      <Skeleton height={32} width="40%" />
      <Skeleton height={96} />
      <Skeleton height={96} />
      <Skeleton height={96} />
    </Stack>
  );
}
