import type { Differences } from '@filiera/shared/dossier/api.ts';
import type { Comparison } from '@filiera/shared/history/api.ts';
import { FIELDS_ROOT } from '@filiera/shared/plan/layout.ts';
import { nameOf, namesOf } from '@filiera/shared/plan/place.ts';
import type { Cell, Plan } from '@filiera/shared/plan/plan.ts';
import { placeOfSpot } from '@filiera/shared/plan/spot.ts';
import { bridgesOf, isMoved } from '@filiera/shared/rules/bridge.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { shownCell } from '../paper/value.ts';

/** A plan at two points of its log. */
export interface TwoPlans {
  readonly template: Template;
  readonly before: Plan;
  readonly after: Plan;
}

/** The money between them, with each line in the form's words. */
export function bridgesBetween({ template, before, after }: TwoPlans): Differences['bridges'] {
  return bridgesOf(template, before, after)
    .filter(isMoved)
    .map(({ headline, steps, ...bridge }) => ({
      ...bridge,
      headline,
      label: template.headlines.find(({ id }) => id === headline)!.label,
      steps: steps.map(({ place, computed, before: was, after: is, change }) => ({
        name: nameIn({ template, before, after }, place),
        computed,
        before: was,
        after: is,
        change,
      })),
    }));
}

/** A place that only one of the plans has (a row that came or went) is named by that one. */
function nameIn({ template, before, after }: TwoPlans, place: Place): string {
  const isGone =
    place.row !== undefined &&
    !after.tables[place.element ?? '']?.rows.some(({ id }) => id === place.row) &&
    !after.groups[place.element ?? '']?.some(({ id }) => id === place.row);
  return nameOf(template, isGone ? before : after, place);
}

/** A value that changed, as it is shown. */
export interface ChangedValue {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly userId: string | null;
  readonly at: number | null;
}

/** A text that changed, paragraph by paragraph. */
export interface ChangedText {
  readonly name: string;
  readonly paragraphs: Comparison['texts'][number]['paragraphs'];
}

/** What changed in one section of the form. */
export interface ChangedSection {
  readonly name: string;
  readonly texts: readonly ChangedText[];
  readonly values: readonly ChangedValue[];
}

/** What a comparison found, by the form's sections in their order and in its words. */
export function changedSections(
  plans: TwoPlans,
  { texts, cells }: Pick<Comparison, 'texts' | 'cells'>,
): ChangedSection[] {
  const { template, before, after } = plans;
  const found = new Map<string, { name: string; texts: ChangedText[]; values: ChangedValue[] }>();
  const under = (place: Place) => {
    const { section: name } = namesOf(template, after, place);
    const known = found.get(place.section) ?? { name, texts: [], values: [] };
    found.set(place.section, known);
    return known;
  };
  for (const { root, paragraphs } of texts) {
    const place = placeOfSpot(template, root);
    if (place) under(place).texts.push({ name: nameIn(plans, place), paragraphs });
  }
  for (const { root, key, userId, at } of cells) {
    const place = placeOfSpot(template, root, key);
    if (!place) continue;
    const [was, is] = [shownIn(template, before, root, place), shownIn(template, after, root, place)];
    if (was !== is)
      under(place).values.push({ name: nameIn(plans, place), before: was, after: is, userId, at });
  }
  const order = formOf(template).sections.map(({ id }) => id);
  return [...found]
    .sort(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .map(([, section]) => section);
}

/** What a place shows in a plan; empty where it does not have it. */
function shownIn(template: Template, plan: Plan, root: string, { element = '', row, column }: Place): string {
  const form = formOf(template);
  if (root === FIELDS_ROOT) {
    const field = form.fields.get(element)?.element;
    return field ? shownCell(plan.fields[element], field).text : '';
  }
  const ofRow = (rows: readonly { readonly id: string; readonly cells: Readonly<Record<string, Cell>> }[]) =>
    rows.find(({ id }) => id === row)?.cells[column ?? ''];
  const table = plan.tables[element];
  const known = table?.columns.find(({ id }) => id === column);
  if (table && known) {
    const type = known.type === 'label' || known.type === 'sum' ? 'text' : known.type;
    return shownCell(ofRow(table.rows), { type, options: known.options }).text;
  }
  const field = form.fields.get(column ?? '')?.element;
  return field ? shownCell(ofRow(plan.groups[element] ?? []), field).text : '';
}
