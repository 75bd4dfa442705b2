import * as Y from 'yjs';
import { TABLE_EDIT } from './table-edit.ts';

const managers = new WeakMap<Y.Doc, Y.UndoManager>();

/**
 * The undo of a document's tables and fields: one's own edits alone, cell by cell. Typing without a pause is one step.
 * Text blocks have their own. To be asked for before the first edit.
 */
export function undoOf(doc: Y.Doc): Y.UndoManager {
  const known = managers.get(doc);
  if (known) return known;
  const manager = new Y.UndoManager(doc, { trackedOrigins: new Set([TABLE_EDIT]), captureTimeout: 800 });
  managers.set(doc, manager);
  return manager;
}

/** What an undo key asks for, or `null` for any other key. */
export function undoKey(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}): 'undo' | 'redo' | null {
  if (event.altKey || (!event.ctrlKey && !event.metaKey)) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : null;
}
