import type { KeyboardEvent } from 'react';

/** Where in a table the focus is. */
export interface CellAt {
  readonly row: string;
  readonly column: string;
}

/** The cell that an element of a table belongs to. */
export function cellAt(target: EventTarget | null): CellAt | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row][data-column]') : null;
  const { row, column } = cell?.dataset ?? {};
  return row !== undefined && column !== undefined ? { row, column } : null;
}

const inputsOf = (table: Element, column: string): HTMLElement[] => [
  ...table.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(column)}"] [data-cell-input]`),
];

/** Moves the focus up or down within a column. False where there is no further cell. */
export function moveInColumn(table: Element, from: HTMLElement, at: CellAt, by: 1 | -1): boolean {
  const inputs = inputsOf(table, at.column);
  const next = inputs[inputs.indexOf(from) + by];
  if (!next) return false;
  focusCell(next);
  return true;
}

/** Focuses the input of one cell, all its text selected, as Tab does. False where there is none. */
export function focusCellAt(table: Element, { row, column }: CellAt): boolean {
  const cell = table.querySelector(`[data-row="${CSS.escape(row)}"][data-column="${CSS.escape(column)}"]`);
  const input = cell?.querySelector<HTMLElement>('[data-cell-input]');
  if (input) focusCell(input);
  return input !== null && input !== undefined;
}

function focusCell(input: HTMLElement): void {
  input.focus();
  if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) input.select();
}

/**
 * Which way a key moves the focus between rows. Enter goes down and Shift with Enter up; in a cell of several lines
 * Shift or Alt with Enter is a line break and the arrows move inside it.
 */
export function rowStep(event: KeyboardEvent<HTMLElement>): 1 | -1 | null {
  const { target, key, shiftKey, altKey, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey || event.nativeEvent.isComposing) return null;
  const lines = target instanceof HTMLTextAreaElement;
  if (key === 'Enter' && !(target instanceof HTMLSelectElement)) {
    if (lines) return shiftKey || altKey ? null : 1;
    return shiftKey ? -1 : 1;
  }
  if (altKey || shiftKey || !(target instanceof HTMLInputElement)) return null;
  if (key === 'ArrowDown') return 1;
  return key === 'ArrowUp' ? -1 : null;
}
