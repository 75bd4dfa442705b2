import { RichTextEditor } from '@mantine/tiptap';
import { IconArrowBackUp, IconArrowForwardUp, IconMessagePlus } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { useRef } from 'react';
import { useBeginAt } from '../comments/comment-here.tsx';
import { useComments, useCommentsState } from '../comments/use-comments.tsx';
import { useText } from '../ui/text.tsx';
import type { UndoOrRedo } from '../undo/undo-key.ts';
import { useCanUndo, useUndo } from '../undo/use-undo.ts';
import { LinkControl } from './link-control.tsx';
import { buttonsOf, useRovingFocus } from './roving-focus.ts';
import styles from './text-block.module.css';

interface ToolbarProps {
  readonly id: string;
  /** The name of the block that it works on. */
  readonly label: string;
  readonly editor: Editor;
  readonly onLeave: () => void;
}

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

  const onKeyDown = useRovingFocus(bar, onLeave);

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
        <CommentControl editor={editor} />
        <RichTextEditor.ControlsGroup>
          <UndoControl what="undo" />
          <UndoControl what="redo" />
        </RichTextEditor.ControlsGroup>
      </RichTextEditor.Toolbar>
    </div>
  );
}

/** Begins a comment on the selected words, or on the block; nothing for those who may not. */
function CommentControl({ editor }: { readonly editor: Editor }) {
  const { t } = useText();
  const comments = useComments();
  const writable = useCommentsState((state) => state.writable, false);
  const begin = useBeginAt(comments);
  if (!comments || !writable) return null;
  const name = t('comments.here');
  return (
    <RichTextEditor.ControlsGroup>
      <RichTextEditor.Control
        aria-label={name}
        title={`${name} (Ctrl+Alt+M)`}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => begin(editor.view.dom.closest('article'), editor.view.dom)}
      >
        <IconMessagePlus size={16} aria-hidden="true" />
      </RichTextEditor.Control>
    </RichTextEditor.ControlsGroup>
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
