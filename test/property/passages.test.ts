import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { letterAt, passagesOf, runsOf } from '../../client/src/history/passages.ts';

/** Passages out of a document, against a plain list of letters with their writers. */

interface Letter {
  readonly letter: string;
  readonly client: number;
}

type Act =
  | { readonly kind: 'type'; readonly who: number; readonly at: number; readonly text: string }
  | { readonly kind: 'remove'; readonly who: number; readonly at: number; readonly length: number }
  | { readonly kind: 'bold'; readonly who: number; readonly at: number; readonly length: number };

const WRITERS = 4;
const who = fc.nat(WRITERS - 1);
const at = fc.nat(60);
const length = fc.integer({ min: 1, max: 6 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      who,
      at,
      text: fc.string({ minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), who, at, length }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bold' as const), who, at, length }) },
);

/** Two paragraphs, the second inside a list, and writers who take turns. */
function write(acts: readonly Act[], compact: boolean) {
  const docs = Array.from({ length: WRITERS }, (_, index) => {
    const doc = new Y.Doc();
    doc.clientID = index + 1;
    return doc;
  });
  const textsOf = (doc: Y.Doc): Y.XmlText[] => {
    const [first, list] = doc.getXmlFragment('text/actions').toArray() as Y.XmlElement[];
    const item = list!.get(0) as Y.XmlElement;
    return [first!.get(0) as Y.XmlText, (item.get(0) as Y.XmlElement).get(0) as Y.XmlText];
  };
  const paragraph = (): Y.XmlElement => {
    const element = new Y.XmlElement('paragraph');
    element.insert(0, [new Y.XmlText()]);
    return element;
  };
  const [first] = docs;
  first!.transact(() => {
    const list = new Y.XmlElement('bulletList');
    const item = new Y.XmlElement('listItem');
    item.insert(0, [paragraph()]);
    list.insert(0, [item]);
    first!.getXmlFragment('text/actions').insert(0, [paragraph(), list]);
  });
  const models: Letter[][] = [[], []];
  const meet = (from: Y.Doc): void => {
    for (const doc of docs) if (doc !== from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
  };
  meet(first!);
  for (const one of acts) {
    const doc = docs[one.who]!;
    const index = one.at % 2;
    const text = textsOf(doc)[index]!;
    const model = models[index]!;
    const start = model.length === 0 ? 0 : one.at % (model.length + 1);
    if (one.kind === 'type') {
      text.insert(start, one.text);
      const letters = one.text.split('').map((letter) => ({ letter, client: one.who + 1 }));
      model.splice(start, 0, ...letters);
    } else {
      const count = Math.min(one.length, model.length - start);
      if (count <= 0) continue;
      if (one.kind === 'remove') {
        text.delete(start, count);
        model.splice(start, count);
      } else text.format(start, count, { bold: {} });
    }
    meet(doc);
  }
  const read = docs[0]!;
  if (!compact) return { doc: read, letters: models.flat() };
  const again = new Y.Doc();
  Y.applyUpdate(again, Y.encodeStateAsUpdate(read));
  return { doc: again, letters: models.flat() };
}

describe('passages of a text', () => {
  test('WHO-20 every letter is its writer’s, through removals, marks and lists, and after a restart', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), fc.boolean(), (acts, compact) => {
        const { doc, letters } = write(acts, compact);
        const runs = runsOf(doc.getXmlFragment('text/actions'));
        const clients = runs.flatMap((run) => Array<number>(run.length).fill(run.client));
        expect(clients).toEqual(letters.map(({ client }) => client));

        const passages = passagesOf(runs, (client) => client);
        expect(passages.flatMap(({ from, to, author }) => Array<number>(to - from).fill(author))).toEqual(
          clients,
        );
        for (const [index, passage] of passages.entries()) {
          expect(passage.to).toBeGreaterThan(passage.from);
          expect(passages[index + 1]?.author).not.toBe(passage.author);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('WHO-21 a letter is found under the id by which the log knows it', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 20 }), (acts) => {
        const { doc, letters } = write(acts, false);
        const runs = runsOf(doc.getXmlFragment('text/actions'));
        for (const [offset, { letter, client }] of letters.entries()) {
          const id = letterAt(runs, offset);
          expect(id?.client).toBe(client);
          const item = Y.getItem(doc.store, Y.createID(id!.client, id!.clock)) as Y.Item;
          const { str } = item.content as Y.ContentString;
          expect(str[id!.clock - item.id.clock]).toBe(letter);
        }
        if (letters.length === 0) expect(letterAt(runs, 0)).toBeNull();
        else expect(letterAt(runs, letters.length)).toEqual(letterAt(runs, letters.length - 1));
      }),
      { numRuns: 100 },
    );
  });
});
