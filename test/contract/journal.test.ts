import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Admission, type AdmittedRow } from '@filiera/server/src/store/sqlite/admission.ts';
import { Database } from '@filiera/server/src/store/sqlite/database.ts';
import { Journal } from '@filiera/server/src/store/sqlite/journal.ts';
import { log } from '@filiera/server/src/store/sqlite/log.ts';
import { WriteAhead } from '@filiera/server/src/store/sqlite/write-ahead.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { PlanRecord, Store, UserRow } from '@filiera/server/src/store/store.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { anEntry, seedPlan } from '../support/stores.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'filiera-journal-'));
  path = join(folder, 'filiera.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * What the disk holds at this moment, as a process that starts after a crash would find it; `tables`: where those were
 * copied before, since a power failure may take back what was not flushed.
 */
function afterCrash(tables = path): string {
  const crashed = join(mkdtempSync(join(folder, 'crashed-')), 'filiera.db');
  for (const suffix of ['', '-wal'])
    if (existsSync(tables + suffix)) copyFileSync(tables + suffix, crashed + suffix);
  copyFileSync(`${path}.journal`, `${crashed}.journal`);
  return crashed;
}

const rowsInTables = (file: string): number => {
  const db = new DatabaseSync(file, { readOnly: true });
  const { n } = db.prepare('SELECT count(*) AS n FROM log').get() as { n: number };
  db.close();
  return n;
};

describe('edits that are in the journal alone', () => {
  let store: Store;
  let plan: PlanRecord;
  let user: UserRow;
  beforeEach(async () => {
    store = openSqliteStore(path);
    const seeded = await seedPlan(store, 1);
    plan = seeded.plan;
    user = seeded.users[0]!;
  });
  afterEach(() => store.close());

  const type = (clock: number, update = Uint8Array.of(clock & 0xff)) =>
    store.append([anEntry(plan.id, user.id, [{ client: 7, from: clock, to: clock + 1 }], update, clock)]);

  test('STORE-40 are there after a crash, each with its number, author and structs', async () => {
    for (let clock = 0; clock < 5; clock += 1) await type(clock);
    const crashed = afterCrash();
    expect(rowsInTables(crashed)).toBe(0);
    const again = openSqliteStore(crashed);
    const rows = await again.readLog(plan.id, 0);
    expect(rows.map(({ seq, userId, at, update }) => [seq, userId, at, [...update]])).toEqual(
      [0, 1, 2, 3, 4].map((clock) => [clock + 1, user.id, clock, [clock]]),
    );
    expect(await again.attribute(plan.id, [{ client: 7, clock: 3 }])).toMatchObject([{ seq: 4 }]);
    expect((await again.getPlan(plan.id))?.seq).toBe(5);
    await again.close();
    // What came out of the journal once does not come out of it again.
    const third = openSqliteStore(crashed);
    expect(await third.readLog(plan.id, 0)).toEqual(rows);
    await third.close();
  });

  test('STORE-41 go on under their numbers after a crash between journal and tables', async () => {
    await type(0);
    expect(await store.readLog(plan.id, 0)).toHaveLength(1);
    // The journal begins anew over what the tables hold by now.
    await type(1);
    const crashed = afterCrash();
    expect(rowsInTables(crashed)).toBe(1);
    const again = openSqliteStore(crashed);
    expect((await again.readLog(plan.id, 0)).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await again.append([anEntry(plan.id, user.id, [{ client: 7, from: 2, to: 3 }])])).toEqual([
      { kind: 'stored', seq: 3 },
    ]);
    await again.close();
  });

  test('STORE-42 a record that was half written, or is damaged, ends what is read; nothing wrong is', async () => {
    for (let clock = 0; clock < 6; clock += 1) await type(clock);
    const whole = await (async () => {
      const again = openSqliteStore(afterCrash());
      const rows = await again.readLog(plan.id, 0);
      await again.close();
      return rows;
    })();
    const bytes = readFileSync(`${path}.journal`);
    const used = bytes.lastIndexOf(Buffer.from(plan.id)) + plan.id.length + user.id.length + 40;
    fc.assert(
      fc.property(fc.nat(used), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
        const damaged = Buffer.from(cut ? bytes.subarray(0, at) : bytes);
        if (!cut) damaged[at] = damaged[at]! ^ flip;
        const file = join(folder, 'damaged.journal');
        writeFileSync(file, damaged);
        const journal = new Journal(file);
        const found = journal.found.map(({ seq, update }) => ({ seq, update: [...update] }));
        journal.close();
        expect(found).toEqual(
          whole.slice(0, found.length).map(({ seq, update }) => ({ seq, update: [...update] })),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('STORE-43 are read by whoever reads the log, while commits follow one another without a pause', async () => {
    let clock = 0;
    let isOver = false;
    const typing = (async () => {
      const on: Promise<unknown>[] = [];
      while (!isOver) {
        on.push(type(clock));
        clock += 1;
        if (on.length > 3) await on.shift();
      }
      await Promise.all(on);
    })();
    for (let round = 0; round < 20; round += 1) {
      const known = (await store.readLog(plan.id, 0)).length;
      const { seq } = await type(100_000 + round).then(([result]) => result as { seq: number });
      const rows = await store.readLog(plan.id, 0);
      expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
      expect(rows.length).toBeGreaterThanOrEqual(Math.max(known, seq));
    }
    isOver = true;
    await typing;
  });

  test('STORE-48 many go into the tables a few at a time, and a crash in between takes none', async () => {
    const many = Array.from({ length: 1_000 }, (_, clock) =>
      anEntry(
        plan.id,
        user.id,
        [{ client: 7, from: clock, to: clock + 1 }],
        Uint8Array.of(clock & 0xff),
        clock,
      ),
    );
    await store.append(many);
    const reading = store.readLog(plan.id, 0);
    const crashed = afterCrash();
    expect(rowsInTables(crashed)).toBe(100);
    expect(await reading).toHaveLength(1_000);
    const again = openSqliteStore(crashed);
    const rows = await again.readLog(plan.id, 0);
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
    expect(rows).toEqual(await reading);
    await again.close();
  });

  test('STORE-49 what the tables hold and have not flushed is in the journal still', async () => {
    await type(0);
    await store.readLog(plan.id, 0);
    const before = afterCrash();
    await type(1);
    await store.readLog(plan.id, 0);
    await type(2);
    // The power fails, and takes what was put into the tables after the first.
    const crashed = afterCrash(before);
    expect(rowsInTables(crashed)).toBe(1);
    const again = openSqliteStore(crashed);
    expect((await again.readLog(plan.id, 0)).map(({ seq, at }) => [seq, at])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
    await again.close();
  });

  test('STORE-44 nothing lands behind an archiving, however many are on their way', async () => {
    const before = Array.from({ length: 10 }, (_, clock) => type(clock));
    const closed = store.archivePlan(plan.id, true);
    const after = Array.from({ length: 10 }, (_, clock) => type(10 + clock));
    await closed;
    expect((await Promise.all(before)).flat().map(({ kind }) => kind)).toEqual(Array(10).fill('stored'));
    expect((await Promise.all(after)).flat()).toEqual(Array(10).fill({ kind: 'closed' }));
    expect(await store.readLog(plan.id, 0)).toHaveLength(10);
  });

  test('STORE-44 nothing lands behind a freeze, and what lands before it is seen by it', async () => {
    const freeze = (seq: number) =>
      store.freeze(
        {
          planId: plan.id,
          number: 1,
          digest: 'd',
          seq,
          frozenAt: 1,
          frozenBy: user.id,
          reason: null,
          dossier: null,
        },
        [],
      );
    const first = type(0);
    expect(await freeze(0)).toBe('moved-on');
    await first;
    const frozen = freeze(1);
    const after = Array.from({ length: 10 }, (_, clock) => type(1 + clock));
    expect(await frozen).toBe('frozen');
    expect((await Promise.all(after)).flat()).toEqual(Array(10).fill({ kind: 'closed' }));
    expect(await store.readLog(plan.id, 0)).toHaveLength(1);
  });

  test('STORE-45 a second server is kept away from the data', () => {
    expect(() => openSqliteStore(path)).toThrow(/in use by another server/);
  });
});

test('STORE-49 a long journal begins anew when the tables hold it all, and have flushed it', async () => {
  const outer = openSqliteStore(path);
  const { plan, users } = await seedPlan(outer, 1);
  await outer.close();
  const db = new Database(path);
  const flushes: boolean[] = [];
  const transact = db.transaction.bind(db);
  db.transaction = (job, options) => {
    flushes.push(options?.flushed ?? true);
    return transact(job, options);
  };
  const anew: { flushed: boolean | undefined; rows: number }[] = [];
  class Watched extends Journal {
    override restart(): void {
      super.restart();
      anew.push({ flushed: flushes.at(-1), rows: rowsInTables(path) });
    }
  }
  const admission = new Admission(db);
  const ahead = new WriteAhead(db, admission, new Watched(`${path}.journal`));
  const { append, readLog } = log(db, admission, ahead);
  anew.length = 0;
  for (let clock = 0; clock < 10; clock += 1) {
    const ranges = [{ client: 7, from: clock, to: clock + 1 }];
    await append([anEntry(plan.id, users[0]!.id, ranges, new Uint8Array(700 * 1024).fill(clock))]);
    // A reader has the tables brought up to date, which are not flushed for it.
    if (clock % 2 === 0) await readLog(plan.id, 0);
  }
  // After the fifth and the tenth it is longer than three megabytes.
  expect(anew).toEqual([
    { flushed: true, rows: 5 },
    { flushed: true, rows: 10 },
  ]);
  expect(flushes.filter((flushed) => !flushed).length).toBeGreaterThan(1);
  expect(db.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
  await ahead.close();
  db.close();
});

test('STORE-54 a stopped server leaves nothing in its journal, so that a copy of the tables can be put back alone', async () => {
  const { plan, users } = await (async () => {
    const store = openSqliteStore(path);
    const seeded = await seedPlan(store, 1);
    await store.close();
    return seeded;
  })();
  const before = afterCrash();
  const store = openSqliteStore(path);
  const type = (clock: number) =>
    store.append([
      anEntry(
        plan.id,
        users[0]!.id,
        [{ client: 7, from: clock, to: clock + 1 }],
        Uint8Array.of(clock),
        clock,
      ),
    ]);
  await type(0);
  await store.readLog(plan.id, 0);
  await type(1);
  await store.close();
  expect(rowsInTables(afterCrash())).toBe(2);
  const journal = new Journal(`${path}.journal`);
  expect(journal.found).toEqual([]);
  journal.close();
  const putBack = openSqliteStore(afterCrash(before));
  expect(await putBack.readLog(plan.id, 0)).toEqual([]);
  await putBack.close();
});

test('STORE-55 where the tables cannot be written edits are still taken, and it is said now and then', async () => {
  const outer = openSqliteStore(path);
  const { plan, users } = await seedPlan(outer, 1);
  await outer.close();
  const db = new Database(path);
  const admission = new Admission(db);
  const ahead = new WriteAhead(db, admission, new Journal(`${path}.journal`));
  const { append, readLog } = log(db, admission, ahead);
  const transact = db.transaction.bind(db);
  db.transaction = () => {
    throw new Error('the disk is full');
  };
  const began = performance.now();
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
  for (let clock = 0; clock < 20; clock += 1) {
    const ranges = [{ client: 7, from: clock, to: clock + 1 }];
    const update = new Uint8Array(700 * 1024).fill(clock);
    expect(await append([anEntry(plan.id, users[0]!.id, ranges, update)])).toMatchObject([
      { kind: 'stored' },
    ]);
  }
  // Longer than three megabytes since the fifth of them, each of which would have it begin anew.
  const most = 1 + Math.ceil((performance.now() - began) / 2_000);
  expect(complaints.mock.calls.length).toBeGreaterThanOrEqual(1);
  expect(complaints.mock.calls.length).toBeLessThanOrEqual(most);
  await expect(readLog(plan.id, 0)).rejects.toThrow('the disk is full');
  complaints.mockRestore();
  db.transaction = transact;
  expect(await readLog(plan.id, 0)).toHaveLength(20);
  await ahead.close();
  db.close();
});

test('STORE-46 a commit that fails leaves nothing, nor do those that were numbered after it', async () => {
  const outer = openSqliteStore(path);
  const { plan, users } = await seedPlan(outer, 1);
  await outer.close();

  /** A disk that fails when it is told to. */
  class Moody extends Journal {
    fails = 0;
    override async append(rows: readonly AdmittedRow[]): Promise<void> {
      if (this.fails > 0) {
        this.fails -= 1;
        throw new Error('the disk is full');
      }
      return super.append(rows);
    }
  }
  const db = new Database(path);
  const admission = new Admission(db);
  const journal = new Moody(`${path}.journal`);
  const ahead = new WriteAhead(db, admission, journal);
  const { append, readLog } = log(db, admission, ahead);
  const type = (clock: number) =>
    append([
      anEntry(plan.id, users[0]!.id, [{ client: 7, from: clock, to: clock + 1 }], Uint8Array.of(clock)),
    ]);
  expect(await type(0)).toEqual([{ kind: 'stored', seq: 1 }]);
  journal.fails = 1;
  const outcomes = await Promise.allSettled([type(1), type(2), type(3)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await type(1)).toEqual([{ kind: 'stored', seq: 2 }]);
  expect(await type(2)).toEqual([{ kind: 'stored', seq: 3 }]);
  expect((await readLog(plan.id, 0)).map(({ update }) => [...update])).toEqual([[0], [1], [2]]);
  await ahead.close();
  db.close();
});
