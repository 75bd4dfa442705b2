import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { failureText } from '../api/failure.ts';
import { Dialog } from './dialog.tsx';
import { useText } from './text.tsx';

interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen, and what will not. */
  readonly body: string;
  /** The words of the button that does it. */
  readonly action: string;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back. Stays open, and says why, where it could not be done. */
export function ConfirmDialog({ opened, title, body, action, onConfirm, onClose }: ConfirmProps) {
  const { t } = useText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const close = (): void => {
    setFailure(null);
    onClose();
  };
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      setFailure(t(failureText(thrown)));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog opened={opened} onClose={close} title={title} size={480}>
      <Stack gap="lg">
        <Text>{body}</Text>
        {failure && (
          <Text role="alert" c="var(--fil-danger-text)" fw={600}>
            {failure}
          </Text>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close} data-autofocus>
            {t('action.cancel')}
          </Button>
          <Button color="red" onClick={() => void confirm()} loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
