import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { NO_DIGEST, rowDigest } from '@filiera/server/src/store/chain.ts';
import { StoreError } from '@filiera/server/src/store/failure.ts';
import { Database } from '@filiera/server/src/store/sqlite/database.ts';
import { migrate } from '@filiera/server/src/store/sqlite/migrations.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anEntry, seedPlan } from '../support/stores.ts';
import { aThread, WIDE, words } from '../support/threads.ts';

describe('the SQLite file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'filiera-sqlite-'));
    path = join(folder, 'filiera.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const refusal = (): StoreError => {
    try {
      openSqliteStore(path);
    } catch (error) {
      expect(error).toBeInstanceOf(StoreError);
      return error as StoreError;
    }
    throw new Error('the store opened');
  };

  test('STORE-23 every commit is synced to the disk before it is acknowledged', () => {
    const db = new Database(path);
    expect(db.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(db.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
    expect(db.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
    db.close();
  });

  test('STORE-24 rows that are evidence refuse every change, whoever sends it', async () => {
    const store = openSqliteStore(path);
    const { plan, users } = await seedPlan(store, 1);
    await store.append([anEntry(plan.id, users[0]!.id, [{ client: 1, from: 0, to: 2 }])]);
    await store.freeze(
      {
        planId: plan.id,
        number: 1,
        digest: 'd',
        seq: 1,
        frozenAt: 1,
        frozenBy: users[0]!.id,
        reason: null,
        dossier: null,
      },
      [{ name: 'plan.json', mediaType: 'application/json', sha256: 's', content: Uint8Array.of(1) }],
    );
    await store.openThread(aThread(plan.id, users[0]!.id, { blocking: true }), WIDE);
    const after = { planId: plan.id, number: 1, at: 2, userId: users[0]!.id };
    await store.addFiling({ ...after, protocol: 'PG/1', date: '2024-01-12' });
    await store.reopen({ ...after, reason: 'Variazione' });
    await store.close();
    const raw = new DatabaseSync(path);
    for (const [table, column] of [
      ['log', 'at'],
      ['log', 'offline'],
      ['log', 'origin'],
      ['log', 'digest'],
      ['plan_clients', 'client'],
      ['struct_ranges', 'seq'],
      ['versions', 'frozen_at'],
      ['versions', 'dossier'],
      ['reopenings', 'reason'],
      ['filings', 'protocol'],
      ['version_files', 'position'],
      ['thread_trail', 'value'],
    ]) {
      expect(() => raw.exec(`UPDATE ${table} SET ${column} = ${column}`), table).toThrow(/evidence/);
      expect(() => raw.exec(`DELETE FROM ${table}`), table).toThrow(/evidence/);
      expect(() => raw.exec(`REPLACE INTO ${table} SELECT * FROM ${table}`), table).toThrow(/evidence/);
    }
    raw.close();
  });

  test('THREAD-12 words of a comment that were deleted, or replaced, are nowhere in the file', async () => {
    const store = openSqliteStore(path);
    const { plan, users } = await seedPlan(store, 1);
    const by = users[0]!.id;
    const secret = (name: string): string => `${name} `.repeat(400);
    const ids: { threadId: string; commentId: string }[] = [];
    for (const text of ['cancellata', 'sostituita', 'rimasta']) {
      const thread = aThread(plan.id, by, { text: words(secret(text)) });
      await store.openThread(thread, WIDE);
      ids.push(thread);
    }
    const deed = { planId: plan.id, by, at: 1 };
    await store.deleteComment({ ...deed, ...ids[0]! });
    await store.editComment({ ...deed, ...ids[1]!, text: words('nuova'), mentions: [] }, WIDE);
    await store.close();
    const file = readFileSync(path);
    expect(['cancellata', 'sostituita', 'rimasta', 'nuova'].map((word) => file.includes(word))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test('INBOX-7 a notification that is not understood keeps no other from being read', async () => {
    const { plan, users } = await (async () => {
      const store = openSqliteStore(path);
      const seeded = await seedPlan(store, 1);
      const told = { kind: 'freeze', version: 1 } as const;
      const common = { userId: seeded.users[0]!.id, planId: seeded.plan.id, by: null, at: 1, told };
      await store.addNotifications(
        ['a', 'b', 'c'].map((id) => ({ ...common, id, key: id })),
        null,
      );
      await store.close();
      return seeded;
    })();
    const raw = new DatabaseSync(path);
    raw.exec(`UPDATE notifications SET told = '{"kind":"freeze"}' WHERE id = 'a'`);
    raw.exec(`UPDATE notifications SET told = '{' WHERE id = 'b'`);
    raw.close();
    const store = openSqliteStore(path);
    const page = { before: null, limit: 10, unread: false };
    expect(await store.listNotifications(users[0]!.id, page)).toMatchObject([{ id: 'c', planId: plan.id }]);
    await store.close();
  });

  test('STORE-32 a log from before the chain gets its digests once, and stays evidence', async () => {
    const rows = 1_203;
    const old = new Database(path);
    migrate(old, path, 2);
    old.exec(`
      INSERT INTO users VALUES ('u', 'u@example.org', 'Ugo', '#000000', 'it', 'x', 1);
      INSERT INTO associations VALUES ('a', 'Clust-ER', 1);
      INSERT INTO plans VALUES ('p', 'a', 'a1-2023', 1, 'Piano', 'open', 'open', 'u', 1, ${rows});
    `);
    old.exec('BEGIN');
    for (let seq = 1; seq <= rows; seq += 1)
      old.run('INSERT INTO log VALUES (?, ?, ?, ?, ?)', 'p', seq, 'u', 1_000 + seq, Uint8Array.of(seq % 256));
    old.exec('COMMIT');
    old.close();

    for (const again of [1, 2]) {
      const store = openSqliteStore(path);
      const log = await store.readLog('p', 0);
      expect(log.length, String(again)).toBe(rows + again - 1);
      let before: Uint8Array = NO_DIGEST;
      for (const row of log) {
        expect(row).toMatchObject({ offline: false, origin: 'edit' });
        const digest = rowDigest(before, { ...row, planId: 'p' });
        expect(Buffer.from(row.digest).equals(digest), `row ${row.seq}`).toBe(true);
        before = row.digest;
      }
      await store.append([anEntry('p', 'u')]);
      await store.close();
    }
    const after = new DatabaseSync(path);
    expect(() => after.exec('UPDATE log SET at = 1')).toThrow(/evidence/);
    expect(() => after.exec('DELETE FROM log')).toThrow(/evidence/);
    after.close();
  });

  test('STORE-25 a file of a newer version is refused in one sentence and left alone', async () => {
    await openSqliteStore(path).close();
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    const error = refusal();
    expect(error.kind).toBe('newer');
    expect(error.message).toMatch(/newer version of Filiera/);
  });

  test('STORE-26 a file of another program is refused', () => {
    const raw = new DatabaseSync(path);
    raw.exec('CREATE TABLE recipes (name TEXT)');
    raw.close();
    expect(refusal().kind).toBe('foreign');
    writeFileSync(path, 'This is no database, whatever its name says. '.repeat(50));
    expect(refusal().kind).toBe('foreign');
  });

  test('STORE-27 a folder that cannot be made is refused in one sentence', () => {
    writeFileSync(join(folder, 'file'), '');
    path = join(folder, 'file', 'data', 'filiera.db');
    const error = refusal();
    expect(error.kind).toBe('unwritable');
    expect(error.message).toContain(join(folder, 'file', 'data'));
  });
});
