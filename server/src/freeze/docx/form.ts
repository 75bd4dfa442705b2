import { tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import { plainText } from '@filiera/shared/plan/plan.ts';
import { isBlank } from '@filiera/shared/plan/rich-text.ts';
import type { Template, TextElement } from '@filiera/shared/template/template.ts';
import type { FileChild, Paragraph, ParagraphChild } from 'docx';
import {
  type Answer,
  type Answers,
  emptyGap,
  type InstancePart,
  type LinePart,
  type ListPart,
  type PaperSection,
  type Part,
  paperSections,
  type TablePart,
  wordsIn,
} from '../paper/form.ts';
import { shownCell } from '../paper/value.ts';
import { blankLines, box, gap, type HeadingParts, heading, label, linesInBox } from './box.ts';
import { around, type Margin, type Thread } from './comments.ts';
import type { Contents } from './contents.ts';
import { markedText, wholeMarks } from './passages.ts';
import { Ordinals, richParagraphs } from './rich-text.ts';
import { BULLETS, indentOf, STYLE } from './style.ts';
import { type PaperTable, paperTables, totalLine } from './table.ts';
import { type Look, paragraph, paragraphOf, runs, WRONGLY } from './words.ts';

/** A form and its answers as a Word document is written of them. */
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

/** The form with its answers, in the form's order and layout. */
export function formBody(answers: NotedAnswers): FileChild[] {
  const writer = new FormWriter(answers);
  return paperSections(answers).flatMap((section) => writer.section(section));
}

class FormWriter {
  private readonly answers: NotedAnswers;
  private readonly ordinals = new Ordinals();

  constructor(answers: NotedAnswers) {
    this.answers = answers;
  }

  section({ section, title, level, parts }: PaperSection): FileChild[] {
    const entry = this.answers.contents.enter(title, level);
    // What stands in it first: the comments on what turns out not to be there stand at the heading.
    const content = this.parts(parts);
    return [heading(title, level, { entry, threads: this.answers.margin.section(section.id) }), ...content];
  }

  private parts(parts: readonly Part[]): FileChild[] {
    return parts.flatMap((part) => this.part(part));
  }

  private part(part: Part): FileChild[] {
    switch (part.kind) {
      case 'heading':
        return [heading(part.text, part.level, this.headed(part.text, part.level))];
      case 'paragraph': {
        const style = part.style === 'plain' ? {} : { style: STYLE[part.style] };
        return [paragraph(part.text, { ...style, keepNext: part.kept })];
      }
      case 'line':
        return [this.line(part)];
      case 'points':
        return this.points(part);
      case 'answer':
        return this.answer(part);
      case 'list':
        return this.list(part);
      case 'table':
        return this.table(part);
      case 'instance':
        return this.instance(part);
    }
  }

  private headed(text: string, level: number, threads: readonly Thread[] = []): HeadingParts {
    return { entry: this.answers.contents.enter(text, level), threads };
  }

  /** A line of the form with its gaps filled in. */
  private line({ pieces }: LinePart): Paragraph {
    const children: ParagraphChild[] = [];
    let words = '';
    const add = (text: string, look: Look = {}, threads: readonly Thread[] = []): void => {
      words += text;
      children.push(...around(threads, runs(text, look)));
    };
    for (const piece of pieces) {
      if (typeof piece === 'string') {
        add(piece);
        continue;
      }
      const { field, cell, instance } = piece;
      const { text, wrong } = shownCell(cell, field);
      const threads = this.answers.margin.field(field.id, instance);
      if (text === '') add(emptyGap(field), {}, threads);
      else add(text, { ...(wrong ? WRONGLY : {}), bold: true }, threads);
    }
    return paragraphOf(children, words, { style: STYLE.line });
  }

  private points({ label: title, items, level, boxed }: Extract<Part, { kind: 'points' }>): FileChild[] {
    const lines = items.map(({ number, text }) =>
      paragraph(`${number}\t${text}`, {
        indent: { left: 560, hanging: 560 },
        tabStops: [{ type: 'left', position: 560 }],
      }),
    );
    const parts = this.headed(title, level);
    return boxed ? [box(title, level, lines, parts), gap()] : [heading(title, level, parts), ...lines];
  }

  private answer(part: Extract<Part, { kind: 'answer' }>): FileChild[] {
    const { element, level, boxed } = part;
    const { onLabel, content, lines } = this.answered(part);
    const parts = this.headed(element.label, level, onLabel);
    if (boxed) return [box(element.label, level, content, parts, lines), gap()];
    return [...(element.label === '' ? [] : [heading(element.label, level, parts)]), ...content];
  }

  /**
   * What was answered to a question, below what the form says of how to answer, and how many lines that takes at least.
   * `onLabel`: comments on all of it.
   */
  private answered({ element, key, text }: Answer): {
    readonly onLabel: readonly Thread[];
    readonly content: Paragraph[];
    readonly lines: number;
  } {
    const { margin } = this.answers;
    const { marks, whole } = markedText(margin.at(textRoot(key)), text, margin);
    const labelled = element.label !== '';
    const answer = isBlank(text)
      ? blankLines(labelled ? [] : whole)
      : richParagraphs(text, this.ordinals, labelled ? marks : [...marks, ...wholeMarks(whole, text)]);
    const lines = linesInBox(plainText(text)) + linesInBox(element.hint ?? '');
    return { onLabel: labelled ? whole : [], content: [...hintOf(element), ...answer], lines };
  }

  private table({ element, table, level, note }: TablePart): FileChild[] {
    const { computed, margin } = this.answers;
    const parts = this.headed(element.label, level);
    const closing = note && this.note(note, level + 1);
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
  private note(note: Answer, level: number): Paragraph[] {
    const { onLabel, content } = this.answered(note);
    const title = note.element.label;
    return [label(title, level, false, this.headed(title, level, onLabel)), ...content];
  }

  /** Rows that the form prints as a list. */
  private list({ label: title, table, items }: ListPart): Paragraph[] {
    const { margin } = this.answers;
    const root = tableRoot(table.key);
    const onTable = margin.at(root);
    const onLabel = title === '' ? [] : onTable;
    const onList = title === '' ? onTable : [];
    const empty = '\u2014';
    return [
      ...(title === '' ? [] : [paragraphOf(around(onLabel, runs(title)), title, { keepNext: true })]),
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

  private instance({ group, row, name, opening, level, parts }: InstancePart): FileChild[] {
    const { margin } = this.answers;
    const root = tableRoot(group);
    const threads = [...margin.at(root), ...margin.row(root, row.id)];
    const words = opening ? wordsIn(opening) : '';
    const onName = opening ? margin.field(opening.field.id, row.id) : [];
    const title = heading(name + words, level, {
      ...this.headed(name + words, level, threads),
      children: [...runs(name), ...around(onName, runs(words))],
    });
    return [title, ...this.parts(parts)];
  }
}

/** What the form says of how to answer. */
function hintOf({ hint }: TextElement): Paragraph[] {
  return hint ? [paragraph(hint, { style: STYLE.guidance })] : [];
}
