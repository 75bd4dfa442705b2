import { planSchema, versionSchema } from '@filiera/shared/api.ts';
import { setField } from '@filiera/shared/plan/edit.ts';
import { CLOSE, encodeEpoch, type Notice, PROTOCOL_VERSION } from '@filiera/shared/protocol/protocol.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { makeApp } from '../support/app.ts';
import {
  acked,
  type CollabServer,
  openSocket,
  type Page,
  pagesOn,
  startCollab,
  until,
} from '../support/collab.ts';

let server: CollabServer;
const { open, leaveAll } = pagesOn(() => server);

beforeEach(async () => {
  server = await startCollab();
});
afterEach(async () => {
  leaveAll();
  await server.stop();
});

const notices = <K extends Notice['kind']>(page: Page, kind: K): Extract<Notice, { kind: K }>[] =>
  page.heard.flatMap((message) =>
    message.kind === 'notice' && message.notice.kind === kind
      ? [message.notice as Extract<Notice, { kind: K }>]
      : [],
  );
const refusals = (page: Page) => notices(page, 'refused');

/** Freezes the plan as it is, but for the files; `meanwhile` runs while edits are held. */
async function freeze(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const { live } = server.collab;
  const { id: planId } = server.plan;
  const epoch = (await server.store.getPlan(planId))!.epoch;
  const outcome = await live.hold(planId, async ({ seq }) => {
    await meanwhile();
    const frozen = { frozenAt: 1, frozenBy: server.users.admin.id, reason: null, dossier: null };
    return server.store.freeze({ planId, number: epoch + 1, digest: 'd', seq, ...frozen }, []);
  });
  expect(outcome).toBe('frozen');
}

async function reopen(): Promise<void> {
  const { id: planId, epoch: _ } = server.plan;
  const number = (await server.store.getPlan(planId))!.epoch;
  const by = { at: 2, userId: server.users.admin.id, reason: 'Variazione del bilancio' };
  expect(await server.store.reopen({ planId, number, ...by })).toBe('reopened');
  await server.collab.live.accessChanged(planId);
}

/** What the log alone makes. */
async function fields(): Promise<unknown> {
  const doc = new Y.Doc();
  for (const row of await server.store.readLog(server.plan.id, 0)) Y.applyUpdate(doc, row.update);
  return doc.getMap('fields').toJSON();
}

/** Resolves when the server has heard all that the page has sent. */
async function heard(page: Page): Promise<void> {
  const socket = page.provider.ws as unknown as WebSocket;
  await new Promise((resolve) => {
    socket.once('pong', resolve);
    socket.ping();
  });
}

describe('what was written before a freeze and comes after the plan was opened again', () => {
  test('VARIANT-2 is refused where it was typed offline, by the version that it missed, also after two of them', async () => {
    const anna = open(server.users.anna.id, { epoch: 0 });
    const bruno = open(server.users.bruno.id, { epoch: 0 });
    await Promise.all([anna.synced(), bruno.synced()]);
    setField(anna.doc, 'before', 'x');
    await until(() => acked(anna) === 2);
    for (const page of [anna, bruno]) page.provider.disconnect();
    setField(anna.doc, 'late', 'x');
    setField(bruno.doc, 'late', 'y');
    await freeze();
    await reopen();
    anna.provider.connect();
    await until(() => refusals(anna).length > 0);
    expect(refusals(anna)[0]).toEqual({ kind: 'refused', reason: 'frozen', version: 1 });
    expect(notices(anna, 'access').at(-1)).toEqual({
      kind: 'access',
      role: 'contributor',
      status: 'open',
      epoch: 1,
    });
    await freeze();
    await reopen();
    bruno.provider.connect();
    await until(() => refusals(bruno).length > 0);
    expect(refusals(bruno)[0]).toEqual({ kind: 'refused', reason: 'frozen', version: 1 });
    expect(await fields()).toEqual({ before: 'x' });
    expect((await server.store.getPlan(server.plan.id))?.seq).toBe(1);
  });

  test('VARIANT-3 is refused where it was on its way, held by the freeze or behind it', async () => {
    const anna = open(server.users.anna.id, { epoch: 0 });
    const bruno = open(server.users.bruno.id, { epoch: 0 });
    await Promise.all([anna.synced(), bruno.synced()]);
    await freeze(async () => {
      setField(anna.doc, 'held', 'x');
      await heard(anna);
    });
    await reopen();
    await until(() => refusals(anna).length > 0);
    // He has not said yet that he knows of the freeze.
    setField(bruno.doc, 'behind', 'x');
    await until(() => refusals(bruno).length > 0);
    for (const page of [anna, bruno])
      expect(refusals(page)[0]).toEqual({ kind: 'refused', reason: 'frozen', version: 1 });
    expect(await fields()).toEqual({});
  });

  test('VARIANT-4 is refused with all that leans on it', async () => {
    const anna = open(server.users.anna.id, { epoch: 0 });
    const plain = open(server.users.bruno.id, { plain: true });
    await Promise.all([anna.synced(), plain.synced()]);
    await freeze(async () => {
      setField(anna.doc, 'first', 'x');
      setField(plain.doc, 'first', 'y');
      await Promise.all([heard(anna), heard(plain)]);
    });
    await reopen();
    setField(anna.doc, 'second', 'x');
    // A provider that knows nothing of Filiera brings the one again with the other, whole, when it is asked.
    setField(plain.doc, 'second', 'y');
    await Promise.all([heard(anna), heard(plain)]);
    const carla = open(server.users.admin.id);
    await carla.synced();
    setField(carla.doc, 'third', 'z');
    await until(() => acked(carla) === 2);
    await Promise.all([heard(anna), heard(plain)]);
    expect(await fields()).toEqual({ third: 'z' });
    expect(refusals(anna).length).toBeGreaterThan(0);
    expect([...anna.closed, ...plain.closed]).toEqual([]);
  });

  test('VARIANT-5 is no matter where it had been taken before the freeze', async () => {
    const anna = open(server.users.anna.id, { epoch: 0 });
    await anna.synced();
    setField(anna.doc, 'before', 'x');
    await until(() => acked(anna) === 2);
    anna.provider.disconnect();
    await freeze();
    await reopen();
    const count = anna.heard.length;
    anna.provider.connect();
    await until(() => anna.heard.slice(count).some(({ kind }) => kind === 'ack'));
    expect(refusals(anna)).toEqual([]);
  });
});

describe('a page that has nothing unsent', () => {
  test('VARIANT-6 goes on in the next epoch, over the same socket', async () => {
    const anna = open(server.users.anna.id, { epoch: 0 });
    await anna.synced();
    await freeze();
    await reopen();
    await until(() => notices(anna, 'access').at(-1)?.epoch === 1);
    anna.provider.ws!.send(encodeEpoch(1));
    setField(anna.doc, 'after', 'x');
    await until(async () => JSON.stringify(await fields()) === '{"after":"x"}');
    expect([refusals(anna), anna.closed]).toEqual([[], []]);
  });

  test('VARIANT-7 counts as of the present where it names no epoch, as the stock provider does', async () => {
    const plain = open(server.users.anna.id, { plain: true });
    const bruno = open(server.users.bruno.id);
    await Promise.all([plain.synced(), bruno.synced()]);
    await freeze();
    await reopen();
    setField(plain.doc, 'plain', 'x');
    setField(bruno.doc, 'unnamed', 'x');
    await until(async () => Object.keys((await fields()) as object).length === 2);
  });

  test('VARIANT-8 an epoch that is none, or has not come yet, closes the socket', async () => {
    const cookie = { cookie: `user=${server.users.anna.id}` };
    for (const epoch of ['x', '-1', '1.5', '99999999']) {
      const path = `${server.plan.id}?protocol=${PROTOCOL_VERSION}&epoch=${epoch}`;
      const opened = await openSocket(server, path, cookie);
      if (!('socket' in opened)) throw new Error('refused');
      const code = await new Promise((resolve) => opened.socket.once('close', resolve));
      expect(code).toBe(CLOSE.wrongVersion);
    }
    const anna = open(server.users.anna.id, { epoch: 0 });
    await anna.synced();
    anna.provider.ws!.send(encodeEpoch(1));
    await until(() => anna.closed.includes(CLOSE.badFrame));
    expect(await fields()).toEqual({});
  });
});

test('VARIANT-1 a manager opens a frozen plan again with a reason; the version stays, and says who did, when and why', async () => {
  const t = await makeApp();
  try {
    const [owner, writer] = [await t.addMember('member'), await t.addMember('member')];
    const plan = await t.addPlan(owner, [
      [owner, 'manager'],
      [writer, 'contributor'],
    ]);
    const [manager, contributor] = [await t.signedIn(owner), await t.signedIn(writer)];
    const path = `/api/plans/${plan.id}`;
    const reason = 'Variazione del bilancio chiesta dalla Regione.';
    const early = await manager.send('POST', `${path}/reopen`, { reason });
    expect([early.status, early.json]).toEqual([409, { error: 'plan-not-frozen' }]);
    const frozen = await manager.send('POST', `${path}/freeze`, { reason: 'La scadenza è oggi.' });
    expect(frozen.status).toBe(201);
    const version = versionSchema.parse(frozen.json);
    expect([version.reopening, version.filings]).toEqual([null, []]);

    expect((await contributor.send('POST', `${path}/reopen`, { reason })).status).toBe(403);
    const short = await manager.send('POST', `${path}/reopen`, { reason: '  perché  ' });
    expect([short.status, short.json]).toEqual([400, { error: 'reason-too-short', fields: ['reason'] }]);
    t.clock.now += 1_000;
    const answer = await manager.send('POST', `${path}/reopen`, { reason });
    expect(answer.status).toBe(200);
    const reopened = planSchema.parse(answer.json);
    expect(reopened.status).toBe('open');
    expect(reopened.versions).toEqual([
      { ...version, reopening: { at: t.clock.now, by: owner.name, reason } },
    ]);
    expect((await manager.send('POST', `${path}/reopen`, { reason })).status).toBe(409);
    expect(t.told.filter(({ kind }) => kind === 'reopen')).toEqual([
      { kind: 'reopen', planId: plan.id, by: owner.id, at: t.clock.now, from: 1 },
    ]);

    const again = await manager.send('POST', `${path}/freeze`, { reason: 'La scadenza è oggi.' });
    expect(versionSchema.parse(again.json).number).toBe(2);
    const files = await manager.send('GET', `${path}/versions/1/plan.json`);
    expect(files.status).toBe(200);
  } finally {
    await t.close();
  }
});

test('VARIANT-9 the protocol number of a version is put down by its managers, as often as it is told', async () => {
  const t = await makeApp();
  try {
    const owner = await t.addMember('member');
    const plan = await t.addPlan(owner, [[owner, 'manager']]);
    const manager = await t.signedIn(owner);
    await manager.send('POST', `/api/plans/${plan.id}/freeze`, { reason: 'La scadenza è oggi.' });
    const filing = (body: unknown, number = 1) =>
      manager.send('POST', `/api/plans/${plan.id}/versions/${number}/filing`, body);
    expect((await filing({ protocol: 'PG/2024/1', date: '2024-01-12' }, 2)).status).toBe(404);
    for (const body of [
      { protocol: ' ', date: '2024-01-12' },
      { protocol: 'PG', date: '2024-02-30' },
    ])
      expect((await filing(body)).status).toBe(400);
    await filing({ protocol: 'PG/2024/1', date: '2024-01-12' });
    const answer = await filing({ protocol: ' PG/2024/17 ', date: '2024-01-13' });
    expect(answer.status).toBe(201);
    const by = { at: t.clock.now, by: owner.name };
    expect(versionSchema.parse(answer.json).filings).toEqual([
      { protocol: 'PG/2024/1', date: '2024-01-12', ...by },
      { protocol: 'PG/2024/17', date: '2024-01-13', ...by },
    ]);
  } finally {
    await t.close();
  }
});
