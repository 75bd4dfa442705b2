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
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import {
  acked,
  type CollabServer,
  editAs,
  openLog,
  type Page,
  pagesOn,
  rawSocket,
  startCollab,
  until,
} from '../support/collab.ts';
import { DrivenTiming } from '../support/driven-timing.ts';

/** Edits on their way through a room. */

let server: CollabServer;
const { open, leaveAll } = pagesOn(() => server);

beforeEach(async () => {
  server = await startCollab();
});
afterEach(async () => {
  leaveAll();
  await server.stop();
});

const fields = (page: Page): unknown => page.doc.getMap('fields').toJSON();

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
    const restarted = await openLog(server);
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
    const socket = await rawSocket(server, bruno.id);
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
    leaveAll();
    await server.collab.live.hold(server.plan.id, async () => {});
    const carla = open(server.users.reader.id);
    await until(() => edits(carla).length === 1);
    expect(edits(carla)).toEqual([edit]);
  });
});
