import type { Place } from '../rules/issue.ts';
import { formOf, sectionName } from '../template/form.ts';
import type { Template } from '../template/template.ts';
import { TOTAL_ROW } from './compute.ts';
import { cellValue, type Plan, type PlanRow } from './plan.ts';

/** The names of a place, from the outside in, in the form's own words; empty names are left out. */
export interface PlaceNames {
  readonly section: string;
  readonly element: string;
  readonly row: string;
  readonly column: string;
}

/**
 * What a place is called: the section, the block or table (or field), the row, the column. Without a plan (`null`) the
 * form alone is asked, which knows no added rows and no instances.
 */
export function namesOf(template: Template, plan: Plan | null, place: Place): PlaceNames {
  const form = formOf(template);
  const section = form.sections.find((candidate) => candidate.id === place.section);
  const [id = '', instance] = (place.element ?? '').split('@');
  const standing = form.tables.get(id) ?? form.texts.get(id) ?? form.groups.get(id) ?? form.fields.get(id);
  const group = standing?.group;
  const of = plan && group ? instanceName(plan, group.id, group.label, instance) : '';
  const label = form.tables.get(id)?.element.shortLabel ?? standing?.element.label ?? '';
  return {
    section: section ? sectionName(section) : '',
    element: [of, numbered(label, plan, id, place.row)].filter(Boolean).join(' · '),
    row: rowName(template, plan, place, id),
    column: columnName(template, plan, place, id),
  };
}

/** The names within a section in one line: `Piano dei costi · a) Costi di personale · 2023`. */
export function nameOf(template: Template, plan: Plan, place: Place): string {
  const names = namesOf(template, plan, place);
  return [names.element, names.row, names.column].filter(Boolean).join(' · ') || names.section;
}

/** `PAESE {n}:` becomes `PAESE 2`. */
function instanceName(plan: Plan, groupId: string, label: string, instance: string | undefined): string {
  const rows = plan.groups[groupId] ?? [];
  const index = rows.findIndex((row) => row.id === instance);
  return index < 0 ? '' : label.replaceAll('{n}', String(index + 1)).replace(/:\s*$/, '');
}

/** A group's own label holds `{n}`: filled in where the place names one of its instances. */
function numbered(label: string, plan: Plan | null, id: string, row: string | undefined): string {
  return plan?.groups[id] && row
    ? instanceName(plan, id, label, row)
    : label.replaceAll('{n}', '').trim().replace(/:$/, '');
}

function rowName(template: Template, plan: Plan | null, place: Place, id: string): string {
  if (!place.element || !place.row) return '';
  const form = formOf(template).tables.get(id)?.element;
  const preset = form?.rows.find((known) => known.id === place.row);
  if (plan === null) return preset?.shortLabel || preset?.label || '';
  const table = plan.tables[place.element];
  const row = table?.rows.find((candidate) => candidate.id === place.row);
  if (!table) return '';
  if (!row) return place.row === TOTAL_ROW ? (form?.total?.label ?? '') : '';
  return preset?.shortLabel || row.label || typedName(row) || String(table.rows.indexOf(row) + 1);
}

/** An added row is called by the first text in it. */
function typedName(row: PlanRow): string {
  for (const cell of Object.values(row.cells)) {
    const value = cellValue(cell);
    if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 59)}…` : value;
  }
  return '';
}

function columnName(template: Template, plan: Plan | null, place: Place, id: string): string {
  if (!place.column) return '';
  const form = formOf(template);
  const known = form.tables.get(id)?.element.columns.find((one) => one.id === place.column);
  const column =
    plan === null
      ? known
      : plan.tables[place.element ?? '']?.columns.find((candidate) => candidate.id === place.column);
  if (column) return column.type === 'label' ? '' : (known?.shortLabel ?? column.label);
  return form.groups.has(id) ? (form.fields.get(place.column)?.element.label ?? '') : '';
}
