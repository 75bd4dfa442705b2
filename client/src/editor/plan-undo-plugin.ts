import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import {
  getRelativeSelection,
  type ProsemirrorBinding,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap';
import type { PlanUndo } from '../undo/plan-undo.ts';

type Caret = ReturnType<typeof getRelativeSelection>;

interface UndoState {
  /** Where the caret was before the last edit that was made here. */
  readonly before: Caret | null;
  /** Where the last undo or redo stopped changing the text. */
  readonly changed: number;
}

const key = new PluginKey<UndoState>('plan-undo');

const bindingOf = (view: EditorView): ProsemirrorBinding | null =>
  ySyncPluginKey.getState(view.state)?.binding ?? null;

/**
 * Binds the editor of one block to the undo of the whole plan: its edits are steps of that, and the caret goes back to
 * where an undone edit was made. The editor keeps no undo of its own, so that it can come and go.
 */
export function planUndoPlugin(undo: PlanUndo, root: string): Plugin<UndoState> {
  undo.track(ySyncPluginKey);
  return new Plugin<UndoState>({
    key,
    state: {
      init: () => ({ before: null, changed: 0 }),
      apply(tr, value, oldState, newState) {
        if (!tr.docChanged) return value;
        const sync = ySyncPluginKey.getState(newState);
        if (sync?.isUndoRedoOperation) {
          const end = oldState.doc.content.findDiffEnd(newState.doc.content);
          return end ? { ...value, changed: Math.max(0, end.b) } : value;
        }
        if (sync?.isChangeOrigin || !sync?.binding) return value;
        return { ...value, before: getRelativeSelection(sync.binding, oldState) };
      },
    },
    props: {
      // What is pasted, cut or dropped is a step of its own, however quickly one types on.
      handleDOMEvents: {
        paste: () => aStep(undo),
        cut: () => aStep(undo),
        drop: () => aStep(undo),
      },
    },
    view(view) {
      const detach = undo.attach(root, {
        caretBefore: () => key.getState(view.state)?.before ?? null,
        show: (caret) => show(view, (caret as Caret | null | undefined) ?? null),
      });
      return { destroy: detach };
    },
  });
}

/** What is done within this event is one step; it goes on to whoever else handles it. */
function aStep(undo: PlanUndo): false {
  undo.startStep();
  setTimeout(() => undo.startStep());
  return false;
}

function show(view: EditorView, caret: Caret | null): void {
  const { doc, tr } = view.state;
  const binding = bindingOf(view);
  const at = (position: Caret['anchor']): number | null =>
    binding && position
      ? relativePositionToAbsolutePosition(binding.doc, binding.type, position, binding.mapping)
      : null;
  const anchor = at(caret?.anchor ?? null);
  const head = at(caret?.head ?? null);
  const end = Math.min(key.getState(view.state)?.changed ?? 0, doc.content.size);
  const selection =
    anchor !== null && head !== null
      ? TextSelection.between(doc.resolve(anchor), doc.resolve(head))
      : TextSelection.near(doc.resolve(end), -1);
  view.dispatch(tr.setSelection(selection));
  view.focus();
  const { top, bottom } = view.coordsAtPos(selection.head);
  const header = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
  if (top < header || bottom > window.innerHeight) {
    window.scrollBy({ top: (top + bottom) / 2 - (header + window.innerHeight) / 2 });
  }
}
