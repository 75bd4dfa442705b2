import { packRows, unpackRows } from '@filiera/server/src/collab/packed-rows.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('SYNC-13 rows of a log are the same in the thread that a snapshot is made in', () => {
  const row = fc.record({ seq: fc.nat(2 ** 40), update: fc.uint8Array({ maxLength: 300 }) });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 50 }), (rows) => {
      expect(unpackRows(packRows(rows))).toEqual(rows);
    }),
  );
});
