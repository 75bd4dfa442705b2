import { Button, Stack, Text } from '@mantine/core';
import { useText } from './text.tsx';

/** What stands in the place of something that could not be shown: why, and a way to try again. */
export function Refusal({ text, onRetry }: { readonly text: string; readonly onRetry?: () => void }) {
  const { t } = useText();
  return (
    <Stack role="alert" gap="md" align="flex-start">
      <Text>{text}</Text>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      )}
    </Stack>
  );
}
