import { RichTextEditor } from '@mantine/tiptap';
import '@mantine/tiptap/styles.css';
import { useEditor } from '@tiptap/react';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useSession } from '../api/session.tsx';
import type { PlanConnection } from '../collab/connection.ts';
import { useHungThreads } from '../comments/use-hung-threads.ts';
import { useAuthorsView } from '../history/authors-view.tsx';
import { useText } from '../ui/text.tsx';
import { showAuthors } from './authors-plugin.ts';
import { blockExtensions } from './extensions.ts';
import { readOwnHand } from './own-hand.ts';
import { withoutTables } from './pasted-html.ts';
import { showThreads } from './threads-plugin.ts';
import { focusToolbar, Toolbar } from './toolbar.tsx';

interface RichTextBlockProps {
  readonly connection: PlanConnection;
  readonly blockKey: string;
  /** The DOM id of the place. */
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  /** The element that says what is the matter with the block, and how its toolbar is reached. */
  readonly describedBy: string;
  /** Where to put the focus as soon as the editor is there, if anywhere; asked once. */
  readonly takeFocus: () => FocusAt | null;
}

/** A point of the window, or the end of the text. */
export type FocusAt = { readonly left: number; readonly top: number } | 'end';

/** The editor of one block of text, shared with everybody who has the plan open. */
export function RichTextBlock(props: RichTextBlockProps) {
  const { connection, blockKey, id, label, placeholder, describedBy, takeFocus } = props;
  const { t } = useText();
  const { user } = useSession();
  const { shown, authorship } = useAuthorsView();
  const version = useSyncExternalStore(authorship.subscribe, () => authorship.version);
  const [active, setActive] = useState(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const toolbarId = `${id}/toolbar`;

  const editor = useEditor(
    {
      extensions: blockExtensions({ connection, blockKey, user, placeholder }),
      injectCSS: false,
      editorProps: {
        attributes: {
          id,
          role: 'textbox',
          lang: 'it',
          'aria-multiline': 'true',
          'aria-label': label,
          'aria-describedby': describedBy,
        },
        transformPastedHTML: withoutTables,
        handleKeyDown: (_view, event) => {
          if (event.key !== 'F10' || !event.altKey) return false;
          focusToolbar(toolbarId);
          return true;
        },
      },
    },
    [connection, blockKey, id, label, placeholder, describedBy],
  );

  useEffect(() => {
    const at = editor ? takeFocus() : null;
    if (!at || !editor) return;
    const position = at === 'end' ? null : editor.view.posAtCoords(at);
    editor.commands.focus(position ? position.pos : 'end', { scrollIntoView: false });
  }, [editor, takeFocus]);

  useEffect(() => {
    if (!editor) return;
    return connection.beforeOthers(() => readOwnHand(editor.view));
  }, [editor, connection]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that more authors are known
  useEffect(() => {
    if (editor) showAuthors(editor.view, shown ? authorship : null);
  }, [editor, shown, authorship, version]);

  const hung = useHungThreads(blockKey);
  useEffect(() => {
    if (editor) showThreads(editor.view, hung);
  }, [editor, hung]);

  useEffect(() => () => clearTimeout(leaving.current), []);

  const labels = useMemo(
    () => ({
      boldControlLabel: t('plan.toolbar.bold'),
      italicControlLabel: t('plan.toolbar.italic'),
      underlineControlLabel: t('plan.toolbar.underline'),
      strikeControlLabel: t('plan.toolbar.strike'),
      bulletListControlLabel: t('plan.toolbar.bullets'),
      orderedListControlLabel: t('plan.toolbar.numbers'),
      unlinkControlLabel: t('plan.toolbar.unlink'),
    }),
    [t],
  );

  if (!editor) return null;
  return (
    <RichTextEditor
      editor={editor}
      labels={labels}
      variant="subtle"
      unstyled={false}
      bd="none"
      onFocus={() => {
        clearTimeout(leaving.current);
        setActive(true);
      }}
      onBlur={() => {
        // The focus may be on its way to the toolbar, or to its window for a link's address.
        leaving.current = setTimeout(() => setActive(false));
      }}
    >
      {active && (
        <Toolbar id={toolbarId} label={label} editor={editor} onLeave={() => editor.commands.focus()} />
      )}
      <RichTextEditor.Content />
    </RichTextEditor>
  );
}
