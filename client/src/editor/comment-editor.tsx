import { type CommentText, MAX_COMMENT_LENGTH } from '@filiera/shared/threads/api.ts';
import { RichTextEditor } from '@mantine/tiptap';
import '@mantine/tiptap/styles.css';
import { IconAt } from '@tabler/icons-react';
import { CharacterCount, Placeholder } from '@tiptap/extensions';
import { type Editor, useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { type Mentionable, matching } from '../comments/mentionables.ts';
import { announce } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import styles from './comment-editor.module.css';
import { commentOf, contentOf } from './comment-json.ts';
import { FilieraLink } from './filiera-link.ts';
import { LinkControl } from './link-control.tsx';
import { MentionList } from './mention-list.tsx';
import { MentionNode, type MentionQuery, mentionQuery } from './mention-node.ts';
import { withoutTables } from './pasted-html.ts';
import { useRovingFocus } from './roving-focus.ts';

interface CommentEditorProps {
  readonly label: string;
  readonly placeholder: string;
  /** What it begins with; later changes of it are not taken. */
  readonly initial: CommentText | null;
  readonly mentionables: readonly Mentionable[];
  readonly takesFocus?: boolean;
  /** `null` while there is nothing to read in it. */
  readonly onChange: (text: CommentText | null) => void;
  /** Control and Enter. */
  readonly onSubmit: () => void;
  /** Does it stand open, or only once somebody writes? */
  readonly tall?: boolean;
}

interface Offer {
  readonly query: MentionQuery;
  readonly options: readonly Mentionable[];
  readonly at: number;
}

/** Where a comment is written: bold, italic, lists, links, and names behind an @. */
export function CommentEditor(props: CommentEditorProps) {
  const { label, placeholder, initial, takesFocus = false, tall = false } = props;
  const { t } = useText();
  const listId = useId();
  const bar = useRef<HTMLDivElement>(null);
  const [offer, setOffer] = useState<Offer | null>(null);
  /** A query that was put away with Escape stays away. */
  const dismissed = useRef<number | null>(null);
  const self = useRef<Editor | null>(null);
  const latest = useRef({ ...props, offer });
  latest.current = { ...props, offer };

  const look = (editor: Editor): void => {
    const query = editor.isFocused ? mentionQuery(editor.state) : null;
    if (query?.from !== dismissed.current) dismissed.current = null;
    const options =
      query && dismissed.current === null ? matching(latest.current.mentionables, query.words) : [];
    setOffer(query && options.length > 0 ? { query, options, at: 0 } : null);
  };
  const choose = (chosen: Mentionable): void => {
    const query = latest.current.offer?.query;
    if (!query) return;
    const { of, id, label: name } = chosen;
    self.current
      ?.chain()
      .focus()
      .deleteRange({ from: query.from, to: query.to })
      .insertContent([
        { type: 'mention', attrs: { of, id, label: name } },
        { type: 'text', text: ' ' },
      ])
      .run();
    setOffer(null);
  };

  const editor = useEditor(
    {
      extensions: [
        StarterKit.configure({
          blockquote: false,
          code: false,
          codeBlock: false,
          heading: false,
          horizontalRule: false,
          link: false,
          strike: false,
          trailingNode: false,
          underline: false,
        }),
        FilieraLink,
        MentionNode,
        CharacterCount.configure({ limit: MAX_COMMENT_LENGTH }),
        Placeholder.configure({ placeholder, showOnlyCurrent: false }),
      ],
      content: initial ? contentOf(initial) : '',
      injectCSS: false,
      autofocus: takesFocus ? 'end' : false,
      editorProps: {
        attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label },
        transformPastedHTML: withoutTables,
        handleKeyDown: (_view, event) => onKey(event),
      },
      onCreate: ({ editor: now }) => {
        self.current = now;
      },
      onUpdate: ({ editor: now }) => {
        latest.current.onChange(commentOf(now.getJSON()));
        look(now);
      },
      onSelectionUpdate: ({ editor: now }) => look(now),
      onBlur: () => setOffer(null),
    },
    [label, placeholder],
  );

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      latest.current.onSubmit();
      return true;
    }
    const { offer: open } = latest.current;
    if (!open) return false;
    const { options, at, query } = open;
    const to = {
      ArrowDown: (at + 1) % options.length,
      ArrowUp: (at - 1 + options.length) % options.length,
    }[event.key];
    if (to !== undefined) {
      setOffer({ ...open, at: to });
      return true;
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      dismissed.current = query.from;
      setOffer(null);
      return true;
    }
    const chosen = options[at];
    if ((event.key !== 'Enter' && event.key !== 'Tab') || !chosen) return false;
    event.preventDefault();
    choose(chosen);
    return true;
  };

  const count = offer?.options.length ?? 0;
  useEffect(() => {
    if (count > 0)
      announce(count === 1 ? t('comments.mention.found.one') : t('comments.mention.found.many', { count }));
  }, [count, t]);

  const at = offer?.at ?? null;
  useEffect(() => {
    if (!editor) return;
    const { dom } = editor.view;
    dom.setAttribute('aria-autocomplete', 'list');
    if (at === null) {
      dom.removeAttribute('aria-activedescendant');
      dom.removeAttribute('aria-controls');
    } else {
      dom.setAttribute('aria-controls', listId);
      dom.setAttribute('aria-activedescendant', `${listId}/${at}`);
    }
  }, [editor, at, listId]);

  const onBarKey = useRovingFocus(bar, () => editor?.commands.focus());
  const labels = useMemo(
    () => ({
      boldControlLabel: t('plan.toolbar.bold'),
      italicControlLabel: t('plan.toolbar.italic'),
      bulletListControlLabel: t('plan.toolbar.bullets'),
      orderedListControlLabel: t('plan.toolbar.numbers'),
    }),
    [t],
  );
  if (!editor) return null;
  return (
    <div className={styles.editor} data-tall={tall || undefined}>
      <RichTextEditor editor={editor} labels={labels} variant="subtle" bd="none">
        <RichTextEditor.Content />
        <RichTextEditor.Toolbar
          ref={bar}
          role="toolbar"
          aria-label={t('comments.toolbar')}
          className={styles.toolbar ?? ''}
          onKeyDown={onBarKey}
        >
          <RichTextEditor.Bold />
          <RichTextEditor.Italic />
          <RichTextEditor.BulletList />
          <RichTextEditor.OrderedList />
          <LinkControl editor={editor} />
          <RichTextEditor.Control
            aria-label={t('comments.mention')}
            title={t('comments.mention')}
            onClick={() => startMention(editor)}
          >
            <IconAt size={16} aria-hidden="true" />
          </RichTextEditor.Control>
        </RichTextEditor.Toolbar>
      </RichTextEditor>
      {offer && <MentionList id={listId} options={offer.options} at={offer.at} onChoose={choose} />}
    </div>
  );
}

/** Types an @ where the caret is, with a blank before it where it needs one. */
function startMention(editor: Editor): void {
  const { $from } = editor.state.selection;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset);
  editor
    .chain()
    .focus()
    .insertContent(before === '' || /\s/u.test(before) ? '@' : ' @')
    .run();
}
