import type { Computed } from '@filiera/shared/plan/compute.ts';
import { type Cell, keyOf, type Plan, type PlanRow } from '@filiera/shared/plan/plan.ts';
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
import type { FileChild, Paragraph, ParagraphChild } from 'docx';
import { blankLines, box, gap, heading, label } from './box.ts';
import { Ordinals, richParagraphs } from './rich-text.ts';
import { BULLETS, indentOf, STYLE } from './style.ts';
import { type PaperTable, paperTables, totalLine } from './table.ts';
import { shownCell } from './value.ts';
import { paragraph, paragraphOf, runs } from './words.ts';

/** What goes to paper: a form and its answers. */
export interface Answers {
  readonly template: Template;
  readonly plan: Plan;
  readonly computed: Computed;
}

/**
 * The form with its answers, in the form's order and layout. It knows the kinds of elements that forms are made of and
 * no form in particular, so a form that is new data needs no new code here.
 *
 * Two manners of form are told apart by how they number: one with numbered sections asks its questions in boxes, the
 * label in the first line of each; one without is set as running text under headings.
 */
export function formBody(answers: Answers): FileChild[] {
  const { template } = answers;
  const writer = new FormWriter(answers);
  return [
    ...(template.overTitle ? [paragraph(template.overTitle, { style: STYLE.overTitle })] : []),
    paragraph(template.title, { style: 'Title' }),
    ...template.sections.flatMap((section) => writer.section(section)),
  ];
}

/** The elements of one place in the form, and how deep it is. */
export interface Standing {
  /** The level of headings within. */
  readonly level: number;
  readonly boxed: boolean;
  /** The repeated group's instance. */
  readonly instance?: PlanRow;
}

class FormWriter {
  private readonly answers: Answers;
  private readonly ordinals = new Ordinals();

  constructor(answers: Answers) {
    this.answers = answers;
  }

  section(section: Section): FileChild[] {
    const boxed = section.number !== '';
    return [
      ...this.headed(section, 1, boxed),
      ...section.sections.flatMap((sub) => this.headed(sub, 2, boxed || sub.number !== '')),
    ];
  }

  private headed(section: Section | Subsection, level: number, boxed: boolean): FileChild[] {
    return [
      heading(`${section.number} ${section.title}`.trim(), level),
      ...this.elements(section.elements, { level: level + 1, boxed }),
    ];
  }

  private elements(elements: readonly Element[], standing: Standing): FileChild[] {
    return elements.flatMap((element, index) => {
      // A note that belongs to the table before it stands in that table's box.
      if (element.kind === 'text' && noteOf(elements, index - 1, standing) === element) return [];
      if (element.kind === 'group') return this.group(element, standing);
      if (element.kind === 'paragraph') {
        // What introduces a table stands on the table's page.
        const keepNext = element.style === 'guidance' && elements[index + 1]?.kind === 'table';
        const style = element.style === 'plain' ? {} : { style: STYLE[element.style] };
        return [paragraph(element.text, { ...style, keepNext })];
      }
      return this.leaf(element, standing, noteOf(elements, index, standing));
    });
  }

  private leaf(
    element: Exclude<LeafElement, { kind: 'paragraph' }>,
    standing: Standing,
    note: TextElement | null,
  ): FileChild[] {
    switch (element.kind) {
      case 'heading':
        return [heading(element.text, element.level)];
      case 'fields':
        return [this.line(element, standing.instance)];
      case 'points':
        return this.points(element, standing);
      case 'text':
        return this.text(element, standing);
      case 'table':
        return this.table(element, standing, note);
    }
  }

  /** A line of the form with its gaps filled in; a gap that the form leaves nameless gets its name. */
  private line(element: FieldsElement, instance: PlanRow | undefined, from = 0): Paragraph {
    const cells = instance?.cells ?? this.answers.plan.fields;
    const children: ParagraphChild[] = [];
    let words = '';
    const add = (text: string, bold = false, cell?: Cell, field?: Field): void => {
      words += text;
      const look = cell && field ? shownCell(cell, field).look : {};
      children.push(...runs(text, bold ? { ...look, bold } : look));
    };
    element.parts.slice(from).forEach((part, index, parts) => {
      if (index > 0) add(typeof part !== 'string' && typeof parts[index - 1] !== 'string' ? '; ' : ' ');
      if (typeof part === 'string') {
        add(part);
        return;
      }
      const { field } = part;
      if (typeof parts[index - 1] !== 'string') add(`${field.label}: `);
      const cell = cells[field.id];
      const { text } = shownCell(cell, field);
      if (text === '') add(emptyGap(field));
      else add(text, true, cell, field);
    });
    return paragraphOf(children, words, { style: STYLE.line });
  }

  private points(element: PointsElement, { level, boxed }: Standing): FileChild[] {
    const items = element.items.map(({ number, text }) =>
      paragraph(`${number}\t${text}`, {
        indent: { left: 560, hanging: 560 },
        tabStops: [{ type: 'left', position: 560 }],
      }),
    );
    return boxed ? [box(element.label, level, items), gap()] : [heading(element.label, level), ...items];
  }

  private text(element: TextElement, { level, boxed, instance }: Standing): FileChild[] {
    const text = this.answers.plan.texts[keyOf(element.id, instance?.id)];
    const answer = isBlank(text) ? blankLines() : richParagraphs(text, this.ordinals);
    const content = [...hintOf(element), ...answer];
    if (boxed) return [box(element.label, level, content), gap()];
    return [...(element.label === '' ? [] : [heading(element.label, level)]), ...content];
  }

  private table(element: TableElement, { level, instance }: Standing, note: TextElement | null): FileChild[] {
    const { plan, computed } = this.answers;
    const table = plan.tables[keyOf(element.id, instance?.id)];
    if (!table) return [];
    if (instance && isListLike(element)) {
      const items = table.rows.map((row) => listItem(element, row)).filter((item) => item !== '');
      return [
        ...(element.label === '' ? [] : [paragraph(element.label, { keepNext: true })]),
        ...(items.length > 0 ? items : ['\u2014']).map((item) =>
          items.length > 0
            ? paragraph(item, { numbering: { reference: BULLETS, level: 0, instance: 0 } })
            : paragraph(item, { indent: { left: indentOf(0) } }),
        ),
      ];
    }
    const text = note && plan.texts[keyOf(note.id, instance?.id)];
    const closing =
      note && !isBlank(text ?? undefined)
        ? [
            label(note.label, level + 1, false),
            ...hintOf(note),
            ...richParagraphs(text ?? undefined, this.ordinals),
          ]
        : undefined;
    const paper: PaperTable = { element, table, computed, level, ...(closing ? { closing } : {}) };
    const total = totalLine(paper);
    return [
      ...paperTables(paper).flatMap((part, index) => (index === 0 ? [part] : [gap(), part])),
      total ?? gap(),
    ];
  }

  private group(element: GroupElement, standing: Standing): FileChild[] {
    const instances = this.answers.plan.groups[element.id] ?? [];
    return instances.flatMap((instance, index) => {
      const name = element.label.replaceAll('{n}', String(index + 1));
      const [first, ...rest] = element.elements;
      const within = { ...standing, level: standing.level + 1, boxed: false, instance };
      const opening = first?.kind === 'fields' ? first.parts[0] : undefined;
      if (first?.kind !== 'fields' || opening === undefined || typeof opening === 'string') {
        return [heading(name, standing.level), ...this.elements(element.elements, within)];
      }
      // The group's name stands in its heading, as in "PAESE 1: Belgio".
      const of = shownCell(instance.cells[opening.field.id], opening.field).text || emptyGap(opening.field);
      return [
        heading(`${name.replace(/[:\s]*$/, '')}: ${of}`, standing.level),
        ...(first.parts.length > 1 ? [this.line(first, instance, 1)] : []),
        ...this.elements(rest, within),
      ];
    });
  }
}

/** The optional text right after a labelled table: a note on the table, which has no box of its own. */
export function noteOf(
  elements: readonly Element[],
  index: number,
  { instance }: Standing,
): TextElement | null {
  const table = elements[index];
  const next = elements[index + 1];
  if (table?.kind !== 'table' || table.label === '' || next?.kind !== 'text') return null;
  if (instance && isListLike(table)) return null;
  return next.fill === 'optional' ? next : null;
}

/** What the form says of how to answer. */
function hintOf({ hint }: TextElement): Paragraph[] {
  return hint ? [paragraph(hint, { style: STYLE.guidance })] : [];
}

/** In a repeated group, rows of one text and at most dates are a list, as the form prints it. */
export function isListLike(element: TableElement): boolean {
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
export function listItem(element: TableElement, row: PlanRow): string {
  const shown = (type: 'text' | 'date'): string[] =>
    element.columns
      .filter((column) => column.type === type)
      .map((column) => shownCell(row.cells[column.id], { type }).text)
      .filter((text) => text !== '');
  const dates = shown('date').join(', ');
  return [...shown('text'), ...(dates === '' ? [] : [`(${dates})`])].join(' ');
}

/** The line that a form leaves to write on. */
export function emptyGap(field: Field): string {
  return '_'.repeat(field.type === 'text' ? 24 : 11);
}
