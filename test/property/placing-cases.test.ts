import { Frontier, inspect } from '@filiera/server/src/collab/attribution.ts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type HandContent, type HandStruct, handMade, type Id } from '../support/hand-made.ts';

const TEXT = 'text/context';
const paragraph: HandContent = { kind: 'type', type: 3, name: 'paragraph' };
const run: HandContent = { kind: 'type', type: 6, name: '' };
const letters = (text: string): HandContent => ({ kind: 'string', text });
const id = (client: number, clock: number): Id => ({ client, clock });

/** Client 1: two paragraphs (0, 4) with a text each (1, 5) that say "ab" (2, 3) and "c" (6); two cells (7, 8). */
function aDocument(): Y.Doc {
  const doc = new Y.Doc();
  const structs: HandStruct[] = [
    { parent: TEXT, content: paragraph },
    { parent: id(1, 0), content: run },
    { parent: id(1, 1), content: letters('ab') },
    { origin: id(1, 0), content: paragraph },
    { parent: id(1, 4), content: run },
    { parent: id(1, 5), content: letters('c') },
    { parent: 'fields', sub: 'a', content: { kind: 'any', values: [1] } },
    { parent: 'fields', sub: 'b', content: { kind: 'any', values: [2] } },
  ];
  const update = handMade(id(1, 0), structs);
  expect(inspect(update, new Frontier(doc)).kind).toBe('new');
  Y.applyUpdate(doc, update);
  return doc;
}

const verdict = (structs: readonly HandStruct[], doc = aDocument()): string => {
  try {
    return inspect(handMade(id(2, 0), structs), new Frontier(doc)).kind;
  } catch {
    return 'refused';
  }
};

test.each<[string, string, HandStruct[]]>([
  ['new', 'between two letters', [{ origin: id(1, 2), rightOrigin: id(1, 3), content: letters('x') }]],
  [
    'refused',
    'neighbours in two lists',
    [{ origin: id(1, 2), rightOrigin: id(1, 6), content: letters('x') }],
  ],
  ['refused', 'right before left', [{ origin: id(1, 3), rightOrigin: id(1, 3), content: letters('x') }]],
  ['refused', 'before the second letter', [{ rightOrigin: id(1, 3), content: letters('x') }]],
  ['refused', 'a parent that holds nothing', [{ parent: id(1, 2), content: letters('x') }]],
  [
    'refused',
    'two keys',
    [{ origin: id(1, 7), rightOrigin: id(1, 8), content: { kind: 'any', values: [1] } }],
  ],
  ['new', 'a cell written anew', [{ origin: id(1, 7), content: { kind: 'any', values: [1] } }]],
  ['refused', 'two values in a cell', [{ origin: id(1, 7), content: { kind: 'any', values: [1, 2] } }]],
  ['refused', 'a text where blocks stand', [{ parent: TEXT, content: run }]],
  ['refused', 'a number in a text', [{ origin: id(1, 2), content: { kind: 'any', values: [1] } }]],
  ['refused', 'a document in a cell', [{ parent: 'fields', sub: 'd', content: { kind: 'doc' } }]],
  [
    'refused',
    'a mark beyond JSON',
    [{ origin: id(1, 3), content: { kind: 'format', key: 'bold', json: '1e999' } }],
  ],
  ['new', 'a list in a root of keys', [{ parent: 'fields', content: letters('x') }]],
  ['new', 'a key in a text', [{ parent: TEXT, sub: 'k', content: { kind: 'any', values: [1] } }]],
])('SYNC-10 %s: %s', (expected, _name, structs) => {
  expect(verdict(structs)).toBe(expected);
});

test('SYNC-10 types nested deeper than any page nests them are refused, in one update or in many', () => {
  const nested = (count: number): HandStruct[] =>
    Array.from({ length: count }, (_, clock) => ({
      parent: clock === 0 ? TEXT : id(2, clock - 1),
      content: paragraph,
    }));
  expect(verdict(nested(256))).toBe('new');
  expect(verdict(nested(257))).toBe('refused');
  const doc = new Y.Doc();
  Y.applyUpdate(doc, handMade(id(2, 0), nested(256)));
  const next = handMade(id(2, 256), [{ parent: id(2, 255), content: paragraph }]);
  expect(() => inspect(next, new Frontier(doc))).toThrow();
});

test('SYNC-10 the rest of a struct that is known in part cannot go into another list', () => {
  const other = new Y.Doc();
  Y.applyUpdate(other, handMade(id(3, 0), [{ parent: 'fields', content: letters('ab') }]));
  const longer = (parent: string): Uint8Array => handMade(id(3, 0), [{ parent, content: letters('abc') }]);
  expect(inspect(longer('fields'), new Frontier(other)).kind).toBe('new');
  expect(() => inspect(longer('elsewhere'), new Frontier(other))).toThrow();
});

test('SYNC-10 what leans on a part that is deleted is let in and comes to nothing', () => {
  const doc = aDocument();
  Y.applyUpdate(doc, handMade(id(2, 0), [], [{ client: 1, clock: 0, length: 1 }]));
  expect(verdict([{ origin: id(1, 2), content: letters('x') }], doc)).toBe('new');
  expect(verdict([{ parent: id(1, 0), content: run }], doc)).toBe('new');
  expect(verdict([{ origin: id(1, 2), rightOrigin: id(1, 6), content: letters('x') }], doc)).toBe('refused');
});
