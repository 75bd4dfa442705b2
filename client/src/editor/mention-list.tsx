import { IconBuilding, IconLink } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { Mentionable } from '../comments/mentionables.ts';
import { initials } from '../ui/initials.ts';
import { useText } from '../ui/text.tsx';
import styles from './comment-editor.module.css';

interface MentionListProps {
  readonly id: string;
  readonly options: readonly Mentionable[];
  /** Which one Enter chooses. */
  readonly at: number;
  readonly onChoose: (chosen: Mentionable) => void;
}

/** Who or what may be named: the focus stays in the text, which says by its attributes where the list is. */
export function MentionList({ id, options, at, onChoose }: MentionListProps) {
  const { t } = useText();
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another option is another place in the list
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={t('comments.mention.list')} className={styles.list}>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text that has the focus hears the keys
        <div
          key={`${option.of} ${option.id}`}
          id={`${id}/${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={styles.option}
          // The focus stays in the text.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(option)}
        >
          <Sign option={option} />
          <span className={styles.name}>
            {option.label}
            {option.note && <span className={styles.note}> · {option.note}</span>}
          </span>
          <span className={styles.kind}>{t(`comments.mention.${option.of}`)}</span>
        </div>
      ))}
    </div>
  );
}

function Sign({ option }: { readonly option: Mentionable }) {
  if (option.of === 'organisation') return <IconBuilding size={20} aria-hidden="true" />;
  if (option.of === 'value-chain') return <IconLink size={20} aria-hidden="true" />;
  return (
    <span
      className={styles.disc}
      style={{ background: option.color ?? undefined }}
      data-initials={initials(option.label)}
      aria-hidden="true"
    />
  );
}
