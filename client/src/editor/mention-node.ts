import { Node } from '@tiptap/core';
import type { EditorState } from '@tiptap/pm/state';

/** A person, an organisation or a value chain that a comment names: one piece, which is deleted as one. */
export const MentionNode = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  addAttributes() {
    return { of: { default: 'member' }, id: { default: '' }, label: { default: '' } };
  },
  parseHTML() {
    return [
      {
        tag: 'span[data-mention]',
        getAttrs: ({ dataset }) => ({ of: dataset.mention, id: dataset.id, label: dataset.label }),
      },
    ];
  },
  renderHTML({ node }) {
    const { of, id, label } = node.attrs;
    return [
      'span',
      { class: 'filiera-mention', 'data-mention': of, 'data-id': id, 'data-label': label },
      `@${label}`,
    ];
  },
  renderText({ node }) {
    return `@${node.attrs.label}`;
  },
});

/** What somebody is typing behind an @, with where that stands in the text. */
export interface MentionQuery {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/** Names have blanks in them: a query goes on over these. */
const QUERY = /(?:^|[\s(\ufffc])@([\p{L}\p{N}'’.&-]*(?: [\p{L}\p{N}'’.&-]*){0,4})$/u;

/** The query that the caret is at the end of, if any. */
export function mentionQuery({ selection }: EditorState): MentionQuery | null {
  const { $from, empty } = selection;
  if (!empty || !$from.parent.isTextblock) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc');
  const [, words] = QUERY.exec(before) ?? [];
  return words === undefined ? null : { from: $from.pos - words.length - 1, to: $from.pos, words };
}
