import type { PlanTable } from '@filiera/shared/plan/plan.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import type { ClipboardEvent, KeyboardEvent, MouseEvent } from 'react';
import type * as Y from 'yjs';
import { usePlanState } from '../collab/use-plan.tsx';
import { notify, notifyFailure } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import { isBlock, parseBlock } from './paste.ts';
import { pasteBlock } from './table-edit.ts';
import { cellAt, focusCellAt, moveInColumn, rowStep } from './table-keys.ts';

interface TableEventsOptions {
  readonly doc: Y.Doc;
  readonly table: PlanTable | undefined;
  /** How many more rows the table takes. */
  readonly room: number;
  readonly editable: boolean;
  readonly onAdd: (group: string | undefined, column: string) => void;
}

/** What keys and pastes do in a table, whichever cell they happen in. */
export function useTableEvents({ doc, table, room, editable, onAdd }: TableEventsOptions) {
  const { t } = useText();
  const undo = usePlanState((state) => state.connection.undo);
  if (!editable || !table) return {};

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    const at = target.hasAttribute('data-cell-input') ? cellAt(target) : null;
    const step = at && rowStep(event);
    if (!at || !step) return;
    event.preventDefault();
    if (moveInColumn(event.currentTarget, target, at, step)) return;
    // Below the last row of one's own a new one begins, unless that row is still waiting to be filled.
    const row = table.rows.find((candidate) => candidate.id === at.row);
    if (event.key === 'Enter' && step === 1 && row && !row.preset && !isBlankRow(row))
      onAdd(row.group, at.column);
  };

  const onPaste = (event: ClipboardEvent<HTMLElement>): void => {
    const target = event.target as HTMLElement;
    const at = target.hasAttribute('data-cell-input') ? cellAt(target) : null;
    if (!at) return;
    const text = event.clipboardData.getData('text/plain');
    const html = event.clipboardData.getData('text/html');
    if (!isBlock(text, html, target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    undo.startStep();
    const pasted = pasteBlock(doc, table, at, parseBlock(text), room);
    undo.startStep();
    // The cell shows what it understood, not what was being typed before.
    target.blur();
    focusCellAt(event.currentTarget, at);
    notify(t('plan.paste.done', { cells: pasted.cells, rows: pasted.added }));
    if (pasted.left > 0) notifyFailure(t('plan.paste.left', { rows: pasted.left }));
  };

  // A cell is higher than its line where its neighbours are long: all of it is a place to press.
  const onMouseDown = (event: MouseEvent<HTMLElement>): void => {
    const cell = event.target instanceof HTMLTableCellElement ? event.target : null;
    const input = cell?.querySelector<HTMLElement>('[data-cell-input]');
    if (!input) return;
    event.preventDefault();
    input.focus();
  };

  return { onKeyDown, onPaste, onMouseDown };
}
