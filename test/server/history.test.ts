import type { PlanRecord, UserRow } from '@filiera/server/src/store/store.ts';
import {
  authorsSchema,
  cellHistorySchema,
  feedSchema,
  historySchema,
  structsSchema,
} from '@filiera/shared/history/api.ts';
import type { PlanRole } from '@filiera/shared/permissions.ts';
import { addRow, removeRow, setCell, setField } from '@filiera/shared/plan/edit.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { type Browser, makeApp, type TestApp } from '../support/app.ts';
import { aPlan } from '../support/stores.ts';
import { paragraph, Writer } from '../support/writers.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2023, 5, 10, 10);

let app: TestApp;
let users: { anna: UserRow; bruno: UserRow; carla: UserRow };
let plan: PlanRecord;
let pages: { anna: Writer; bruno: Writer };
let browser: Browser;

beforeEach(async () => {
  app = await makeApp();
  users = {
    anna: await app.addMember('manager', { name: 'Anna Rossi' }),
    bruno: await app.addMember('member', { name: 'Bruno Neri' }),
    carla: await app.addMember('member', { name: 'Carla Gatti' }),
  };
  plan = aPlan(app.association.id, users.anna.id, { templateId: 'a1-2023-2024' });
  await app.store.createPlan(plan);
  const roles: [UserRow, PlanRole][] = [
    [users.anna, 'manager'],
    [users.bruno, 'contributor'],
    [users.carla, 'reader'],
  ];
  for (const [user, role] of roles) await app.store.setPlanRole(plan.id, user.id, role);
  pages = {
    anna: new Writer(app.store, plan.id, users.anna.id, 11),
    bruno: new Writer(app.store, plan.id, users.bruno.id, 22),
  };
  browser = await app.signedIn(users.anna);
});
afterEach(() => app.close());

const address = (rest = ''): string => `/api/plans/${plan.id}/history${rest}`;
const get = async (rest = ''): Promise<unknown> => (await browser.send('GET', address(rest))).json;

/** Anna writes, and Bruno goes on with what she wrote. */
async function writeTogether(): Promise<void> {
  const { anna, bruno } = pages;
  await anna.write(
    (doc) => {
      setCell(doc, 'costs', 'staff', 'y2023', 100_00);
      doc.getXmlFragment(textRoot('actions-1')).insert(0, [paragraph('Incontri mensili')]);
    },
    { at: NOON },
  );
  await bruno.hear();
  await bruno.write((doc) => setCell(doc, 'costs', 'staff', 'y2023', 120_00), { at: NOON + MINUTE });
  await bruno.write((doc) => setField(doc, 'duration-from', '2023-01-01'), {
    at: NOON + 2 * MINUTE,
    offline: true,
  });
  await anna.hear();
  await anna.write(
    (doc) => {
      const text = (doc.getXmlFragment(textRoot('actions-1')).get(0) as Y.XmlElement).get(0) as Y.XmlText;
      text.delete(0, 9);
      text.insert(0, 'Riunioni ');
    },
    { at: NOON + 30 * MINUTE },
  );
}

describe('the history of a plan', () => {
  test('HIST-1 a cell lists every change: before, after, who, when, and whether it was written offline', async () => {
    await writeTogether();
    const { changes, people } = cellHistorySchema.parse(
      await get('/cell?root=table%2Fcosts&key=staff%2Fy2023'),
    );
    expect(changes).toEqual([
      {
        seq: 2,
        at: NOON + MINUTE,
        userId: users.bruno.id,
        before: 100_00,
        after: 120_00,
        offline: false,
        origin: 'edit',
      },
      {
        seq: 1,
        at: NOON,
        userId: users.anna.id,
        before: null,
        after: 100_00,
        offline: false,
        origin: 'edit',
      },
    ]);
    expect(people.map(({ name }) => name).sort()).toEqual(['Anna Rossi', 'Bruno Neri']);
    const field = cellHistorySchema.parse(await get('/cell?root=fields&key=duration-from'));
    expect(field.changes).toEqual([
      {
        seq: 3,
        at: NOON + 2 * MINUTE,
        userId: users.bruno.id,
        before: null,
        after: '2023-01-01',
        offline: true,
        origin: 'edit',
      },
    ]);
  });

  test('HIST-2 every client is somebody’s, and every struct has the row that brought it', async () => {
    await writeTogether();
    const all = authorsSchema.parse(await get('/authors'));
    expect(new Map(all.clients)).toEqual(
      new Map([
        [11, users.anna.id],
        [22, users.bruno.id],
      ]),
    );
    expect(authorsSchema.parse(await get('/authors?clients=22,99')).clients).toEqual([[22, users.bruno.id]]);
    const { structs } = structsSchema.parse(await get('/structs?at=11.0,22.1,22.2,99.0'));
    expect(structs).toEqual([
      { seq: 1, at: NOON, userId: users.anna.id, offline: false, origin: 'edit' },
      { seq: 3, at: NOON + 2 * MINUTE, userId: users.bruno.id, offline: true, origin: 'edit' },
      null,
      null,
    ]);
  });

  test('HIST-3 the feed has one sitting for what one member wrote without a longer pause', async () => {
    await writeTogether();
    const { sittings, next } = feedSchema.parse(await get('/feed'));
    expect(next).toBeNull();
    expect(
      sittings.map(({ userId, fromSeq, offline, parts }) => ({ userId, fromSeq, offline, parts })),
    ).toEqual([
      {
        userId: users.anna.id,
        fromSeq: 4,
        offline: false,
        parts: [{ kind: 'text', root: 'text/actions-1', inserted: 9, deleted: 9, seq: 4 }],
      },
      {
        userId: users.bruno.id,
        fromSeq: 3,
        offline: true,
        parts: [
          { kind: 'cell', root: 'fields', key: 'duration-from', before: null, after: '2023-01-01', seq: 3 },
        ],
      },
      {
        userId: users.bruno.id,
        fromSeq: 2,
        offline: false,
        parts: [
          { kind: 'cell', root: 'table/costs', key: 'staff/y2023', before: 100_00, after: 120_00, seq: 2 },
        ],
      },
      {
        userId: users.anna.id,
        fromSeq: 1,
        offline: false,
        parts: [
          { kind: 'text', root: 'text/actions-1', inserted: 16, deleted: 0, seq: 1 },
          { kind: 'cell', root: 'table/costs', key: 'staff/y2023', before: null, after: 100_00, seq: 1 },
        ],
      },
    ]);
  });

  test('HIST-4 a sitting tells what changed from before it to after it, and nothing that cancels out', async () => {
    const { anna, bruno } = pages;
    await anna.write(
      (doc) => {
        doc.getXmlFragment(textRoot('actions-1')).insert(0, [paragraph('Incontri')]);
        setCell(doc, 'costs', 'staff', 'y2023', 1);
      },
      { at: NOON },
    );
    await anna.write((doc) => setCell(doc, 'costs', 'staff', 'y2023', 2), { at: NOON + MINUTE });
    const at = NOON + 60 * MINUTE;
    await bruno.hear();
    await bruno.write((doc) => addRow(doc, 'spend-1', { id: 'r1', order: 'a0' }), { at });
    await bruno.write((doc) => setCell(doc, 'spend-1', 'r1', 'item', 'Viaggi'), { at });
    await bruno.write((doc) => removeRow(doc, 'spend-1', 'r1'), { at });
    await bruno.write((doc) => addRow(doc, 'spend-1', { id: 'r2', order: 'a0' }), { at });
    const text = (bruno.doc.getXmlFragment(textRoot('actions-1')).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    await bruno.write(() => text.insert(8, ' mensili'), { at });
    await bruno.write(() => text.delete(5, 11), { at });
    await bruno.write((doc) => setCell(doc, 'costs', 'staff', 'y2023', 3), { at });
    await bruno.write((doc) => setCell(doc, 'costs', 'staff', 'y2023', 2), { at });
    const { sittings } = feedSchema.parse(await get('/feed'));
    expect(sittings.map(({ parts }) => parts)).toEqual([
      [
        { kind: 'text', root: 'text/actions-1', inserted: 0, deleted: 3, seq: 8 },
        { kind: 'rows', root: 'table/spend-1', added: 1, removed: 0, seq: 6 },
      ],
      [
        { kind: 'text', root: 'text/actions-1', inserted: 8, deleted: 0, seq: 1 },
        { kind: 'cell', root: 'table/costs', key: 'staff/y2023', before: null, after: 2, seq: 2 },
      ],
    ]);
  });

  test('HIST-5 the feed is read by person, section and day, and page by page', async () => {
    await writeTogether();
    const seqs = async (query: string): Promise<number[]> =>
      feedSchema.parse(await get(`/feed?${query}`)).sittings.map(({ fromSeq }) => fromSeq);
    expect(await seqs(`person=${users.bruno.id}`)).toEqual([3, 2]);
    expect(await seqs('section=section-4')).toEqual([2, 1]);
    expect(await seqs('day=2023-06-10')).toEqual([4, 3, 2, 1]);
    expect(await seqs('day=2023-06-11')).toEqual([]);
    const first = feedSchema.parse(await get('/feed?limit=3'));
    expect([first.sittings.length, first.next]).toEqual([3, 2]);
    expect(await seqs('limit=3&before=2')).toEqual([1]);
    for (const query of ['day=2023-02-30', 'limit=0', 'limit=201', 'before=x', `person=${'x'.repeat(101)}`]) {
      expect((await browser.send('GET', address(`/feed?${query}`))).status, query).toBe(400);
    }
  });

  test('HIST-6 the overview has the last row, the sittings’ last rows, and how large log and plan are', async () => {
    await writeTogether();
    const overview = historySchema.parse(await get());
    expect(overview.seq).toBe(4);
    expect(overview.steps.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    const log = await app.store.readLog(plan.id, 0);
    expect(overview.size.logBytes).toBe(log.reduce((sum, { update }) => sum + update.length, 0));
    expect(overview.size.planBytes).toBeGreaterThan(0);
  });

  test('HIST-7 whoever may open the plan may read its history, and nobody else', async () => {
    await writeTogether();
    const stranger = await app.signedIn(await app.addMember('member'));
    const reader = await app.signedIn(users.carla);
    for (const rest of ['', '/feed', '/cell?root=fields&key=x', '/authors', '/structs?at=1.0']) {
      expect((await stranger.send('GET', address(rest))).status).toBe(404);
      expect((await app.browser().send('GET', address(rest))).status).toBe(401);
      expect((await reader.send('GET', address(rest))).status).toBe(200);
    }
    for (const rest of [
      '/cell',
      '/cell?root=fields',
      '/structs',
      '/structs?at=1',
      '/structs?at=5000000000.0',
      '/authors?clients=x',
    ]) {
      expect((await reader.send('GET', address(rest))).status, rest).toBe(400);
    }
  });
});
