import { Modal, type ModalProps } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useText } from './text.tsx';

/** A dialog: it holds the focus while it is open and gives it back; on a phone it is the whole screen. */
export function Dialog({ children, ...props }: ModalProps) {
  const { t } = useText();
  const phone = useMediaQuery('(max-width: 30em)');
  return (
    <Modal
      centered
      size={560}
      padding="lg"
      fullScreen={phone}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      {...props}
    >
      {children}
    </Modal>
  );
}
