import { addRow, type CellValue, type NewRow, removeRow, setCell } from '@filiera/shared/plan/edit.ts';
import { GROUP_COLUMN, ORDER_COLUMN, parseCellKey, tableRoot } from '@filiera/shared/plan/layout.ts';
import type { PlanRow, PlanTable } from '@filiera/shared/plan/plan.ts';
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type * as Y from 'yjs';
import { TABLE_EDIT } from '../undo/plan-undo.ts';
import { typedValue, typeOfCell } from './cells/cell-text.ts';

/** A random id of 16 characters for a row or an instance: two people never make the same. */
export function newRowId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/** `count` order keys after the last of `rows`. Keys that no client of ours wrote do not stop anybody from adding. */
export function ordersAfter(rows: readonly PlanRow[], count: number): string[] {
  const last =
    rows
      .map((row) => row.order)
      .sort()
      .at(-1) ?? '';
  try {
    return generateNKeysBetween(last || null, null, count);
  } catch {
    // Sorts after `last` as plain strings do, whatever it is.
    const first = `${last.slice(0, 150)}z`;
    return Array.from({ length: count }, (_, index) => `${first}${generateKeyBetween(null, null)}${index}`);
  }
}

/** Adds an empty row at the end of a table, or of one of its groups. Returns its id. */
export function appendRow(doc: Y.Doc, table: PlanTable, group?: string): string {
  const id = newRowId();
  const [order = 'a0'] = ordersAfter(table.rows, 1);
  addRow(doc, table.key, { id, order, ...(group === undefined ? {} : { group }) }, TABLE_EDIT);
  return id;
}

/** Everything that is written in a row, so that it can be put back. */
export function rowContent(doc: Y.Doc, tableKey: string, row: PlanRow): NewRow {
  const cells: Record<string, CellValue> = {};
  doc.getMap(tableRoot(tableKey)).forEach((value, key) => {
    const at = parseCellKey(key);
    if (at?.row !== row.id || at.column === ORDER_COLUMN || at.column === GROUP_COLUMN) return;
    if (typeof value === 'string' || typeof value === 'number') cells[at.column] = value;
  });
  const order = row.order || (ordersAfter([], 1)[0] ?? 'a0');
  return { id: row.id, order, ...(row.group === undefined ? {} : { group: row.group }), cells };
}

/** Removes an added row. Returns what puts it back as it was. */
export function takeRow(doc: Y.Doc, tableKey: string, row: PlanRow): () => void {
  const content = rowContent(doc, tableKey, row);
  removeRow(doc, tableKey, row.id, TABLE_EDIT);
  return () => addRow(doc, tableKey, content, TABLE_EDIT);
}

export interface Pasted {
  /** Cells that were written. */
  readonly cells: number;
  /** Rows that were added for them. */
  readonly added: number;
  /** Rows of the block for which there was no place. */
  readonly left: number;
}

/**
 * Writes a block of texts with its first cell at (`row`, `column`), in one step for the undo. What falls on a cell that
 * nobody types into (the form's words, a total) is passed over, as its place in the block stands for it. Where the
 * table takes more rows they are added at the end, in the group of the row that was pasted into.
 */
export function pasteBlock(
  doc: Y.Doc,
  table: PlanTable,
  at: { readonly row: string; readonly column: string },
  block: readonly (readonly string[])[],
  room: number,
): Pasted {
  const first = table.rows.findIndex((row) => row.id === at.row);
  const start = table.columns.findIndex((column) => column.id === at.column);
  const anchor = table.rows[first];
  if (!anchor || start < 0) return { cells: 0, added: 0, left: block.length };
  const targets = table.rows.slice(first).filter((row) => row.group === anchor.group);
  const added = Math.max(0, Math.min(block.length - targets.length, room));
  const orders = ordersAfter(table.rows, added);
  let cells = 0;
  doc.transact(() => {
    const fresh = orders.map((order): PlanRow => {
      const id = newRowId();
      const group = anchor.group === undefined ? {} : { group: anchor.group };
      addRow(doc, table.key, { id, order, ...group }, TABLE_EDIT);
      return { id, order, ...group, preset: false, label: '', computed: false, cells: {} };
    });
    const rows = [...targets, ...fresh];
    for (const [down, values] of block.entries()) {
      const row = rows[down];
      if (!row) break;
      for (const [right, value] of values.entries()) {
        const column = table.columns[start + right];
        const type = column && typeOfCell(column, row);
        if (!column || !type) continue;
        setCell(doc, table.key, row.id, column.id, typedValue(value, type, column.options), TABLE_EDIT);
        cells += 1;
      }
    }
  }, TABLE_EDIT);
  return { cells, added, left: Math.max(0, block.length - targets.length - added) };
}
