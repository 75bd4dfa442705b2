import { parseCellKey } from '@filiera/shared/plan/layout.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Element, Template } from '@filiera/shared/template/template.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import { placeOfAnchor } from './anchor-place.ts';

const ranks = new WeakMap<Template, ReadonlyMap<string, number>>();

/** Where sections, blocks, tables, groups and fields come in the form, by id. */
function ranksOf(template: Template): ReadonlyMap<string, number> {
  const known = ranks.get(template);
  if (known) return known;
  const made = new Map<string, number>();
  const put = (id: string): void => void made.set(id, made.size);
  const visit = (element: Element): void => {
    if (element.kind === 'fields') {
      for (const part of element.parts) if (typeof part !== 'string') put(part.field.id);
    } else if (element.kind === 'group') {
      put(element.id);
      element.elements.forEach(visit);
    } else if (element.kind === 'text' || element.kind === 'table') put(element.id);
  };
  for (const section of template.sections) {
    put(section.id);
    section.elements.forEach(visit);
    for (const part of section.sections) {
      put(part.id);
      part.elements.forEach(visit);
    }
  }
  ranks.set(template, made);
  return made;
}

/** Threads in the order in which their places stand in the form; those on one place oldest first. */
export function inFormOrder(template: Template, plan: Plan, threads: readonly Thread[]): Thread[] {
  const order = ranksOf(template);
  const placed = threads.map((thread, index) => {
    const place = placeOfAnchor(template, thread.anchor);
    const [id = '', instance = ''] = (place?.element ?? '').split('@');
    const rows = plan.tables[place?.element ?? '']?.rows ?? plan.groups[id] ?? [];
    const instances = Object.values(plan.groups).flat();
    const cell = thread.anchor.kind === 'cell' ? parseCellKey(thread.anchor.key) : null;
    return {
      thread,
      by: [
        // The parts of one instance stand together, behind their group.
        instance === '' ? 0 : instances.findIndex((row) => row.id === instance),
        order.get(id) ?? order.get(place?.section ?? '') ?? Number.MAX_SAFE_INTEGER,
        place?.row === undefined ? -1 : rows.findIndex((row) => row.id === place.row),
        cell
          ? (plan.tables[place?.element ?? '']?.columns.findIndex(({ id: of }) => of === cell.column) ?? 0)
          : -1,
        index,
      ],
      section: order.get(place?.section ?? '') ?? Number.MAX_SAFE_INTEGER,
    };
  });
  return placed.sort((a, b) => a.section - b.section || compare(a.by, b.by)).map(({ thread }) => thread);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
