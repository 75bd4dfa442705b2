import { FIELDS_ROOT, ORDER_COLUMN, ORDER_KEY, parseCellKey } from '@filiera/shared/plan/layout.ts';
import type { Cell } from '@filiera/shared/plan/plan.ts';
import { readValue } from '@filiera/shared/plan/value.ts';
import type * as Y from 'yjs';
import type { CellStep, CellValue, RowStep } from './effects.ts';
import type { Places } from './places.ts';

export const isCellRoot = (root: string): boolean => root === FIELDS_ROOT || root.startsWith('table/');

/** What a cell says: its value, what was typed where that is none, `null` where it is empty. */
export function saidBy(cell: Cell): CellValue {
  if (cell.kind === 'value') return cell.value;
  return cell.kind === 'invalid' ? cell.raw : null;
}

/** The last item of a key of a root map, if it is not deleted. Reads Yjs's own map. */
export function liveItem(type: Y.AbstractType<unknown>, key: string): Y.Item | null {
  const item = type._map.get(key);
  return item && !item.deleted ? item : null;
}

/** What an item of a map holds. */
export function contentOf(item: Y.Item): unknown {
  return item.content.getContent()[item.length - 1];
}

/**
 * What every cell and field of a document says, kept beside it so that a change is told with what was there before.
 * Keys that the form has no place for are passed over.
 */
export class Cells {
  private readonly places: Places;
  /** By root, row ('' for fields), column: what is not empty; of a row's order only whether it has one. */
  private readonly said = new Map<string, Map<string, Map<string, CellValue>>>();

  constructor(places: Places) {
    this.places = places;
  }

  /** Takes in what a key holds now; says what changed by that, if anything did. */
  take(root: string, key: string, type: Y.AbstractType<unknown>): CellStep | null {
    const at = root === FIELDS_ROOT ? { row: '', column: key } : parseCellKey(key);
    if (!at) return null;
    const item = liveItem(type, key);
    const written = item === null ? undefined : contentOf(item);
    if (at.column === ORDER_COLUMN && this.places.isAddedRow(root, at.row)) {
      const isOrder = typeof written === 'string' && ORDER_KEY.test(written);
      this.put(root, at.row, at.column, isOrder ? '' : null);
      return null;
    }
    const shape = this.places.shapeOf(root, key);
    if (!shape) return null;
    const before = this.said.get(root)?.get(at.row)?.get(at.column) ?? null;
    const after = saidBy(readValue(written, shape));
    if (before === after) return null;
    this.put(root, at.row, at.column, after);
    return { root, key, before, after };
  }

  /** Is this added row there? It is when it has an order or anything is written in it. */
  hasRow(root: string, row: string): boolean {
    return this.places.isAddedRow(root, row) && (this.said.get(root)?.get(row)?.size ?? 0) > 0;
  }

  private put(root: string, row: string, column: string, value: CellValue): void {
    const rows = this.said.get(root) ?? new Map<string, Map<string, CellValue>>();
    const columns = rows.get(row) ?? new Map<string, CellValue>();
    if (value === null) columns.delete(column);
    else columns.set(column, value);
    if (columns.size === 0) rows.delete(row);
    else rows.set(row, columns);
    this.said.set(root, rows);
  }
}

/** Takes in every key of a document that was just loaded. */
export function takeAll(cells: Cells, doc: Y.Doc): void {
  for (const [root, type] of doc.share) {
    if (!isCellRoot(root)) continue;
    for (const key of type._map.keys()) cells.take(root, key, type as Y.AbstractType<unknown>);
  }
}

/** The cells and added rows that the changed keys of one transaction are about. */
export function stepsOf(
  cells: Cells,
  changed: readonly {
    readonly root: string;
    readonly type: Y.AbstractType<unknown>;
    readonly keys: Iterable<string | null>;
  }[],
): { readonly cells: CellStep[]; readonly rows: RowStep[] } {
  const steps: CellStep[] = [];
  const rows: RowStep[] = [];
  for (const { root, type, keys } of changed) {
    const names = [...keys].filter((key) => key !== null);
    const touched = new Set(names.flatMap((key) => parseCellKey(key)?.row ?? []));
    const before = new Map([...touched].map((row) => [row, cells.hasRow(root, row)]));
    for (const key of names) {
      const step = cells.take(root, key, type);
      if (step) steps.push(step);
    }
    for (const row of touched) {
      const after = cells.hasRow(root, row);
      if (after !== before.get(row)) rows.push({ root, row, before: !after, after });
    }
  }
  return { cells: steps, rows };
}
