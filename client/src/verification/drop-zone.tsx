import { Button } from '@mantine/core';
import { IconFileCheck } from '@tabler/icons-react';
import { type Ref, useEffect, useRef, useState } from 'react';
import { useText } from '../ui/text.tsx';
import styles from './verification.module.css';

interface DropZoneProps {
  /** The button with which files are chosen. */
  readonly button: Ref<HTMLButtonElement>;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Where files are chosen, or dropped: anywhere on the page, since a browser would open what misses its target. */
export function DropZone({ button, onFiles }: DropZoneProps) {
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const give = useRef(onFiles);
  give.current = onFiles;

  useEffect(() => {
    const isFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onOver = (event: DragEvent): void => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(false);
      give.current([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);

  return (
    <div className={styles.zone} data-over={over || undefined}>
      <IconFileCheck size={32} stroke={1.5} aria-hidden="true" />
      <p id="verification-drop">{t('verification.drop')}</p>
      <Button ref={button} onClick={() => input.current?.click()} aria-describedby="verification-drop">
        {t('verification.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same file may be chosen again, after it was changed.
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </div>
  );
}
