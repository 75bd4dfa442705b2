import type { Inline, RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import { AnnotationReference, commentIdToParaId, type ICommentOptions, type Paragraph, TextRun } from 'docx';
import { xmlSafe } from '../paper/letters.ts';
import type { Margin, Thread } from './comments.ts';
import { lookOf } from './rich-text.ts';
import { indentOf, STYLE } from './style.ts';
import { type Look, paragraphOf, runs } from './words.ts';

/** What the comments of a document say, in the order of their numbers; replies follow the comment that they answer. */
export function commentOptions(margin: Margin): ICommentOptions[] {
  return margin.threads.flatMap((thread) =>
    thread.comment.entries.map((entry, index): ICommentOptions => {
      const id = thread.first + index;
      const notes = index === 0 ? notesOn(thread, margin) : [];
      return {
        id,
        author: xmlSafe(entry.author),
        initials: xmlSafe(entry.initials),
        date: asWordDates(entry.at),
        // Without it docx would leave out the paragraph's id, which says below which comment answers which.
        durableId: commentIdToParaId(id),
        children: withReference([...notes, ...linesOf(entry.text)]),
      };
    }),
  );
}

/**
 * The part that says which comment answers which, and which are resolved (`w15:commentsEx`). docx writes it only for
 * documents with a reply in them, and so forgets what is resolved in all others.
 */
export function commentsExtendedXml(margin: Margin): string {
  const entries = margin.threads.flatMap(({ comment, first }) =>
    comment.entries.map((_, index) => {
      const parent = index === 0 ? '' : ` w15:paraIdParent="${commentIdToParaId(first)}"`;
      const done = comment.resolved ? 1 : 0;
      return `<w15:commentEx w15:paraId="${commentIdToParaId(first + index)}"${parent} w15:done="${done}"/>`;
    }),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<w15:commentsEx xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15">',
    ...entries,
    '</w15:commentsEx>',
  ].join('');
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Rome',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** Word shows a comment's time as the clock's, whatever zone is written behind it: so it is given Italy's clock. */
function asWordDates(millis: number): Date {
  const parts = Object.fromEntries(
    clock.formatToParts(millis).map(({ type, value }): [string, number] => [type, Number(value)]),
  );
  const { year = 0, month = 1, day, hour, minute, second } = parts;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** One paragraph of a comment. */
interface Line {
  readonly inlines: readonly Inline[];
  readonly look?: Look;
  /** The bullet or number before it. */
  readonly sign?: string;
  /** How many lists it stands in. */
  readonly depth?: number;
}

/** What a program shows nowhere else: that the thread blocks, and what it was about where it stands elsewhere. */
function notesOn(thread: Thread, margin: Margin): Line[] {
  const note = (text: string): Line => ({
    inlines: [{ kind: 'text', text, marks: [] }],
    look: { bold: true },
  });
  return [
    ...(thread.comment.blocking ? [note('Blocca il congelamento.')] : []),
    ...(margin.isLost(thread) ? [note(lostSentence(thread, margin))] : []),
  ];
}

/** `Riguarda un punto che nel documento non compare: Spese previste, «Personale».` */
function lostSentence(thread: Thread, margin: Margin): string {
  const { quote } = thread.comment;
  const place = margin.placeName(thread);
  const known = [...(place === '' ? [] : [place]), ...(quote === undefined ? [] : [`«${quote}»`])].join(', ');
  return `Riguarda un punto che nel documento non compare${known === '' ? '' : `: ${known}`}.`;
}

/** Lists in a comment are set as lines with their sign: margins are narrow, and some programs show no lists in them. */
function linesOf(text: RichText): Line[] {
  const walk = (blocks: readonly TextBlock[], depth: number): Line[] =>
    blocks.flatMap((block): Line[] => {
      if (block.kind === 'paragraph') return [{ inlines: block.inlines, depth }];
      return block.items.flatMap((item, index) => {
        const [first, ...rest] = walk(item, depth + 1);
        const sign = block.ordered ? `${index + 1}. ` : '\u2022 ';
        return first ? [{ ...first, sign: sign + (first.sign ?? '') }, ...rest] : [];
      });
    });
  return walk(text.blocks, 0);
}

/** As Word writes them: the first paragraph opens with the comment's mark. */
function withReference(lines: readonly Line[]): Paragraph[] {
  const reference = new TextRun({ style: STYLE.commentMark, children: [new AnnotationReference()] });
  const all: readonly Line[] = lines.length > 0 ? lines : [{ inlines: [] }];
  return all.map(({ inlines, look = {}, sign = '', depth = 0 }, index) => {
    const words = inlines.map((inline) => (inline.kind === 'text' ? inline.text : ' ')).join('');
    const children = [
      ...(index === 0 ? [reference] : []),
      ...runs(sign),
      ...inlines.flatMap((inline) => {
        if (inline.kind === 'break') return runs('\n');
        const { link } = inline;
        const shown = link === undefined || link === inline.text ? inline.text : `${inline.text} (${link})`;
        return runs(shown, { ...lookOf(inline), ...look });
      }),
    ];
    const indent = depth > 1 ? { indent: { left: indentOf(depth - 2) } } : {};
    return paragraphOf(children, words, { style: STYLE.comment, ...indent });
  });
}
