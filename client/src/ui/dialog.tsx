import { Modal, type ModalRootProps } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import styles from './dialog.module.css';
import { useText } from './text.tsx';

interface DialogProps extends ModalRootProps {
  readonly title: string;
}

/** A dialog: it holds the focus while it is open and gives it back; on a phone it is the whole screen. */
export function Dialog({ title, children, ...props }: DialogProps) {
  const { t } = useText();
  const phone = useMediaQuery('(max-width: 30em)');
  return (
    <Modal.Root centered size={560} padding="lg" fullScreen={phone} {...props}>
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
