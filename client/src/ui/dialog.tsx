import { Modal, type ModalRootProps } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import styles from './dialog.module.css';
import { focusFirst } from './focus.ts';
import { useText } from './text.tsx';

interface DialogProps extends ModalRootProps {
  readonly title: string;
}

// Whoever opened the dialog before: where one dialog leads to another, the second gives the focus back to it.
let formerOpener: Element | null = null;

/** The control that stays in the page after a dialog was opened with `element`: for an item, its menu's button. */
function openerOf(element: Element | null): Element | null {
  const menu = element?.closest('[role="menu"]');
  return menu ? document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`) : element;
}

/**
 * A dialog: it holds the focus while it is open and gives it back to what opened it, or to the page's heading where
 * that is gone; on a phone it is the whole screen.
 */
export function Dialog({ title, children, ...props }: DialogProps) {
  const { t } = useText();
  const { opened } = props;
  const phone = useMediaQuery('(max-width: 30em)');
  const [openers, setOpeners] = useState<readonly (Element | null)[]>([]);
  const [wasOpened, setWasOpened] = useState(false);

  // Read while rendering: once the dialog is there, the menu or dialog that it was opened from may be gone.
  if (opened !== wasOpened) {
    setWasOpened(opened);
    if (opened) setOpeners([openerOf(document.activeElement), formerOpener]);
  }
  useEffect(() => {
    if (opened) {
      formerOpener = openers[0]?.closest('[role="dialog"]') ? formerOpener : (openers[0] ?? null);
      return;
    }
    if (openers.length > 0) focusFirst(openers);
  }, [opened, openers]);

  return (
    <Modal.Root centered size={560} padding="lg" fullScreen={phone} returnFocus={false} {...props}>
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content>
        {/* Not Mantine's header: its `header` element would be a second banner of the page. */}
        <div className={styles.head}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('action.close')} size={32} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
