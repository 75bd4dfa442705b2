import { Places } from '@filiera/server/src/history/places.ts';
import type { PlanRecord, UserRow } from '@filiera/server/src/store/store.ts';
import {
  authorsSchema,
  causesSchema,
  cellHistorySchema,
  comparisonSchema,
  feedSchema,
  historySchema,
  sharesSchema,
  structsSchema,
  unseenSchema,
  verificationSchema,
} from '@filiera/shared/history/api.ts';
import type { PlanRole } from '@filiera/shared/permissions.ts';
import { addRow, removeRow, setCell, setField } from '@filiera/shared/plan/edit.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Browser, makeApp, type TestApp } from '../support/app.ts';
import { aPlan } from '../support/stores.ts';
import { contentOf, paragraph, Writer } from '../support/writers.ts';

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

const template = findTemplate('a1-2023-2024', 1)!;
const sectionOf = (root: string, key = ''): string => new Places(template).sectionOf(root, key)!;

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

  test('HIST-6 a plan that nobody has written in has a history too, whoever asks how often', async () => {
    for (let times = 0; times < 2; times += 1) {
      const overview = historySchema.parse(await get());
      expect([overview.seq, overview.steps, overview.people]).toEqual([0, [], []]);
      expect(feedSchema.parse(await get('/feed')).sittings).toEqual([]);
      const { causes } = causesSchema.parse(await get('/causes'));
      expect(causes.length).toBeGreaterThan(0);
      expect(causes.every(({ edit }) => edit === null)).toBe(true);
    }
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

  test('HIST-10 a point in time is the document as the log had it', async () => {
    await writeTogether();
    for (let seq = 0; seq <= 4; seq += 1) {
      const answer = await browser.send('GET', address(`/at/${seq}`));
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      const then = new Y.Doc();
      Y.applyUpdate(then, answer.bytes);
      const replayed = new Y.Doc();
      for (const row of await app.store.readLog(plan.id, 0)) {
        if (row.seq <= seq) Y.applyUpdate(replayed, row.update);
      }
      expect(contentOf(then)).toEqual(contentOf(replayed));
    }
    expect((await browser.send('GET', address('/at/5'))).status).toBe(404);
    expect((await browser.send('GET', address('/at/x'))).status).toBe(404);
  });

  test('HIST-11 two points are compared: text by author, cells with their last change', async () => {
    await writeTogether();
    const between = comparisonSchema.parse(await get('/compare?from=1&to=4'));
    expect(between.texts).toEqual([
      {
        root: 'text/actions-1',
        paragraphs: [
          {
            runs: [
              { kind: 'deleted', text: 'Incontri ', userId: users.anna.id },
              { kind: 'inserted', text: 'Riunioni ', userId: users.anna.id },
              { kind: 'same', text: 'mensili', userId: null },
            ],
          },
        ],
      },
    ]);
    expect(between.cells).toEqual([
      {
        root: 'fields',
        key: 'duration-from',
        before: null,
        after: '2023-01-01',
        userId: users.bruno.id,
        at: NOON + 2 * MINUTE,
      },
      {
        root: 'table/costs',
        key: 'staff/y2023',
        before: 100_00,
        after: 120_00,
        userId: users.bruno.id,
        at: NOON + MINUTE,
      },
    ]);
    const none = comparisonSchema.parse(await get('/compare?from=4&to=4'));
    expect([none.texts, none.cells]).toEqual([[], []]);
    for (const query of ['from=2&to=1', 'from=0', 'to=1', 'from=0&to=9', 'from=-1&to=1']) {
      expect((await browser.send('GET', address(`/compare?${query}`))).status, query).toBe(400);
    }
  });

  test('HIST-12 shares: characters and cells of the plan as it is, by who wrote them', async () => {
    await writeTogether();
    const { sections } = sharesSchema.parse(await get('/shares'));
    expect(sections).toEqual([
      {
        section: sectionOf('fields', 'duration-from'),
        authors: [{ userId: users.bruno.id, characters: 0, cells: 1 }],
      },
      {
        section: sectionOf('text/actions-1'),
        authors: [{ userId: users.anna.id, characters: 16, cells: 0 }],
      },
      { section: 'section-4', authors: [{ userId: users.bruno.id, characters: 0, cells: 1 }] },
    ]);
  });

  test('HIST-13 each open issue names the edit since which it has been, and the cells that its rule looks at', async () => {
    const { anna } = pages;
    const issueOf = async (rule: string): Promise<unknown> => {
      const { causes } = causesSchema.parse(await get('/causes'));
      return causes.find(({ issue }) => issue.startsWith(`${rule}|`))?.edit;
    };
    await anna.write((doc) => setField(doc, 'duration-from', '2024-01-01'), { at: NOON });
    await anna.write((doc) => setField(doc, 'duration-to', '2024-12-01'), { at: NOON });
    expect(await issueOf('duration-order')).toBeUndefined();
    await anna.write(
      (doc) => {
        setField(doc, 'duration-to', '2023-12-01');
        setCell(doc, 'costs', 'staff', 'y2023', 5);
      },
      { at: NOON + MINUTE },
    );
    await anna.write((doc) => setField(doc, 'duration-to', '2023-11-01'), { at: NOON + 2 * MINUTE });
    expect(await issueOf('duration-order')).toEqual({
      seq: 3,
      at: NOON + MINUTE,
      userId: users.anna.id,
      changes: [{ root: 'fields', key: 'duration-to', before: '2024-12-01', after: '2023-12-01' }],
    });
    // What has been missing since the plan was empty names nobody.
    expect(await issueOf('required')).toBeNull();
    await anna.write((doc) => setField(doc, 'duration-to', '2024-11-01'), { at: NOON + 3 * MINUTE });
    expect(await issueOf('duration-order')).toBeUndefined();
  });

  test('HIST-14 an emptied text names who emptied it', async () => {
    const { anna, bruno } = pages;
    await anna.write((doc) => doc.getXmlFragment(textRoot('actions-1')).insert(0, [paragraph('Incontri')]), {
      at: NOON,
    });
    await bruno.hear();
    const text = (bruno.doc.getXmlFragment(textRoot('actions-1')).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    await bruno.write(() => text.delete(0, 7), { at: NOON });
    await bruno.write(() => text.delete(0, 1), { at: NOON + MINUTE });
    const { causes } = causesSchema.parse(await get('/causes'));
    expect(causes.find(({ issue }) => issue.includes('actions-1'))?.edit).toEqual({
      seq: 3,
      at: NOON + MINUTE,
      userId: users.bruno.id,
      changes: [],
    });
  });

  test('HIST-15 what others changed since a section was last seen, and nothing that is again as it was', async () => {
    const { anna, bruno } = pages;
    await anna.write((doc) => setCell(doc, 'costs', 'staff', 'y2023', 1), { at: NOON });
    expect(unseenSchema.parse(await get('/unseen')).sections).toEqual([]);
    await bruno.hear();
    await bruno.write((doc) => setCell(doc, 'costs', 'staff', 'y2023', 2), { at: NOON });
    await bruno.write((doc) => setCell(doc, 'costs', 'staff', 'y2024', 3), { at: NOON });
    await anna.write((doc) => setField(doc, 'duration-from', '2023-01-01'), { at: NOON });
    expect(unseenSchema.parse(await get('/unseen')).sections).toEqual([
      { section: 'section-4', places: 2, userIds: [users.bruno.id], since: 1 },
    ]);
    const seen = await browser.send('PUT', address('/seen'), { section: 'section-4', seq: 2 });
    expect(unseenSchema.parse(seen.json).sections).toEqual([
      { section: 'section-4', places: 1, userIds: [users.bruno.id], since: 2 },
    ]);
    await bruno.write((doc) => setCell(doc, 'costs', 'staff', 'y2024', null), { at: NOON });
    expect(unseenSchema.parse(await get('/unseen')).sections).toEqual([]);
    for (const body of [{ section: 'nowhere', seq: 1 }, { section: 'section-4', seq: -1 }, {}]) {
      expect((await browser.send('PUT', address('/seen'), body)).status).toBe(400);
    }
  });

  test('HIST-16 points get names from who may edit, and lose them to who gave them or a manager', async () => {
    await writeTogether();
    const [bruno, carla] = [await app.signedIn(users.bruno), await app.signedIn(users.carla)];
    const named = await bruno.send('POST', address('/names'), { name: ' Dopo la riunione ', seq: 2 });
    expect(named.status).toBe(201);
    const [point] = historySchema.parse(named.json).names;
    expect(point).toMatchObject({ name: 'Dopo la riunione', seq: 2, userId: users.bruno.id, version: null });
    const refused: [Browser, unknown, number][] = [
      [carla, { name: 'Mio', seq: 1 }, 403],
      [browser, { name: 'dopo la RIUNIONE', seq: 3 }, 409],
      [browser, { name: 'Futuro', seq: 99 }, 400],
      [browser, { name: '', seq: 1 }, 400],
    ];
    for (const [who, body, status] of refused) {
      expect((await who.send('POST', address('/names'), body)).status).toBe(status);
    }
    expect((await carla.send('DELETE', address(`/names/${point!.id}`))).status).toBe(403);
    expect((await browser.send('DELETE', address('/names/unknown'))).status).toBe(404);
    const after = await browser.send('DELETE', address(`/names/${point!.id}`));
    expect(historySchema.parse(after.json).names).toEqual([]);
  });

  test('HIST-17 a restore brings one root back by an edit under the page’s own client, and erases nothing', async () => {
    await writeTogether();
    const body = { seq: 1, root: 'text/actions-1', client: 77 };
    const answer = await browser.send('POST', address('/restore'), body);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    const { anna } = pages;
    const emitted: Uint8Array[] = [];
    anna.doc.on('update', (update: Uint8Array) => emitted.push(update));
    Y.applyUpdate(anna.doc, answer.bytes);
    // The page sends on what it applied, and the server knows it again by its bytes.
    expect(emitted).toEqual([answer.bytes]);
    expect(anna.doc.getXmlFragment('text/actions-1').toString()).toBe(
      '<paragraph>Incontri mensili</paragraph>',
    );
    expect(anna.doc.getMap('table/costs').get('staff/y2023')).toBe(120_00);
    expect([...Y.parseUpdateMeta(answer.bytes).to.keys()]).toEqual([77]);
    const seq = await anna.send(answer.bytes, { at: NOON + 31 * MINUTE, origin: 'restore' });
    const [sitting] = feedSchema.parse(await get('/feed')).sittings;
    expect(sitting).toMatchObject({ fromSeq: seq, toSeq: seq, origin: 'restore', userId: users.anna.id });
    const before = await browser.send('GET', address('/at/4'));
    const then = new Y.Doc();
    Y.applyUpdate(then, before.bytes);
    expect(then.getXmlFragment('text/actions-1').toString()).toBe('<paragraph>Riunioni mensili</paragraph>');
  });

  test('HIST-25 whoever may open a plan may have its log verified', async () => {
    await writeTogether();
    const reader = await app.signedIn(users.carla);
    const found = verificationSchema.parse((await reader.send('POST', address('/verify'))).json);
    const last = (await app.store.readLog(plan.id, 3))[0]!;
    expect(found).toEqual({ rows: 4, head: Buffer.from(last.digest).toString('hex'), problem: null });
    const stranger = await app.signedIn(await app.addMember('member'));
    expect((await stranger.send('POST', address('/verify'))).status).toBe(404);
  });

  test('HIST-18 a restore is for who may edit an open plan, under a client that nobody has used', async () => {
    await writeTogether();
    const good = { seq: 1, root: null, client: 500 };
    const send = async (who: Browser, body: unknown): Promise<number> =>
      (await who.send('POST', address('/restore'), body)).status;
    expect(await send(await app.signedIn(users.carla), good)).toBe(403);
    for (const bad of [
      { ...good, client: 22 },
      { ...good, client: 0 },
      { ...good, root: 'text/nowhere' },
      { ...good, root: 'other' },
      { ...good, seq: 99, client: 501 },
    ]) {
      expect(await send(browser, bad)).toBe(400);
    }
    expect(await send(browser, good)).toBe(200);
    expect(await send(browser, good)).toBe(400);
    await app.store.archivePlan(plan.id, true);
    expect(await send(browser, { ...good, client: 502 })).toBe(409);
  });

  test('HIST-7 whoever may open the plan may read its history, and nobody else', async () => {
    await writeTogether();
    const stranger = await app.signedIn(await app.addMember('member'));
    const reader = await app.signedIn(users.carla);
    for (const rest of [
      '',
      '/feed',
      '/cell?root=fields&key=x',
      '/authors',
      '/structs?at=1.0',
      '/shares',
      '/causes',
      '/at/1',
      '/compare?from=0&to=1',
      '/unseen',
    ]) {
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
