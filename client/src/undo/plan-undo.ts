import * as Y from 'yjs';
import { spareOthersWork } from './others-work.ts';
import { onePlace, type Touched, touchedBy } from './touched.ts';
import type { UndoOrRedo } from './undo-key.ts';

/** The origin of edits made in tables and fields. */
export const TABLE_EDIT = 'table-edit';
/** The origin of content that the server made on this member's request. */
export const RESTORED = 'restored';

/** Typing goes on as one step for so long after the last key, in milliseconds. */
const PAUSE_MILLIS = 800;

/** The editor of a block of text, while there is one. */
export interface EditorHand {
  /** Where the caret was before the edit that was just made. */
  caretBefore(): unknown;
  /** Shows where the text has just changed, with the caret as it was (`caretBefore`) if that is known. */
  show(caret: unknown): void;
}

/** What an undo or redo changed. */
export interface Undone {
  readonly touched: readonly Touched[];
  /** Puts the caret where the undone edit was made, in its editor. False where it was in no editor. */
  readonly showInText: (root: string) => boolean;
}

/**
 * The undo of all that one member does in a document, texts and tables alike, in one order. It lives as long as the
 * document does; editors come and go. To be made before the first edit.
 *
 * A step is what was typed in one block without a longer pause, all that was typed into one cell between entering and
 * leaving it, or one edit that changes several places (a paste, a row that goes).
 */
export class PlanUndo {
  readonly #manager: Y.UndoManager;
  readonly #editors = new Map<string, EditorHand>();
  readonly #listeners = new Set<() => void>();
  /** Where the last edit was. */
  #at: string | null = null;
  #undone: readonly Touched[] = [];

  constructor(doc: Y.Doc) {
    this.#manager = new Y.UndoManager(doc, {
      trackedOrigins: new Set<unknown>([TABLE_EDIT, RESTORED]),
      captureTimeout: PAUSE_MILLIS,
      captureTransaction: (transaction) => this.#capture(transaction),
      // What somebody else has written inside what goes keeps its paragraph, and its list.
      deleteFilter: ({ content }) => !(content instanceof Y.ContentType) || content.type._length === 0,
    });
    this.#manager.on('stack-item-added', ({ stackItem, changedParentTypes }) => {
      if (this.#manager.undoing || this.#manager.redoing) return;
      for (const [root, editor] of this.#editors) {
        const type = doc.share.get(root);
        if (type && changedParentTypes.has(type)) stackItem.meta.set(root, editor.caretBefore());
      }
    });
    this.#manager.on('stack-item-added', () => this.#changed());
    this.#manager.on('stack-cleared', () => this.#changed());
  }

  get canUndo(): boolean {
    return this.#manager.undoStack.length > 0;
  }

  get canRedo(): boolean {
    return this.#manager.redoStack.length > 0;
  }

  /** Calls back when there may be more or less to undo. Returns what ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Edits with this origin are one's own too. */
  track(origin: unknown): void {
    this.#manager.addTrackedOrigin(origin);
  }

  /** The editor of the block at `root` is here. Returns what takes it back. */
  attach(root: string, editor: EditorHand): () => void {
    this.#editors.set(root, editor);
    return () => {
      if (this.#editors.get(root) === editor) this.#editors.delete(root);
    };
  }

  /** The next edit begins a step of its own. */
  startStep(): void {
    this.#manager.stopCapturing();
  }

  /**
   * Takes back one's own last step, or does it again. Steps that others have written over leave nothing to take back
   * and are passed over. `null` where there is none left.
   */
  run(what: UndoOrRedo): Undone | null {
    const manager = this.#manager;
    const side = what === 'undo' ? 'undoStack' : 'redoStack';
    for (;;) {
      const step = manager[side].at(-1);
      if (!step) {
        this.#changed();
        return null;
      }
      spareOthersWork(manager.doc, step);
      // One step at a time: Yjs would go on to the next by itself, past what must be spared there.
      const earlier = manager[side].slice(0, -1);
      manager[side] = [step];
      const popped = manager[what]();
      manager[side] = [...earlier, ...manager[side]];
      if (!popped) continue;
      this.#changed();
      const showInText = (root: string): boolean => {
        const editor = this.#editors.get(root);
        editor?.show(what === 'undo' ? step.meta.get(root) : undefined);
        return editor !== undefined;
      };
      return { touched: this.#undone, showInText };
    }
  }

  destroy(): void {
    this.#manager.destroy();
    this.#listeners.clear();
    this.#editors.clear();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Does a transaction belong to a step, and does it begin one? */
  #capture(transaction: Y.Transaction): boolean {
    const { origin } = transaction;
    // Editors begin transactions in which nothing happens; they must not take away what could be done again.
    if (transaction.changedParentTypes.size === 0) return false;
    if (transaction.meta.get('addToHistory') === false) return false;
    if (!this.#manager.trackedOrigins.has(origin)) return false;
    if (origin === this.#manager) {
      this.#undone = touchedBy(transaction);
      this.#at = null;
      return true;
    }
    const touched = touchedBy(transaction);
    const at = origin === RESTORED ? null : onePlace(touched);
    if (at === null || at !== this.#at) this.#manager.stopCapturing();
    // A cell is left before the next step begins there, however long it takes to fill.
    else if (origin === TABLE_EDIT && this.#manager.lastChange > 0) this.#manager.lastChange = Date.now();
    this.#at = at;
    return true;
  }
}
