import { type Anchor, anchorSchema, MAX_LETTER_RUNS, MAX_QUOTE_LENGTH } from '@filiera/shared/threads/api.ts';
import {
  anchorPassage,
  findPassage,
  type PassageAnchor,
  quoteOf,
  readLetters,
} from '@filiera/shared/threads/passage.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';

/**
 * Where a thread's passage is, against a model in which every letter is a character of its own: wherever it stands it
 * is that letter, written anew or not.
 */

const ROOT = 'text/actions';
const WRITERS = 3;

type Act =
  | { readonly kind: 'type' | 'remove' | 'bold'; readonly who: number; at: number; length: number }
  | { readonly kind: 'split' | 'join' | 'list'; readonly who: number; at: number }
  | { readonly kind: 'undo'; readonly who: number }
  | { readonly kind: 'hear'; readonly who: number; readonly from: number };

const who = fc.nat(WRITERS - 1);
const at = fc.nat(80);
const length = fc.integer({ min: 1, max: 9 });
const writing = (['type', 'remove', 'bold'] as const).map((kind) =>
  fc.record({ kind: fc.constant(kind), who, at, length }),
);
const shaping = (['split', 'join', 'list'] as const).map((kind) =>
  fc.record({ kind: fc.constant(kind), who, at }),
);
const hearing = fc.record({ kind: fc.constant('hear' as const), who, from: who });
const undoing = fc.record({ kind: fc.constant('undo' as const), who });
const acts = (...kinds: fc.Arbitrary<Act>[]): fc.Arbitrary<Act[]> =>
  fc.array(fc.oneof(...kinds), { maxLength: 30 });

/** A block with letters that are all different, three writers, and a passage of it. */
class Meeting {
  readonly docs: Y.Doc[];
  readonly #undo: Y.UndoManager[];
  #next = 0x4e00;

  constructor(paragraphs: readonly number[]) {
    this.docs = Array.from({ length: WRITERS }, (_, index) => {
      const doc = new Y.Doc();
      doc.clientID = index + 1;
      return doc;
    });
    const [first] = this.docs as [Y.Doc];
    fragmentOf(first).insert(
      0,
      paragraphs.map((size) => paragraph(this.letters(size))),
    );
    this.meet();
    this.#undo = this.docs.map(
      (doc) => new Y.UndoManager(fragmentOf(doc), { trackedOrigins: new Set(['own']), captureTimeout: 0 }),
    );
  }

  letters(count: number): string {
    return Array.from({ length: count }, () => String.fromCharCode(this.#next++)).join('');
  }

  act(act: Act): void {
    const doc = this.docs[act.who] as Y.Doc;
    if (act.kind === 'hear') {
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.docs[act.from] as Y.Doc));
      return;
    }
    if (act.kind === 'undo') {
      this.#undo[act.who]?.undo();
      return;
    }
    doc.transact(() => this.#write(doc, act), 'own');
  }

  /** Everybody hears of everything. */
  meet(): void {
    for (const from of this.docs)
      for (const to of this.docs) if (to !== from) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
  }

  #write(doc: Y.Doc, act: Exclude<Act, { kind: 'hear' | 'undo' }>): void {
    const texts = textsOf(fragmentOf(doc));
    if (texts.length === 0) {
      fragmentOf(doc).insert(0, [paragraph('')]);
      return;
    }
    const index = act.at % texts.length;
    const text = texts[index] as Y.XmlText;
    const start = act.at % (text.length + 1);
    switch (act.kind) {
      case 'type':
        text.insert(start, this.letters(act.length));
        break;
      case 'remove':
        text.delete(start, Math.min(act.length, text.length - start));
        break;
      case 'bold':
        if (start < text.length) text.format(start, Math.min(act.length, text.length - start), { bold: {} });
        break;
      // As the editor tells the document: what comes behind the cut is written anew.
      case 'split': {
        const { holder, place } = placeOf(text);
        const tail = wordsOf(text).slice(start);
        text.delete(start, text.length - start);
        holder.insert(place + 1, [paragraph(tail)]);
        break;
      }
      case 'join': {
        const next = texts[index + 1];
        if (!next) break;
        const words = wordsOf(next);
        const { holder, place } = placeOf(next);
        holder.delete(place, 1);
        text.insert(text.length, words);
        break;
      }
      case 'list': {
        const { holder, place } = placeOf(text);
        const item = new Y.XmlElement('listItem');
        item.insert(0, [paragraph(wordsOf(text))]);
        const list = new Y.XmlElement('bulletList');
        list.insert(0, [item]);
        holder.delete(place, 1);
        holder.insert(place, [list]);
        break;
      }
    }
  }
}

const fragmentOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(ROOT);

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph');
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

function textsOf(fragment: Y.XmlFragment): Y.XmlText[] {
  return fragment
    .toArray()
    .flatMap((node) =>
      node instanceof Y.XmlText ? [node] : node instanceof Y.XmlFragment ? textsOf(node) : [],
    );
}

const wordsOf = (text: Y.XmlText): string =>
  text.toDelta().reduce((words: string, { insert }: { insert: string }) => words + insert, '');

function placeOf(text: Y.XmlText): { holder: Y.XmlFragment; place: number } {
  const element = text.parent as Y.XmlElement;
  const holder = element.parent as Y.XmlFragment;
  return { holder, place: holder.toArray().indexOf(element) };
}

/** The block's letters, read as any reader would: paragraph by paragraph. */
const lettersIn = (doc: Y.Doc): string => textsOf(fragmentOf(doc)).map(wordsOf).join('');

const start = fc.record({
  paragraphs: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
  from: fc.nat(100),
  length: fc.integer({ min: 1, max: 60 }),
});

/** A meeting with a passage: its anchor and its letters. */
function anchored({
  paragraphs,
  from,
  length: size,
}: {
  paragraphs: number[];
  from: number;
  length: number;
}) {
  const meeting = new Meeting(paragraphs);
  const [doc] = meeting.docs as [Y.Doc];
  const text = lettersIn(doc);
  const first = from % text.length;
  const anchor = anchorPassage(fragmentOf(doc), ROOT, first, first + size) as PassageAnchor;
  // What the server keeps is what it checked.
  const kept: Anchor = anchorSchema.parse(JSON.parse(JSON.stringify(anchor)));
  return { meeting, anchor: kept as PassageAnchor, own: text.slice(first, first + size) };
}

/** From the first letter of the passage that is left to the last, whatever stands between. */
function modelled(text: string, own: string): { from: number; to: number } | null {
  const places = text
    .split('')
    .map((letter, index) => (own.includes(letter) ? index : -1))
    .filter((index) => index >= 0);
  return places.length === 0 ? null : { from: places[0] as number, to: (places.at(-1) as number) + 1 };
}

describe('the passage of a thread', () => {
  test('COMMENT-1 it is what is left of its letters with all that is between, on every page alike', () => {
    fc.assert(
      fc.property(start, acts(...writing, hearing), (begin, steps) => {
        const { meeting, anchor, own } = anchored(begin);
        for (const step of steps) {
          meeting.act(step);
          const doc = meeting.docs[step.who] as Y.Doc;
          expect(findPassage(doc, anchor)).toEqual(modelled(lettersIn(doc), own));
        }
        meeting.meet();
        for (const doc of meeting.docs) {
          expect(findPassage(doc, anchor)).toEqual(modelled(lettersIn(doc), own));
          // Read from what the server keeps, where what was removed is gone for good.
          const again = new Y.Doc();
          Y.applyUpdate(again, Y.encodeStateAsUpdate(doc));
          expect(findPassage(again, anchor)).toEqual(modelled(lettersIn(doc), own));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('COMMENT-2 parting and joining paragraphs, lists and taking that back leave it where it is', () => {
    fc.assert(
      fc.property(start, acts(...shaping, undoing), (begin, steps) => {
        const { meeting, anchor, own } = anchored(begin);
        for (const step of steps) {
          meeting.act({ ...step, who: 0 });
          const [doc] = meeting.docs as [Y.Doc];
          expect(findPassage(doc, anchor)).toEqual(modelled(lettersIn(doc), own));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('COMMENT-3 whatever happens, it never begins or ends at letters of others, and holds all that is left', () => {
    fc.assert(
      fc.property(start, acts(...writing, ...shaping, undoing, hearing), (begin, steps) => {
        const { meeting, anchor, own } = anchored(begin);
        const ids = new Set(idsOf(meeting.docs[0] as Y.Doc, own));
        for (const step of steps) meeting.act(step);
        meeting.meet();
        const found = meeting.docs.map((doc) => findPassage(doc, anchor));
        for (const one of found) expect(one).toEqual(found[0]);
        const [doc] = meeting.docs as [Y.Doc];
        const text = lettersIn(doc);
        const kept = idsOf(doc, text).flatMap((id, index) => (ids.has(id) ? [index] : []));
        const [span] = found;
        if (!span) {
          expect(kept).toEqual([]);
          return;
        }
        expect(own).toContain(text[span.from]);
        expect(own).toContain(text[span.to - 1]);
        for (const index of kept) {
          expect(index).toBeGreaterThanOrEqual(span.from);
          expect(index).toBeLessThan(span.to);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('COMMENT-2 a removal that is taken back brings it back', () => {
    const { meeting, anchor } = anchored({ paragraphs: [30], from: 10, length: 9 });
    const [doc] = meeting.docs as [Y.Doc];
    meeting.act({ kind: 'remove', who: 0, at: 8, length: 20 });
    expect(findPassage(doc, anchor)).toBeNull();
    meeting.act({ kind: 'undo', who: 0 });
    expect(findPassage(doc, anchor)).toEqual({ from: 10, to: 19 });
  });

  test('COMMENT-3 words like it that stood elsewhere already are never taken for it', () => {
    const doc = new Y.Doc();
    fragmentOf(doc).insert(0, [
      paragraph('Il piano prevede corsi. Il piano prevede corsi. Il piano prevede altro.'),
    ]);
    const anchor = anchorPassage(fragmentOf(doc), ROOT, 27, 32) as PassageAnchor;
    expect(anchor.quote).toBe('piano');
    const [text] = textsOf(fragmentOf(doc)) as [Y.XmlText];
    text.delete(24, 24);
    expect(lettersIn(doc)).toBe('Il piano prevede corsi. Il piano prevede altro.');
    expect(findPassage(doc, anchor)).toBeNull();
  });

  test('COMMENT-4 its quote parts paragraphs, is cut with an ellipsis, and never through a character', () => {
    const doc = new Y.Doc();
    fragmentOf(doc).insert(0, [paragraph('Prima riga.'), paragraph('Seconda.')]);
    const all = readLetters(fragmentOf(doc));
    expect(quoteOf(all, { from: 6, to: all.text.length })).toBe('riga. Seconda.');
    expect(anchorPassage(fragmentOf(doc), ROOT, 5, 5)).toBeNull();
    expect(anchorPassage(fragmentOf(doc), ROOT, 19, 40)).toBeNull();
    const long = new Y.Doc();
    fragmentOf(long).insert(0, [paragraph('a'.repeat(MAX_QUOTE_LENGTH - 2) + '😀'.repeat(9))]);
    const quote = anchorPassage(fragmentOf(long), ROOT, 0, 400)?.quote ?? '';
    expect(quote).toBe(`${'a'.repeat(MAX_QUOTE_LENGTH - 2)}…`);
  });

  test('COMMENT-4 a passage of very many runs is known by its outer ones', () => {
    const doc = new Y.Doc();
    fragmentOf(doc).insert(0, [paragraph('')]);
    const [text] = textsOf(fragmentOf(doc)) as [Y.XmlText];
    // Each letter in front of the one before: no two make a run.
    for (let index = 0; index < 3 * MAX_LETTER_RUNS; index += 1) text.insert(0, 'ab'[index % 2] as string);
    const anchor = anchorPassage(fragmentOf(doc), ROOT, 10, 590) as PassageAnchor;
    expect(anchorSchema.parse(anchor)).toEqual(anchor);
    expect(anchor.letters).toHaveLength(MAX_LETTER_RUNS);
    expect(findPassage(doc, anchor)).toEqual({ from: 10, to: 590 });
    text.delete(5, 20);
    expect(findPassage(doc, anchor)).toEqual({ from: 5, to: 570 });
  });

  test('COMMENT-4 a root that is no text, or a position that is none, is no passage', () => {
    const doc = new Y.Doc();
    doc.getMap(ROOT).set('a', 1);
    const anchor: PassageAnchor = {
      kind: 'passage',
      root: ROOT,
      from: 'AAAA',
      to: '////',
      quote: 'a',
      letters: [],
      before: '',
      head: '',
      tail: '',
      after: '',
    };
    expect(findPassage(doc, anchor)).toBeNull();
    expect(findPassage(new Y.Doc(), anchor)).toBeNull();
  });
});

/** The Yjs ids of letters, in the order of the text. */
function idsOf(doc: Y.Doc, letters: string): string[] {
  const { text, runs } = readLetters(fragmentOf(doc));
  const ids = runs.flatMap(({ client, clock, length: size }) =>
    Array.from({ length: size }, (_, index) => `${client}.${clock + index}`),
  );
  return letters.split('').map((letter) => ids[text.indexOf(letter)] as string);
}
