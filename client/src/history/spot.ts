import { TOTAL_ROW } from '@filiera/shared/plan/compute.ts';
import type { CellValue } from '@filiera/shared/plan/edit.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import { shapeOfSpot } from '@filiera/shared/plan/spot.ts';
import { readValue } from '@filiera/shared/plan/value.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { cellText } from '../tables/cells/cell-text.ts';

/** What has become of a spot of the document: whether it is still there, and what its values read like. */

/** Is a place still in the plan? `part`: the repeated part around it was taken out; `row`: its row was. */
export function presenceOf(plan: Plan, { element = '', row }: Place): 'there' | 'part' | 'row' {
  const instance = element.split('@')[1];
  const instances = Object.values(plan.groups).flat();
  if (instance !== undefined && !instances.some(({ id }) => id === instance)) return 'part';
  if (row === undefined) return 'there';
  const own = plan.groups[element];
  if (own) return own.some(({ id }) => id === row) ? 'there' : 'part';
  const table = plan.tables[element];
  return !table || row === TOTAL_ROW || table.rows.some(({ id }) => id === row) ? 'there' : 'row';
}

/** The longest that one value is shown, in characters. */
const MAX_SHOWN = 80;

/** The two sides of a change as their column formats them; the empty string where there was nothing. */
export function changeWords(
  template: Template,
  root: string,
  key: string,
  { before, after }: { readonly before: CellValue; readonly after: CellValue },
): { readonly before: string; readonly after: string } {
  const shape = shapeOfSpot(template, root, key);
  const read = (value: CellValue): string =>
    short(cellText(readValue(value, shape), shape.type, shape.options));
  const words = { before: read(before), after: read(after) };
  if (shape.type !== 'money') return words;
  const isAmount = (value: CellValue): boolean => readValue(value, shape).kind === 'value';
  // The sign stands once, behind the last amount: `12.000,00 → 14.000,00 €`.
  if (isAmount(after)) return { ...words, after: `${words.after}\u00a0€` };
  return isAmount(before) ? { ...words, before: `${words.before}\u00a0€` } : words;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= MAX_SHOWN ? line : `${characters.slice(0, MAX_SHOWN - 1).join('')}…`;
}
