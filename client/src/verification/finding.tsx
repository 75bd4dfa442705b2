import type { TextKey } from '@filiera/shared/text/text.ts';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../ui/text.tsx';
import type { Answer } from './answer.ts';
import styles from './verification.module.css';
import { VersionFacts } from './version-facts.tsx';
import { type Said, type Tone, wordsFor } from './words.ts';

const ICONS = { success: IconCircleCheck, warning: IconAlertTriangle, plain: IconCircleX } as const;

/** A sentence with its sign. */
export function Verdict({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <p className={`${styles.verdict} ${styles[tone]}`}>
      <Icon size={22} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

/** What is known of a file, in words, and of what it holds. */
export function FindingView({ answer }: { readonly answer: Answer }) {
  const { t } = useText();
  const { tone, head, params, body, verified, inside }: Said = wordsFor(answer.finding);
  return (
    <>
      <Verdict tone={tone}>{t(head, params)}</Verdict>
      {verified && <VersionFacts verified={verified} />}
      {body.map((key: TextKey) => (
        <p className={styles.more} key={key}>
          {t(key)}
        </p>
      ))}
      {inside.length > 0 && (
        <ul className={styles.inside}>
          {inside.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what a file holds never changes its order.
            <li key={index}>
              <strong className={styles.name}>{each.file.name}</strong>
              <FindingView answer={each} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
