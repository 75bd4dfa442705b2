import { leastFreed, mostGrowth, PlanSize } from '@filiera/server/src/collab/plan-size.ts';
import { TEMPLATES } from '@filiera/shared/template/catalogue.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { someUpdates } from '../support/random-docs.ts';

const sizeOf = (doc: Y.Doc): number => Y.encodeStateAsUpdate(doc).length;

/** Pages with clients of every length who write a text and take pieces out of its middle. */
const erosion = fc
  .record({
    client: fc.constantFrom(1, 200, 70_000, 0xffff_ffff),
    length: fc.constantFrom(10, 120, 1_000, 20_000),
    cuts: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 60 }),
  })
  .map(({ client, length, cuts }) => {
    const doc = Object.assign(new Y.Doc(), { clientID: client });
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const text = doc.getText('text');
    text.insert(0, 'x'.repeat(length));
    doc.transact(() => {
      for (const [at, count] of cuts) if (text.length > count) text.delete(at % (text.length - count), count);
    });
    return updates;
  });

test('GATE-23 no update makes a document grow by more than is counted for it, nor shrink by less than is promised', () => {
  const worst = { growth: 0 };
  fc.assert(
    fc.property(fc.oneof(someUpdates(TEMPLATES[0]!), erosion), (updates) => {
      const doc = new Y.Doc();
      for (const update of updates) {
        const before = sizeOf(doc);
        const decoded = Y.decodeUpdate(update);
        const growth = mostGrowth(decoded, update.length);
        const freed = leastFreed(decoded, doc);
        Y.applyUpdate(doc, update);
        // What waits for something else is no part of the document, and no room takes it.
        if (doc.store.pendingStructs || doc.store.pendingDs) return;
        const grown = sizeOf(doc) - before;
        expect(grown).toBeLessThanOrEqual(growth);
        expect(grown).toBeLessThanOrEqual(growth - freed);
        worst.growth = Math.max(worst.growth, grown / update.length);
      }
    }),
    { numRuns: 1_000 },
  );
  // The cheap count of every edit.
  expect(worst.growth).toBeLessThanOrEqual(16);
  expect(worst.growth).toBeGreaterThan(2);
});

test('GATE-23 a plan is never larger than it may be, nor twice that by deletions, whatever is written in it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(someUpdates(TEMPLATES[0]!), erosion), { maxLength: 4 }),
      fc.integer({ min: 200, max: 3_000 }),
      (runs, limit) => {
        const doc = new Y.Doc();
        let now = 0;
        const size = new PlanSize({ doc }, 0, limit, () => now);
        const updates = runs.flat();
        // Some come in one turn, and are applied together.
        while (updates.length > 0) {
          now += 2_000;
          const turn = updates.splice(0, 3).filter((update) => {
            const { structs } = Y.decodeUpdate(update);
            // The same twice, as two pages send it, makes no more room than once.
            return [1, 2].every(() => size.take(update, structs.length === 0));
          });
          const before = sizeOf(doc);
          for (const update of turn) Y.applyUpdate(doc, update);
          size.applied();
          if (doc.store.pendingStructs || doc.store.pendingDs) return;
          expect(sizeOf(doc)).toBeLessThanOrEqual(2 * limit);
          const onlyWrites = turn.every((update) => Y.decodeUpdate(update).ds.clients.size === 0);
          if (turn.length > 0 && onlyWrites) expect(sizeOf(doc)).toBeLessThanOrEqual(Math.max(before, limit));
        }
      },
    ),
    { numRuns: 500 },
  );
});
