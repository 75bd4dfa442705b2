import { type Cell, keyOf, type Plan } from '../plan/plan.ts';
import { isBlank } from '../plan/rich-text.ts';
import { fieldsIn, formOf, isTyped } from '../template/form.ts';
import type { Element, Template } from '../template/template.ts';
import { isBlankRow } from './content.ts';

/** How many of the places that count (required or expected) are filled. An invalid value is not. */
export interface Tally {
  readonly filled: number;
  readonly total: number;
}

export interface Completeness extends Tally {
  /** By section id; what a subsection holds is its own and not also its parent's. */
  readonly sections: Readonly<Record<string, Tally>>;
}

/** Counts what is filled in of what the form wants. Rows that users add beyond a table's minimum do not count. */
export function completeness(template: Template, plan: Plan): Completeness {
  const sections = Object.fromEntries(
    formOf(template).sections.map((section) => [
      section.id,
      tally(section.elements.flatMap((element) => slots(element, plan))),
    ]),
  );
  const all = Object.values(sections);
  return {
    filled: all.reduce((sum, part) => sum + part.filled, 0),
    total: all.reduce((sum, part) => sum + part.total, 0),
    sections,
  };
}

/** One entry for each place that counts: is it filled? */
function slots(element: Element, plan: Plan, instance?: string): boolean[] {
  switch (element.kind) {
    case 'fields':
      if (instance !== undefined) return [];
      return fieldsIn([element])
        .filter((field) => field.fill !== 'optional')
        .map((field) => isFilled(plan.fields[field.id]));
    case 'text':
      return element.fill === 'optional' ? [] : [!isBlank(plan.texts[keyOf(element.id, instance)])];
    case 'table': {
      const table = plan.tables[keyOf(element.id, instance)];
      if (!table) return [];
      const fills = new Map(element.rows.map((row) => [row.id, row.fill]));
      const preset = table.rows
        .filter((row) => row.preset && !row.computed)
        .flatMap((row) =>
          table.columns
            .filter((column) => isTyped(column) && (fills.get(row.id) ?? column.fill) !== 'optional')
            .map((column) => isFilled(row.cells[column.id])),
        );
      const begun = table.rows.filter((row) => !row.preset && !isBlankRow(row)).length;
      const wanted = Array.from({ length: element.addable?.min ?? 0 }, (_, index) => index < begun);
      return [...preset, ...wanted];
    }
    case 'group': {
      const instances = plan.groups[element.id] ?? [];
      const missing = Array.from({ length: Math.max(0, element.min - instances.length) }, () => false);
      const fields = fieldsIn(element.elements).filter((field) => field.fill !== 'optional');
      return [
        ...missing,
        ...instances.flatMap((row) => [
          ...fields.map((field) => isFilled(row.cells[field.id])),
          ...element.elements.flatMap((part) => slots(part, plan, row.id)),
        ]),
      ];
    }
    default:
      return [];
  }
}

function isFilled(cell: Cell | undefined): boolean {
  return cell?.kind === 'value';
}

function tally(places: readonly boolean[]): Tally {
  return { filled: places.filter(Boolean).length, total: places.length };
}
