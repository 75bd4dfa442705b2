import type { Comparison } from '@filiera/shared/history/api.ts';
import type { CellValue } from '@filiera/shared/plan/edit.ts';
import { cellKey, FIELDS_ROOT, ORDER_COLUMN, parseCellKey, tableRoot } from '@filiera/shared/plan/layout.ts';
import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Plan, PlanRow } from '@filiera/shared/plan/plan.ts';
import { placeOfSpot, shapeOfSpot } from '@filiera/shared/plan/spot.ts';
import { readValue } from '@filiera/shared/plan/value.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { fieldsIn, formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { cellText } from '../../tables/cells/cell-text.ts';
import { presenceOf } from '../spot.ts';

type CellDiff = Comparison['cells'][number];
type Paragraphs = Comparison['texts'][number]['paragraphs'];

/** One cell or field that differs, or a row that came, went or moved. */
export interface CellDifference {
  readonly place: Place;
  /** The row and the column, or the field, in the form's words. */
  readonly name: string;
  /** `null` where a value changed. */
  readonly row: 'added' | 'removed' | 'moved' | null;
  /** As the form writes them; empty where nothing stood there. */
  readonly before: string;
  readonly after: string;
  readonly userId: string | null;
  readonly at: number | null;
}

/** What differs in one block, table, repeated group or set of fields. */
export interface ElementDifference {
  readonly root: string;
  readonly place: Place;
  readonly section: string;
  /** What the element is called; empty for the fields of the form. */
  readonly name: string;
  /** Is it made of instances, as against rows? */
  readonly group: boolean;
  readonly paragraphs: Paragraphs | null;
  readonly cells: readonly CellDifference[];
}

/** A comparison in the form's words and order: a block of text each, the cells and fields by what they stand in. */
export function differencesOf(
  template: Template,
  before: Plan,
  after: Plan,
  comparison: Pick<Comparison, 'texts' | 'cells'>,
): readonly ElementDifference[] {
  const found: ElementDifference[] = [];
  for (const { root, paragraphs } of comparison.texts) {
    const place = placeOf(template, root);
    found.push({ ...headOf(template, before, after, root, place), paragraphs, cells: [] });
  }
  for (const [root, cells] of grouped(template, [
    ...rowsOf(before, after, comparison.cells),
    ...comparison.cells,
  ])) {
    const [first] = cells;
    if (!first) continue;
    const place = placeOf(template, first.root, first.key);
    const head = headOf(template, before, after, root, place);
    found.push({ ...head, paragraphs: null, cells: cellsOf(template, before, after, cells) });
  }
  const rank = ranksOf(template, before, after);
  return found
    .filter(({ paragraphs, cells }) => paragraphs !== null || cells.length > 0)
    .sort((a, b) => rank(a.place) - rank(b.place));
}

/** Rows and instances that only one side has, or that moved, as keys of their places; by whoever wrote in them. */
function rowsOf(before: Plan, after: Plan, cells: readonly CellDiff[]): CellDiff[] {
  const rowsIn = (plan: Plan): [string, readonly PlanRow[]][] => [
    ...Object.entries(plan.groups),
    ...Object.values(plan.tables).map((table): [string, readonly PlanRow[]] => [table.key, table.rows]),
  ];
  const was = new Map(rowsIn(before));
  return rowsIn(after).flatMap(([key, rows]) => {
    const earlier = was.get(key);
    // What stands in an instance comes and goes with it.
    if (!earlier) return [];
    const root = tableRoot(key);
    const ids = new Set([...rows, ...earlier].filter((row) => !row.preset).map(({ id }) => id));
    return [...ids].flatMap((id): CellDiff[] => {
      const [then, now] = [earlier, rows].map((side) => side.find((row) => row.id === id));
      if (then && now && then.order === now.order && then.group === now.group) return [];
      const written = cells.find((cell) => cell.root === root && parseCellKey(cell.key)?.row === id);
      return [
        {
          root,
          key: cellKey(id, ORDER_COLUMN),
          before: then ? then.order : null,
          after: now ? now.order : null,
          userId: written?.userId ?? null,
          at: written?.at ?? null,
        },
      ];
    });
  });
}

/** Cells by the root that they are in; the fields of the form by their section, since they have one root in all. */
function grouped(template: Template, cells: readonly CellDiff[]): ReadonlyMap<string, readonly CellDiff[]> {
  const groups = new Map<string, CellDiff[]>();
  for (const cell of cells) {
    const { section } = placeOf(template, cell.root, cell.key);
    const key = cell.root === FIELDS_ROOT ? `${FIELDS_ROOT} ${section}` : cell.root;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return groups;
}

function headOf(template: Template, before: Plan, after: Plan, root: string, place: Place) {
  const fields = root.startsWith(FIELDS_ROOT);
  const { section, element = '' } = place;
  const of = isThere(after, place) ? after : before;
  const names = namesOf(template, of, { section, element });
  return {
    root: fields ? FIELDS_ROOT : root,
    place: fields ? place : { section, element },
    section: names.section,
    name: fields ? '' : names.element,
    group: formOf(template).groups.has(element),
  };
}

function cellsOf(
  template: Template,
  before: Plan,
  after: Plan,
  cells: readonly CellDiff[],
): readonly CellDifference[] {
  const found = cells.map((cell): CellDifference => {
    const place = placeOf(template, cell.root, cell.key);
    const row = rowChange(cell);
    // What only one side has is named by that side.
    const names = namesOf(template, isThere(after, place) ? after : before, place);
    const name =
      cell.root === FIELDS_ROOT || formOf(template).groups.has(place.element ?? '')
        ? [
            place.row === undefined ? '' : names.element,
            place.row === undefined ? names.element : names.column,
          ]
        : [names.row, names.column];
    const say = (value: CellValue): string =>
      row === null ? sayCell(template, cell.root, cell.key, value) : '';
    return {
      place,
      name: name.filter(Boolean).join(' · '),
      row,
      before: say(cell.before),
      after: say(cell.after),
      userId: cell.userId,
      at: cell.at,
    };
  });
  const order = rowOrder(before, after, found[0]?.place.element ?? '');
  return found.sort((a, b) => order(a.place) - order(b.place));
}

/** What a row's own place says of the row. */
function rowChange({ key, before, after }: CellDiff): CellDifference['row'] {
  if (parseCellKey(key)?.column !== ORDER_COLUMN) return null;
  return before === null ? 'added' : after === null ? 'removed' : 'moved';
}

/** A value as the form writes it: `1.234,50 €`, `31/12/2024`, an option's label. */
function sayCell(template: Template, root: string, key: string, value: CellValue): string {
  const { type, options } = shapeOfSpot(template, root, key);
  const cell = readValue(value, { type, options });
  const text = cellText(cell, type, options);
  return type === 'money' && cell.kind === 'value' ? `${text}\u00a0€` : text;
}

/** What the form does not know has no section. */
function placeOf(template: Template, root: string, key?: string): Place {
  return placeOfSpot(template, root, key) ?? { section: '' };
}

/** Does the plan have the row, or the instance, that a place is in? */
function isThere(plan: Plan, place: Place): boolean {
  return presenceOf(plan, place) === 'there';
}

/** The order of the form, for elements, instance by instance; what it does not know comes last. */
function ranksOf(template: Template, before: Plan, after: Plan): (place: Place) => number {
  const ranks = new Map<string, readonly [element: number, part: number]>();
  const elements = template.sections
    .flatMap((section) => [section, ...section.sections])
    .flatMap((section) => section.elements);
  for (const [index, element] of elements.entries()) {
    if (element.kind === 'fields') for (const { id } of fieldsIn([element])) ranks.set(id, [index, 0]);
    else if ('id' in element) ranks.set(element.id, [index, 0]);
    if (element.kind !== 'group') continue;
    for (const [part, inner] of element.elements.entries()) {
      if ('id' in inner) ranks.set(inner.id, [index, part + 1]);
    }
  }
  const instances = [after, before].flatMap((plan) =>
    Object.values(plan.groups)
      .flat()
      .map(({ id }) => id),
  );
  return ({ element = '' }) => {
    const [id = '', instance] = element.split('@');
    const [index, part] = ranks.get(id) ?? [elements.length, 0];
    const nth = instance === undefined ? 0 : instances.indexOf(instance) + 1;
    return (index * 1_000 + nth) * 100 + part;
  };
}

/** The order of the rows of a table or group, those that are gone behind those that are there; then of its columns. */
function rowOrder(before: Plan, after: Plan, element: string): (place: Place) => number {
  const rowsIn = (plan: Plan): readonly PlanRow[] => plan.groups[element] ?? plan.tables[element]?.rows ?? [];
  const rows = [...rowsIn(after), ...rowsIn(before)].map(({ id }) => id);
  const columns = [...(after.tables[element]?.columns ?? []), ...(before.tables[element]?.columns ?? [])].map(
    ({ id }) => id,
  );
  return ({ row = '', column }) =>
    rows.indexOf(row) * 1_000 + (column === undefined ? -1 : columns.indexOf(column) + 1);
}
