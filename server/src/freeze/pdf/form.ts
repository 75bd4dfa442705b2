import { isBlank } from '@filiera/shared/plan/rich-text.ts';
import type { TextElement } from '@filiera/shared/template/template.ts';
import {
  type Answers,
  emptyGap,
  type InstancePart,
  type LinePart,
  type ListPart,
  type Part,
  paperSections,
  type TablePart,
  wordsIn,
} from '../paper/form.ts';
import { shownCell } from '../paper/value.ts';
import type { Node, Run } from './paper.ts';
import { BOX_ROOM, TEXT_ROOM, tableNodes } from './table.ts';
import { line, lineOf, linesOf, richNodes, runs } from './text.ts';

/** The form with its answers, in the form's order and in the layout that the Word document has. */
export function formNodes(answers: Answers): Node[] {
  const { template } = answers;
  return [
    ...(template.overTitle ? [{ k: 'over', ...line(template.overTitle, TEXT_ROOM) } as const] : []),
    { k: 'title', ...line(template.title, TEXT_ROOM) },
    ...paperSections(answers).flatMap(({ title, level, parts }) => [
      heading(title, level, true),
      ...nodesOf(parts, answers),
    ]),
  ];
}

/** A heading; `listed` in the table of contents. */
export function heading(text: string, level: number, listed = false, room = TEXT_ROOM): Node {
  return { k: 'heading', level, listed, ...line(text, room) };
}

function nodesOf(parts: readonly Part[], answers: Answers): Node[] {
  return parts.flatMap((part) => nodeOf(part, answers));
}

function nodeOf(part: Part, answers: Answers): Node[] {
  switch (part.kind) {
    case 'heading':
      return [heading(part.text, part.level)];
    case 'paragraph':
      return [
        {
          k: 'par',
          style: part.style,
          ...(part.kept ? { kept: true } : {}),
          ...line(part.text, TEXT_ROOM),
        },
      ];
    case 'line':
      return [lineNode(part)];
    case 'points':
      return pointNodes(part);
    case 'answer':
      return answerNodes(part);
    case 'list':
      return listNodes(part);
    case 'table':
      return tableOf(part, answers);
    case 'instance':
      return instanceNodes(part, answers);
  }
}

/** A line of the form with its gaps filled in. */
function lineNode({ pieces, below }: LinePart): Node {
  const content: Run[] = [];
  let words = '';
  const add = (text: string, look: Parameters<typeof runs>[1] = {}): void => {
    words += text;
    content.push(...runs(text, look, TEXT_ROOM));
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      add(piece);
      continue;
    }
    const { text, wrong } = shownCell(piece.cell, piece.field);
    if (text === '') add(emptyGap(piece.field));
    else add(text, { b: true, ...(wrong ? { w: true } : {}) });
  }
  return { k: 'par', style: 'line', ...lineOf(content, words), ...(below ? { kept: true } : {}) };
}

function pointNodes({ label, items, level, boxed }: Extract<Part, { kind: 'points' }>): Node[] {
  const listed = items.map(({ number, text }) => ({ number, line: line(text, BOX_ROOM) }));
  const points: Node = { k: 'points', items: listed };
  return boxed ? [boxOf([heading(label, level), points])] : [heading(label, level), points];
}

function answerNodes({ element, text, level, boxed }: Extract<Part, { kind: 'answer' }>): Node[] {
  const answer: Node[] = isBlank(text) ? [{ k: 'blank' }] : richNodes(text, boxed ? BOX_ROOM : TEXT_ROOM);
  const label = element.label === '' ? [] : [heading(element.label, level)];
  const content = [...label, ...hintOf(element), ...answer];
  return boxed ? [boxOf(content)] : content;
}

function listNodes({ label, items }: ListPart): Node[] {
  const listed = items.map(({ text }): Node[] => [
    { k: 'par', style: 'plain', ...line(text, TEXT_ROOM - 400) },
  ]);
  return [
    ...(label === '' ? [] : [{ k: 'par', style: 'plain', kept: true, ...line(label, TEXT_ROOM) } as const]),
    listed.length > 0
      ? { k: 'list', ordered: false, items: listed }
      : { k: 'par', style: 'plain', indent: 17, ...line('\u2014', TEXT_ROOM) },
  ];
}

function tableOf({ element, table, level, note }: TablePart, { computed }: Answers): Node[] {
  const closing = note && [
    heading(note.element.label, level + 1),
    ...hintOf(note.element),
    ...richNodes(note.text, BOX_ROOM),
  ];
  return tableNodes({ element, table, computed, level, ...(closing ? { closing } : {}) });
}

function instanceNodes({ name, opening, level, parts }: InstancePart, answers: Answers): Node[] {
  return [heading(name + (opening ? wordsIn(opening) : ''), level), ...nodesOf(parts, answers)];
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
