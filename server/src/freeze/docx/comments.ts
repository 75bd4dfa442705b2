import { cellKey, FIELDS_ROOT } from '@filiera/shared/plan/layout.ts';
import { nameOf } from '@filiera/shared/plan/place.ts';
import type { Plan, RichText } from '@filiera/shared/plan/plan.ts';
import { placeOfSpot } from '@filiera/shared/plan/spot.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { CommentRangeEnd, CommentRangeStart, CommentReference, type ParagraphChild, TextRun } from 'docx';
import { STYLE } from './style.ts';

/** What a thread of comments is about. `root` as in the document's layout, e.g. `text/<block>@<instance>`. */
export type PaperAnchor =
  | { readonly kind: 'section'; readonly section: string }
  /** A passage, in UTF-16 letters of the block's text in reading order; `null`: the block as a whole. */
  | {
      readonly kind: 'text';
      readonly root: string;
      readonly range: { readonly from: number; readonly to: number } | null;
    }
  | { readonly kind: 'table'; readonly root: string }
  | { readonly kind: 'row'; readonly root: string; readonly row: string }
  | { readonly kind: 'cell'; readonly root: string; readonly row: string; readonly column: string }
  | { readonly kind: 'field'; readonly field: string; readonly instance?: string };

/** A thread of comments as it goes to paper: its first entry opens it, the others are replies. */
export interface PaperComment {
  readonly id: string;
  readonly at: PaperAnchor;
  readonly resolved: boolean;
  readonly blocking: boolean;
  /** The words that it was about when it was opened: said where they are not in the document any more. */
  readonly quote?: string;
  readonly entries: readonly {
    readonly author: string;
    readonly initials: string;
    /** Milliseconds since 1970. */
    readonly at: number;
    readonly text: RichText;
  }[];
}

/** A thread in the document being written. */
export interface Thread {
  readonly comment: PaperComment;
  /** The number of its first entry in the document; its replies have those that follow. */
  readonly first: number;
}

/**
 * The threads of one document while it is being written. Whoever writes a place takes the threads that belong there,
 * and each can be taken once; what nobody took when its section is written stands at the section's heading, and what
 * belongs to no section at the title. So no thread is ever left out.
 */
export class Margin {
  /** In the order of their numbers. */
  readonly threads: readonly Thread[];
  private readonly template: Template;
  private readonly plan: Plan;
  private readonly waiting = new Map<string, Thread[]>();
  private readonly lost = new Set<Thread>();

  constructor(comments: readonly PaperComment[], template: Template, plan: Plan) {
    this.template = template;
    this.plan = plan;
    let first = 0;
    this.threads = comments
      .filter(({ entries }) => entries.length > 0)
      .map((comment) => {
        const thread = { comment, first };
        first += comment.entries.length;
        return thread;
      });
    for (const thread of this.threads) {
      const key = keyOfAnchor(thread.comment.at, template);
      this.waiting.set(key, [...(this.waiting.get(key) ?? []), thread]);
    }
  }

  /** The threads about a text block, whatever their passage, or about a table or repeated group as a whole. */
  at(root: string): Thread[] {
    return this.take(root);
  }

  /** A group's rows are its instances. */
  row(root: string, row: string): Thread[] {
    return this.take(`${root} ${row}`);
  }

  cell(root: string, row: string, column: string): Thread[] {
    return this.take(`${root} ${cellKey(row, column)}`);
  }

  field(field: string, instance?: string): Thread[] {
    return this.take(fieldKey(field, instance));
  }

  /** The threads about a section, and those about something in it that the document does not show. */
  section(id: string): Thread[] {
    const own = this.take(sectionKey(id));
    return [...own, ...this.takeLost((thread) => this.homeOf(thread.comment.at) === id)];
  }

  /** All that nobody took. */
  rest(): Thread[] {
    return this.takeLost(() => true);
  }

  /** What the thread is about is not in the document any more, though its block is. */
  lose(thread: Thread): void {
    this.lost.add(thread);
  }

  /** Does a thread stand elsewhere than beside what it is about? */
  isLost(thread: Thread): boolean {
    return this.lost.has(thread);
  }

  /** What a thread is about, in the form's words; empty where the form has no such place. */
  placeName(thread: Thread): string {
    return nameOf(this.template, this.plan, placeOf(thread.comment.at, this.template));
  }

  private take(key: string): Thread[] {
    const threads = this.waiting.get(key) ?? [];
    this.waiting.delete(key);
    return threads;
  }

  private takeLost(belongs: (thread: Thread) => boolean): Thread[] {
    const taken: Thread[] = [];
    for (const [key, threads] of this.waiting) {
      const own = threads.filter(belongs);
      if (own.length === 0) continue;
      taken.push(...own);
      const others = threads.filter((thread) => !own.includes(thread));
      if (others.length > 0) this.waiting.set(key, others);
      else this.waiting.delete(key);
    }
    for (const thread of taken) this.lost.add(thread);
    return taken;
  }

  private homeOf(anchor: PaperAnchor): string | undefined {
    const form = formOf(this.template);
    if (anchor.kind === 'section') return undefined;
    if (anchor.kind === 'field') return form.fields.get(anchor.field)?.section.id;
    const id = idIn(anchor.root);
    if (anchor.kind === 'text') return form.texts.get(id)?.section.id;
    return (form.tables.get(id) ?? form.groups.get(id))?.section.id;
  }
}

/** The words between the marks of the threads, so that the programs show the comments beside exactly them. */
export function around(threads: readonly Thread[], children: readonly ParagraphChild[]): ParagraphChild[] {
  return [...threads.flatMap(opening), ...children, ...threads.flatMap(closing)];
}

/** What stands before the words that a thread is about. */
export function opening(thread: Thread): ParagraphChild[] {
  return numbersOf(thread).map((number) => new CommentRangeStart(number));
}

/** What stands after them. */
export function closing(thread: Thread): ParagraphChild[] {
  return numbersOf(thread).flatMap((number) => [
    new CommentRangeEnd(number),
    new TextRun({ style: STYLE.commentMark, children: [new CommentReference(number)] }),
  ]);
}

/** As Word does it, every reply spans the passage of the comment that it answers. */
function numbersOf({ comment, first }: Thread): number[] {
  return comment.entries.map((_, index) => first + index);
}

/** One key for each place; an instance's fields and the cells of the group's table are the same places. */
function keyOfAnchor(anchor: PaperAnchor, template: Template): string {
  switch (anchor.kind) {
    case 'section':
      return sectionKey(anchor.section);
    case 'text':
    case 'table':
      return anchor.root;
    case 'row':
      return `${anchor.root} ${anchor.row}`;
    case 'cell':
      return formOf(template).groups.has(idIn(anchor.root))
        ? fieldKey(anchor.column, anchor.row)
        : `${anchor.root} ${cellKey(anchor.row, anchor.column)}`;
    case 'field':
      return fieldKey(anchor.field, anchor.instance);
  }
}

const sectionKey = (id: string): string => `section ${id}`;
const fieldKey = (field: string, instance = ''): string => `${FIELDS_ROOT} ${instance}/${field}`;

/** The element's id in a root such as `table/<table>@<instance>`. */
function idIn(root: string): string {
  return root.slice(root.indexOf('/') + 1).split('@')[0] ?? '';
}

/** The same place as the rules' issues name it. */
function placeOf(anchor: PaperAnchor, template: Template): Place {
  switch (anchor.kind) {
    case 'section':
      return { section: anchor.section };
    case 'field': {
      const standing = formOf(template).fields.get(anchor.field);
      const section = standing?.section.id ?? '';
      return standing?.group && anchor.instance
        ? { section, element: standing.group.id, row: anchor.instance, column: anchor.field }
        : { section, element: anchor.field };
    }
    default:
      return {
        ...(placeOfSpot(template, anchor.root) ?? { section: '' }),
        ...('row' in anchor ? { row: anchor.row } : {}),
        ...('column' in anchor ? { column: anchor.column } : {}),
      };
  }
}
