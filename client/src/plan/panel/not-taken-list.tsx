import { Button, Group } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { NotTaken } from '../../collab/not-taken.ts';
import { announce } from '../../ui/announce.tsx';
import { useText } from '../../ui/text.tsx';
import { changedPart } from './changed-part.ts';
import { copyText } from './copy-text.ts';
import { joinNames } from './join-names.ts';
import styles from './not-taken.module.css';

interface NotTakenListProps {
  readonly items: readonly NotTaken[];
  /** What else can be done with all of it. */
  readonly children?: ReactNode;
}

/** Each place with what was typed there, to be read and copied. */
export function NotTakenList({ items, children }: NotTakenListProps) {
  const { t } = useText();
  const all = items.map((item) => `${joinNames(item.names)}\n${item.mine}`).join('\n\n');
  return (
    <>
      <ul className={styles.items}>
        {items.map((item) => (
          <li key={`${item.place.element} ${item.place.row ?? ''} ${item.place.column ?? ''}`}>
            <p className={styles.names}>{joinNames(item.names)}</p>
            {item.mine === '' ? (
              <p className={styles.removed}>{t('plan.refused.removed', { text: item.theirs })}</p>
            ) : (
              <div className={styles.mine}>
                <p>{item.block ? <Changed before={item.theirs} after={item.mine} /> : item.mine}</p>
                <CopyButton
                  text={item.mine}
                  label={t('plan.refused.copy', { what: item.names.at(-1) ?? '' })}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      <Group gap="xs">
        {items.length > 1 && <CopyButton text={all} label={t('plan.refused.copyAll')} whole />}
        {children}
      </Group>
    </>
  );
}

/** A text with what was typed into it marked, so that it is found among what the server has anyway. */
function Changed({ before, after }: { readonly before: string; readonly after: string }) {
  const { head, typed, tail } = changedPart(before, after);
  return (
    <>
      {head}
      {typed && <mark>{typed}</mark>}
      {tail}
    </>
  );
}

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly whole?: boolean;
}

function CopyButton({ text, label, whole = false }: CopyButtonProps) {
  const { t } = useText();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconCopy size={16} aria-hidden="true" />}
      aria-label={label}
      onClick={() => void copyText(text).then((done) => done && announce(t('action.copied')))}
    >
      {whole ? label : t('action.copy')}
    </Button>
  );
}
