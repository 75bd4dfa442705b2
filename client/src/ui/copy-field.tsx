import { Button, Group, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { announce } from './announce.tsx';
import { useFocusOnMount } from './focus.ts';
import { useText } from './text.tsx';

/** A text to be taken elsewhere, whole in its field, which takes the focus, with a button that copies it. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const { t } = useText();
  const input = useFocusOnMount<HTMLInputElement>();
  const [copied, setCopied] = useState(false);

  const copy = async (): Promise<void> => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // Outside https the clipboard is closed to pages; the older way works on what is selected.
      if (!document.execCommand('copy')) return;
    }
    setCopied(true);
    announce(t('action.copied'));
  };

  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        ref={input}
        label={label}
        value={value}
        readOnly
        flex={1}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        onClick={() => void copy()}
        leftSection={
          copied ? <IconCheck size={18} aria-hidden="true" /> : <IconCopy size={18} aria-hidden="true" />
        }
      >
        {copied ? t('action.copied') : t('action.copy')}
      </Button>
    </Group>
  );
}
