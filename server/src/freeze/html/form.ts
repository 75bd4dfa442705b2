import { type Cell, keyOf, type PlanRow } from '@filiera/shared/plan/plan.ts';
import { isBlank } from '@filiera/shared/plan/rich-text.ts';
import { sectionName } from '@filiera/shared/template/form.ts';
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
  TextElement,
} from '@filiera/shared/template/template.ts';
import { type Answers, emptyGap, isListLike, listItem, noteOf } from '../paper/form.ts';
import { shownCell } from '../paper/value.ts';
import { PLAN } from './italian.ts';
import { apart, direction, heading, html, lines, type Markup, type Piece } from './markup.ts';
import type { Outline } from './outline.ts';
import { richText } from './rich-text.ts';
import { tableMarkup, valueMarkup } from './table.ts';

/** The form with its answers, in the form's order: what the Word document holds, as a page. */
export function formMarkup(answers: Answers, outline: Outline): Markup {
  const { template } = answers;
  const writer = new FormWriter(answers, outline);
  return html`${template.overTitle ? html`<p class="over-title">${template.overTitle}</p>\n` : null}<h1>${template.title}</h1>
${template.sections.map((section) => writer.section(section))}`;
}

/** Where elements stand in the form. */
interface Standing {
  readonly section: Section | Subsection;
  /** How deep their section is in the table of contents. */
  readonly depth: number;
  /** The level of headings within. */
  readonly level: number;
  readonly boxed: boolean;
  /** The repeated group's instance. */
  readonly instance?: PlanRow;
}

class FormWriter {
  private readonly answers: Answers;
  private readonly outline: Outline;
  private tables = 0;

  constructor(answers: Answers, outline: Outline) {
    this.answers = answers;
    this.outline = outline;
  }

  section(section: Section): Markup {
    const boxed = section.number !== '';
    return html`${this.headed(section, 0, boxed)}${section.sections.map((sub) =>
      this.headed(sub, 1, boxed || sub.number !== ''),
    )}`;
  }

  private headed(section: Section | Subsection, depth: number, boxed: boolean): Markup {
    const level = 2 + depth;
    const words = `${section.number} ${section.title}`.trim();
    const id = this.outline.add(`${section.number} ${sectionName(section)}`.trim(), depth);
    return html`${heading(level, words, html` id="${id}"`)}
${this.elements(section.elements, { section, depth, level: level + 1, boxed })}`;
  }

  private elements(elements: readonly Element[], standing: Standing): readonly Markup[] {
    const levels = levelsOf(elements, standing.level);
    return elements.flatMap((element, index) => {
      const here = { ...standing, level: levels[index]! };
      // A note that belongs to the table before it stands in that table's box.
      if (element.kind === 'text' && noteOf(elements, index - 1, standing) === element) return [];
      if (element.kind === 'group') return [this.group(element, here)];
      return [this.leaf(element, here, noteOf(elements, index, standing))];
    });
  }

  private leaf(element: LeafElement, standing: Standing, note: TextElement | null): Markup {
    switch (element.kind) {
      case 'heading':
        return html`${heading(standing.level, element.text)}\n`;
      case 'paragraph':
        return html`<p class="${element.style}">${lines(element.text)}</p>\n`;
      case 'fields':
        return this.line(element, standing.instance);
      case 'points':
        return points(element, standing);
      case 'text':
        return this.text(element, standing);
      case 'table':
        return this.table(element, standing, note);
    }
  }

  /** A line of the form with its gaps filled in; a gap that the form leaves nameless gets its name. */
  private line(element: FieldsElement, instance: PlanRow | undefined, from = 0): Markup {
    const cells = instance?.cells ?? this.answers.plan.fields;
    const written = element.parts.slice(from).flatMap((part, index, parts): Piece[] => {
      const before = parts[index - 1];
      const space = index === 0 ? null : typeof part !== 'string' && typeof before !== 'string' ? '; ' : ' ';
      if (typeof part === 'string') return [space, part];
      const name = typeof before === 'string' ? null : `${part.field.label}: `;
      return [space, name, gap(cells[part.field.id], part.field)];
    });
    return html`<p class="line">${written}</p>\n`;
  }

  private text(element: TextElement, { level, boxed, instance }: Standing): Markup {
    const text = this.answers.plan.texts[keyOf(element.id, instance?.id)];
    const answer = isBlank(text)
      ? html`<p class="unanswered"><span class="hidden">${PLAN.unanswered}</span></p>\n`
      : richText(text);
    const content = html`${hintOf(element)}${answer}`;
    const label = element.label;
    if (boxed) return box(level, label, content);
    return html`${label === '' ? null : html`${heading(level, label)}\n`}${content}`;
  }

  private table(
    element: TableElement,
    { section, level, instance }: Standing,
    note: TextElement | null,
  ): Markup {
    const { plan, computed } = this.answers;
    const table = plan.tables[keyOf(element.id, instance?.id)];
    if (!table) return html``;
    if (instance && isListLike(element)) {
      const items = table.rows.map((row) => listItem(element, row)).filter((item) => item !== '');
      const label = element.label === '' ? null : html`<p>${element.label}</p>\n`;
      if (items.length === 0) return html`${label}<p>${PLAN.nothing}</p>\n`;
      return html`${label}<ul>
${items.map((item) => html`<li${direction(item)}>${lines(item)}</li>\n`)}</ul>
`;
    }
    const text = note && plan.texts[keyOf(note.id, instance?.id)];
    const closing =
      note && !isBlank(text ?? undefined)
        ? html`${heading(level + 1, note.label, html` class="label"`)}\n${hintOf(note)}${richText(text ?? undefined)}`
        : undefined;
    this.tables += 1;
    const name = element.label || element.shortLabel || sectionName(section) || PLAN.unnamedTable;
    return tableMarkup({
      element,
      table,
      computed,
      level,
      id: `tabella-${this.tables}`,
      name,
      ...(closing === undefined ? {} : { lastLine: closing }),
    });
  }

  private group(element: GroupElement, standing: Standing): Markup {
    const instances = this.answers.plan.groups[element.id] ?? [];
    return html`${instances.map((instance, index) => this.instance(element, standing, instance, index + 1))}`;
  }

  private instance(element: GroupElement, standing: Standing, instance: PlanRow, number: number): Markup {
    const [first, ...rest] = element.elements;
    const within = { ...standing, level: standing.level + 1, boxed: false, instance };
    const opening = first?.kind === 'fields' ? first.parts[0] : undefined;
    const headed = (words: string): Markup => {
      const id = this.outline.add(words, standing.depth + 1);
      return html`${heading(standing.level, apart(words), html` id="${id}"`)}\n`;
    };
    const name = element.label.replaceAll('{n}', String(number));
    if (first?.kind !== 'fields' || opening === undefined || typeof opening === 'string') {
      return html`${headed(name)}${this.elements(element.elements, within)}`;
    }
    // The group's name stands in its heading, as in "PAESE 1: Belgio".
    const of = shownCell(instance.cells[opening.field.id], opening.field).text || emptyGap(opening.field);
    return html`${headed(`${name.replace(/[:\s]*$/, '')}: ${of}`)}${
      first.parts.length > 1 ? this.line(first, instance, 1) : null
    }${this.elements(rest, within)}`;
  }
}

/**
 * The level of each element's heading. The form's own headings say how they stand to each other and not how deep the
 * section is that they stand in; what follows one stands below it, and none is skipped.
 */
function levelsOf(elements: readonly Element[], base: number): readonly number[] {
  const declared = elements.flatMap((element) => (element.kind === 'heading' ? [element.level] : []));
  const ranks = [...new Set(declared)].sort((a, b) => a - b);
  let open = base;
  return elements.map((element) => {
    if (element.kind !== 'heading') return open;
    const level = Math.min(base + ranks.indexOf(element.level), open);
    open = level + 1;
    return level;
  });
}

function points(element: PointsElement, { level, boxed }: Standing): Markup {
  const items = element.items.map(
    ({ number, text }) => html`<li><span>${number}</span> <span>${text}</span></li>\n`,
  );
  // A list without bullets is one to screen readers only where that is said.
  const list = html`<ul class="points" role="list">\n${items}</ul>\n`;
  return boxed ? box(level, element.label, list) : html`${heading(level, element.label)}\n${list}`;
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

/** What was written into a gap, or the line that the form leaves there. */
function gap(cell: Cell | undefined, field: Field): Markup {
  const shown = shownCell(cell, field);
  if (shown.text !== '') return html`<strong><bdi>${valueMarkup(shown)}</bdi></strong>`;
  return html`<span aria-hidden="true">${emptyGap(field)}</span><span class="hidden">${PLAN.unanswered}</span>`;
}
