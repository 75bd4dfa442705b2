import type { Version, VersionFile } from '@filiera/shared/api.ts';
import { IconDownload } from '@tabler/icons-react';
import { versionFileUrl } from '../api/client.ts';
import { fileSize } from '../history/activity/file-size.ts';
import { useText } from '../ui/text.tsx';
import styles from './dossier-files.module.css';
import { fileLabel, filesInOrder, fileWhat } from './file-words.ts';

interface DossierFilesProps {
  readonly planId: string;
  readonly version: Version;
  /** Only these of its files. */
  readonly only?: (file: VersionFile) => boolean;
}

/** The files of a version: what each is, how large, and the way to have it. */
export function DossierFiles({ planId, version, only = () => true }: DossierFilesProps) {
  const { t } = useText();
  return (
    <ul className={styles.files}>
      {filesInOrder(version.files)
        .filter(only)
        .map(({ name, bytes }) => {
          const { unit, size } = fileSize(bytes);
          return (
            <li key={name}>
              <a
                className={styles.file}
                href={versionFileUrl(planId, version.number, name)}
                download
                aria-describedby={`file-${version.number}-${name}`}
              >
                <IconDownload size={18} aria-hidden="true" />
                {fileLabel(name, t)}
              </a>
              <span id={`file-${version.number}-${name}`} className={styles.what}>
                {fileWhat(name, t)} <span className={styles.size}>{t(unit, { size })}</span>
              </span>
            </li>
          );
        })}
    </ul>
  );
}
