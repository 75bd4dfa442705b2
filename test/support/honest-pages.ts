import fc from 'fast-check';
import * as Y from 'yjs';

/** What a page does to a plan, as bytes say: each `Act` picks by its numbers among what there is to do. */
export interface Act {
  readonly who: number;
  /** How many of the updates that it has not heard of it hears first. */
  readonly hears: number;
  readonly what: number;
  readonly at: number;
  readonly length: number;
}

export const someActs: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    who: fc.nat(2),
    hears: fc.oneof(fc.constant(0), fc.nat(3), fc.constant(1_000)),
    what: fc.nat(17),
    at: fc.nat(40),
    length: fc.nat(6),
  }),
  { maxLength: 40 },
);

export const TEXT = 'text/context';
const TABLE = 'table/costs';

/** One page: its document, its undo manager, and what it has written so far. */
export class Page {
  readonly doc: Y.Doc;
  readonly undo: Y.UndoManager;
  heard = 0;

  constructor(client: number, sends: (update: Uint8Array) => void) {
    this.doc = Object.assign(new Y.Doc(), { clientID: client });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'peer') sends(update);
    });
    this.undo = new Y.UndoManager([this.doc.getXmlFragment(TEXT), this.doc.getMap(TABLE)], {
      captureTimeout: 0,
      trackedOrigins: new Set(['me']),
    });
  }

  hear(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, 'peer');
  }

  act({ what, at, length }: Act, withUndo: boolean): void {
    if (what >= 15) {
      if (withUndo && what === 17) this.undo.redo();
      else if (withUndo) this.undo.undo();
      return;
    }
    this.doc.transact(() => this.edit(what, at, length), 'me');
  }

  private edit(what: number, at: number, length: number): void {
    const fragment = this.doc.getXmlFragment(TEXT);
    const elements: (Y.XmlElement | Y.XmlFragment)[] = [fragment];
    const texts: Y.XmlText[] = [];
    for (const element of elements)
      for (const child of element.toArray())
        if (child instanceof Y.XmlElement) elements.push(child);
        else if (child instanceof Y.XmlText) texts.push(child);
    const element = elements[at % elements.length]!;
    const text = texts[at % Math.max(1, texts.length)];
    const place = at % ((text?.length ?? 0) + 1);
    const key = `r${at % 2}/amount`;
    const map = this.doc.getMap(at % 3 === 0 ? 'fields' : TABLE);
    if (what < 2) fragment.insert(at % (fragment.length + 1), [paragraph('ab')]);
    else if (what < 3) {
      if (element instanceof Y.XmlElement && element.nodeName === 'paragraph') return;
      const list = new Y.XmlElement(element instanceof Y.XmlElement ? 'listItem' : 'bulletList');
      list.insert(0, [paragraph('c')]);
      element.insert(at % (element.length + 1), [list]);
    } else if (what < 7) text?.insert(place, 'xyzvwt'.slice(0, 1 + length));
    else if (what < 8) text?.delete(place, Math.min(length, text.length - place));
    else if (what < 9) text?.format(place, length, at % 2 ? { bold: {} } : { link: { href: 'x' } });
    else if (what < 10) text?.format(place, length, { bold: null });
    else if (what < 11) {
      if (element.length > 0) element.delete(at % element.length, 1);
    } else if (what < 13) map.set(key, at);
    else if (what < 14) map.delete(key);
    else {
      const nested = new Y.Text('n');
      nested.insertEmbed(0, { image: 'x' });
      map.set(key, length % 2 ? nested : Y.Array.from([at, length]));
      if (element instanceof Y.XmlElement) element.setAttribute('start', String(at));
    }
  }
}

function paragraph(text: string): Y.XmlElement {
  const made = new Y.XmlElement('paragraph');
  const run = new Y.XmlText();
  run.insert(0, text);
  made.insert(0, [run]);
  return made;
}

/** The updates of three pages that hear of each other now and then. */
export function updatesOf(acts: readonly Act[], withUndo: boolean): Uint8Array[] {
  const sent: { who: number; update: Uint8Array }[] = [];
  const pages = [11, 7, 29].map((client, who) => new Page(client, (update) => sent.push({ who, update })));
  for (const act of acts) {
    const page = pages[act.who]!;
    for (const end = page.heard + act.hears; page.heard < Math.min(end, sent.length); page.heard += 1) {
      const { who, update } = sent[page.heard]!;
      if (who !== act.who) page.hear(update);
    }
    page.act(act, withUndo);
  }
  for (const page of pages) page.undo.destroy();
  return sent.map(({ update }) => update);
}
