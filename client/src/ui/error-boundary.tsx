import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useText } from './text.tsx';

/** Stops a fault of one page from leaving a blank window, and says that what was saved is safe. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render(): ReactNode {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useText();
  return (
    <Center component="main" mih="100vh" p="lg">
      <Stack maw={480} gap="md" align="flex-start" role="alert">
        <Title order={1}>{t('broken.title')}</Title>
        <Text>{t('broken.body')}</Text>
        <Button onClick={() => location.reload()}>{t('broken.reload')}</Button>
      </Stack>
    </Center>
  );
}
