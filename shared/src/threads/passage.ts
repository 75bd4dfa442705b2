import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import { type Anchor, MAX_LETTER_RUNS, MAX_QUOTE_LENGTH } from './api.ts';

/**
 * Passages of a block of text that a thread hangs on. Offsets count the block's letters in UTF-16 units; paragraphs and
 * what else is no letter are not counted.
 *
 * A passage is the letters that it had when the thread was opened: what is still there of them, from the first to the
 * last, with all that was written between. Letters are known by their Yjs ids. Yjs cannot move them: whoever parts a
 * paragraph, joins two, makes a list, or takes a removal back writes letters anew that look the same. So an end whose
 * letter is gone is looked for by its words, and taken only where they stand exactly once.
 */

export type PassageAnchor = Extract<Anchor, { kind: 'passage' }>;

/** Letters that one client wrote one after the other and that stand together; `at` counts from the block's start. */
interface LetterRun {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  readonly at: number;
}

/** What a block's text is made of. */
export interface Letters {
  readonly text: string;
  readonly runs: readonly LetterRun[];
  /** The offsets at which paragraphs begin. */
  readonly starts: readonly number[];
}

/** Which letters, in UTF-16 units from the block's start; `to` is behind the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How many letters of the passage itself say where one of its ends is. */
const END_LENGTH = 24;
/** With fewer letters than this, neighbours of the passage are taken in as well. */
const ENOUGH_LETTERS = 16;
/** Where a block begins and ends: no letter is like it. */
const EDGE = '\n';
/** The longest stretch of neighbours that it takes in until it is like no other place of the block. */
const MAX_NEIGHBOURS = 100;

/** Reads a block's letters. Throws only where Yjs itself does, on content that is no text at all. */
export function readLetters(fragment: Y.XmlFragment): Letters {
  const parts: string[] = [];
  const runs: { client: number; clock: number; length: number; at: number }[] = [];
  const starts: number[] = [];
  let at = 0;
  visitTexts(fragment, (text) => {
    starts.push(at);
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const { client, clock } = item.id;
      const last = runs.at(-1);
      if (last && last.client === client && last.clock + last.length === clock) last.length += item.length;
      else runs.push({ client, clock, length: item.length, at });
      parts.push(item.content.str);
      at += item.length;
    }
  });
  return { text: parts.join(''), runs, starts };
}

function visitTexts(fragment: Y.XmlFragment, visit: (text: Y.XmlText) => void): void {
  for (let item = fragment._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentType)) continue;
    const { type } = item.content;
    if (type instanceof Y.XmlText) visit(type);
    else if (type instanceof Y.XmlFragment) visitTexts(type, visit);
  }
}

/** An anchor for the letters `from` to `to` (behind the last) of a block; `null` where there are none. */
export function anchorPassage(
  fragment: Y.XmlFragment,
  root: string,
  from: number,
  to: number,
): PassageAnchor | null {
  const letters = readLetters(fragment);
  const within = letters.runs.flatMap((run): LetterRun[] => {
    const start = Math.max(run.at, from);
    const end = Math.min(run.at + run.length, to);
    return start < end
      ? [{ client: run.client, clock: run.clock + start - run.at, length: end - start, at: start }]
      : [];
  });
  const [first] = within;
  const last = within.at(-1);
  if (!first || !last) return null;
  const span = { from: first.at, to: last.at + last.length };
  return {
    kind: 'passage',
    root,
    from: encodePosition(first.client, first.clock, 0),
    to: encodePosition(last.client, last.clock + last.length - 1, -1),
    quote: quoteOf(letters, span),
    // Those in the middle matter only once both ends are gone.
    letters: [
      ...within.slice(0, MAX_LETTER_RUNS / 2),
      ...within.slice(MAX_LETTER_RUNS / 2).slice(-MAX_LETTER_RUNS / 2),
    ].map(({ client, clock, length }) => [client, clock, length]),
    ...endsOf(letters.text, span),
  };
}

/** What stands in a passage, its paragraphs parted by a blank, at most `MAX_QUOTE_LENGTH` long. */
export function quoteOf({ text, starts }: Letters, { from, to }: Span): string {
  const cuts = [from, ...starts.filter((start) => start > from && start < to), to];
  const words = cuts
    .slice(1)
    .map((end, index) => text.slice(cuts[index], end).trim())
    .filter((part) => part !== '')
    .join(' ');
  const quote = words === '' ? text.slice(from, to) : words;
  if (quote.length <= MAX_QUOTE_LENGTH) return quote;
  // Not through the middle of a character that takes two units.
  return `${quote.slice(0, MAX_QUOTE_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Where an anchor's passage is now; `null` when nothing of it is left. */
export function findPassage(doc: Y.Doc, anchor: PassageAnchor): Span | null {
  try {
    return findAmong(readLetters(doc.getXmlFragment(anchor.root)), anchor);
  } catch {
    // A client has made something else of the root: there is no text.
    return null;
  }
}

/** The same among a block's letters, for whoever looks for many passages of one block. */
export function findAmong({ text, runs }: Letters, anchor: PassageAnchor): Span | null {
  const firstId = decodePosition(anchor.from);
  const lastId = decodePosition(anchor.to);
  const own = new Map<number, [clock: number, end: number][]>();
  const add = (client: number, clock: number, length: number): void => {
    const ranges = own.get(client) ?? [];
    ranges.push([clock, clock + length]);
    own.set(client, ranges);
  };
  for (const [client, clock, length] of anchor.letters) add(client, clock, length);
  for (const id of [firstId, lastId]) if (id) add(id.client, id.clock, 1);

  let from = Number.POSITIVE_INFINITY;
  let to = -1;
  let hasFirst = false;
  let hasLast = false;
  for (const run of runs) {
    const end = run.clock + run.length;
    for (const [start, stop] of own.get(run.client) ?? []) {
      const left = Math.max(start, run.clock);
      const right = Math.min(stop, end);
      if (left >= right) continue;
      from = Math.min(from, run.at + left - run.clock);
      to = Math.max(to, run.at + right - run.clock);
    }
    const holds = (id: Id | null): boolean =>
      id !== null && id.client === run.client && id.clock >= run.clock && id.clock < end;
    hasFirst ||= holds(firstId);
    hasLast ||= holds(lastId);
  }

  const start = hasFirst ? null : onlyPlace(text, anchor.before, anchor.head);
  const stop = hasLast ? null : onlyPlace(text, anchor.tail, anchor.after);
  if (to < 0) {
    return start !== null && stop !== null && start < stop ? { from: start, to: stop } : null;
  }
  return {
    from: start !== null && start < from ? start : from,
    to: stop !== null && stop > to ? stop : to,
  };
}

/** The offset between two stretches that stand one behind the other exactly once; `null` where they do not. */
function onlyPlace(text: string, left: string, right: string): number | null {
  const words = left + right;
  if (words === '') return null;
  const bounded = withEdges(text);
  const at = bounded.indexOf(words);
  return at < 0 || bounded.indexOf(words, at + 1) >= 0 ? null : at + left.length - EDGE.length;
}

/** What stands at both ends of a passage, with as much around it as makes it like no other place of the block. */
function endsOf(text: string, { from, to }: Span): Pick<PassageAnchor, 'before' | 'head' | 'tail' | 'after'> {
  const own = Math.min(END_LENGTH, to - from);
  const bounded = withEdges(text);
  const start = from + EDGE.length;
  const stop = to + EDGE.length;
  const toLeft = Math.min(start, Math.max(0, ENOUGH_LETTERS - own));
  const toRight = Math.min(bounded.length - stop, Math.max(0, ENOUGH_LETTERS - own));
  // A short passage at the block's very edge is known by what is on its other side, too.
  const head = bounded.slice(start, start + Math.max(own, ENOUGH_LETTERS - toLeft));
  const tail = bounded.slice(Math.max(0, stop - Math.max(own, ENOUGH_LETTERS - toRight)), stop);
  const isOnly = (left: string, right: string): boolean => onlyPlace(text, left, right) !== null;
  const before = growing(toLeft)
    .map((length) => bounded.slice(Math.max(0, start - length), start))
    .find((words) => isOnly(words, head));
  const after = growing(toRight)
    .map((length) => bounded.slice(stop, stop + length))
    .find((words) => isOnly(tail, words));
  return {
    ...(before === undefined ? { before: '', head: '' } : { before, head }),
    ...(after === undefined ? { tail: '', after: '' } : { tail, after }),
  };
}

const growing = (least: number): number[] =>
  Array.from({ length: Math.max(1, MAX_NEIGHBOURS - least + 1) }, (_, index) => least + index);

const withEdges = (text: string): string => `${EDGE}${text}${EDGE}`;

interface Id {
  readonly client: number;
  readonly clock: number;
}

function encodePosition(client: number, clock: number, assoc: number): string {
  const position = Y.createRelativePositionFromJSON({ item: { client, clock }, assoc });
  return toBase64(Y.encodeRelativePosition(position));
}

/** The letter that a position sticks to; `null` where it is none. */
function decodePosition(position: string): Id | null {
  try {
    return Y.decodeRelativePosition(fromBase64(position)).item;
  } catch {
    return null;
  }
}
