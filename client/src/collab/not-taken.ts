import { namesOf } from '@filiera/shared/plan/place.ts';
import { type Cell, type Plan, type PlanRow, plainText } from '@filiera/shared/plan/plan.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { fieldsIn, formOf } from '@filiera/shared/template/form.ts';
import type { Template, ValueType } from '@filiera/shared/template/template.ts';
import { cellText } from '../tables/cells/cell-text.ts';

/** One place where what was typed here differs from what the server holds. */
export interface NotTaken {
  readonly place: Place;
  /** The place's names, from the section inwards. */
  readonly names: readonly string[];
  /** What was typed, as text to read and to copy; empty where something was emptied or removed. */
  readonly mine: string;
  /** What the server holds there. */
  readonly theirs: string;
  /** A block of text, as against one value. */
  readonly block: boolean;
}

/**
 * What `mine` says and `theirs` does not: every value and every block of text that differs. `theirs` is what the
 * server is known to hold, so what others wrote meanwhile is in both.
 */
export function notTaken(template: Template, theirs: Plan, mine: Plan): NotTaken[] {
  const form = formOf(template);
  const found: NotTaken[] = [];
  const add = (place: Place, my: string, their: string, block = false): void => {
    if (my === their) return;
    // A place that only one side knows (a row that was added or removed) is named by that side.
    const names = namesOf(template, my === '' ? theirs : mine, place);
    const path = [names.section, names.element, names.row, names.column].filter((name) => name !== '');
    found.push({ place, names: path, mine: my, theirs: their, block });
  };

  for (const { element, section, group } of form.fields.values()) {
    if (group) continue;
    const say = (plan: Plan): string => cellText(plan.fields[element.id], element.type, element.options);
    add({ section: section.id, element: element.id }, say(mine), say(theirs));
  }
  for (const { element: group, section } of form.groups.values()) {
    const fields = fieldsIn(group.elements);
    eachRow(mine.groups[group.id], theirs.groups[group.id], (id, my, their) => {
      for (const field of fields) {
        const say = (row?: PlanRow): string => cellText(row?.cells[field.id], field.type, field.options);
        add({ section: section.id, element: group.id, row: id, column: field.id }, say(my), say(their));
      }
    });
  }
  for (const key of keysOf(mine.texts, theirs.texts)) {
    const section = form.texts.get(idOf(key))?.section.id ?? '';
    add({ section, element: key }, plainText(mine.texts[key]), plainText(theirs.texts[key]), true);
  }
  for (const key of keysOf(mine.tables, theirs.tables)) {
    const section = form.tables.get(idOf(key))?.section.id ?? '';
    const columns = [...(theirs.tables[key]?.columns ?? []), ...(mine.tables[key]?.columns ?? [])];
    const types = new Map(columns.map((column) => [column.id, column]));
    eachRow(mine.tables[key]?.rows, theirs.tables[key]?.rows, (id, my, their) => {
      for (const [columnId, column] of types) {
        if (column.type === 'sum') continue;
        const type: ValueType = column.type === 'label' ? 'text' : column.type;
        const say = (cell?: Cell): string => cellText(cell, type, column.options);
        const place = { section, element: key, row: id, column: columnId };
        add(place, say(my?.cells[columnId]), say(their?.cells[columnId]));
      }
    });
  }
  return found;
}

function eachRow(
  mine: readonly PlanRow[] = [],
  theirs: readonly PlanRow[] = [],
  visit: (id: string, mine?: PlanRow, theirs?: PlanRow) => void,
): void {
  const ids = new Set([...mine, ...theirs].map((row) => row.id));
  for (const id of ids) {
    visit(
      id,
      mine.find((row) => row.id === id),
      theirs.find((row) => row.id === id),
    );
  }
}

function keysOf(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): Set<string> {
  return new Set([...Object.keys(a), ...Object.keys(b)]);
}

function idOf(key: string): string {
  return key.split('@')[0] ?? key;
}
