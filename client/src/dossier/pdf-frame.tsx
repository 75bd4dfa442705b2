import { Button, Group, Skeleton } from '@mantine/core';
import { IconDownload, IconExternalLink } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import { failureText } from '../api/failure.ts';
import { Refusal } from '../ui/refusal.tsx';
import { useText } from '../ui/text.tsx';
import styles from './rehearsal.module.css';
import { saveBlob } from './save-file.ts';

/** How browsers that know these words show it: the pages alone, as wide as there is room. */
const VIEW = '#navpanes=0&view=FitH';

interface PdfFrameProps {
  /** The document, as soon as it is there; another one replaces it. */
  readonly pdf: Blob | undefined;
  readonly fileName: string;
  readonly failure: unknown;
  readonly onRetry: () => void;
  /** Where there is no room for it: browsers on phones say that they show PDFs, and show the first page. */
  readonly buttonsOnly: boolean;
}

/** A PDF in the page, where there is room for it and the browser can; elsewhere, and besides, the ways to open it. */
export function PdfFrame({ pdf, fileName, failure, onRetry, buttonsOnly }: PdfFrameProps) {
  const { t } = useText();
  const end = useId();
  const url = useObjectUrl(pdf);
  const shows = navigator.pdfViewerEnabled && !buttonsOnly;
  if (failure && !pdf) return <Refusal text={t(failureText(failure))} onRetry={onRetry} />;
  if (!pdf || !url)
    return (
      <div role="status" aria-label={t('rehearsal.pdf.loading')}>
        <p className={styles.waiting}>{t('rehearsal.pdf.loading')}</p>
        {shows && <Skeleton className={styles.frame ?? ''} />}
      </div>
    );
  return (
    <>
      {!shows && <p className={styles.elsewhere}>{t('rehearsal.pdf.elsewhere')}</p>}
      <Group gap="sm">
        <Button
          component="a"
          href={url}
          target="_blank"
          rel="noopener"
          variant="default"
          leftSection={<IconExternalLink size={18} aria-hidden="true" />}
        >
          {t('rehearsal.pdf.show')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden="true" />}
          onClick={() => saveBlob(pdf, fileName)}
        >
          {t('rehearsal.pdf.save')}
        </Button>
        {shows && (
          <a className={styles.skip} href={`#${end}`}>
            {t('rehearsal.pdf.skip')}
          </a>
        )}
      </Group>
      {shows && <iframe className={styles.frame} src={`${url}${VIEW}`} title={t('rehearsal.pdf')} />}
      {shows && (
        <p id={end} tabIndex={-1} className={styles.end}>
          {t('rehearsal.pdf.end')}
        </p>
      )}
    </>
  );
}

/** An address for a document, for as long as it is shown. */
function useObjectUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
