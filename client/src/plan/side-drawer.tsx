import { CloseButton, Drawer } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useText } from '../ui/text.tsx';
import styles from './plan-layout.module.css';

interface SideDrawerProps {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly position: 'left' | 'right' | 'bottom';
  readonly size: number | string;
  /** Do the children bring a heading and a way to close it of their own? */
  readonly ownHead?: boolean;
  readonly children: ReactNode;
}

/** What stands beside the form where there is room for it, as a drawer where there is none. */
export function SideDrawer({
  title,
  opened,
  onClose,
  position,
  size,
  ownHead = false,
  children,
}: SideDrawerProps) {
  const { t } = useText();
  // What is open inside (a list of names, a choice) takes the key first: the drawer must not hear it before them.
  useWindowEvent('keydown', (event) => {
    const isTaken =
      event.defaultPrevented ||
      (event.target instanceof Element && event.target.closest('[data-mantine-stop-propagation="true"]'));
    if (opened && event.key === 'Escape' && !event.isComposing && !isTaken) onClose();
  });
  return (
    <Drawer.Root opened={opened} onClose={onClose} closeOnEscape={false} position={position} size={size}>
      <Drawer.Overlay backgroundOpacity={0.45} />
      <Drawer.Content aria-label={title}>
        <Drawer.Body p="md">
          {!ownHead && (
            <div className={styles.panelHead}>
              <h2>{title}</h2>
              <CloseButton size="lg" aria-label={t('action.close')} onClick={onClose} />
            </div>
          )}
          {children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
