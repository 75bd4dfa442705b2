import {
  FIELDS_ROOT,
  GROUP_COLUMN,
  ORDER_COLUMN,
  parseCellKey,
  ROW_ID,
} from '@filiera/shared/plan/layout.ts';
import type { ValueShape } from '@filiera/shared/plan/value.ts';
import { fieldsIn, formOf, isTyped } from '@filiera/shared/template/form.ts';
import type { GroupElement, TableElement, Template } from '@filiera/shared/template/template.ts';

/** A root of the document as the form knows it; `order` is its place in the form. */
interface RootPlace {
  readonly section: string;
  readonly order: number;
  readonly kind: 'text' | 'table' | 'group';
  readonly element: TableElement | GroupElement | null;
  /** Must the root name an instance, since the form repeats it? */
  readonly isRepeated: boolean;
}

const TEXT = { type: 'text' } as const;

/** What of the form a root of the document is, and a key of it: where it stands and what may be written there. */
export class Places {
  /** By `text/<block>` and `table/<table or group>`, without the instance. */
  private readonly roots = new Map<string, RootPlace>();
  private readonly fields = new Map<
    string,
    { readonly section: string; readonly order: number; readonly shape: ValueShape }
  >();
  private readonly shapes = new Map<string, ValueShape | null>();

  constructor(template: Template) {
    const form = formOf(template);
    let order = 0;
    for (const section of form.sections) {
      const visit = (element: (typeof section.elements)[number], isRepeated: boolean): void => {
        order += 1;
        const place = { section: section.id, order, isRepeated };
        if (element.kind === 'text') {
          this.roots.set(`text/${element.id}`, { ...place, kind: 'text', element: null });
        } else if (element.kind === 'table') {
          this.roots.set(`table/${element.id}`, { ...place, kind: 'table', element });
        } else if (element.kind === 'group') {
          this.roots.set(`table/${element.id}`, { ...place, kind: 'group', element });
          for (const part of element.elements) visit(part, true);
        } else if (element.kind === 'fields' && !isRepeated) {
          for (const field of fieldsIn([element])) {
            order += 1;
            this.fields.set(field.id, { section: section.id, order, shape: field });
          }
        }
      };
      for (const element of section.elements) visit(element, false);
    }
  }

  /** Is this a root that the form has a place for? */
  has(root: string): boolean {
    return root === FIELDS_ROOT || this.placeOf(root) !== null;
  }

  /** The section that a root stands in, or a key of the fields; `null` where the form has no such place. */
  sectionOf(root: string, key = ''): string | null {
    if (root === FIELDS_ROOT) return this.fields.get(key)?.section ?? null;
    return this.placeOf(root)?.section ?? null;
  }

  /** What may be written at a key; `null` where the form has no such place, and for what is no cell (a row's order). */
  shapeOf(root: string, key: string): ValueShape | null {
    const name = `${root}\n${key}`;
    const known = this.shapes.get(name);
    if (known !== undefined) return known;
    const shape = this.findShape(root, key);
    // Keys are made by clients, so what is remembered of them is bounded.
    if (this.shapes.size > 20_000) this.shapes.clear();
    this.shapes.set(name, shape);
    return shape;
  }

  /** Do the rows of this root come and go, other than those that the form itself has? */
  isAddedRow(root: string, row: string): boolean {
    const place = this.placeOf(root);
    if (!place?.element || row === '') return false;
    if (place.element.kind === 'group') return true;
    return place.element.addable !== undefined && !place.element.rows.some(({ id }) => id === row);
  }

  /** Sorts places as they stand in the form: by element, instance, the form's rows before added ones, column. */
  compare(one: Spot, other: Spot): number {
    const [a, b] = [this.rankOf(one), this.rankOf(other)];
    for (const [index, part] of a.entries()) {
      const against = b[index]!;
      if (part !== against) return part < against ? -1 : 1;
    }
    return 0;
  }

  private rankOf({ root, key = '' }: Spot): readonly (number | string)[] {
    const place = this.placeOf(root);
    const order = root === FIELDS_ROOT ? this.fields.get(key)?.order : place?.order;
    const at = root === FIELDS_ROOT ? null : parseCellKey(key);
    const table = place?.element?.kind === 'table' ? place.element : null;
    const last = Number.MAX_SAFE_INTEGER;
    const row = table?.rows.findIndex(({ id }) => id === at?.row) ?? -1;
    const column = table?.columns.findIndex(({ id }) => id === at?.column) ?? -1;
    return [
      order ?? last,
      root,
      key === '' ? -1 : row < 0 ? last : row,
      at?.row ?? '',
      column < 0 ? last : column,
      key,
    ];
  }

  private placeOf(root: string): RootPlace | null {
    const at = root.indexOf('@');
    const place = this.roots.get(at < 0 ? root : root.slice(0, at)) ?? null;
    if (place === null || place.isRepeated !== at >= 0) return null;
    return at < 0 || ROW_ID.test(root.slice(at + 1)) ? place : null;
  }

  private findShape(root: string, key: string): ValueShape | null {
    if (root === FIELDS_ROOT) return this.fields.get(key)?.shape ?? null;
    const element = this.placeOf(root)?.element;
    const at = parseCellKey(key);
    if (!element || !at || at.column === ORDER_COLUMN || at.column === GROUP_COLUMN) return null;
    if (element.kind === 'group') {
      return fieldsIn(element.elements).find(({ id }) => id === at.column) ?? null;
    }
    const preset = element.rows.find(({ id }) => id === at.row);
    if (preset?.formula || (!preset && !element.addable)) return null;
    const column = element.columns.find(({ id }) => id === at.column);
    if (!column) return element.columnsFrom && ROW_ID.test(at.column) ? { type: 'money' } : null;
    if (column.type === 'label') return preset ? null : TEXT;
    return isTyped(column) && column.type !== 'sum' ? { type: column.type, options: column.options } : null;
  }
}

/** A root, and a key of it where it is one cell. */
export interface Spot {
  readonly root: string;
  readonly key?: string;
}
