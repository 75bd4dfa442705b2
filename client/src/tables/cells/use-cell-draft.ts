import type { CellValue } from '@filiera/shared/plan/edit.ts';
import type { Cell } from '@filiera/shared/plan/plan.ts';
import type { ValueType } from '@filiera/shared/template/template.ts';
import { type KeyboardEvent, useRef, useState } from 'react';
import { usePlanState } from '../../collab/use-plan.tsx';
import { undoKey } from '../../undo/undo-key.ts';
import { cellText, typedValue } from './cell-text.ts';

export interface CellDraftProps {
  readonly cell: Cell | undefined;
  readonly type: ValueType;
  readonly options?: readonly { readonly id: string; readonly label: string }[] | undefined;
  readonly onWrite: (value: CellValue) => void;
}

export interface CellDraft {
  /** What the input shows: the user's own text while it is being typed, else the value in its format. */
  readonly text: string;
  /** Has the user the cell in hand? What is wrong with half a date is said when it is finished. */
  readonly focused: boolean;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onText: (text: string) => void;
  /**
   * Escape puts back what stood there at the focus. What is typed is written with each key, so the undo keys mean the
   * plan's undo and nothing of the cell's own. To be called for every key.
   */
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/**
 * Typing into one cell. Each keystroke is an edit, so that others see totals follow; the user's own text stays as it
 * is until the focus leaves, and then the value is shown as it was understood.
 */
export function useCellDraft({ cell, type, options, onWrite }: CellDraftProps): CellDraft {
  const [typed, setTyped] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const atFocus = useRef<CellValue>(null);
  // Where edits were refused the plan goes on from another document, which does not hold what was typed.
  const connection = usePlanState((state) => state.connection);
  const [writesTo, setWritesTo] = useState(connection);
  if (writesTo !== connection) {
    setWritesTo(connection);
    setTyped(null);
  }

  return {
    text: typed ?? cellText(cell, type, options),
    focused,
    onFocus: () => {
      atFocus.current = storedValue(cell);
      setFocused(true);
    },
    onBlur: () => {
      setTyped(null);
      setFocused(false);
    },
    onText: (text) => {
      setTyped(text);
      onWrite(typedValue(text, type, options));
    },
    onKeyDown: (event) => {
      if (undoKey(event)) setTyped(null);
      else if (event.key === 'Escape' && typed !== null) {
        event.preventDefault();
        event.stopPropagation();
        setTyped(null);
        onWrite(atFocus.current);
      }
    },
  };
}

/** What stands in the document for a cell. */
export function storedValue(cell: Cell | undefined): CellValue {
  if (!cell || cell.kind === 'empty') return null;
  return cell.kind === 'value' ? cell.value : cell.raw;
}
