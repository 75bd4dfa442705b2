import { loadRoom } from '@filiera/server/src/collab/load.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import { TEMPLATES } from '@filiera/shared/template/catalogue.ts';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { type HandStruct, handMade } from '../support/hand-made.ts';
import { anEntry, seedPlan } from '../support/stores.ts';

test('SYNC-11 a log opens whatever was written into parts that had been deleted before', async () => {
  const store = openSqliteStore(':memory:');
  const { plan: seeded, users } = await seedPlan(store);
  const [template] = TEMPLATES;
  const plan = { ...seeded, id: 'known', templateId: template!.id, templateVersion: template!.version };
  await store.createPlan(plan);
  const paragraph = { kind: 'type', type: 3, name: 'paragraph' } as const;
  const first: HandStruct = { parent: 'text/context', content: paragraph };
  const updates = [handMade({ client: 1, clock: 0 }, [first], [{ client: 1, clock: 0, length: 1 }])];
  // A live room has dropped each row's structs before the next one comes; a log has them all.
  for (let clock = 1; clock < 20_000; clock += 200) {
    const chain = Array.from(
      { length: 200 },
      (_, index): HandStruct => ({ parent: { client: 1, clock: clock + index - 1 }, content: paragraph }),
    );
    updates.push(handMade({ client: 1, clock }, chain));
  }
  for (const [index, update] of updates.entries()) {
    const ranges = [{ client: 1, from: index === 0 ? 0 : index * 200 - 199, to: index * 200 + 1 }];
    await store.append([anEntry(plan.id, users[0]!.id, ranges, update)]);
  }
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { document, seq } = await loadRoom(plan.id, store);
  const { doc } = document;
  expect(told).toHaveBeenCalledTimes(1);
  told.mockRestore();
  expect(seq).toBe(updates.length);
  expect(Y.getState(doc.store, 1)).toBe(20_001);
  expect(doc.getXmlFragment('text/context').length).toBe(0);
  await store.close();
});
