import { ActionIcon } from '@mantine/core';
import { IconMessage } from '@tabler/icons-react';
import { useText } from '../../ui/text.tsx';

interface CommentsToggleProps {
  readonly expanded: boolean;
  readonly controls: string | undefined;
  readonly onToggle: () => void;
}

/** The button that shows what is said about the plan. */
export function CommentsToggle({ expanded, controls, onToggle }: CommentsToggleProps) {
  const { t } = useText();
  return (
    <ActionIcon
      variant="default"
      size={36}
      radius="xl"
      aria-label={t('panel.comments')}
      title={t('panel.comments')}
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      onClick={onToggle}
    >
      <IconMessage size={20} aria-hidden="true" />
    </ActionIcon>
  );
}
