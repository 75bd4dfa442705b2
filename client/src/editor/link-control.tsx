import { Button, Group, Popover, TextInput } from '@mantine/core';
import { RichTextEditor } from '@mantine/tiptap';
import { IconLink } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { type FormEvent, useState } from 'react';
import { useText } from '../ui/text.tsx';
import { linkAddress } from './link-address.ts';

/** Makes a link of the selected words, or changes the one that the caret is in; an emptied address takes it away. */
export function LinkControl({ editor }: { readonly editor: Editor }) {
  const { t } = useText();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => now.isActive('link'),
  });

  const open = (): void => {
    const href: unknown = editor.getAttributes('link').href;
    setTyped(typeof href === 'string' ? href : '');
    setWrong(false);
    setOpened(true);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const chain = editor.chain().focus().extendMarkRange('link');
    if (typed.trim() === '') chain.unsetLink().run();
    else if (linkAddress(typed) === null) {
      setWrong(true);
      return;
    } else chain.setLink({ href: typed }).run();
    setOpened(false);
  };

  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus shadow="md" withinPortal width={340}>
      <Popover.Target>
        <RichTextEditor.Control
          aria-label={t('plan.toolbar.link')}
          title={t('plan.toolbar.link')}
          active={active}
          onClick={open}
        >
          <IconLink size={16} aria-hidden="true" />
        </RichTextEditor.Control>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('plan.toolbar.link')}>
        <form onSubmit={submit} noValidate>
          <TextInput
            label={t('plan.toolbar.address')}
            placeholder="https://"
            type="url"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={wrong ? t('plan.toolbar.addressWrong') : undefined}
            data-autofocus
          />
          <Group justify="flex-end" gap="xs" mt="sm">
            <Button size="xs" variant="default" onClick={() => setOpened(false)}>
              {t('action.cancel')}
            </Button>
            <Button size="xs" type="submit">
              {t('plan.toolbar.linkSave')}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
