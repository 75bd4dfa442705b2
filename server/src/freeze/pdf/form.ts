import { type Cell, keyOf, type PlanRow } from '@filiera/shared/plan/plan.ts';
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
  TextElement,
} from '@filiera/shared/template/template.ts';
import { type Answers, emptyGap, isListLike, listItem, noteOf, type Standing } from '../paper/form.ts';
import { shownCell } from '../paper/value.ts';
import type { Node, Run } from './paper.ts';
import { BOX_ROOM, type PaperTable, TEXT_ROOM, tableNodes } from './table.ts';
import { line, lineOf, linesOf, richNodes, runs } from './text.ts';

/**
 * The form with its answers, in the form's order and in the layout that the Word document has: it knows the kinds of
 * elements that forms are made of and no form in particular. A form with numbered sections asks its questions in boxes,
 * the label in the first line of each; one without is set as running text under headings.
 */
export function formNodes({ template, plan, computed }: Answers): Node[] {
  const writer = new FormWriter({ template, plan, computed });
  return [
    ...(template.overTitle ? [{ k: 'over', ...line(template.overTitle, TEXT_ROOM) } as const] : []),
    { k: 'title', ...line(template.title, TEXT_ROOM) },
    ...template.sections.flatMap((section) => writer.section(section)),
  ];
}

/** A heading; `listed` in the table of contents. */
export function heading(text: string, level: number, listed = false, room = TEXT_ROOM): Node {
  return { k: 'heading', level, listed, ...line(text, room) };
}

class FormWriter {
  private readonly answers: Answers;

  constructor(answers: Answers) {
    this.answers = answers;
  }

  section(section: Section): Node[] {
    const boxed = section.number !== '';
    return [
      ...this.headed(section, 1, boxed),
      ...section.sections.flatMap((sub) => this.headed(sub, 2, boxed || sub.number !== '')),
    ];
  }

  private headed(section: Section | Subsection, level: number, boxed: boolean): Node[] {
    return [
      heading(`${section.number} ${section.title}`.trim(), level, true),
      ...this.elements(section.elements, { level: level + 1, boxed }),
    ];
  }

  private elements(elements: readonly Element[], standing: Standing): Node[] {
    return elements.flatMap((element, index): Node[] => {
      // A note that belongs to the table before it stands in that table's box.
      if (element.kind === 'text' && noteOf(elements, index - 1, standing) === element) return [];
      if (element.kind === 'group') return this.group(element, standing);
      if (element.kind === 'paragraph') {
        // What introduces a table stands on the table's page.
        const kept = element.style === 'guidance' && elements[index + 1]?.kind === 'table';
        const words = line(element.text, TEXT_ROOM);
        return [{ k: 'par', style: element.style, ...(kept ? { kept } : {}), ...words }];
      }
      return this.leaf(element, standing, noteOf(elements, index, standing));
    });
  }

  private leaf(
    element: Exclude<LeafElement, { kind: 'paragraph' }>,
    standing: Standing,
    note: TextElement | null,
  ): Node[] {
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
  private line(element: FieldsElement, instance: PlanRow | undefined, from = 0): Node & { k: 'par' } {
    const cells = instance?.cells ?? this.answers.plan.fields;
    const content: Run[] = [];
    let words = '';
    const add = (text: string, cell?: Cell): void => {
      words += text;
      const wrong = cell?.kind === 'invalid';
      content.push(...runs(text, cell ? { b: true, ...(wrong ? { w: true } : {}) } : {}, TEXT_ROOM));
    };
    element.parts.slice(from).forEach((part, index, parts) => {
      if (index > 0) add(typeof part !== 'string' && typeof parts[index - 1] !== 'string' ? '; ' : ' ');
      if (typeof part === 'string') {
        add(part);
        return;
      }
      const { field } = part;
      if (typeof parts[index - 1] !== 'string') add(`${field.label}: `);
      const { text } = shownCell(cells[field.id], field);
      if (text === '') add(emptyGap(field));
      else add(text, cells[field.id]);
    });
    return { k: 'par', style: 'line', ...lineOf(content, words) };
  }

  private points(element: PointsElement, { level, boxed }: Standing): Node[] {
    const items = element.items.map(({ number, text }) => ({ number, line: line(text, BOX_ROOM) }));
    const points: Node = { k: 'points', items };
    return boxed ? [boxOf([heading(element.label, level), points])] : [heading(element.label, level), points];
  }

  private text(element: TextElement, { level, boxed, instance }: Standing): Node[] {
    const text = this.answers.plan.texts[keyOf(element.id, instance?.id)];
    const answer: Node[] = isBlank(text) ? [{ k: 'blank' }] : richNodes(text, boxed ? BOX_ROOM : TEXT_ROOM);
    const label = element.label === '' ? [] : [heading(element.label, level)];
    const content = [...label, ...hintOf(element), ...answer];
    return boxed ? [boxOf(content)] : content;
  }

  private table(element: TableElement, { level, instance }: Standing, note: TextElement | null): Node[] {
    const { plan, computed } = this.answers;
    const table = plan.tables[keyOf(element.id, instance?.id)];
    if (!table) return [];
    if (instance && isListLike(element)) {
      const items = table.rows.map((row) => listItem(element, row)).filter((item) => item !== '');
      const listed = items.map((item): Node[] => [
        { k: 'par', style: 'plain', ...line(item, TEXT_ROOM - 400) },
      ]);
      return [
        ...(element.label === ''
          ? []
          : [{ k: 'par', style: 'plain', kept: true, ...line(element.label, TEXT_ROOM) } as const]),
        listed.length > 0
          ? { k: 'list', ordered: false, items: listed }
          : { k: 'par', style: 'plain', indent: 17, ...line('\u2014', TEXT_ROOM) },
      ];
    }
    const text = note ? plan.texts[keyOf(note.id, instance?.id)] : undefined;
    const closing =
      note && !isBlank(text)
        ? [heading(note.label, level + 1), ...hintOf(note), ...richNodes(text, BOX_ROOM)]
        : null;
    const paper: PaperTable = { element, table, computed, level, closing };
    return tableNodes(paper);
  }

  private group(element: GroupElement, standing: Standing): Node[] {
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
        ...(first.parts.length > 1 ? [{ ...this.line(first, instance, 1), kept: true } as const] : []),
        ...this.elements(rest, within),
      ];
    });
  }
}

/** A box of the form: its label in the first line, what was answered below. It may go on on the next page. */
function boxOf(body: readonly Node[]): Node {
  return { k: 'box', shaded: false, whole: linesOf(body, BOX_ROOM) <= WHOLE_BOX_LINES, body };
}

/** A box of so many lines is kept on one page: parting it would leave a line or two on one side. */
const WHOLE_BOX_LINES = 8;

/** What the form says of how to answer. */
function hintOf({ hint }: TextElement): Node[] {
  return hint ? [{ k: 'par', style: 'guidance', kept: true, ...line(hint, BOX_ROOM) }] : [];
}
