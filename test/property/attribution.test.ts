import { Frontier, type Inspection, inspect } from '@filiera/server/src/collab/attribution.ts';
import { TEMPLATES } from '@filiera/shared/template/catalogue.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { someUpdates } from '../support/random-docs.ts';

const template = TEMPLATES[0]!;

const vectorOf = (doc: Y.Doc): Map<number, number> => Y.decodeStateVector(Y.encodeStateVector(doc));

/** What Yjs itself makes of an update: applied to a copy of the document. */
function judgeByYjs(
  doc: Y.Doc,
  update: Uint8Array,
): { kind: 'gap' } | { kind: 'new' | 'nothing'; vector: Map<number, number> } {
  const copy = new Y.Doc({ gc: false });
  const before = Y.encodeStateAsUpdate(doc);
  Y.applyUpdate(copy, before);
  let changed = false;
  copy.on('update', () => {
    changed = true;
  });
  Y.applyUpdate(copy, update);
  if (copy.store.pendingStructs || copy.store.pendingDs) return { kind: 'gap' };
  return { kind: changed ? 'new' : 'nothing', vector: vectorOf(copy) };
}

test('SYNC-1 an update is judged as Yjs would take it: what is new, what is known, what leans on something missing', () => {
  let judged = 0;
  fc.assert(
    fc.property(
      someUpdates(template).chain((updates) =>
        fc.tuple(
          fc.shuffledSubarray(updates),
          fc.shuffledSubarray(updates, { minLength: Math.min(1, updates.length) }),
        ),
      ),
      ([logged, coming]) => {
        const doc = new Y.Doc({ gc: false });
        // A log never holds a gap, so start from what goes in without one.
        for (const update of logged) if (judgeByYjs(doc, update).kind !== 'gap') Y.applyUpdate(doc, update);
        if (coming.length === 0) return;
        const update = Y.mergeUpdates(coming);
        const expected = judgeByYjs(doc, update);
        let found: Inspection;
        try {
          found = inspect(update, new Frontier(doc));
        } catch {
          // These clients take a root as any type whatsoever; what no page of ours brings is refused.
          return;
        }
        judged += 1;
        expect(found.kind).toBe(expected.kind);
        if (found.kind === 'new' && expected.kind === 'new') {
          const before = vectorOf(doc);
          for (const { client, from, to } of found.ranges) {
            expect(from).toBe(before.get(client) ?? 0);
            expect(to).toBe(expected.vector.get(client));
            before.set(client, to);
          }
          expect(before).toEqual(expected.vector);
        }
      },
    ),
    { numRuns: 600 },
  );
  expect(judged).toBeGreaterThan(200);
});

test('SYNC-1 what is admitted but not yet applied counts as known', () => {
  const author = Object.assign(new Y.Doc(), { clientID: 7 });
  const updates: Uint8Array[] = [];
  author.on('update', (update: Uint8Array) => updates.push(update));
  author.getMap('fields').set('a', 1);
  author.getMap('fields').set('a', 2);
  const frontier = new Frontier(new Y.Doc());
  expect(inspect(updates[1]!, frontier).kind).toBe('gap');
  const first = inspect(updates[0]!, frontier);
  expect(first).toMatchObject({ kind: 'new', ranges: [{ client: 7, from: 0, to: 1 }] });
  if (first.kind === 'new') frontier.admit(first);
  expect(inspect(updates[1]!, frontier)).toMatchObject({
    kind: 'new',
    ranges: [{ client: 7, from: 1, to: 2 }],
  });
  expect(inspect(updates[0]!, frontier).kind).toBe('nothing');
});

test('SYNC-1 mutated bytes are refused or judged, and judging never changes the document', () => {
  fc.assert(
    fc.property(
      someUpdates(template),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      (updates, flips) => {
        if (updates.length === 0) return;
        const doc = new Y.Doc();
        const before = Y.encodeStateAsUpdate(doc);
        const bytes = Uint8Array.from(Y.mergeUpdates(updates));
        for (const [at, value] of flips) bytes[at % bytes.length] = value;
        try {
          inspect(bytes, new Frontier(doc));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
        expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
      },
    ),
    { numRuns: 1500 },
  );
});
