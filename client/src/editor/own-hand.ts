import type { EditorView } from '@tiptap/pm/view';

/** What the editor's view has and its types leave out. */
interface Observing {
  readonly domObserver?: { readonly flush: () => void };
}

/**
 * Takes in what the browser has already done for the user: a caret that a key has moved, a letter that stands in the
 * page. The editor hears of it a moment later; what others wrote, taken in between, would set the caret back to where
 * it was, and the next words would land there.
 */
export function readOwnHand(view: EditorView): void {
  if (view.isDestroyed || view.composing || !view.hasFocus()) return;
  (view as unknown as Observing).domObserver?.flush();
}
