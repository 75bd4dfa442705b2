import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { yCursorPluginKey } from '@tiptap/y-tiptap';
import { readOwnHand } from './own-hand.ts';

/**
 * The carets of others are drawn a moment after they have moved, out of a timer: a key that the user pressed in between
 * has moved the browser's caret already, and drawing would set it back to where the editor still believes it. So what
 * the browser did is read first, and the carets are drawn at once behind that.
 */
export function ownHandPlugin(): Plugin {
  let view: EditorView | null = null;
  let isRead = false;
  return new Plugin({
    view: (editorView) => {
      view = editorView;
      return {
        destroy: () => {
          view = null;
        },
      };
    },
    filterTransaction(tr) {
      const carets: unknown = tr.getMeta(yCursorPluginKey);
      const shown = view;
      if (!carets || tr.docChanged || isRead || !shown?.hasFocus()) return true;
      queueMicrotask(() => {
        if (shown.isDestroyed) return;
        readOwnHand(shown);
        isRead = true;
        try {
          shown.dispatch(shown.state.tr.setMeta(yCursorPluginKey, carets));
        } finally {
          isRead = false;
        }
      });
      return false;
    },
  });
}
