import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HistoryThread } from '@filiera/server/src/history/thread.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { PlanRecord, Store } from '@filiera/server/src/store/store.ts';
import { setCell } from '@filiera/shared/plan/edit.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aPlan, seedPlan } from '../support/stores.ts';
import { Writer } from '../support/writers.ts';

const PROGRAM = pathToFileURL(resolve(import.meta.dirname, '../../server/src/history-thread.ts'));

let folder: string;
let store: Store;
let plan: PlanRecord;
let anna: Writer;
let thread: HistoryThread;

const files = (): { log: string; index: string } => ({
  log: join(folder, 'filiera.db'),
  index: join(folder, 'history.db'),
});
const openThread = (): HistoryThread =>
  new HistoryThread(PROGRAM, files(), (planId) => store.lastEdit(planId));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'filiera-history-'));
  store = openSqliteStore(files().log);
  const { association, users } = await seedPlan(store);
  plan = aPlan(association.id, users[0]!.id, { templateId: 'a1-2023-2024' });
  await store.createPlan(plan);
  anna = new Writer(store, plan.id, users[0]!.id);
  thread = openThread();
});
afterEach(async () => {
  await thread.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const cell = (): Promise<unknown> =>
  thread.ask(plan, { kind: 'cell', root: 'table/costs', key: 'staff/y2023' });
const write = (value: number): Promise<unknown> =>
  anna.write((doc) => setCell(doc, 'costs', 'staff', 'y2023', value), { at: 1_700_000_000_000 + value });

describe('the thread that reads histories', () => {
  test('HIST-20 it answers with all that is durable when it is asked', async () => {
    for (let value = 1; value <= 20; value += 1) {
      await write(value);
      expect(await cell()).toHaveLength(value);
    }
  });

  test('HIST-21 a thread that dies fails what waits for it once, and is started again', async () => {
    await cell();
    // Enough that it is still reading when it ends.
    for (let value = 1; value <= 300; value += 1) await write(value);
    const first = cell();
    const failed = expect(first).rejects.toThrow('ended');
    await store.lastEdit(plan.id);
    await thread.running!.terminate();
    await failed;
    expect(await cell()).toHaveLength(300);
  });

  test('HIST-21 an error crosses over, and the thread goes on', async () => {
    await expect(thread.ask({ ...plan, templateId: 'unknown' }, { kind: 'causes' })).rejects.toThrow(
      'unknown',
    );
    expect(await cell()).toEqual([]);
  });

  test('HIST-22 what was derived is there after a restart, and made again where its file is damaged', async () => {
    await write(1);
    await cell();
    await thread.close();
    thread = openThread();
    await write(2);
    expect(await cell()).toHaveLength(2);
    await thread.close();
    writeFileSync(files().index, 'no database at all, but long enough to be read as one'.repeat(100));
    rmSync(`${files().index}-wal`, { force: true });
    thread = openThread();
    expect(await cell()).toHaveLength(2);
  });
});
