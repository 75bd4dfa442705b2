import type { Inline, RichText, TextBlock } from '@filiera/shared/plan/plan.ts';
import { safeAddress } from '../paper/address.ts';
import { startsRightToLeft } from '../paper/letters.ts';
import { lineCount, textWidth } from '../paper/measure.ts';
import { settable } from './glyphs.ts';
import type { Line, Node, Run } from './paper.ts';

/** How a stretch looks. */
export type Look = Pick<Exclude<Run, { br: true }>, 'b' | 'i' | 'u' | 's' | 'w' | 'l'>;

/** Half points, as the measures of words want them. */
const BODY = 20;
/** Titillium Web is narrower than what is measured, also in bold; the fonts for other letters are wider. */
const LATIN = /^[\0-\u017F\u2013-\u2026\u20AC]*$/;
const WIDER = 1.4;

/** Runs for a text that stands in a place so many twips wide. Line feeds become line breaks. */
export function runs(text: string, look: Look, room: number): Run[] {
  return settable(text)
    .split(/(\n)/)
    .flatMap((piece): Run[] => (piece === '\n' ? [{ br: true }] : wordRuns(piece, look, room)));
}

/** A word wider than its place is a run of its own, so that it may go on on the next line. */
function wordRuns(text: string, look: Look, room: number): Run[] {
  if (text === '') return [];
  if (widthOf(text) <= room) return [{ t: text, ...look }];
  const found: Run[] = [];
  let plain = '';
  const add = (): void => {
    if (plain !== '') found.push({ t: plain, ...look });
    plain = '';
  };
  for (const piece of text.split(/([^\S\u00A0]+)/)) {
    if (widthOf(piece) <= room) plain += piece;
    else {
      add();
      found.push({ t: piece, ...look, z: true });
    }
  }
  add();
  return found;
}

/** Twips, at least what the text takes. */
function widthOf(text: string): number {
  return textWidth(text, BODY) * (LATIN.test(text) ? 1 : WIDER);
}

/** One paragraph's worth of words. */
export function line(text: string, room: number, look: Look = {}): Line {
  return lineOf(runs(text, look, room), text);
}

/** Ready-made runs whose words are `text`. */
export function lineOf(content: readonly Run[], text: string): Line {
  return { runs: content, ...(startsRightToLeft(text) ? { rtl: true } : {}) };
}

/** The paragraphs and lists of a rich text. */
export function richNodes(text: RichText | undefined, room: number): Node[] {
  return (text?.blocks ?? []).map((block) => blockNode(block, room));
}

/** How many lines these take in a place so many twips wide, about. */
export function linesOf(nodes: readonly Node[], room: number): number {
  return nodes.reduce((sum, node) => sum + nodeLines(node, room), 0);
}

function nodeLines(node: Node, room: number): number {
  switch (node.k) {
    case 'par':
    case 'heading':
      return wordLines(node, room);
    case 'points':
      return node.items.reduce((sum, item) => sum + wordLines(item.line, room - STEP), 0);
    case 'list':
      return node.items.reduce((sum, item) => sum + linesOf(item, room - STEP), 0);
    default:
      return 2;
  }
}

function wordLines({ runs: content }: Line, room: number): number {
  const text = content.map((run) => ('br' in run ? '\n' : run.t)).join('');
  return lineCount(text, BODY, Math.max(LEAST_ROOM, room));
}

/** What a level of a list takes from the room for words. */
const STEP = 400;
const LEAST_ROOM = 1_200;

function blockNode(block: TextBlock, room: number): Node {
  if (block.kind === 'paragraph') {
    return { k: 'par', style: 'plain', ...inlineLine(block.inlines, room) };
  }
  const inner = Math.max(LEAST_ROOM, room - STEP);
  const items = block.items.map((item) => item.map((part) => blockNode(part, inner)));
  return { k: 'list', ordered: block.ordered, items };
}

function inlineLine(inlines: readonly Inline[], room: number): Line {
  const words = inlines.map((inline) => (inline.kind === 'text' ? inline.text : '\n'));
  const content = inlines.flatMap((inline): Run[] =>
    inline.kind === 'break' ? [{ br: true }] : runs(inline.text, lookOf(inline), room),
  );
  return lineOf(content, words.join(''));
}

function lookOf({ marks, link }: Extract<Inline, { kind: 'text' }>): Look {
  const address = link === undefined ? null : safeAddress(link);
  return {
    ...(marks.includes('bold') ? { b: true } : {}),
    ...(marks.includes('italic') ? { i: true } : {}),
    ...(marks.includes('underline') ? { u: true } : {}),
    ...(marks.includes('strike') ? { s: true } : {}),
    ...(address === null ? {} : { l: address }),
  };
}
