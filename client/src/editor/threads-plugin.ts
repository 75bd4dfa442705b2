import { readLetters } from '@filiera/shared/threads/passage.ts';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { DecorationSet, type EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { type HungThreads, hungMark, hungPassages } from '../comments/hung-passages.ts';
import { markLetters } from './letter-marks.ts';
import { readOwnHand } from './own-hand.ts';

interface ThreadsState {
  readonly hung: HungThreads;
  readonly marks: DecorationSet;
}

const NOTHING: HungThreads = { threads: [], active: null };
const key = new PluginKey<ThreadsState>('threads');

/** Marks are looked for anew once one's own typing rests for so long, in milliseconds; they move along meanwhile. */
const SETTLE_MILLIS = 250;

/** Marks the passages of a block that comments hang on, wherever they are by now. */
export function threadsPlugin(fragment: Y.XmlFragment): Plugin<ThreadsState> {
  const marksOf = (doc: Node, hung: HungThreads): DecorationSet | null => {
    if (hung.threads.length === 0) return DecorationSet.empty;
    const letters = readLetters(fragment);
    return markLetters(doc, hungPassages(letters, hung), letters.text.length, hungMark);
  };
  return new Plugin<ThreadsState>({
    key,
    state: {
      init: () => ({ hung: NOTHING, marks: DecorationSet.empty }),
      apply(tr, value) {
        const asked = tr.getMeta(key) as HungThreads | undefined;
        const hung = asked ?? value.hung;
        if (!asked && (hung.threads.length === 0 || !tr.docChanged)) return value;
        const fromOthers = tr.getMeta(ySyncPluginKey)?.isChangeOrigin === true;
        const made = asked || fromOthers ? marksOf(tr.doc, hung) : null;
        return { hung, marks: made ?? value.marks.map(tr.mapping, tr.doc) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.marks },
    view: () => {
      let settling: ReturnType<typeof setTimeout> | undefined;
      return {
        update(view, before) {
          const hung = key.getState(view.state)?.hung;
          if (!hung?.threads.length || view.state.doc.eq(before.doc)) return;
          clearTimeout(settling);
          settling = setTimeout(() => showThreads(view, hung), SETTLE_MILLIS);
        },
        destroy: () => clearTimeout(settling),
      };
    },
  });
}

/** Says which threads hang on words of a block. */
export function showThreads(view: EditorView, hung: HungThreads): void {
  const before = view.isDestroyed ? null : key.getState(view.state)?.hung;
  if (!before || (before.threads.length === 0 && hung.threads.length === 0)) return;
  readOwnHand(view);
  view.dispatch(view.state.tr.setMeta(key, hung).setMeta('addToHistory', false));
}
