import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { DecorationSet, type EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { authorMark } from '../history/author-mark.ts';
import type { Authorship } from '../history/authorship.ts';
import { passagesOf, runsOf } from '../history/passages.ts';
import { markLetters } from './letter-marks.ts';
import { readOwnHand } from './own-hand.ts';

/** Whose passages to show; `null` for none. */
interface Showing {
  readonly authorship: Authorship | null;
}
interface AuthorsState extends Showing {
  readonly marks: DecorationSet;
}

const key = new PluginKey<AuthorsState>('authors');

/**
 * One's own typing is marked once it rests for so long, in milliseconds, so that no key waits for it; other marks move
 * along meanwhile.
 */
const SETTLE_MILLIS = 250;
/** Whoever types on and on sees it after so long. */
const LONGEST_MILLIS = 1_500;

/**
 * Marks each passage of a block by its author, out of the block's part of the document. Between two looks at that,
 * marks move with the text; what others write replaces the text as a whole, so then they are made again at once.
 */
export function authorsPlugin(fragment: Y.XmlFragment): Plugin<AuthorsState> {
  const marksOf = (doc: Node, { authorship }: Showing): DecorationSet | null =>
    authorship ? marked(doc, fragment, authorship) : DecorationSet.empty;
  return new Plugin<AuthorsState>({
    key,
    state: {
      init: () => ({ authorship: null, marks: DecorationSet.empty }),
      apply(tr, value) {
        const asked = tr.getMeta(key) as Showing | undefined;
        const showing = asked ?? value;
        if (!asked && (!showing.authorship || !tr.docChanged)) return value;
        const fromOthers = tr.getMeta(ySyncPluginKey)?.isChangeOrigin === true;
        const made = asked || fromOthers ? marksOf(tr.doc, showing) : null;
        return { authorship: showing.authorship, marks: made ?? value.marks.map(tr.mapping, tr.doc) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.marks },
    view: () => {
      let settling: ReturnType<typeof setTimeout> | undefined;
      let since = 0;
      return {
        update(view, before) {
          const showing = key.getState(view.state);
          if (!showing?.authorship || view.state.doc.eq(before.doc)) return;
          const now = performance.now();
          if (settling === undefined) since = now;
          clearTimeout(settling);
          settling = setTimeout(
            () => {
              settling = undefined;
              showAuthors(view, showing.authorship);
            },
            Math.min(SETTLE_MILLIS, Math.max(0, since + LONGEST_MILLIS - now)),
          );
        },
        destroy: () => clearTimeout(settling),
      };
    },
  });
}

/** Shows a block by its authors, or (`null`) as it is. To be called again when more authors are known. */
export function showAuthors(view: EditorView, authorship: Authorship | null): void {
  if (view.isDestroyed || (!authorship && !key.getState(view.state)?.authorship)) return;
  readOwnHand(view);
  const tr: Transaction = view.state.tr.setMeta(key, { authorship } satisfies Showing);
  view.dispatch(tr.setMeta('addToHistory', false));
}

/** The marks of a text; `null` while text and document are not in step. */
function marked(doc: Node, fragment: Y.XmlFragment, authorship: Authorship): DecorationSet | null {
  const passages = passagesOf(runsOf(fragment), (client) => authorship.author(client));
  return markLetters(doc, passages, passages.at(-1)?.to ?? 0, authorMark);
}
