import { ActionIcon } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useText } from '../../ui/text.tsx';

interface ActivityToggleProps {
  readonly expanded: boolean;
  readonly controls: string | undefined;
  readonly onToggle: () => void;
}

/** The button that shows who wrote what. */
export function ActivityToggle({ expanded, controls, onToggle }: ActivityToggleProps) {
  const { t } = useText();
  return (
    <ActionIcon
      variant="default"
      size={36}
      radius="xl"
      aria-label={t('panel.activity')}
      title={t('panel.activity')}
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      onClick={onToggle}
    >
      <IconHistory size={20} aria-hidden="true" />
    </ActionIcon>
  );
}
