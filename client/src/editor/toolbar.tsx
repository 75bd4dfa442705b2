import { RichTextEditor } from '@mantine/tiptap';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useText } from '../ui/text.tsx';
import type { UndoOrRedo } from '../undo/undo-key.ts';
import { useCanUndo, useUndo } from '../undo/use-undo.ts';
import { LinkControl } from './link-control.tsx';
import styles from './text-block.module.css';

interface ToolbarProps {
  readonly id: string;
  /** The name of the block that it works on. */
  readonly label: string;
  readonly editor: Editor;
  readonly onLeave: () => void;
}

const buttonsOf = (toolbar: Element | null): HTMLButtonElement[] =>
  [...(toolbar?.querySelectorAll<HTMLButtonElement>('button') ?? [])].filter((button) => !button.disabled);

/** Puts the focus into a block's toolbar. */
export function focusToolbar(id: string): void {
  buttonsOf(document.getElementById(id))[0]?.focus();
}

/**
 * What can be done to the text: one stop for the Tab key, arrows inside, Escape back to the text. Shown while its
 * block is being worked on.
 */
export function Toolbar({ id, label, editor, onLeave }: ToolbarProps) {
  const { t, locale } = useText();
  const bar = useRef<HTMLDivElement>(null);

  useEffect(() => {
    for (const [index, button] of buttonsOf(bar.current).entries()) button.tabIndex = index === 0 ? 0 : -1;
  });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!bar.current?.contains(event.target as Node)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onLeave();
      return;
    }
    const buttons = buttonsOf(bar.current);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = {
      ArrowRight: (at + 1) % buttons.length,
      ArrowLeft: (at - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    for (const button of buttons) button.tabIndex = -1;
    const button = buttons[to];
    if (button) {
      button.tabIndex = 0;
      button.focus();
    }
  };

  return (
    <div className={styles.rail}>
      <RichTextEditor.Toolbar
        ref={bar}
        id={id}
        className={styles.toolbar ?? ''}
        role="toolbar"
        lang={locale}
        aria-label={t('plan.toolbar.label', { block: label })}
        onKeyDown={onKeyDown}
      >
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.Bold />
          <RichTextEditor.Italic />
          <RichTextEditor.Underline />
          <RichTextEditor.Strikethrough />
        </RichTextEditor.ControlsGroup>
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.BulletList />
          <RichTextEditor.OrderedList />
        </RichTextEditor.ControlsGroup>
        <RichTextEditor.ControlsGroup>
          <LinkControl editor={editor} />
          <RichTextEditor.Unlink />
        </RichTextEditor.ControlsGroup>
        <RichTextEditor.ControlsGroup>
          <UndoControl what="undo" />
          <UndoControl what="redo" />
        </RichTextEditor.ControlsGroup>
      </RichTextEditor.Toolbar>
    </div>
  );
}

/** The same as the undo keys: it takes back what the member did last, in this block or elsewhere. */
function UndoControl({ what }: { readonly what: UndoOrRedo }) {
  const { t } = useText();
  const undo = useUndo();
  const possible = useCanUndo(what);
  const Icon = what === 'undo' ? IconArrowBackUp : IconArrowForwardUp;
  const name = t(`plan.toolbar.${what}`);
  return (
    <RichTextEditor.Control aria-label={name} title={name} disabled={!possible} onClick={() => undo(what)}>
      <Icon size={16} aria-hidden="true" />
    </RichTextEditor.Control>
  );
}
