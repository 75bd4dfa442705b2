import { keyOf, type Plan } from '@filiera/shared/plan/plan.ts';
import { fieldsIn, formOf, sectionName } from '@filiera/shared/template/form.ts';
import type {
  GroupElement,
  LeafElement,
  Section,
  Subsection,
  TableElement,
  Template,
} from '@filiera/shared/template/template.ts';
import type { PlanReading } from '../../collab/live.ts';
import type { Edition } from '../edition.ts';
import type { Figures } from './figures.ts';
import { groupSheet, instanceTitle, nameTyped } from './group-sheet.ts';
import type { Sheet } from './sheet.ts';
import type { SheetNames } from './sheet-name.ts';
import { type SheetTable, tableSheet } from './table-sheet.ts';

/** What stands on one sheet: a table of the form, or the fields of a repeated group. */
interface Planned {
  readonly wish: string;
  readonly section: Section | Subsection;
  readonly table?: TableElement;
  readonly group?: GroupElement;
}

/** A sheet for each table of the form and for the fields of each repeated group, in the form's order. */
export function formSheets(
  { template, plan, computed }: Pick<PlanReading, 'template' | 'plan' | 'computed'>,
  names: SheetNames,
  figures: Figures,
  edition: Edition,
): Sheet[] {
  const planned = sheetsOf(template);
  return planned.map(({ wish, section, table, group }) => {
    const shared = planned.filter((other) => other.wish === wish).length > 1;
    const name = names.take(wish, shared ? section.number.replace(/\.$/, '') : '');
    const instances = group ? (plan.groups[group.id] ?? []) : [];
    if (!table) return groupSheet(name, group!, section, instances, figures, edition);
    const parts = group
      ? instances.flatMap((instance, index) => {
          const part = plan.tables[keyOf(table.id, instance.id)];
          return part ? [{ name: instanceTitle(group, instance, index), table: part }] : [];
        })
      : [plan.tables[table.id]].flatMap((part) => (part ? [{ name: '', table: part }] : []));
    const of: SheetTable = {
      element: table,
      section,
      parts,
      columnNames: columnNames(table, plan, template),
    };
    return tableSheet(name, of, computed, figures, edition);
  });
}

/** What the instances are called that bring columns to a table: the first of their fields. */
function columnNames(table: TableElement, plan: Plan, template: Template): ReadonlyMap<string, string> {
  const group = table.columnsFrom && formOf(template).groups.get(table.columnsFrom.group)?.element;
  const instances = group ? (plan.groups[group.id] ?? []) : [];
  return new Map(instances.map((instance) => [instance.id, group ? nameTyped(group, instance) : '']));
}

function sheetsOf(template: Template): Planned[] {
  return template.sections
    .flatMap((section) => [section, ...section.sections])
    .flatMap((section) =>
      section.elements.flatMap((element): Planned[] => {
        if (element.kind !== 'group') return tablesOf([element], section);
        const fields = fieldsIn(element.elements).length > 0;
        const own: Planned[] = fields ? [{ wish: sectionName(section), section, group: element }] : [];
        return [...own, ...tablesOf(element.elements, section).map((one) => ({ ...one, group: element }))];
      }),
    );
}

function tablesOf(elements: readonly LeafElement[], section: Section | Subsection): Planned[] {
  return elements.flatMap((element) =>
    element.kind === 'table'
      ? [{ wish: element.shortLabel || element.label || sectionName(section), section, table: element }]
      : [],
  );
}
