import { isBlank } from '@filiera/shared/plan/rich-text.ts';
import { sectionName } from '@filiera/shared/template/form.ts';
import type { Section, Subsection, TextElement } from '@filiera/shared/template/template.ts';
import {
  type Answers,
  emptyGap,
  type Gap,
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
import { PLAN } from './italian.ts';
import { apart, direction, heading, html, lines, type Markup } from './markup.ts';
import type { Outline } from './outline.ts';
import { richText } from './rich-text.ts';
import { tableMarkup, valueMarkup } from './table.ts';

/** The form with its answers, in the form's order: what the Word document holds, as a page. */
export function formMarkup(answers: Answers, outline: Outline): Markup {
  const { template } = answers;
  const writer = new FormWriter(answers, outline);
  return html`${template.overTitle ? html`<p class="over-title">${template.overTitle}</p>\n` : null}<h1>${template.title}</h1>
${paperSections(answers).map((section) => writer.section(section))}`;
}

/** Where parts stand in the page. */
interface Standing {
  readonly section: Section | Subsection;
  /** How deep their section is in the table of contents. */
  readonly depth: number;
  /** The level of headings within: the page's own title takes the first. */
  readonly level: number;
}

class FormWriter {
  private readonly answers: Answers;
  private readonly outline: Outline;
  private tables = 0;

  constructor(answers: Answers, outline: Outline) {
    this.answers = answers;
    this.outline = outline;
  }

  section({ section, title, level: declared, parts }: PaperSection): Markup {
    const depth = declared - 1;
    const level = declared + 1;
    const id = this.outline.add(`${section.number} ${sectionName(section)}`.trim(), depth);
    return html`${heading(level, title, html` id="${id}"`)}
${this.parts(parts, { section, depth, level: level + 1 })}`;
  }

  private parts(parts: readonly Part[], standing: Standing): readonly Markup[] {
    const levels = levelsOf(parts, standing.level);
    return parts.map((part, index) => this.part(part, { ...standing, level: levels[index]! }));
  }

  private part(part: Part, standing: Standing): Markup {
    switch (part.kind) {
      case 'heading':
        return html`${heading(standing.level, part.text)}\n`;
      case 'paragraph':
        return html`<p class="${part.style}">${lines(part.text)}</p>\n`;
      case 'line':
        return line(part);
      case 'points':
        return points(part, standing);
      case 'answer':
        return answer(part, standing);
      case 'list':
        return list(part);
      case 'table':
        return this.table(part, standing);
      case 'instance':
        return this.instance(part, standing);
    }
  }

  private table({ element, table, note }: TablePart, { section, level }: Standing): Markup {
    const closing =
      note &&
      html`${heading(level + 1, note.element.label, html` class="label"`)}\n${hintOf(note.element)}${richText(note.text)}`;
    this.tables += 1;
    return tableMarkup({
      element,
      table,
      computed: this.answers.computed,
      level,
      id: `tabella-${this.tables}`,
      name: element.label || element.shortLabel || sectionName(section) || PLAN.unnamedTable,
      ...(closing ? { closing } : {}),
    });
  }

  private instance({ name, opening, parts }: InstancePart, standing: Standing): Markup {
    const { level, depth } = standing;
    const words = name + (opening ? wordsIn(opening) : '');
    const id = this.outline.add(words, depth + 1);
    return html`${heading(level, apart(words), html` id="${id}"`)}\n${this.parts(parts, { ...standing, level: level + 1 })}`;
  }
}

/**
 * The level of each part's heading. The form's own headings say how they stand to each other and not how deep the
 * section is that they stand in; what follows one stands below it, and none is skipped.
 */
function levelsOf(parts: readonly Part[], base: number): readonly number[] {
  const declared = parts.flatMap((part) => (part.kind === 'heading' ? [part.level] : []));
  const ranks = [...new Set(declared)].sort((a, b) => a - b);
  let open = base;
  return parts.map((part) => {
    if (part.kind !== 'heading') return open;
    const level = Math.min(base + ranks.indexOf(part.level), open);
    open = level + 1;
    return level;
  });
}

/** A line of the form with its gaps filled in. */
function line({ pieces }: LinePart): Markup {
  return html`<p class="line">${pieces.map((piece) => (typeof piece === 'string' ? piece : gap(piece)))}</p>\n`;
}

/** What was written into a gap, or the line that the form leaves there. */
function gap({ field, cell }: Gap): Markup {
  const shown = shownCell(cell, field);
  if (shown.text !== '') return html`<strong><bdi>${valueMarkup(shown)}</bdi></strong>`;
  return html`<span aria-hidden="true">${emptyGap(field)}</span><span class="hidden">${PLAN.unanswered}</span>`;
}

function points(
  { label, items, boxed }: Extract<Part, { kind: 'points' }>,
  { level }: Pick<Standing, 'level'>,
): Markup {
  const listed = items.map(
    ({ number, text }) => html`<li><span>${number}</span> <span>${text}</span></li>\n`,
  );
  // A list without bullets is one to screen readers only where that is said.
  const whole = html`<ul class="points" role="list">\n${listed}</ul>\n`;
  return boxed ? box(level, label, whole) : html`${heading(level, label)}\n${whole}`;
}

function answer(
  { element, text, boxed }: Extract<Part, { kind: 'answer' }>,
  { level }: Pick<Standing, 'level'>,
): Markup {
  const { label } = element;
  const words = isBlank(text)
    ? html`<p class="unanswered"><span class="hidden">${PLAN.unanswered}</span></p>\n`
    : richText(text);
  const content = html`${hintOf(element)}${words}`;
  if (boxed) return box(level, label, content);
  return html`${label === '' ? null : html`${heading(level, label)}\n`}${content}`;
}

/** Rows that the form prints as a list. */
function list({ label, items }: ListPart): Markup {
  const title = label === '' ? null : html`<p>${label}</p>\n`;
  if (items.length === 0) return html`${title}<p>${PLAN.nothing}</p>\n`;
  return html`${title}<ul>
${items.map(({ text }) => html`<li${direction(text)}>${lines(text)}</li>\n`)}</ul>
`;
}

/** A box of the form: its label in the first line, what was answered below. */
function box(level: number, label: string, content: Markup): Markup {
  const title = label === '' ? null : html`${heading(level, label, html` class="label"`)}\n`;
  return html`<div class="box">\n${title}${content}</div>\n`;
}

/** What the form says of how to answer. */
function hintOf({ hint }: TextElement): Markup | null {
  return hint ? html`<p class="guidance">${lines(hint)}</p>\n` : null;
}
