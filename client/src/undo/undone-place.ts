import { FIELDS_ROOT, GROUP_COLUMN, ORDER_COLUMN, parseCellKey } from '@filiera/shared/plan/layout.ts';
import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { Touched } from './touched.ts';

/** The place of the form that a root and a key of the document are, as `plan/layout.ts` names them. */
export function placeOfKey(template: Template, root: string, key?: string): Place {
  const form = formOf(template);
  if (root === FIELDS_ROOT) {
    return { section: form.fields.get(key ?? '')?.section.id ?? '', ...(key ? { element: key } : {}) };
  }
  const element = root.slice(root.indexOf('/') + 1);
  const [id = ''] = element.split('@');
  const standing = form.texts.get(id) ?? form.tables.get(id) ?? form.groups.get(id);
  const at = key === undefined ? null : parseCellKey(key);
  const ofRow = at?.column === ORDER_COLUMN || at?.column === GROUP_COLUMN;
  return {
    section: standing?.section.id ?? '',
    element,
    ...(at ? { row: at.row } : {}),
    ...(at && !ofRow ? { column: at.column } : {}),
  };
}

/** Every place that was changed, in the order in which it was. */
export function placesOf(template: Template, touched: readonly Touched[]): Place[] {
  return touched.flatMap(({ root, keys }) =>
    keys.length === 0 ? [placeOfKey(template, root)] : keys.map((key) => placeOfKey(template, root, key)),
  );
}

/** What all these places have in common: the cell, the row, the table; `null` where not even that. */
export function commonPlace(places: readonly Place[]): Place | null {
  const [first, ...rest] = places;
  if (!first || rest.some((place) => place.element !== first.element)) return null;
  const { section, element, row, column } = first;
  if (element === undefined) return { section };
  if (row === undefined || rest.some((place) => place.row !== row)) return { section, element };
  if (column === undefined || rest.some((place) => place.column !== column)) return { section, element, row };
  return first;
}

/** A place in one line for those who hear it. A row that has gone, or come, is in one of the two plans only. */
export function spokenPlace(template: Template, plans: readonly Plan[], place: Place): string {
  const lines = plans.map((plan) => {
    const { section, element, row, column } = namesOf(template, plan, place);
    return [element || section, row, column].filter((name) => name !== '');
  });
  return lines.reduce((best, line) => (line.length > best.length ? line : best), []).join(', ');
}
