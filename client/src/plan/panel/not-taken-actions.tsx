import { Button } from '@mantine/core';
import { IconCheck, IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import type { NotTaken } from '../../collab/not-taken.ts';
import { saveBlob } from '../../dossier/save-file.ts';
import { announce } from '../../ui/announce.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { focusFirst } from '../../ui/focus.ts';
import { useText } from '../../ui/text.tsx';
import { joinNames } from './join-names.ts';

/** The words of the question before what was not taken is deleted, and of what is heard afterwards. */
export interface Deletion {
  /** What the button is called, which all of them look the same. */
  readonly label: string;
  readonly title: string;
  /** What is lost, and what can be done before. */
  readonly body: string;
  readonly gone: string;
  readonly run: () => Promise<unknown>;
}

interface Props {
  readonly items: readonly NotTaken[];
  /** The first line of the file that it is saved as, and the name of that. */
  readonly head: string;
  readonly file: string;
  readonly deletion: Deletion;
}

/** What can be done with all that was not taken: save it as text, and be done with it, which is asked first. */
export function NotTakenActions({ items, head, file, deletion }: Props) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const save = (): void => {
    const parts = items.map(
      ({ names, mine, theirs }) =>
        `${joinNames(names)}\n${mine === '' ? t('plan.refused.removed', { text: theirs }) : mine}`,
    );
    const text = [[head, ...parts].join('\n\n'), '\n'];
    saveBlob(new Blob(text, { type: 'text/plain;charset=utf-8' }), file);
  };
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDeviceFloppy size={16} aria-hidden="true" />}
        onClick={save}
      >
        {t('plan.refused.save')}
      </Button>
      <Button
        size="xs"
        leftSection={<IconCheck size={16} aria-hidden="true" />}
        aria-label={deletion.label}
        onClick={() => setAsking(true)}
      >
        {t('plan.refused.done')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={deletion.title}
        body={deletion.body}
        action={t('plan.refused.done.do')}
        onConfirm={async () => {
          await deletion.run();
          announce(deletion.gone);
          // The question goes with what it was about, and cannot give the focus back.
          focusFirst([]);
        }}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
