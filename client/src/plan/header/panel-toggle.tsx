import { ActionIcon } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

/** What a button is told that shows a tab of the panel, and closes the panel where that is what it shows already. */
export interface PanelSwitch {
  readonly expanded: boolean;
  /** The panel's id, where it is in the page. */
  readonly controls: string | undefined;
  readonly onToggle: () => void;
}

interface PanelToggleProps extends PanelSwitch {
  /** What the tab is called. */
  readonly title: string;
  readonly icon: Icon;
}

/** The button that shows a tab of the panel, with a sign and no words. */
export function PanelToggle({ title, icon: Sign, expanded, controls, onToggle }: PanelToggleProps) {
  return (
    <ActionIcon
      variant="default"
      size={36}
      radius="xl"
      aria-label={title}
      title={title}
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      onClick={onToggle}
    >
      <Sign size={20} aria-hidden="true" />
    </ActionIcon>
  );
}
