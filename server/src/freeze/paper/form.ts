import type { Computed } from '@filiera/shared/plan/compute.ts';
import {
  type Cell,
  keyOf,
  type Plan,
  type PlanRow,
  type PlanTable,
  type RichText,
} from '@filiera/shared/plan/plan.ts';
import { isBlank } from '@filiera/shared/plan/rich-text.ts';
import type {
  Element,
  Field,
  FieldsElement,
  GroupElement,
  LeafElement,
  PointsElement,
  Section,
  Subsection,
  TableElement,
  Template,
  TextElement,
} from '@filiera/shared/template/template.ts';
import { shownCell } from './value.ts';

/** What goes to paper: a form and its answers. */
export interface Answers {
  readonly template: Template;
  readonly plan: Plan;
  readonly computed: Computed;
}

/** A section or subsection of the form as it goes to paper. */
export interface PaperSection {
  readonly section: Section | Subsection;
  /** Its number and its title. */
  readonly title: string;
  /** Of its heading, from 1. */
  readonly level: number;
  readonly parts: readonly Part[];
}

/**
 * What stands in a section, in the form's order. `level`: of the heading that a part has. `boxed`: the label stands in
 * the first line of a box that holds the rest.
 */
export type Part =
  | { readonly kind: 'heading'; readonly text: string; readonly level: number }
  | {
      readonly kind: 'paragraph';
      readonly style: Extract<LeafElement, { kind: 'paragraph' }>['style'];
      readonly text: string;
      /** On the page of what follows. */
      readonly kept: boolean;
    }
  | LinePart
  | {
      readonly kind: 'points';
      readonly label: string;
      readonly items: PointsElement['items'];
      readonly level: number;
      readonly boxed: boolean;
    }
  | (Answer & { readonly kind: 'answer'; readonly level: number; readonly boxed: boolean })
  | ListPart
  | TablePart
  | InstancePart;

/** A line of the form with its gaps; words and gaps alternate as they stand there. */
export interface LinePart {
  readonly kind: 'line';
  readonly pieces: readonly (string | Gap)[];
  /** Right below the heading of an instance, the line's first gap. */
  readonly below: boolean;
}

/** A place in a line, and what was written there. */
export interface Gap {
  readonly field: Field;
  readonly cell: Cell | undefined;
  /** Of the repeated group that the line stands in. */
  readonly instance: string | undefined;
}

/** A question and what was answered. */
export interface Answer {
  readonly element: TextElement;
  /** Of the text in the plan. */
  readonly key: string;
  readonly text: RichText | undefined;
}

/** Rows that the form prints as a list, those that say something. */
export interface ListPart {
  readonly kind: 'list';
  readonly label: string;
  readonly table: PlanTable;
  readonly items: readonly { readonly row: PlanRow; readonly text: string }[];
}

export interface TablePart {
  readonly kind: 'table';
  readonly element: TableElement;
  readonly table: PlanTable;
  readonly level: number;
  /** What was noted on the table, in its last line, with a heading one level below. */
  readonly note: Answer | null;
}

/** An instance of a repeated group, under a heading of its own. */
export interface InstancePart {
  readonly kind: 'instance';
  /** Of the group. */
  readonly group: string;
  readonly row: PlanRow;
  /** Its heading: the group's name with the number, and behind it what is written into `opening`. */
  readonly name: string;
  /** The gap whose words stand in the heading, as in "PAESE 1: Belgio". */
  readonly opening: Gap | null;
  readonly level: number;
  readonly parts: readonly Part[];
}

/**
 * The form with its answers, section by section, in the form's order. It knows the kinds of elements that forms are made
 * of and no form in particular, so a form that is new data needs no new code here.
 *
 * Two manners of form are told apart by how they number: one with numbered sections asks its questions in boxes, the
 * label in the first line of each; one without is set as running text under headings.
 */
export function paperSections(answers: Answers): PaperSection[] {
  return answers.template.sections.flatMap((section) => {
    const boxed = section.number !== '';
    return [
      paperSection(answers, section, 1, boxed),
      ...section.sections.map((sub) => paperSection(answers, sub, 2, boxed || sub.number !== '')),
    ];
  });
}

function paperSection(
  answers: Answers,
  section: Section | Subsection,
  level: number,
  boxed: boolean,
): PaperSection {
  const title = `${section.number} ${section.title}`.trim();
  return { section, title, level, parts: partsOf(answers, section.elements, { level: level + 1, boxed }) };
}

/** Where elements stand. */
interface Standing {
  /** The level of headings within. */
  readonly level: number;
  readonly boxed: boolean;
  /** The repeated group's instance. */
  readonly instance?: PlanRow;
}

function partsOf(answers: Answers, elements: readonly Element[], standing: Standing): Part[] {
  return elements.flatMap((_, index) => partsAt(answers, elements, index, standing));
}

/** What becomes of one element, which may depend on those around it. */
function partsAt(answers: Answers, elements: readonly Element[], index: number, standing: Standing): Part[] {
  const { level, boxed, instance } = standing;
  const element = elements[index]!;
  switch (element.kind) {
    case 'heading':
      return [{ kind: 'heading', text: element.text, level: element.level }];
    case 'paragraph': {
      const { style, text } = element;
      // What introduces a table stands on the table's page.
      const kept = style === 'guidance' && elements[index + 1]?.kind === 'table';
      return [{ kind: 'paragraph', style, text, kept }];
    }
    case 'fields':
      return [lineOf(answers, element, instance)];
    case 'points':
      return [{ kind: 'points', label: element.label, items: element.items, level, boxed }];
    case 'text':
      // A note that belongs to the table before it stands in that table.
      if (noteOf(elements, index - 1, standing) === element) return [];
      return [{ kind: 'answer', ...answerOf(answers, element, instance), level, boxed }];
    case 'table':
      return tableOf(answers, element, standing, noteOf(elements, index, standing));
    case 'group':
      return (answers.plan.groups[element.id] ?? []).map((row, at) =>
        instanceOf(answers, element, row, at + 1, level),
      );
  }
}

/** `from`: the part of the line that it begins with. */
function lineOf(
  { plan }: Answers,
  element: FieldsElement,
  instance: PlanRow | undefined,
  from = 0,
): LinePart {
  const cells = instance?.cells ?? plan.fields;
  const pieces = element.parts.slice(from).flatMap((part, index, parts): (string | Gap)[] => {
    const before = parts[index - 1];
    const apart = index === 0 ? [] : [typeof part !== 'string' && typeof before !== 'string' ? '; ' : ' '];
    if (typeof part === 'string') return [...apart, part];
    const { field } = part;
    // A gap that the form leaves nameless gets its name.
    const name = typeof before === 'string' ? [] : [`${field.label}: `];
    return [...apart, ...name, { field, cell: cells[field.id], instance: instance?.id }];
  });
  return { kind: 'line', pieces, below: from > 0 };
}

function answerOf({ plan }: Answers, element: TextElement, instance: PlanRow | undefined): Answer {
  const key = keyOf(element.id, instance?.id);
  return { element, key, text: plan.texts[key] };
}

function tableOf(
  answers: Answers,
  element: TableElement,
  { level, instance }: Standing,
  note: TextElement | null,
): Part[] {
  const table = answers.plan.tables[keyOf(element.id, instance?.id)];
  if (!table) return [];
  if (instance && isListLike(element)) {
    const items = table.rows
      .map((row) => ({ row, text: listItem(element, row) }))
      .filter(({ text }) => text !== '');
    return [{ kind: 'list', label: element.label, table, items }];
  }
  const noted = note && answerOf(answers, note, instance);
  return [{ kind: 'table', element, table, level, note: noted && !isBlank(noted.text) ? noted : null }];
}

function instanceOf(
  answers: Answers,
  element: GroupElement,
  row: PlanRow,
  number: number,
  level: number,
): InstancePart {
  const name = element.label.replaceAll('{n}', String(number));
  const within: Standing = { level: level + 1, boxed: false, instance: row };
  const [first, ...rest] = element.elements;
  const opening = first?.kind === 'fields' ? first.parts[0] : undefined;
  const instance = { kind: 'instance', group: element.id, row, level } as const;
  if (first?.kind !== 'fields' || opening === undefined || typeof opening === 'string') {
    return { ...instance, name, opening: null, parts: partsOf(answers, element.elements, within) };
  }
  const { field } = opening;
  return {
    ...instance,
    name: `${name.replace(/[:\s]*$/, '')}: `,
    opening: { field, cell: row.cells[field.id], instance: row.id },
    parts: [
      ...(first.parts.length > 1 ? [lineOf(answers, first, row, 1)] : []),
      ...partsOf(answers, rest, within),
    ],
  };
}

/** The optional text right after a labelled table: a note on the table, which has no box of its own. */
function noteOf(elements: readonly Element[], index: number, { instance }: Standing): TextElement | null {
  const table = elements[index];
  const next = elements[index + 1];
  if (table?.kind !== 'table' || table.label === '' || next?.kind !== 'text') return null;
  if (instance && isListLike(table)) return null;
  return next.fill === 'optional' ? next : null;
}

/** In a repeated group, rows of one text and at most dates are a list, as the form prints it. */
function isListLike(element: TableElement): boolean {
  const texts = element.columns.filter((column) => column.type === 'text').length;
  const dates = element.columns.filter((column) => column.type === 'date').length;
  return (
    texts === 1 &&
    texts + dates === element.columns.length &&
    element.rows.length === 0 &&
    !element.groups &&
    !element.columnsFrom
  );
}

/** The text, then the dates where they are known: `Forum S3 (25/10/2018)`. */
function listItem(element: TableElement, row: PlanRow): string {
  const shown = (type: 'text' | 'date'): string[] =>
    element.columns
      .filter((column) => column.type === type)
      .map((column) => shownCell(row.cells[column.id], { type }).text)
      .filter((text) => text !== '');
  const dates = shown('date').join(', ');
  return [...shown('text'), ...(dates === '' ? [] : [`(${dates})`])].join(' ');
}

/** What stands in a gap: what was written there, or the line that a form leaves to write on. */
export function wordsIn({ field, cell }: Gap): string {
  return shownCell(cell, field).text || emptyGap(field);
}

/** The line that a form leaves to write on. */
export function emptyGap(field: Field): string {
  return '_'.repeat(field.type === 'text' ? 24 : 11);
}
