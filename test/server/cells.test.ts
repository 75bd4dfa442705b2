import { CellAuthors, MOST_TOLD } from '@filiera/server/src/collab/cells.ts';
import { loadRoom } from '@filiera/server/src/collab/load.ts';
import type { KeptCell } from '@filiera/server/src/collab/snapshot-extract.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { UserRow } from '@filiera/server/src/store/store.ts';
import { setCell } from '@filiera/shared/plan/edit.ts';
import { decodeFiliera, MESSAGE_FILIERA } from '@filiera/shared/protocol/protocol.ts';
import * as decoding from 'lib0/decoding';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { anEntry, aPlan, seedPlan } from '../support/stores.ts';

/** The cells of which a page that joins is told. */
function told(authors: CellAuthors): string[] {
  const decoder = decoding.createDecoder(authors.message().payload);
  expect(decoding.readVarUint(decoder)).toBe(MESSAGE_FILIERA);
  const message = decodeFiliera(decoder);
  if (message.kind !== 'notice' || message.notice.kind !== 'cells') throw new Error('another message');
  return message.notice.edits.map(({ key }) => key);
}

test('CELL-2 of very many cells a page is told those that were written last', async () => {
  const kept = Array.from(
    { length: MOST_TOLD + 3 },
    (_, index): KeptCell => ({ root: 'table/costs', key: `row${index}/y2023`, userId: 'anna', at: index }),
  );
  const authors = await CellAuthors.kept(kept, async () => 'Anna Rossi');
  expect(authors.all()).toHaveLength(MOST_TOLD + 3);
  expect(told(authors)).toEqual(kept.slice(3).map(({ key }) => key));
});

test('CELL-2 a plan that is loaded tells its cells in the order in which they were written', async () => {
  const store = openSqliteStore(':memory:');
  try {
    const { association, users } = await seedPlan(store, 1);
    const [user] = users as [UserRow];
    const plan = aPlan(association.id, user.id, { templateId: 'a1-2023-2024' });
    await store.createPlan(plan);
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (const row of ['staff', 'travel', 'staff']) setCell(doc, 'costs', row, 'y2023', updates.length + 1);
    await store.append(
      updates.map((update, index) =>
        anEntry(plan.id, user.id, [{ client: doc.clientID, from: index, to: index + 1 }], update),
      ),
    );
    const { cells } = await loadRoom(plan.id, store);
    expect(told(cells)).toEqual(['travel/y2023', 'staff/y2023']);
  } finally {
    await store.close();
  }
});
