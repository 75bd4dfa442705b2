import { FIELDS_ROOT } from '../plan/layout.ts';
import { nameOf, namesOf } from '../plan/place.ts';
import { type Cell, keyOf, type Plan, type PlanColumn, type PlanRow, type PlanTable } from '../plan/plan.ts';
import { isTypedInAddedRow } from '../plan/read.ts';
import { isBlank } from '../plan/rich-text.ts';
import { fieldsIn, formOf, isTyped, sectionName } from '../template/form.ts';
import type {
  Bilingual,
  Element,
  Field,
  Fill,
  GroupElement,
  Section,
  Subsection,
  TableElement,
  Template,
} from '../template/template.ts';
import type { Issue, IssueKey, Param, Place } from './issue.ts';

/**
 * The general rules that hold in every form: what must be filled in is, every value is what its place wants, and
 * nothing stands in the document that the form has no place for.
 */

const REQUIRED: Bilingual = { it: 'Da compilare', en: 'To be filled in' };
const INVALID: Bilingual = { it: 'Valore non valido', en: 'Invalid value' };
const STRAY: Bilingual = { it: 'Contenuto non previsto', en: 'Unexpected content' };

/** Checks everything but the template's own rules, in the form's reading order. */
export function checkContent(template: Template, plan: Plan): Issue[] {
  const check = new ContentCheck(template, plan);
  for (const section of formOf(template).sections) {
    for (const element of section.elements) check.element(section, element);
  }
  check.strays();
  return check.issues;
}

class ContentCheck {
  readonly issues: Issue[] = [];
  private readonly template: Template;
  private readonly plan: Plan;

  constructor(template: Template, plan: Plan) {
    this.template = template;
    this.plan = plan;
  }

  element(section: Section | Subsection, element: Element, instance?: string): void {
    if (element.kind === 'fields' && instance === undefined) {
      for (const field of fieldsIn([element])) {
        const place = { section: section.id, element: field.id };
        this.value(section, place, this.plan.fields[field.id], field, 'required.field');
      }
    } else if (element.kind === 'text') {
      const key = keyOf(element.id, instance);
      if (element.fill !== 'optional' && isBlank(this.plan.texts[key])) {
        this.missing(section, { section: section.id, element: key }, element.fill, 'required.text');
      }
    } else if (element.kind === 'table') {
      const table = this.plan.tables[keyOf(element.id, instance)];
      if (table) this.table(section, element, table);
    } else if (element.kind === 'group') this.group(section, element);
  }

  private group(section: Section | Subsection, group: GroupElement): void {
    const instances = this.plan.groups[group.id] ?? [];
    const at = { section: section.id, element: group.id };
    if (instances.length < group.min) {
      this.missing(section, at, 'required', 'required.instance', { min: count(group.min) });
    }
    this.tooMany(section, at, instances.length, group.max);
    for (const instance of instances) {
      for (const field of fieldsIn(group.elements)) {
        const place = { ...at, row: instance.id, column: field.id };
        this.value(section, place, instance.cells[field.id], field, 'required.field');
      }
      for (const part of group.elements) this.element(section, part, instance.id);
    }
  }

  private table(section: Section | Subsection, element: TableElement, table: PlanTable): void {
    const at = { section: section.id, element: table.key };
    const presetFill = new Map(element.rows.map((row) => [row.id, row.fill]));
    for (const row of table.rows) {
      if (row.computed) continue;
      if (row.preset) {
        for (const column of table.columns.filter(isTyped)) {
          const fill = presetFill.get(row.id) ?? column.fill;
          this.value(section, placeOf(at, row, column), row.cells[column.id], { fill }, 'required.cell');
        }
      } else this.addedRow(section, at, table, row);
    }
    const added = table.rows.filter((row) => !row.preset);
    const { min = 0, max = 0 } = element.addable ?? {};
    if (added.filter((row) => !isBlankRow(row)).length < min) {
      this.missing(section, at, 'required', 'required.rows', { min: count(min) });
    }
    if (element.addable) this.tooMany(section, at, added.length, max);
  }

  /** A row that somebody added and left empty is worth a word; one that is begun must be finished. */
  private addedRow(section: Section | Subsection, at: Place, table: PlanTable, row: PlanRow): void {
    if (isBlankRow(row)) {
      this.missing(section, { ...at, row: row.id }, 'expected', 'row.blank');
      return;
    }
    for (const column of table.columns.filter(isTypedInAddedRow)) {
      const fill = column.type === 'label' ? 'required' : column.fill;
      const place = placeOf(at, row, column);
      const name = namesOf(this.template, this.plan, place).column || column.label;
      const params = { column: text(name) };
      this.value(section, place, row.cells[column.id], { fill }, 'required.row', params);
    }
  }

  private value(
    section: Section | Subsection,
    place: Place,
    cell: Cell | undefined,
    { fill }: Pick<Field, 'fill'>,
    key: IssueKey,
    params: Issue['params'] = {},
  ): void {
    if (cell?.kind === 'invalid') {
      this.add('invalid', INVALID, 'error', section, place, `invalid.${cell.reason}`, {
        raw: text(cell.raw),
      });
    } else if (cell?.kind !== 'value' && fill !== 'optional') this.missing(section, place, fill, key, params);
  }

  private missing(
    section: Section | Subsection,
    place: Place,
    fill: Exclude<Fill, 'optional'>,
    key: IssueKey,
    params: Issue['params'] = {},
  ): void {
    this.add('required', REQUIRED, fill === 'required' ? 'error' : 'warning', section, place, key, params);
  }

  private tooMany(section: Section | Subsection, place: Place, rows: number, max: number): void {
    if (rows > max) this.add('stray', STRAY, 'error', section, place, 'rows.many', { max: count(max) });
  }

  /** What fits nowhere harms no figure, so it warns; a part that cannot be read at all may hide one, and stops. */
  strays(): void {
    const first = this.template.sections[0];
    if (!first) return;
    for (const stray of this.plan.strays) {
      if (stray.reason === 'rows') continue;
      const { severity, key } =
        stray.reason === 'root'
          ? ({ severity: 'error', key: 'stray.root' } as const)
          : ({ severity: 'warning', key: 'stray.keys' } as const);
      const section = this.sectionOfRoot(stray.root) ?? first;
      this.add('stray', STRAY, severity, section, this.placeOfRoot(stray.root, section), key, {
        count: count(stray.count),
      });
    }
  }

  private sectionOfRoot(root: string): Section | Subsection | undefined {
    const form = formOf(this.template);
    const id = elementIdOf(root);
    return (form.tables.get(id) ?? form.texts.get(id) ?? form.groups.get(id))?.section;
  }

  private placeOfRoot(root: string, section: Section | Subsection): Place {
    if (root === FIELDS_ROOT) return { section: section.id };
    return { section: section.id, element: root.slice(root.indexOf('/') + 1) };
  }

  private add(
    rule: string,
    label: Bilingual,
    severity: Issue['severity'],
    section: Section | Subsection,
    at: Place,
    key: IssueKey,
    params: Issue['params'],
  ): void {
    const source = {
      it: `Modulo, «${sectionName(section)}»`,
      en: `Form, “${sectionName(section)}”`,
    };
    const what = text(nameOf(this.template, this.plan, at));
    this.issues.push({ rule, label, source, severity, key, params: { what, ...params }, at, also: [] });
  }
}

/** Has nobody written anything into the row? */
export function isBlankRow(row: PlanRow): boolean {
  return Object.values(row.cells).every((cell) => cell.kind === 'empty');
}

function placeOf(at: Place, row: PlanRow, column: PlanColumn): Place {
  return { ...at, row: row.id, column: column.id };
}

function elementIdOf(root: string): string {
  return root.slice(root.indexOf('/') + 1).split('@')[0] ?? '';
}

function text(value: string): Param {
  return { kind: 'text', text: value };
}

function count(value: number): Param {
  return { kind: 'count', value };
}
