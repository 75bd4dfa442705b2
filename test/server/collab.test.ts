import { once } from 'node:events';
import { step2Frame, updateFrame } from '@filiera/server/src/collab/frames.ts';
import { DEFAULT_LIMITS } from '@filiera/server/src/collab/limits.ts';
import { loadRoom } from '@filiera/server/src/collab/load.ts';
import { decodeExtract, encodeExtract } from '@filiera/server/src/collab/snapshot-extract.ts';
import { wrongSnapshot } from '@filiera/server/src/collab/verify-snapshot.ts';
import { Desk } from '@filiera/server/src/desk.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import { compute } from '@filiera/shared/plan/compute.ts';
import { addRow, setCell } from '@filiera/shared/plan/edit.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { CLOSE } from '@filiera/shared/protocol/protocol.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import * as awareness from 'y-protocols/awareness';
import * as Y from 'yjs';
import { type CollabServer, openPage, openSocket, type Page, startCollab, until } from '../support/collab.ts';
import { DrivenTiming } from '../support/driven-timing.ts';

let server: CollabServer;
const pages: Page[] = [];
const open = (...args: Parameters<typeof openPage> extends [unknown, ...infer Rest] ? Rest : never): Page => {
  const page = openPage(server, ...args);
  pages.push(page);
  return page;
};

beforeEach(async () => {
  server = await startCollab();
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.leave();
  await server.stop();
});

const acked = (page: Page): number =>
  page.heard.reduce((most, message) => (message.kind === 'ack' ? Math.max(most, message.upTo) : most), 0);
const refusals = (page: Page): string[] =>
  page.heard.flatMap((message) =>
    message.kind === 'notice' && message.notice.kind === 'refused' ? [message.notice.reason] : [],
  );
const fields = (page: Page): unknown => page.doc.getMap('fields').toJSON();

/** A socket of that user with everything that it must hear before it may speak already behind it. */
async function rawSocket(userId: string): Promise<WebSocket> {
  const opened = await openSocket(server, server.plan.id, { cookie: `user=${userId}` });
  if (!('socket' in opened)) throw new Error(`refused with ${opened.status}`);
  return opened.socket;
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

/** An edit made by a document with that client id. */
function editAs(clientID: number, key: string, value: string, basis?: Y.Doc): Uint8Array {
  const doc = new Y.Doc();
  if (basis) Y.applyUpdate(doc, Y.encodeStateAsUpdate(basis));
  // Only now: Yjs takes another id as soon as it hears of itself from outside.
  doc.clientID = clientID;
  const before = Y.encodeStateVector(doc);
  doc.getMap('fields').set(key, value);
  return Y.encodeStateAsUpdate(doc, before);
}

describe('syncing', () => {
  test('SYNC-2 the stock provider with the session cookie syncs, both ways', async () => {
    const anna = open(server.users.anna.id, { plain: true });
    const bruno = open(server.users.bruno.id, { plain: true });
    await Promise.all([anna.synced(), bruno.synced()]);
    anna.doc.getMap('fields').set('a', 1);
    bruno.doc.getMap('fields').set('b', 2);
    await until(
      () =>
        Object.keys(fields(anna) as object).length === 2 && Object.keys(fields(bruno) as object).length === 2,
    );
    expect(fields(anna)).toEqual({ a: 1, b: 2 });
    expect(fields(bruno)).toEqual({ a: 1, b: 2 });
  });

  test('SYNC-3 what is acknowledged is in the log, with its author, and a new room has all of it', async () => {
    const anna = open(server.users.anna.id);
    const bruno = open(server.users.bruno.id);
    await Promise.all([anna.synced(), bruno.synced()]);
    // The answer to the server's first question counts as a frame of its own.
    anna.doc.getMap('fields').set('a', 1);
    await until(() => acked(anna) === 2);
    bruno.doc.getMap('fields').set('b', 2);
    await until(() => acked(bruno) === 2);
    const log = await server.store.readLog(server.plan.id, 0);
    expect(log.map((row) => row.userId)).toEqual([server.users.anna.id, server.users.bruno.id]);
    anna.leave();
    bruno.leave();
    const restarted = await openLog();
    expect(restarted.getMap('fields').toJSON()).toEqual({ a: 1, b: 2 });
  });

  test('SYNC-4 nobody sees an edit before it is in the log', async () => {
    const { store } = server;
    const append = store.append.bind(store);
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    store.append = async (entries) => {
      await held;
      return append(entries);
    };
    const anna = open(server.users.anna.id);
    const bruno = open(server.users.bruno.id);
    await Promise.all([anna.synced(), bruno.synced()]);
    anna.doc.getMap('fields').set('a', 1);
    // Whoever opens the page meanwhile does not see it either: its answer comes after the edit was received.
    const carla = open(server.users.reader.id);
    await carla.synced();
    expect([fields(bruno), fields(carla)]).toEqual([{}, {}]);
    expect(acked(anna)).toBeLessThan(2);
    letGo();
    await until(() => acked(anna) === 2);
    await until(
      () => JSON.stringify(fields(bruno)) === '{"a":1}' && JSON.stringify(fields(carla)) === '{"a":1}',
    );
  });

  test('SYNC-5 a commit that fails closes the sockets with "retry"; the edit survives in its page and lands later', async () => {
    const { store } = server;
    const append = store.append.bind(store);
    const anna = open(server.users.anna.id);
    const bruno = open(server.users.bruno.id);
    await Promise.all([anna.synced(), bruno.synced()]);
    let failures = 0;
    store.append = async (entries) => {
      if (failures++ === 0) throw new Error('disk full');
      return append(entries);
    };
    anna.doc.getMap('fields').set('a', 1);
    await until(() => JSON.stringify(fields(bruno)) === '{"a":1}');
    expect(anna.closed).toContain(CLOSE.retry);
    expect(bruno.closed).toContain(CLOSE.retry);
    expect(await store.readLog(server.plan.id, 0)).toHaveLength(1);
  });

  test('CHAIN-1 what a page brings to its first answer was written offline, what it sends or is asked for later was not', async () => {
    const { anna, bruno } = server.users;
    // Written before there was a connection.
    const away = new Y.Doc();
    away.getMap('fields').set('offline', 1);
    const page = open(anna.id, { doc: away });
    await until(() => acked(page) === 1);
    page.doc.getMap('fields').set('online', 2);
    await until(() => acked(page) === 2);
    // An edit of which the base never came is asked for whole; its page was online all the time.
    const basis = new Y.Doc();
    basis.getMap('fields').set('lost', 3);
    const lost = Y.encodeStateVector(basis);
    basis.getMap('fields').set('late', 4);
    const socket = await rawSocket(bruno.id);
    socket.send(step2Frame(Y.encodeStateAsUpdate(new Y.Doc())));
    socket.send(updateFrame(Y.encodeStateAsUpdate(basis, lost)));
    socket.send(step2Frame(Y.encodeStateAsUpdate(basis)));
    await until(() => (fields(page) as { late?: number }).late === 4);
    socket.close();
    const log = await server.store.readLog(server.plan.id, 0);
    expect(log.map(({ userId, offline }) => [userId, offline])).toEqual([
      [anna.id, true],
      [anna.id, false],
      [bruno.id, false],
    ]);
  });

  test('CHAIN-2 a row is a restore where the server made its bytes for that member, and for nobody else', async () => {
    const { anna, bruno } = server.users;
    const pages = [open(anna.id), open(bruno.id)];
    await Promise.all(pages.map((page) => page.synced()));
    const [ours, theirs] = pages as [Page, Page];
    ours.doc.getMap('fields').set('a', 1);
    await until(() => acked(ours) === 2);
    // Made on a document of the server's, applied by the page like anything that its member does.
    const restore = editAs(4711, 'b', 'restored', ours.doc);
    const foreign = editAs(4712, 'c', 'made for somebody else', ours.doc);
    server.collab.live.expectRestore(server.plan.id, anna.id, restore);
    server.collab.live.expectRestore(server.plan.id, anna.id, foreign);
    Y.applyUpdate(ours.doc, restore);
    await until(() => acked(ours) === 3);
    Y.applyUpdate(theirs.doc, foreign);
    await until(() => acked(theirs) === 2);
    Y.applyUpdate(ours.doc, editAs(4713, 'd', 'mine', ours.doc));
    await until(() => acked(ours) === 4);
    const log = await server.store.readLog(server.plan.id, 0);
    expect(log.map(({ userId, origin }) => [userId, origin])).toEqual([
      [anna.id, 'edit'],
      [anna.id, 'restore'],
      [bruno.id, 'edit'],
      [anna.id, 'edit'],
    ]);
  });

  test('SYNC-6 an edit that leans on one that never came is asked for again, whole', async () => {
    const anna = open(server.users.anna.id);
    await anna.synced();
    const { ws } = anna.provider;
    // The frame is lost on its way although the page believes it sent.
    const send = ws!.send.bind(ws);
    ws!.send = () => {};
    anna.doc.getMap('fields').set('lost', 1);
    ws!.send = send;
    anna.doc.getMap('fields').set('next', 2);
    const bruno = open(server.users.bruno.id);
    await until(() => JSON.stringify(fields(bruno)) === '{"lost":1,"next":2}');
    expect(anna.closed).toEqual([]);
  });

  test('SYNC-7 rows added by two people at once are both there', async () => {
    const anna = open(server.users.anna.id);
    const bruno = open(server.users.bruno.id);
    await Promise.all([anna.synced(), bruno.synced()]);
    addRow(anna.doc, 'climate', { id: 'rowA', order: 'a1' });
    setCell(anna.doc, 'climate', 'rowA', 'amount', 100);
    addRow(bruno.doc, 'climate', { id: 'rowB', order: 'a1' });
    setCell(bruno.doc, 'climate', 'rowB', 'amount', 200);
    const template = findTemplate('a1-2023-2024', 1)!;
    const total = (page: Page): number =>
      compute(template, readPlan(page.doc, template)).total('climate', 'amount');
    await until(() => total(anna) === 300 && total(bruno) === 300);
    expect(readPlan(anna.doc, template).tables.climate).toEqual(readPlan(bruno.doc, template).tables.climate);
  });

  test('SYNC-8 a plan opens from its snapshot and the rows since; from the log alone where that cannot be read', async () => {
    const write = async (values: Record<string, number>): Promise<void> => {
      const anna = open(server.users.anna.id);
      await anna.synced();
      for (const [key, value] of Object.entries(values)) anna.doc.getMap('fields').set(key, value);
      await until(() => acked(anna) === 1 + Object.keys(values).length);
      anna.leave();
    };
    await server.stop();
    const store = openSqliteStore(':memory:');
    const { close } = store;
    store.close = async () => {};
    server = await startCollab({ store });
    await write(Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`before${index}`, index])));
    // Whoever stops the server leaves a snapshot behind.
    await server.stop();
    expect((await store.getSnapshot(server.plan.id))?.seq).toBe(25);
    const again = await startCollab({ store, plan: server.plan, users: server.users });
    server = again;
    await write({ after: 1 });
    const seen = async (): Promise<number> => {
      const bruno = open(server.users.bruno.id);
      await bruno.synced();
      return Object.keys(fields(bruno) as object).length;
    };
    expect(await seen()).toBe(26);
    await server.stop();
    await store.putSnapshot(server.plan.id, { seq: 1_000, state: Uint8Array.of(1, 2, 3), extract: null });
    server = await startCollab({ store, plan: server.plan, users: server.users });
    expect(await seen()).toBe(26);
    store.close = close;
  });

  test('SYNC-12 a plan to which nothing was added is handed on as it is kept, until somebody writes', async () => {
    await server.stop();
    const store = openSqliteStore(':memory:');
    const { close } = store;
    store.close = async () => {};
    server = await startCollab({ store });
    const anna = open(server.users.anna.id);
    await anna.synced();
    setCell(anna.doc, 'costs', 'staff', 'y2023', 100);
    anna.doc.getMap('fields').set('a', 'Prima');
    await until(() => acked(anna) === 3);
    anna.leave();
    await server.stop();
    // Nobody has asked what it says, so there is no document; there is one where the snapshot's extract does not fit.
    const kept = await loadRoom(server.plan.id, store);
    expect(kept.document.isMade).toBe(false);
    const snapshot = (await store.getSnapshot(server.plan.id))!;
    const getSnapshot = vi.spyOn(store, 'getSnapshot').mockResolvedValue({
      ...snapshot,
      extract: encodeExtract(Uint8Array.of(0, 0), { vector: Uint8Array.of(0), cells: [] }),
    });
    const read = await loadRoom(server.plan.id, store);
    getSnapshot.mockRestore();
    expect(read.document.isMade).toBe(true);
    expect(kept.cells.all()).toEqual(read.cells.all());
    expect(kept.document.vector()).toEqual(read.document.vector());
    expect(kept.document.isMade).toBe(false);
    // Those who come see all of it, and each other's further edits.
    server = await startCollab({ store, plan: server.plan, users: server.users });
    const [bruno, carla] = [open(server.users.bruno.id), open(server.users.anna.id)];
    await Promise.all([bruno.synced(), carla.synced()]);
    expect(bruno.doc.getMap('fields').get('a')).toBe('Prima');
    bruno.doc.getMap('fields').set('a', 'Prima e poi');
    await until(() => carla.doc.getMap('fields').get('a') === 'Prima e poi');
    store.close = close;
  });

  test('SYNC-13 a large document is encoded in a thread, from the log, while edits go on', async () => {
    await server.stop();
    const store = openSqliteStore(':memory:');
    const { close } = store;
    store.close = async () => {};
    const timing = new DrivenTiming();
    server = await startCollab({ store, timing, now: timing.now });
    const anna = open(server.users.anna.id);
    await anna.synced();
    for (let index = 0; index < 30; index += 1) anna.doc.getMap('fields').set(`field${index}`, index);
    // Written backwards: each of them is a struct of its own.
    anna.doc.transact(() => {
      for (let index = 0; index < 20_000; index += 1) anna.doc.getText('long').insert(0, 'ab');
    });
    await until(() => acked(anna) === 32);
    anna.leave();
    await until(() => server.collab.holds().sockets === 0);
    const threads = vi.spyOn(Desk.prototype, 'ask');
    const kept = vi.spyOn(store, 'putSnapshot');
    // Others are told first that she has left.
    await timing.advance(DEFAULT_LIMITS.idleMillis + 1_000);
    // Somebody writes before it is there: the snapshot is of what was due, and the plan stays in memory.
    const carla = open(server.users.anna.id);
    await carla.synced();
    carla.doc.getMap('fields').set('late', 1);
    await until(() => acked(carla) === 2);
    await until(() => kept.mock.calls.length === 1);
    expect(threads).toHaveBeenCalledTimes(1);
    const snapshot = (await store.getSnapshot(server.plan.id))!;
    expect(snapshot.seq).toBe(31);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, snapshot.state);
    expect(doc.getText('long')).toHaveLength(40_000);
    expect(decodeExtract(snapshot.state, snapshot.extract)?.cells).toHaveLength(30);
    expect(await wrongSnapshot(store, server.plan.id)).toBe(null);
    vi.restoreAllMocks();
    store.close = close;
  });

  test('CELL-1 every page learns who wrote a cell and when, from the log, also after a restart', async () => {
    const anna = open(server.users.anna.id);
    const bruno = open(server.users.bruno.id);
    await Promise.all([anna.synced(), bruno.synced()]);
    setCell(anna.doc, 'costs', 'staff', 'y2023', 100);
    const edit = {
      root: 'table/costs',
      key: 'staff/y2023',
      userId: server.users.anna.id,
      name: 'Anna Rossi',
      at: expect.any(Number),
    };
    const edits = (page: Page): unknown[] =>
      page.heard.flatMap((message) =>
        message.kind === 'notice' && message.notice.kind === 'cells' ? message.notice.edits : [],
      );
    await until(() => edits(bruno).length === 1);
    expect(edits(bruno)).toEqual([edit]);
    for (const page of pages.splice(0)) page.leave();
    await server.collab.live.hold(server.plan.id, async () => {});
    const carla = open(server.users.reader.id);
    await until(() => edits(carla).length === 1);
    expect(edits(carla)).toEqual([edit]);
  });
});

describe('before a socket is accepted', () => {
  test('GATE-1 no session: 401, before the upgrade', async () => {
    expect(await openSocket(server, server.plan.id, {})).toEqual({ status: 401 });
    expect(await openSocket(server, server.plan.id, { cookie: 'user=nobody' })).toEqual({ status: 401 });
  });

  test('GATE-2 a plan that one may not see, or that is not there: 404', async () => {
    const cookie = `user=${server.users.stranger.id}`;
    expect(await openSocket(server, server.plan.id, { cookie })).toEqual({ status: 404 });
    expect(await openSocket(server, 'nothing', { cookie: `user=${server.users.anna.id}` })).toEqual({
      status: 404,
    });
  });

  test('GATE-3 a page of another site: 403', async () => {
    const headers = { cookie: `user=${server.users.anna.id}`, origin: 'https://elsewhere.example' };
    expect(await openSocket(server, server.plan.id, headers)).toEqual({ status: 403 });
  });

  test('GATE-4 a page of another version of the protocol is told so by its own code', async () => {
    const opened = await openSocket(server, `${server.plan.id}?protocol=999`, {
      cookie: `user=${server.users.anna.id}`,
    });
    if (!('socket' in opened)) throw new Error('refused');
    expect(await closeCode(opened.socket)).toBe(CLOSE.wrongVersion);
  });
});

describe('hostile frames close their own socket and the room lives on', () => {
  /** Two honest pages, before and after: they keep syncing whatever a third does. */
  async function withHonestPages(attack: () => Promise<void>): Promise<void> {
    const anna = open(server.users.anna.id);
    const bruno = open(server.users.bruno.id);
    await Promise.all([anna.synced(), bruno.synced()]);
    await attack();
    anna.doc.getMap('fields').set('after', 'all');
    await until(() => bruno.doc.getMap('fields').get('after') === 'all');
    expect([...anna.closed, ...bruno.closed]).toEqual([]);
  }

  const frames: [name: string, frame: Uint8Array | string][] = [
    ['text', 'hello'],
    ['nothing', new Uint8Array()],
    ['an unknown type', Uint8Array.of(77, 1, 2)],
    ['a type of the server alone', Uint8Array.of(100, 0, 1, 1)],
    ['an unknown sync step', Uint8Array.of(0, 9, 0)],
    ['a sync step cut short', Uint8Array.of(0, 2, 200)],
    ['an update of noise', Uint8Array.of(0, 2, 5, 255, 255, 255, 255, 255)],
    ['a state vector of noise', Uint8Array.of(0, 0, 3, 9, 255, 255)],
    ['awareness of noise', Uint8Array.of(1, 3, 9, 9, 9)],
    ['awareness that is no JSON', awarenessOf([[5, 1, '{']])],
    ['awareness that is no object', awarenessOf([[5, 1, '[1]']])],
    ['awareness over the limit', awarenessOf([[5, 1, JSON.stringify({ big: 'x'.repeat(10_000) })]])],
    ['clocks beyond all bounds', updateFrame(hugeClock())],
  ];

  test.each(frames)('GATE-5 %s: closed as no frame of the protocol', async (_name, frame) => {
    await withHonestPages(async () => {
      const socket = await rawSocket(server.users.bruno.id);
      socket.send(frame);
      expect(await closeCode(socket)).toBe(CLOSE.badFrame);
    });
  });

  test('GATE-6 a frame over the size limit: closed with 1009', async () => {
    await server.stop();
    server = await startCollab({ limits: { frameBytes: 64 * 1024 } });
    await withHonestPages(async () => {
      const socket = await rawSocket(server.users.bruno.id);
      socket.send(new Uint8Array(65 * 1024));
      expect(await closeCode(socket)).toBe(CLOSE.tooLarge);
    });
  });

  test('GATE-13 edits or carets faster than one socket may send: closed with "too fast", the room lives on', async () => {
    await server.stop();
    server = await startCollab({
      limits: { editsPerSecond: 2, awarenessPerSecond: 3 },
      now: () => 1_700_000_000_000,
    });
    for (const [frame, burst] of [
      [updateFrame(editAs(77, 'a', 'again')), 20],
      [awarenessOf([[78, 1, '{}']]), 30],
    ] as const) {
      const socket = await rawSocket(server.users.bruno.id);
      for (let sent = 0; sent <= burst; sent += 1) socket.send(frame);
      expect(await closeCode(socket)).toBe(CLOSE.tooFast);
    }
    const anna = open(server.users.anna.id);
    await anna.synced();
    anna.doc.getMap('fields').set('b', 'calmly');
    await until(() => acked(anna) === 2);
  });

  test('GATE-14 more sockets of one member on one plan than there may be: 429', async () => {
    await server.stop();
    server = await startCollab({ limits: { socketsPerMember: 2 } });
    const cookie = `user=${server.users.anna.id}`;
    const [first] = [await rawSocket(server.users.anna.id), await rawSocket(server.users.anna.id)];
    expect(await openSocket(server, server.plan.id, { cookie })).toEqual({ status: 429 });
    await rawSocket(server.users.bruno.id);
    first.close();
    await closeCode(first);
    await until(async () => 'socket' in (await openSocket(server, server.plan.id, { cookie })));
  });

  test('GATE-25 a page that comes while the server stops: 503, which is nothing to complain about', async () => {
    const complaints = vi.spyOn(console, 'error');
    await server.collab.close();
    const cookie = `user=${server.users.anna.id}`;
    expect(await openSocket(server, server.plan.id, { cookie })).toEqual({ status: 503 });
    expect(complaints.mock.calls).toEqual([]);
    complaints.mockRestore();
  });

  test("GATE-7 new structs under another member's client id: closed as forged, nothing of it stored", async () => {
    await withHonestPages(async () => {
      const victim = pages[0]!;
      victim.doc.getMap('fields').set('mine', 'by Anna');
      await until(() => acked(victim) === 2);
      const socket = await rawSocket(server.users.bruno.id);
      socket.send(updateFrame(editAs(victim.doc.clientID, 'mine', 'forged', victim.doc)));
      expect(await closeCode(socket)).toBe(CLOSE.forgedClient);
      expect(victim.doc.getMap('fields').get('mine')).toBe('by Anna');
      expect(await server.store.readLog(server.plan.id, 0)).toHaveLength(1);
    });
  });

  test('GATE-7 also where the other is here but has not written yet, and after everyone has left', async () => {
    const anna = open(server.users.anna.id);
    await anna.synced();
    anna.provider.awareness.setLocalStateField('place', { section: 'x' });
    const bruno = open(server.users.bruno.id);
    await until(() => bruno.provider.awareness.getStates().has(anna.doc.clientID));
    const first = await rawSocket(server.users.bruno.id);
    first.send(updateFrame(editAs(anna.doc.clientID, 'a', 'forged')));
    expect(await closeCode(first)).toBe(CLOSE.forgedClient);
    anna.doc.getMap('fields').set('a', 'by Anna');
    await until(() => acked(anna) === 2);
    const { clientID } = anna.doc;
    const basis = new Y.Doc();
    Y.applyUpdate(basis, Y.encodeStateAsUpdate(anna.doc));
    for (const page of pages.splice(0)) page.leave();
    const second = await rawSocket(server.users.bruno.id);
    second.send(updateFrame(editAs(clientID, 'a', 'forged', basis)));
    expect(await closeCode(second)).toBe(CLOSE.forgedClient);
  });

  test("GATE-8 an awareness state under another's client id is forged; name and colour come from the session", async () => {
    await withHonestPages(async () => {
      const [anna, bruno] = [pages[0]!, pages[1]!];
      anna.provider.awareness.setLocalStateField('user', { id: 'x', name: 'Presidente', color: '#000' });
      const shown = (): unknown => bruno.provider.awareness.getStates().get(anna.doc.clientID)?.user;
      await until(() => shown() !== undefined);
      const { id, name, color } = server.users.anna;
      expect(shown()).toEqual({ id, name, color });
      const socket = await rawSocket(server.users.bruno.id);
      socket.send(awarenessOf([[anna.doc.clientID, 1_000, '{"user":{"name":"Anna"}}']]));
      expect(await closeCode(socket)).toBe(CLOSE.forgedClient);
    });
  });

  test('GATE-9 a cell of a wrong type is stored as written and reported, never a crash', async () => {
    await withHonestPages(async () => {
      const mallory = open(server.users.bruno.id);
      await mallory.synced();
      mallory.doc.getMap('table/costs').set('staff/y2023', { not: 'an amount' });
      mallory.doc.getMap('table/costs').set('staff/y2024', new Y.Text('x'));
      mallory.doc.getXmlFragment('text/specific-1').insert(0, [new Y.XmlElement('script')]);
      await until(() => acked(mallory) === 4);
      const { issues } = await server.collab.live.read(server.plan.id);
      const keys = issues
        .filter((issue) => issue.at.element === 'costs' && issue.at.row === 'staff')
        .map((issue) => issue.key);
      expect(keys).toEqual(['invalid.type', 'invalid.type']);
    });
  });
});

describe('roles and status', () => {
  test("GATE-10 a reader's edit is refused and lands nowhere; reading goes on", async () => {
    const carla = open(server.users.reader.id);
    const anna = open(server.users.anna.id);
    await Promise.all([carla.synced(), anna.synced()]);
    carla.doc.getMap('fields').set('a', 'by a reader');
    await until(() => refusals(carla).includes('role'));
    anna.doc.getMap('fields').set('b', 1);
    await until(() => carla.doc.getMap('fields').has('b'));
    expect(fields(anna)).toEqual({ b: 1 });
    expect(await server.store.readLog(server.plan.id, 0)).toHaveLength(1);
    expect(acked(carla)).toBeLessThan(2);
  });

  test('GATE-11 a role that is taken away closes the socket; one that changes is told', async () => {
    const anna = open(server.users.anna.id);
    const bruno = open(server.users.bruno.id);
    await Promise.all([anna.synced(), bruno.synced()]);
    await server.store.setPlanRole(server.plan.id, server.users.anna.id, null);
    await server.store.setPlanRole(server.plan.id, server.users.bruno.id, 'commenter');
    await server.collab.live.accessChanged(server.plan.id);
    await until(() => anna.closed.includes(CLOSE.forbidden));
    await until(() =>
      bruno.heard.some(
        (message) =>
          message.kind === 'notice' &&
          message.notice.kind === 'access' &&
          message.notice.role === 'commenter',
      ),
    );
    bruno.doc.getMap('fields').set('b', 1);
    await until(() => refusals(bruno).includes('role'));
    expect(await server.store.readLog(server.plan.id, 0)).toEqual([]);
  });

  test('GATE-12 a session that ends closes its sockets', async () => {
    const anna = open(server.users.anna.id);
    await anna.synced();
    server.collab.live.sessionEnded(`session of ${server.users.anna.id}`);
    await until(() => anna.closed.includes(CLOSE.signedOut));
  });

  test('FREEZE-13 an edit that arrives while the plan is being frozen, or was typed offline before, does not land', async () => {
    const anna = open(server.users.anna.id);
    const bruno = open(server.users.bruno.id);
    await Promise.all([anna.synced(), bruno.synced()]);
    anna.doc.getMap('fields').set('before', 1);
    await until(() => acked(anna) === 2);
    bruno.provider.disconnect();
    bruno.doc.getMap('fields').set('offline', 1);
    const content = new TextEncoder().encode('{}');
    const outcome = await server.collab.live.hold(server.plan.id, async ({ seq, plan }) => {
      anna.doc.getMap('fields').set('during', 1);
      // Frames of one socket keep their order: when what she says next is heard, the edit has arrived.
      anna.provider.awareness.setLocalStateField('place', { section: 'x' });
      const probe = open(server.users.reader.id);
      await until(() => probe.provider.awareness.getStates().get(anna.doc.clientID)?.place !== undefined);
      expect(plan.strays).toEqual([{ root: 'fields', reason: 'keys', count: 1 }]);
      return server.store.freeze(
        {
          planId: server.plan.id,
          number: 1,
          digest: '0'.repeat(64),
          seq,
          frozenAt: 1,
          frozenBy: server.users.admin.id,
          reason: null,
          dossier: null,
        },
        [{ name: 'plan.json', mediaType: 'application/json', sha256: '0'.repeat(64), content }],
      );
    });
    expect(outcome).toBe('frozen');
    await until(() => refusals(anna).includes('frozen'));
    bruno.provider.connect();
    await until(() => refusals(bruno).includes('frozen'));
    const log = await openLog();
    expect(log.getMap('fields').toJSON()).toEqual({ before: 1 });
  });
});

/** The document as the log alone makes it. */
async function openLog(): Promise<Y.Doc> {
  const doc = new Y.Doc();
  for (const row of await server.store.readLog(server.plan.id, 0)) Y.applyUpdate(doc, row.update);
  return doc;
}

function awarenessOf(states: [client: number, clock: number, json: string][]): Uint8Array {
  const update = encoding.createEncoder();
  encoding.writeVarUint(update, states.length);
  for (const [client, clock, json] of states) {
    encoding.writeVarUint(update, client);
    encoding.writeVarUint(update, clock);
    encoding.writeVarString(update, json);
  }
  const frame = encoding.createEncoder();
  encoding.writeVarUint(frame, 1);
  encoding.writeVarUint8Array(frame, encoding.toUint8Array(update));
  return encoding.toUint8Array(frame);
}

/** An update with one struct of a length that no page could have typed. */
function hugeClock(): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 9);
  encoding.writeVarUint(encoder, 0);
  encoding.writeUint8(encoder, 0);
  encoding.writeVarUint(encoder, 2 ** 40);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

test('GATE-8 the frames that the tests forge are frames of the protocol', () => {
  const other = new awareness.Awareness(new Y.Doc());
  awareness.applyAwarenessUpdate(other, awarenessOf([[5, 1, '{"a":1}']]).slice(2), 'test');
  expect(other.getStates().get(5)).toEqual({ a: 1 });
  other.destroy();
});
