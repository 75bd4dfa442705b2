import type * as Y from 'yjs';
import { fieldsIn, formOf, isTyped } from '../template/form.ts';
import type { GroupElement, TableElement, Template } from '../template/template.ts';
import {
  FIELDS_ROOT,
  GROUP_COLUMN,
  ORDER_COLUMN,
  ORDER_KEY,
  parseCellKey,
  tableRoot,
  textRoot,
} from './layout.ts';
import {
  type Cell,
  EMPTY,
  keyOf,
  type Plan,
  type PlanColumn,
  type PlanRow,
  type PlanTable,
  type RichText,
  type Stray,
} from './plan.ts';
import { readRichText } from './rich-text.ts';
import { readValue, type ValueShape } from './value.ts';

/**
 * The most added rows or instances that are read from one table, whatever its template allows: a sum of this many
 * largest amounts is still a safe integer.
 */
export const MAX_ROWS = 500;

/** What a block of text is read with, given its root. Throws on content that is no text at all. */
export type TextReader = (fragment: Y.XmlFragment, root: string) => RichText;

/**
 * Reads a document as the template's form. Total: whatever clients wrote, the answer is a Plan; what fits nowhere is
 * listed in `strays`, what does not fit its place is an `invalid` cell. It does not change the document. Whoever knows
 * what the blocks of text say may give `textOf`, so that they need not be walked.
 */
export function readPlan(doc: Y.Doc, template: Template, textOf: TextReader = readRichText): Plan {
  const form = formOf(template);
  const strays: Stray[] = [];

  const groups: Record<string, readonly PlanRow[]> = {};
  for (const { element } of form.groups.values()) groups[element.id] = readInstances(doc, element, strays);
  const instancesOf = (group?: GroupElement): readonly (string | undefined)[] =>
    group ? (groups[group.id] ?? []).map((row) => row.id) : [undefined];

  const fields: Record<string, Cell> = {};
  const written = readMap(doc, FIELDS_ROOT, strays);
  for (const { element, group } of form.fields.values()) {
    if (group) continue;
    fields[element.id] = readValue(written.get(element.id), element);
    written.delete(element.id);
  }
  if (written.size > 0) strays.push({ root: FIELDS_ROOT, reason: 'keys', count: written.size });

  const texts: Plan['texts'] = Object.fromEntries(
    [...form.texts.values()].flatMap(({ element, group }) =>
      instancesOf(group).map((instance) => {
        const key = keyOf(element.id, instance);
        return [key, readText(doc, textRoot(key), textOf, strays)];
      }),
    ),
  );

  const tables: Record<string, PlanTable> = {};
  for (const { element, group } of form.tables.values()) {
    for (const instance of instancesOf(group)) {
      const table = readTable(doc, element, instance, columnsOf(element, groups), strays);
      tables[table.key] = table;
    }
  }
  return { template: { id: template.id, version: template.version }, fields, texts, tables, groups, strays };
}

/** A root Y.Map as plain entries; empty where it is missing or is something else. */
function readMap(doc: Y.Doc, root: string, strays: Stray[]): Map<string, unknown> {
  const entries = new Map<string, unknown>();
  if (!doc.share.has(root)) return entries;
  try {
    doc.getMap(root).forEach((value, key) => {
      entries.set(key, value);
    });
  } catch {
    // The root is in use as another type in this replica, or holds what Yjs cannot read as a map.
    strays.push({ root, reason: 'root', count: 1 });
  }
  return entries;
}

function readText(doc: Y.Doc, root: string, textOf: TextReader, strays: Stray[]): RichText {
  if (!doc.share.has(root)) return { blocks: [] };
  try {
    return textOf(doc.getXmlFragment(root), root);
  } catch {
    strays.push({ root, reason: 'root', count: 1 });
    return { blocks: [] };
  }
}

/** The template's columns, and one for each instance of the group that brings columns. */
function columnsOf(table: TableElement, groups: Plan['groups']): readonly PlanColumn[] {
  const own = table.columns.map(
    (column): PlanColumn => ({
      id: column.id,
      label: column.label,
      type: column.type,
      fill: column.fill,
      ...(column.options ? { options: column.options } : {}),
      ...(column.of ? { of: column.of } : {}),
      ...(column.hint ? { hint: column.hint } : {}),
    }),
  );
  const from = table.columnsFrom;
  if (!from) return own;
  const brought = (groups[from.group] ?? []).map(
    (instance, index): PlanColumn => ({
      id: instance.id,
      label: from.label.replaceAll('{n}', String(index + 1)),
      type: 'money',
      fill: from.fill,
      instance: instance.id,
    }),
  );
  return [...own, ...brought];
}

/** What may be typed into a column of a row: a preset row's label is the form's, an added row's is the user's. */
function shapesOf(columns: readonly PlanColumn[], preset: boolean): Map<string, ValueShape> {
  const shapes = new Map<string, ValueShape>();
  for (const column of columns) {
    if (column.type === 'sum') continue;
    if (column.type === 'label') {
      if (!preset) shapes.set(column.id, { type: 'text' });
    } else shapes.set(column.id, { type: column.type, options: column.options });
  }
  return shapes;
}

function readTable(
  doc: Y.Doc,
  element: TableElement,
  instance: string | undefined,
  columns: readonly PlanColumn[],
  strays: Stray[],
): PlanTable {
  const key = keyOf(element.id, instance);
  const presetIds = new Map(element.rows.map((row) => [row.id, row]));
  const presetShapes = shapesOf(columns, true);
  const preset = element.rows.map((row): PlanRow => {
    const cells = row.formula ? {} : emptyCells(presetShapes);
    return {
      id: row.id,
      preset: true,
      label: row.label,
      ...(row.group ? { group: row.group } : {}),
      order: '',
      computed: row.formula !== undefined,
      cells,
    };
  });
  const shapeOfRow = (row: string): Map<string, ValueShape> | 'added' | null => {
    const known = presetIds.get(row);
    if (known) return known.formula ? null : presetShapes;
    return element.addable ? 'added' : null;
  };
  const read = readRows(doc, key, shapesOf(columns, false), shapeOfRow, strays);
  const filled = preset.map((row) => ({ ...row, cells: { ...row.cells, ...read.preset.get(row.id) } }));

  const groupIds = element.groups?.map((group) => group.id) ?? [];
  const added = read.added.map((row): PlanRow => {
    const group = groupIds.find((id) => id === row.group) ?? groupIds[0];
    return {
      id: row.id,
      preset: false,
      label: '',
      ...(group ? { group } : {}),
      order: row.order,
      computed: false,
      cells: row.cells,
    };
  });
  const rank = (row: PlanRow): number => (row.group ? groupIds.indexOf(row.group) : 0);
  const rows = [...filled, ...added].sort((a, b) => rank(a) - rank(b) || Number(b.preset) - Number(a.preset));
  return { key, id: element.id, ...(instance === undefined ? {} : { instance }), columns, rows };
}

function readInstances(doc: Y.Doc, group: GroupElement, strays: Stray[]): readonly PlanRow[] {
  const shapes = new Map<string, ValueShape>(fieldsIn(group.elements).map((field) => [field.id, field]));
  return readRows(doc, group.id, shapes, () => 'added', strays).added.map((row) => ({
    id: row.id,
    preset: false,
    label: '',
    order: row.order,
    computed: false,
    cells: row.cells,
  }));
}

interface AddedRow {
  readonly id: string;
  readonly order: string;
  readonly group: unknown;
  readonly cells: Record<string, Cell>;
}

/**
 * Sorts the flat keys of a table's map into rows. An added row is there when it has an order key or anything was
 * written into it: who deletes a row while another types into it does not lose the other's words.
 */
function readRows(
  doc: Y.Doc,
  key: string,
  addedShapes: Map<string, ValueShape>,
  shapeOfRow: (row: string) => Map<string, ValueShape> | 'added' | null,
  strays: Stray[],
): { preset: Map<string, Record<string, Cell>>; added: AddedRow[] } {
  const root = tableRoot(key);
  const preset = new Map<string, Record<string, Cell>>();
  const found = new Map<string, { order: string; group: unknown; cells: Record<string, Cell> }>();
  let unknown = 0;
  for (const [flat, value] of readMap(doc, root, strays)) {
    const at = parseCellKey(flat);
    const kind = at && shapeOfRow(at.row);
    if (!at || !kind) {
      unknown += 1;
      continue;
    }
    if (kind !== 'added') {
      const shape = kind.get(at.column);
      if (shape) preset.set(at.row, { ...preset.get(at.row), [at.column]: readValue(value, shape) });
      else unknown += 1;
      continue;
    }
    const row = found.get(at.row) ?? { order: '', group: undefined, cells: {} };
    const shape = addedShapes.get(at.column);
    if (at.column === ORDER_COLUMN) {
      if (typeof value === 'string' && ORDER_KEY.test(value)) row.order = value;
    } else if (at.column === GROUP_COLUMN) row.group = value;
    else if (shape) row.cells[at.column] = readValue(value, shape);
    else {
      unknown += 1;
      continue;
    }
    found.set(at.row, row);
  }
  if (unknown > 0) strays.push({ root, reason: 'keys', count: unknown });

  const added = [...found]
    .filter(([, row]) => row.order !== '' || Object.values(row.cells).some((cell) => cell.kind !== 'empty'))
    .map(([id, row]): AddedRow => ({ id, ...row, cells: { ...emptyCells(addedShapes), ...row.cells } }))
    .sort(byOrder);
  if (added.length > MAX_ROWS) {
    strays.push({ root, reason: 'rows', count: added.length });
    added.length = MAX_ROWS;
  }
  return { preset, added };
}

function emptyCells(shapes: Map<string, ValueShape>): Record<string, Cell> {
  return Object.fromEntries([...shapes.keys()].map((column) => [column, EMPTY]));
}

/** By order key, rows without one last, then by id: the same on every replica. */
function byOrder(a: AddedRow, b: AddedRow): number {
  if (a.order !== b.order) {
    if (a.order === '' || b.order === '') return a.order === '' ? 1 : -1;
    return a.order < b.order ? -1 : 1;
  }
  return a.id < b.id ? -1 : 1;
}

/** Can users type into this column of an added row? A label column is theirs there. */
export function isTypedInAddedRow(column: Pick<PlanColumn, 'type'>): boolean {
  return column.type === 'label' || isTyped(column);
}
