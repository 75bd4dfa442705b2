import type { Verified } from '@filiera/shared/dossier/api.ts';
import { sayItalianMoment } from '../ui/moment.ts';
import { useText } from '../ui/text.tsx';
import styles from './verification.module.css';
import { fileWords } from './words.ts';

/** Which frozen version a file is of: all that the server tells anybody. */
export function VersionFacts({ verified }: { readonly verified: Verified }) {
  const { t, locale } = useText();
  const { title, association, version, frozenAt, file } = verified;
  const words = fileWords(file);
  const moment = sayItalianMoment(frozenAt, locale);
  return (
    <dl className={styles.facts}>
      <dt>{t('verification.plan')}</dt>
      <dd>{title}</dd>
      <dt>{t('verification.association')}</dt>
      <dd>{association}</dd>
      <dt>{t('verification.version')}</dt>
      <dd>{version}</dd>
      <dt>{t('verification.frozen')}</dt>
      <dd>{t('verification.frozen.at', { moment })}</dd>
      <dt>{t('verification.file')}</dt>
      <dd>{words === null ? file : `${file} (${t(words)})`}</dd>
    </dl>
  );
}
