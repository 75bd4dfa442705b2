import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { loadRoom } from '@filiera/server/src/collab/load.ts';
import { decodeExtract, encodeExtract } from '@filiera/server/src/collab/snapshot-extract.ts';
import { verifyLog } from '@filiera/server/src/history/verify-log.ts';
import { openSqliteReader, openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { Verification } from '@filiera/shared/history/api.ts';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { tamper, writeLog } from '../support/evidence.ts';
import { anAssociation, aPlan, aUser } from '../support/stores.ts';

const ROWS = 12;
const PLAN = 'p1';
const OTHER = 'p2';

let folder: string;
let whole: string;
let path: string;
let copies = 0;

/** A data file with two plans that two members have written, and a third that nobody has. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'filiera-verify-'));
  whole = join(folder, 'whole.db');
  const store = openSqliteStore(whole);
  const association = anAssociation();
  await store.createAssociation(association);
  for (const id of ['anna', 'bruno', 'carla'])
    await store.createUser(aUser({ id, email: `${id}@example.org` }));
  for (const id of [PLAN, OTHER, 'p3'])
    await store.createPlan(aPlan(association.id, 'anna', { id, templateId: 'a1-2023-2024' }));
  await writeLog(store, PLAN, ['anna', 'bruno'], ROWS);
  await writeLog(store, OTHER, ['anna', 'bruno'], 3);
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of that file, to be spoilt. */
function fresh(): string {
  copies += 1;
  path = join(folder, `copy-${copies}.db`);
  copyFileSync(whole, path);
  return path;
}
afterEach(() => {
  for (const suffix of ['', '-wal', '-shm']) if (path) rmSync(path + suffix, { force: true });
});

async function verify(planId = PLAN): Promise<Verification | null> {
  const reader = openSqliteReader(path);
  try {
    return await verifyLog(reader, planId);
  } finally {
    await reader.close();
  }
}

describe('verifying a log', () => {
  test('CHAIN-4 a log that nobody touched is in order, with its snapshots, and after its room was loaded again', async () => {
    fresh();
    expect(await verify('p3')).toEqual({ rows: 0, head: '', problem: null });
    expect(await verify('none')).toBe(null);
    let head = '';
    for (const more of [0, 5, 250]) {
      const store = openSqliteStore(path);
      await writeLog(store, PLAN, ['anna', 'carla'], more, 200 + more);
      const { document, seq } = await loadRoom(PLAN, store);
      const state = Y.encodeStateAsUpdate(document.doc);
      await store.putSnapshot(PLAN, { seq, state, extract: null });
      expect((await store.getSnapshot(PLAN))?.seq).toBe(seq);
      const last = (await store.readLog(PLAN, seq - 1))[0]!;
      await store.close();
      head = Buffer.from(last.digest).toString('hex');
      expect(await verify()).toEqual({ rows: seq, head, problem: null });
    }
    expect(head).toMatch(/^[0-9a-f]{64}$/);
  });

  const row = (seq: number): string => `plan_id = '${PLAN}' AND seq = ${seq}`;
  const move = (from: number, to: number): string => `UPDATE log SET seq = ${to} WHERE ${row(from)}`;
  const swapped = (column: string): string =>
    `UPDATE log SET ${column} = (SELECT ${column} FROM log AS other WHERE other.plan_id = log.plan_id
       AND other.seq = 14 - log.seq) WHERE plan_id = '${PLAN}' AND seq IN (4, 10)`;
  test.each<[string, string[], Verification['problem']]>([
    [
      'a changed byte',
      [`UPDATE log SET bytes = CAST(bytes || x'00' AS BLOB) WHERE ${row(5)}`],
      { kind: 'changed', seq: 5 },
    ],
    ['another author', [`UPDATE log SET user_id = 'carla' WHERE ${row(3)}`], { kind: 'changed', seq: 3 }],
    ['another moment', [`UPDATE log SET at = at - 1 WHERE ${row(1)}`], { kind: 'changed', seq: 1 }],
    [
      'written offline after all',
      [`UPDATE log SET offline = 1 - offline WHERE ${row(7)}`],
      { kind: 'changed', seq: 7 },
    ],
    [
      'a restore after all',
      [`UPDATE log SET origin = 'restore' WHERE ${row(12)}`],
      { kind: 'changed', seq: 12 },
    ],
    ['another digest', [`UPDATE log SET digest = zeroblob(32) WHERE ${row(6)}`], { kind: 'changed', seq: 6 }],
    ['two neighbours swapped', [move(4, 99), move(5, 4), move(99, 5)], { kind: 'reordered', seq: 4 }],
    ['two rows far apart swapped', [move(2, 99), move(9, 2), move(99, 9)], { kind: 'reordered', seq: 2 }],
    ['rows swapped under their digests', [swapped('bytes')], { kind: 'changed', seq: 4 }],
    ['a row taken out', [`DELETE FROM log WHERE ${row(6)}`], { kind: 'missing', seq: 6 }],
    ['the first row taken out', [`DELETE FROM log WHERE ${row(1)}`], { kind: 'missing', seq: 1 }],
    [
      'a row taken out and the gap closed',
      [
        `DELETE FROM log WHERE ${row(6)}`,
        ...[7, 8, 9, 10, 11, 12].map((seq) => move(seq, seq - 1)),
        `UPDATE plans SET seq = 11 WHERE id = '${PLAN}'`,
      ],
      { kind: 'changed', seq: 6 },
    ],
    ['the last row cut off', [`DELETE FROM log WHERE ${row(12)}`], { kind: 'cut', seq: 12 }],
    ['all cut off', [`DELETE FROM log WHERE plan_id = '${PLAN}'`], { kind: 'cut', seq: 1 }],
    [
      'cut off behind a frozen version',
      [
        `INSERT INTO versions VALUES ('${PLAN}', 1, 'd', 12, 1, 'anna', NULL, NULL)`,
        `DELETE FROM struct_ranges WHERE ${row(12)}`,
        `DELETE FROM log WHERE ${row(12)}`,
        `UPDATE plans SET seq = 11 WHERE id = '${PLAN}'`,
      ],
      { kind: 'cut', seq: 12 },
    ],
    [
      'more rows than the plan says',
      [`UPDATE plans SET seq = 11 WHERE id = '${PLAN}'`],
      { kind: 'changed', seq: 12 },
    ],
    [
      'a range of another row',
      [`UPDATE struct_ranges SET seq = 4 WHERE ${row(6)}`],
      { kind: 'changed', seq: 6 },
    ],
    [
      'a shorter range',
      [`UPDATE struct_ranges SET to_clock = to_clock - 1 WHERE ${row(8)}`],
      { kind: 'changed', seq: 8 },
    ],
    ['a range taken out', [`DELETE FROM struct_ranges WHERE ${row(12)}`], { kind: 'changed', seq: 12 }],
    [
      'a range too many',
      [`INSERT INTO struct_ranges VALUES ('${PLAN}', 100, 500, 501, 5)`],
      { kind: 'changed', seq: 5 },
    ],
    [
      "a client of somebody else's",
      [`UPDATE plan_clients SET user_id = 'carla' WHERE plan_id = '${PLAN}' AND client = 101`],
      { kind: 'changed', seq: 2 },
    ],
    [
      'a client that wrote nothing',
      [`INSERT INTO plan_clients VALUES ('${PLAN}', 7, 'carla')`],
      { kind: 'changed', seq: 0 },
    ],
  ])('CHAIN-5 %s is found and named', async (_what, statements, problem) => {
    tamper(fresh(), ...statements);
    expect((await verify())?.problem).toEqual(problem);
    // The other plan has nothing to do with it.
    expect((await verify(OTHER))?.problem).toBe(null);
  });

  test('CHAIN-9 a snapshot that says what nobody wrote is found, and so are authors that it makes up', async () => {
    const spoil = async (
      change: (kept: { doc: Y.Doc; state: Uint8Array; extract: Uint8Array | null; seq: number }) => {
        state: Uint8Array;
        extract: Uint8Array | null;
        seq?: number;
      },
    ): Promise<Verification['problem'] | undefined> => {
      fresh();
      const store = openSqliteStore(path);
      const { document, seq, cells } = await loadRoom(PLAN, store);
      const state = Y.encodeStateAsUpdate(document.doc);
      const extract = encodeExtract(state, { vector: document.vector(), cells: cells.all() });
      const spoilt = change({ doc: document.doc, state, extract, seq });
      await store.putSnapshot(PLAN, { seq, ...spoilt });
      await store.close();
      return (await verify())?.problem;
    };
    const wrong = { kind: 'snapshot', seq: ROWS };
    /** The same bytes but for one letter of a value. */
    const otherLetter = (state: Uint8Array): Uint8Array => {
      const bytes = Buffer.from(state);
      const at = bytes.indexOf(`value ${ROWS - 1}`);
      bytes[at] = 'V'.charCodeAt(0);
      return bytes;
    };
    expect(await spoil(({ state, extract }) => ({ state, extract }))).toBe(null);
    expect(await spoil(({ state }) => ({ state, extract: null }))).toBe(null);
    expect(await spoil(({ state }) => ({ state: otherLetter(state), extract: null }))).toEqual(wrong);
    expect(
      await spoil(({ doc }) => {
        doc.getMap('fields').set('more', 'than was written');
        return { state: Y.encodeStateAsUpdate(doc), extract: null };
      }),
    ).toEqual(wrong);
    expect(
      await spoil(({ doc }) => {
        doc.getMap('fields').delete('field-1');
        return { state: Y.encodeStateAsUpdate(doc), extract: null };
      }),
    ).toEqual(wrong);
    for (const change of [{ userId: 'carla' }, { at: 5 }, { key: 'field-x' }]) {
      expect(
        await spoil(({ doc, state, extract }) => {
          const { cells } = decodeExtract(state, extract)!;
          const lie = cells.map((cell, index) => (index === 0 ? { ...cell, ...change } : cell));
          return { state, extract: encodeExtract(state, { vector: Y.encodeStateVector(doc), cells: lie }) };
        }),
      ).toEqual(wrong);
    }
    // The plan, its index and its log were all cut; what was kept beside them tells of it.
    fresh();
    const store = openSqliteStore(path);
    const { document, seq } = await loadRoom(PLAN, store);
    await store.putSnapshot(PLAN, { seq, state: Y.encodeStateAsUpdate(document.doc), extract: null });
    await store.close();
    tamper(
      path,
      `DELETE FROM struct_ranges WHERE ${row(ROWS)}`,
      `DELETE FROM log WHERE ${row(ROWS)}`,
      `UPDATE plans SET seq = ${ROWS - 1} WHERE id = '${PLAN}'`,
    );
    expect((await verify())?.problem).toEqual({ kind: 'cut', seq: ROWS });
  });

  test('CHAIN-6 whatever is changed in the evidence, verifying finds something wrong', async () => {
    const seq = fc.integer({ min: 1, max: ROWS });
    const one = fc.oneof(
      fc
        .tuple(seq, fc.nat(60), fc.integer({ min: 1, max: 255 }))
        .map(([at, offset, bits]) => ({ at, offset, bits })),
      fc
        .tuple(seq, fc.constantFrom('user_id', 'at', 'offline', 'origin', 'digest'))
        .map(([at, column]) => ({ at, column })),
      fc.tuple(seq, fc.constantFrom('log', 'struct_ranges')).map(([at, table]) => ({ at, table })),
      fc
        .tuple(seq, seq)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => ({ a, b })),
    );
    const other = {
      user_id: `'carla'`,
      at: 'at + 1',
      offline: '1 - offline',
      origin: `'restore'`,
      digest: 'randomblob(32)',
    } as const;
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 3 }), async (changes) => {
        fresh();
        const before = dump();
        for (const change of changes) {
          if ('bits' in change) flip(change.at, change.offset, change.bits);
          else if ('column' in change) {
            const value = other[change.column as keyof typeof other];
            tamper(path, `UPDATE log SET ${change.column} = ${value} WHERE ${row(change.at)}`);
          } else if ('table' in change) tamper(path, `DELETE FROM ${change.table} WHERE ${row(change.at)}`);
          else tamper(path, move(change.a, 99), move(change.b, change.a), move(99, change.b));
        }
        const isChanged = dump() !== before;
        expect((await verify())?.problem !== null).toBe(isChanged);
        for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      }),
      { numRuns: 30 },
    );
  });

  /** All the evidence of the plan as one text. */
  function dump(): string {
    const raw = new DatabaseSync(path);
    const all = ['log', 'struct_ranges', 'plan_clients'].map((table) =>
      raw.prepare(`SELECT * FROM ${table} WHERE plan_id = '${PLAN}'`).all(),
    );
    raw.close();
    return JSON.stringify(all);
  }

  /** Flips bits of one byte of a row's update. */
  function flip(seq: number, offset: number, bits: number): void {
    const raw = new DatabaseSync(path);
    const found = raw.prepare(`SELECT bytes FROM log WHERE ${row(seq)}`).get();
    raw.close();
    if (!found) return;
    const bytes = Buffer.from(found.bytes as Uint8Array);
    bytes[offset % bytes.length]! ^= bits;
    tamper(path, `UPDATE log SET bytes = x'${bytes.toString('hex')}' WHERE ${row(seq)}`);
  }

  test('CHAIN-8 what is appended while a log is verified is left out, and disturbs nothing', async () => {
    fresh();
    const store = openSqliteStore(path);
    await writeLog(store, PLAN, ['anna'], 250, 300);
    // Whoever asks the store has its tables brought up to date; a reader sees what is in the tables.
    await store.getPlan(PLAN);
    const reader = openSqliteReader(path);
    let reads = 0;
    const busy = {
      ...reader,
      readLog: async (...asked: Parameters<typeof reader.readLog>) => {
        const page = await reader.readLog(...asked);
        reads += 1;
        await writeLog(store, PLAN, ['bruno', 'carla'], 3, 1_000 * reads);
        return page;
      },
      readRanges: async (...asked: Parameters<typeof reader.readRanges>) => {
        reads += 1;
        await writeLog(store, PLAN, ['bruno', 'anna'], 2, 1_000 * reads);
        return reader.readRanges(...asked);
      },
    };
    expect(await verifyLog(busy, PLAN)).toMatchObject({ rows: ROWS + 250, problem: null });
    await reader.close();
    await store.close();
    expect((await verify())?.problem).toBe(null);
  });
});

describe('npm run verify-log', () => {
  const PROGRAM = join(import.meta.dirname, '../../server/src/verify-log.ts');

  async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { ...process.env, DATA_DIR: join(folder, 'data') },
    });
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, out, err };
  }

  test('CHAIN-7 it says of each plan whether its log is whole, while the server runs, and changes nothing', async () => {
    expect(await run('all')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no data file'),
    });
    path = join(folder, 'data', 'filiera.db');
    await openSqliteStore(path).close();
    copyFileSync(whole, path);
    const bytes = readFileSync(path);
    const store = openSqliteStore(path);
    const good = await run('all');
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(good.out).toMatch(/^Plan p1: in order, 12 rows, the last with the digest [0-9a-f]{64}\.$/m);
    expect(good.out).toMatch(/^Plan p3: in order, nothing has been written yet\.$/m);
    expect(good.out.trim().split('\n')).toHaveLength(3);
    await store.close();
    expect(readFileSync(path).equals(bytes)).toBe(true);

    tamper(path, `UPDATE log SET user_id = 'carla' WHERE plan_id = '${OTHER}' AND seq = 2`);
    const bad = await run('all');
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/^Plan p2: WRONG\. Row 2 of its log is not what was written/m);
    expect((await run(PLAN)).code).toBe(0);
    expect(await run('none')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no plan none'),
    });
    expect(await run()).toMatchObject({ code: 1, err: expect.stringContaining('Which plan?') });
  });
});
