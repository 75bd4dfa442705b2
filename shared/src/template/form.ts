import type {
  Column,
  Element,
  Field,
  GroupElement,
  LeafElement,
  Section,
  Subsection,
  TableElement,
  Template,
  TextElement,
} from './template.ts';

/** Where an element stands in its form. */
export interface Standing<E> {
  readonly element: E;
  readonly section: Section | Subsection;
  /** The repeated group that it is part of. */
  readonly group?: GroupElement;
}

/** A form with its parts at hand by id. */
export interface Form {
  readonly template: Template;
  /** All sections in reading order, subsections after the section that holds them. */
  readonly sections: readonly (Section | Subsection)[];
  readonly texts: ReadonlyMap<string, Standing<TextElement>>;
  readonly tables: ReadonlyMap<string, Standing<TableElement>>;
  readonly groups: ReadonlyMap<string, Standing<GroupElement>>;
  /** Fields outside groups, and inside them. */
  readonly fields: ReadonlyMap<string, Standing<Field>>;
}

const forms = new WeakMap<Template, Form>();

/** The parts of a form by id. Kept for each template, since templates never change. */
export function formOf(template: Template): Form {
  const known = forms.get(template);
  if (known) return known;
  const sections = template.sections.flatMap((section) => [section, ...section.sections]);
  const texts = new Map<string, Standing<TextElement>>();
  const tables = new Map<string, Standing<TableElement>>();
  const groups = new Map<string, Standing<GroupElement>>();
  const fields = new Map<string, Standing<Field>>();
  const visit = (element: Element, section: Section | Subsection, group?: GroupElement): void => {
    const standing = group ? { section, group } : { section };
    if (element.kind === 'text') texts.set(element.id, { element, ...standing });
    if (element.kind === 'table') tables.set(element.id, { element, ...standing });
    if (element.kind === 'fields') {
      for (const field of fieldsIn([element])) fields.set(field.id, { element: field, ...standing });
    }
    if (element.kind === 'group') {
      groups.set(element.id, { element, section });
      for (const part of element.elements) visit(part, section, element);
    }
  };
  for (const section of sections) for (const element of section.elements) visit(element, section);
  const form = { template, sections, texts, tables, groups, fields };
  forms.set(template, form);
  return form;
}

/** The fields that lines of a form ask for, in reading order. */
export function fieldsIn(elements: readonly (Element | LeafElement)[]): readonly Field[] {
  return elements.flatMap((element) =>
    element.kind === 'fields'
      ? element.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.field]))
      : [],
  );
}

/** What a section is called in outlines and messages. */
export function sectionName(section: Section | Subsection): string {
  return section.shortTitle ?? section.title;
}

/** Does a column take what users type (as against the row's label or a sum)? */
export function isTyped(column: Pick<Column, 'type'>): boolean {
  return column.type !== 'label' && column.type !== 'sum';
}
