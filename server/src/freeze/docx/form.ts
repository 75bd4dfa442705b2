import { tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import { keyOf, type PlanRow, type PlanTable, plainText } from '@filiera/shared/plan/plan.ts';
import { isBlank } from '@filiera/shared/plan/rich-text.ts';
import type {
  Element,
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
import { type Answers, emptyGap, isListLike, listItem, noteOf, type Standing } from '../paper/form.ts';
import { shownCell } from '../paper/value.ts';
import { blankLines, box, gap, type HeadingParts, heading, label, linesInBox } from './box.ts';
import { around, type Margin, type Thread } from './comments.ts';
import type { Contents } from './contents.ts';
import { markedText, wholeMarks } from './passages.ts';
import { Ordinals, richParagraphs } from './rich-text.ts';
import { BULLETS, indentOf, STYLE } from './style.ts';
import { type PaperTable, paperTables, totalLine } from './table.ts';
import { type Look, paragraph, paragraphOf, runs, WRONGLY } from './words.ts';

/** The same as a Word document is written of it. */
export interface NotedAnswers extends Answers {
  /** The comments that stand beside the answers. */
  readonly margin: Margin;
  readonly contents: Contents;
}

/** What opens the document. `threads`: comments that stand at no other place. */
export function formTitle(template: Template, threads: readonly Thread[]): FileChild[] {
  return [
    ...(template.overTitle ? [paragraph(template.overTitle, { style: STYLE.overTitle })] : []),
    paragraphOf(around(threads, runs(template.title)), template.title, { style: 'Title' }),
  ];
}

/**
 * The form with its answers, in the form's order and layout. It knows the kinds of elements that forms are made of and
 * no form in particular, so a form that is new data needs no new code here.
 *
 * Two manners of form are told apart by how they number: one with numbered sections asks its questions in boxes, the
 * label in the first line of each; one without is set as running text under headings.
 */
export function formBody(answers: NotedAnswers): FileChild[] {
  const writer = new FormWriter(answers);
  return answers.template.sections.flatMap((section) => writer.section(section));
}

class FormWriter {
  private readonly answers: NotedAnswers;
  private readonly ordinals = new Ordinals();

  constructor(answers: NotedAnswers) {
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
    const text = `${section.number} ${section.title}`.trim();
    const entry = this.answers.contents.enter(text, level);
    // The elements first: the comments on what turns out not to be there stand at the heading.
    const elements = this.elements(section.elements, { level: level + 1, boxed });
    return [heading(text, level, { entry, threads: this.answers.margin.section(section.id) }), ...elements];
  }

  private parts(text: string, level: number, threads: readonly Thread[] = []): HeadingParts {
    return { entry: this.answers.contents.enter(text, level), threads };
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
        return [heading(element.text, element.level, this.parts(element.text, element.level))];
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
    const add = (text: string, look: Look = {}, threads: readonly Thread[] = []): void => {
      words += text;
      children.push(...around(threads, runs(text, look)));
    };
    element.parts.slice(from).forEach((part, index, parts) => {
      if (index > 0) add(typeof part !== 'string' && typeof parts[index - 1] !== 'string' ? '; ' : ' ');
      if (typeof part === 'string') {
        add(part);
        return;
      }
      const { field } = part;
      if (typeof parts[index - 1] !== 'string') add(`${field.label}: `);
      const { text, wrong } = shownCell(cells[field.id], field);
      const threads = this.answers.margin.field(field.id, instance?.id);
      if (text === '') add(emptyGap(field), {}, threads);
      else add(text, { ...(wrong ? WRONGLY : {}), bold: true }, threads);
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
    const parts = this.parts(element.label, level);
    return boxed
      ? [box(element.label, level, items, parts), gap()]
      : [heading(element.label, level, parts), ...items];
  }

  private text(element: TextElement, { level, boxed, instance }: Standing): FileChild[] {
    const { onLabel, content, lines } = this.answered(element, instance);
    const parts = this.parts(element.label, level, onLabel);
    if (boxed) return [box(element.label, level, content, parts, lines), gap()];
    return [...(element.label === '' ? [] : [heading(element.label, level, parts)]), ...content];
  }

  /**
   * What was answered to a question, below what the form says of how to answer, and how many lines that takes at least.
   * `onLabel`: comments on all of it.
   */
  private answered(
    element: TextElement,
    instance: PlanRow | undefined,
  ): { readonly onLabel: readonly Thread[]; readonly content: Paragraph[]; readonly lines: number } {
    const { plan, margin } = this.answers;
    const key = keyOf(element.id, instance?.id);
    const text = plan.texts[key];
    const { marks, whole } = markedText(margin.at(textRoot(key)), text, margin);
    const labelled = element.label !== '';
    const answer = isBlank(text)
      ? blankLines(labelled ? [] : whole)
      : richParagraphs(text, this.ordinals, labelled ? marks : [...marks, ...wholeMarks(whole, text)]);
    const lines = linesInBox(plainText(text)) + linesInBox(element.hint ?? '');
    return { onLabel: labelled ? whole : [], content: [...hintOf(element), ...answer], lines };
  }

  private table(element: TableElement, { level, instance }: Standing, note: TextElement | null): FileChild[] {
    const { plan, computed, margin } = this.answers;
    const table = plan.tables[keyOf(element.id, instance?.id)];
    if (!table) return [];
    if (instance && isListLike(element)) return this.list(element, table);
    const parts = this.parts(element.label, level);
    const text = note && plan.texts[keyOf(note.id, instance?.id)];
    const closing = note && !isBlank(text ?? undefined) ? this.note(note, level + 1, instance) : undefined;
    const paper: PaperTable = {
      element,
      table,
      computed,
      margin,
      level,
      parts,
      ...(closing ? { closing } : {}),
    };
    const total = totalLine(paper);
    return [
      ...paperTables(paper).flatMap((part, index) => (index === 0 ? [part] : [gap(), part])),
      total ?? gap(),
    ];
  }

  /** A note in the last line of its table. */
  private note(note: TextElement, level: number, instance: PlanRow | undefined): Paragraph[] {
    const { onLabel, content } = this.answered(note, instance);
    return [label(note.label, level, false, this.parts(note.label, level, onLabel)), ...content];
  }

  /** Rows that the form prints as a list. */
  private list(element: TableElement, table: PlanTable): Paragraph[] {
    const { margin } = this.answers;
    const root = tableRoot(table.key);
    const items = table.rows
      .map((row) => ({ row, text: listItem(element, row) }))
      .filter(({ text }) => text !== '');
    const onTable = margin.at(root);
    const onLabel = element.label === '' ? [] : onTable;
    const onList = element.label === '' ? onTable : [];
    const empty = '\u2014';
    return [
      ...(element.label === ''
        ? []
        : [paragraphOf(around(onLabel, runs(element.label)), element.label, { keepNext: true })]),
      ...items.map(({ row, text }, index) => {
        const threads = [
          ...(index === 0 ? onList : []),
          ...margin.row(root, row.id),
          ...table.columns.flatMap((column) => margin.cell(root, row.id, column.id)),
        ];
        const numbering = { reference: BULLETS, level: 0, instance: 0 };
        return paragraphOf(around(threads, runs(text)), text, { numbering });
      }),
      ...(items.length > 0
        ? []
        : [paragraphOf(around(onList, runs(empty)), empty, { indent: { left: indentOf(0) } })]),
    ];
  }

  private group(element: GroupElement, standing: Standing): FileChild[] {
    const { plan, margin } = this.answers;
    const root = tableRoot(element.id);
    return (plan.groups[element.id] ?? []).flatMap((instance, index) => {
      const name = element.label.replaceAll('{n}', String(index + 1));
      const [first, ...rest] = element.elements;
      const within = { ...standing, level: standing.level + 1, boxed: false, instance };
      const threads = [...margin.at(root), ...margin.row(root, instance.id)];
      const opening = first?.kind === 'fields' ? first.parts[0] : undefined;
      if (first?.kind !== 'fields' || opening === undefined || typeof opening === 'string') {
        const title = heading(name, standing.level, this.parts(name, standing.level, threads));
        return [title, ...this.elements(element.elements, within)];
      }
      // The group's name stands in its heading, as in "PAESE 1: Belgio".
      const before = `${name.replace(/[:\s]*$/, '')}: `;
      const { field } = opening;
      const of = shownCell(instance.cells[field.id], field).text || emptyGap(field);
      const onName = margin.field(field.id, instance.id);
      const title = heading(before + of, standing.level, {
        ...this.parts(before + of, standing.level, threads),
        children: [...runs(before), ...around(onName, runs(of))],
      });
      return [
        title,
        ...(first.parts.length > 1 ? [this.line(first, instance, 1)] : []),
        ...this.elements(rest, within),
      ];
    });
  }
}

/** What the form says of how to answer. */
function hintOf({ hint }: TextElement): Paragraph[] {
  return hint ? [paragraph(hint, { style: STYLE.guidance })] : [];
}
