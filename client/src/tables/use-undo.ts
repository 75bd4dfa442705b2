import { useMemo } from 'react';
import type * as Y from 'yjs';
import { announce } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import { undoOf } from './table-undo.ts';

/** Takes back one's own last edit of tables and fields, or does it again, and says so. */
export function useUndo(doc: Y.Doc): (what: 'undo' | 'redo') => void {
  const { t } = useText();
  return useMemo(() => {
    const undo = undoOf(doc);
    return (what) => announce(t(undo[what]() ? `plan.${what}.done` : `plan.${what}.none`));
  }, [doc, t]);
}
