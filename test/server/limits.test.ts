import { awarenessFrame, updateFrame } from '@filiera/server/src/collab/frames.ts';
import { CLOSE, PROTOCOL_VERSION } from '@filiera/shared/protocol/protocol.ts';
import * as encoding from 'lib0/encoding';
import { afterEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import {
  acked,
  type CollabServer,
  closeCode,
  openPage,
  openSocket,
  type Page,
  refusals,
  sessionOf,
  startCollab,
  until,
} from '../support/collab.ts';
import { DrivenTiming } from '../support/driven-timing.ts';
import { aPlan } from '../support/stores.ts';

/** What one socket, one member and one plan may take of the server, and how soon it notices what has ended. */

let server: CollabServer;
const pages: Page[] = [];
const sockets: WebSocket[] = [];

async function begin(options: Parameters<typeof startCollab>[0] = {}): Promise<CollabServer> {
  server = await startCollab(options);
  return server;
}

afterEach(async () => {
  for (const page of pages.splice(0)) page.leave();
  for (const socket of sockets.splice(0)) socket.terminate();
  await server.stop();
});

async function open(userId: string, options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
  const page = openPage(server, userId, options);
  pages.push(page);
  await page.synced();
  return page;
}

async function raw(userId: string, plan = server.plan.id): Promise<WebSocket> {
  const opened = await openSocket(server, plan, { cookie: `user=${userId}` });
  if (!('socket' in opened)) throw new Error(`refused with ${opened.status}`);
  sockets.push(opened.socket);
  return opened.socket;
}

const status = async (userId: string, plan = server.plan.id): Promise<number> => {
  const opened = await openSocket(server, plan, { cookie: `user=${userId}` });
  if (!('socket' in opened)) return opened.status;
  sockets.push(opened.socket);
  return 101;
};

const note = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('fields');

/** Does the page still get through? Resolves once its next edit is acknowledged, and reached the other. */
async function lives(page: Page, other: Page): Promise<void> {
  const key = `alive ${Math.random()}`;
  note(page.doc).set(key, true);
  await until(() => note(other.doc).has(key));
}

function awarenessOf(states: readonly (readonly [client: number, json: string])[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const [client, json] of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, json);
  }
  return awarenessFrame(encoding.toUint8Array(encoder));
}

/** A sync step 1 that knows nothing. */
const QUESTION = Uint8Array.of(0, 0, 1, 0);
/** An update that changes nothing. */
const NOTHING = updateFrame(Y.encodeStateAsUpdate(new Y.Doc()));

describe('a socket', () => {
  test('GATE-15 a reader so slow that its buffer grows is dropped, and has everything when it comes back', async () => {
    await begin({ limits: { bufferBytes: 256 * 1024, bytesPerSecond: 1e9, planBytes: 1e9 } });
    const anna = await open(server.users.anna.id);
    const bruno = await open(server.users.bruno.id);
    const carla = await open(server.users.reader.id);
    const slow = bruno.provider.ws as unknown as WebSocket;
    slow.pause();
    const large = 'x'.repeat(400_000);
    for (let edit = 0; server.collab.holds().sockets === 3 && edit < 200; edit += 1) {
      note(anna.doc).set(`large ${edit}`, large);
      await until(() => note(carla.doc).has(`large ${edit}`));
    }
    expect(server.collab.holds().sockets).toBe(2);
    slow.resume();
    await until(() => bruno.closed.length > 0);
    await until(() => note(bruno.doc).size === note(anna.doc).size);
    expect([...anna.closed, ...carla.closed]).toEqual([]);
    await lives(bruno, anna);
  });

  test.each([
    ['questions', { questionsPerSecond: 2 }, 20, QUESTION],
    ['questions who is here', { questionsPerSecond: 2 }, 20, Uint8Array.of(3)],
    ['bytes', { bytesPerSecond: 1024, frameBytes: 2048 }, 12, updateFrame(new Uint8Array(1020))],
    ['pings', { awarenessPerSecond: 3 }, 30, null],
  ] as const)(
    'GATE-13 more %s than one socket may send close it, and no other',
    async (_name, limits, most, frame) => {
      await begin({ limits, now: () => 1_700_000_000_000 });
      const anna = await open(server.users.anna.id);
      const bruno = await open(server.users.bruno.id);
      const socket = await raw(server.users.bruno.id);
      // Noise is no update; of the frames that are counted by their bytes alone all but the last must be well-formed.
      const payload = frame === null ? null : frame.length > 1000 ? updateFrame(padded(1000)) : frame;
      for (let sent = 0; sent <= most; sent += 1) {
        if (payload === null) socket.ping();
        else socket.send(payload);
      }
      expect(await closeCode(socket)).toBe(CLOSE.tooFast);
      await lives(anna, bruno);
      expect([...anna.closed, ...bruno.closed]).toEqual([]);
    },
  );

  test('GATE-16 an awareness state, and how many one socket shows, are as large as was set and no larger', async () => {
    await begin({ limits: { awarenessBytes: 300, awarenessClients: 2 } });
    const anna = await open(server.users.anna.id);
    const fits = await raw(server.users.bruno.id);
    fits.send(
      awarenessOf([
        [1, JSON.stringify({ a: 'x'.repeat(280) })],
        [2, '{}'],
      ]),
    );
    await until(() => anna.provider.awareness.getStates().has(2));
    fits.send(awarenessOf([[3, '{}']]));
    expect(await closeCode(fits)).toBe(CLOSE.badFrame);
    const large = await raw(server.users.bruno.id);
    large.send(awarenessOf([[4, `{"a":[${Array(70).fill('1e20').join()}]}`]]));
    expect(await closeCode(large)).toBe(CLOSE.badFrame);
    const many = await raw(server.users.bruno.id);
    many.send(awarenessOf(Array.from({ length: 10_001 }, (_, client) => [client, 'null'] as const)));
    expect(await closeCode(many)).toBe(CLOSE.badFrame);
    // Her page sends back what it hears of others, with their names in it, and is not closed for that.
    const bruno = await open(server.users.bruno.id);
    await lives(anna, bruno);
    expect(anna.closed).toEqual([]);
  });

  test('GATE-17 an edit that writes as more clients than any page has is no page’s', async () => {
    await begin();
    const socket = await raw(server.users.bruno.id);
    const crowd = Array.from({ length: 1_001 }, (_, client) => {
      const doc = new Y.Doc();
      doc.clientID = client + 1;
      note(doc).set(`${client}`, 1);
      return Y.encodeStateAsUpdate(doc);
    });
    socket.send(updateFrame(Y.mergeUpdates(crowd)));
    expect(await closeCode(socket)).toBe(CLOSE.badFrame);
    expect(await server.store.readLog(server.plan.id, 0)).toEqual([]);
  });
});

/** An update of about so many bytes. */
function padded(bytes: number): Uint8Array {
  const doc = new Y.Doc();
  note(doc).set('pad', 'x'.repeat(bytes));
  return Y.encodeStateAsUpdate(doc);
}

describe('a member', () => {
  test('GATE-18 more sockets over all plans than a member may have: 429, until one is closed', async () => {
    await begin({ limits: { socketsPerMemberAllPlans: 2 } });
    const { anna, bruno } = server.users;
    const other = aPlan(server.plan.associationId, server.users.admin.id, { templateId: 'a1-2023-2024' });
    await server.store.createPlan(other);
    await server.store.setPlanRole(other.id, anna.id, 'contributor');
    const first = await raw(anna.id);
    await raw(anna.id, other.id);
    expect([await status(anna.id), await status(anna.id, other.id), await status(bruno.id)]).toEqual([
      429, 429, 101,
    ]);
    first.close();
    await closeCode(first);
    await until(async () => (await status(anna.id)) === 101);
  });

  test('GATE-14 also of those that come at the same moment no more stay than there may be', async () => {
    await begin({ limits: { socketsPerMember: 3 } });
    const all = await Promise.all(Array.from({ length: 12 }, () => status(server.users.anna.id)));
    await until(() => sockets.filter(({ readyState }) => readyState === 1).length === 3);
    expect(all.filter((code) => code === 101).length).toBeGreaterThanOrEqual(3);
    expect(server.collab.holds().sockets).toBe(3);
  });
});

describe('what has ended', () => {
  test('GATE-19 a session that expires, or is deleted by another program, closes its sockets within a second', async () => {
    const timing = new DrivenTiming();
    await begin({ timing, now: timing.now });
    const { anna, bruno, reader } = server.users;
    const put = (userId: string, expiresAt: number): Promise<void> =>
      server.store.putSession({ idHash: sessionOf(userId), userId, expiresAt });
    await put(anna.id, timing.now() + 60_000);
    const [expiring, deleted, lasting] = await Promise.all([anna, bruno, reader].map(({ id }) => open(id)));
    await timing.advance(59_999);
    await lives(expiring!, lasting!);
    await timing.advance(1_000);
    await until(() => expiring!.closed.includes(CLOSE.signedOut));
    await lives(deleted!, lasting!);
    await server.store.deleteSession(sessionOf(bruno.id));
    await timing.advance(1_000);
    await until(() => deleted!.closed.includes(CLOSE.signedOut));
    expect(lasting!.closed).toEqual([]);
  });

  test('GATE-19 one that is prolonged goes on, and all sessions together cost one query', async () => {
    const timing = new DrivenTiming();
    await begin({ timing, now: timing.now });
    const { anna, bruno } = server.users;
    const expiresAt = timing.now() + 1_000;
    await server.store.putSession({ idHash: sessionOf(anna.id), userId: anna.id, expiresAt });
    const page = await open(anna.id);
    const others = await Promise.all([1, 2, 3].map(() => open(bruno.id)));
    await server.store.setSessionExpiry(sessionOf(anna.id), expiresAt + 60_000);
    const asked: string[][] = [];
    const { endedSessions } = server.store;
    server.store.endedSessions = (ids, now) => {
      asked.push([...ids].sort());
      return endedSessions(ids, now);
    };
    await timing.advance(2_000);
    await lives(page, others[0]!);
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(asked[0]).toEqual([sessionOf(anna.id), sessionOf(bruno.id)].sort());
    expect(page.closed).toEqual([]);
  });

  test.each([
    [null, CLOSE.forbidden],
    ['reader', null],
  ] as const)('GATE-20 access that becomes %s while a page is being let in counts', async (role, code) => {
    await begin();
    const { anna } = server.users;
    const { readLog } = server.store;
    let changed = false;
    // The plan is loaded after the access was looked up.
    server.store.readLog = async (...args) => {
      if (!changed) {
        changed = true;
        await server.store.setPlanRole(server.plan.id, anna.id, role);
        await server.collab.live.accessChanged(server.plan.id);
      }
      return readLog(...args);
    };
    const page = openPage(server, anna.id);
    pages.push(page);
    if (code !== null) await until(() => page.closed.includes(code));
    else {
      await until(() =>
        page.heard.some(
          ({ ...message }) =>
            message.kind === 'notice' && message.notice.kind === 'access' && message.notice.role === role,
        ),
      );
      note(page.doc).set('a', 1);
      await until(() => refusals(page).includes('role'));
    }
    expect(await readLog(server.plan.id, 0)).toEqual([]);
  });

  test('GATE-21 a plan that nobody has open is unloaded after its time, and nothing of it waits any more', async () => {
    const timing = new DrivenTiming();
    await begin({ timing, now: timing.now, limits: { idleMillis: 5_000 } });
    const atRest = timing.waiting;
    const anna = await open(server.users.anna.id);
    note(anna.doc).set('a', 1);
    await until(() => acked(anna) === 2);
    await timing.advance(60_000);
    expect(server.collab.holds()).toEqual({ plans: 1, sockets: 1 });
    pages.splice(0)[0]!.leave();
    // The plan's time runs from the turn behind that in which the last page left.
    await until(() => server.collab.holds().sockets === 0 && timing.waiting === atRest + 1);
    await timing.advance(4_999);
    expect(server.collab.holds().plans).toBe(1);
    await timing.advance(1);
    await until(() => server.collab.holds().plans === 0);
    expect(timing.waiting).toBe(atRest);
    expect(note((await open(server.users.bruno.id)).doc).toJSON()).toEqual({ a: 1 });
  });

  test('GATE-22 a plan that cannot be loaded: 503, and the next who comes tries again', async () => {
    await begin();
    const { readLog } = server.store;
    const said: unknown[] = [];
    const consoleError = console.error;
    console.error = (...words) => said.push(words);
    try {
      server.store.readLog = async () => {
        throw new Error('the disk cannot be read');
      };
      expect(await status(server.users.anna.id)).toBe(503);
    } finally {
      console.error = consoleError;
    }
    expect(said).toHaveLength(1);
    server.store.readLog = readLog;
    expect(server.collab.holds()).toEqual({ plans: 0, sockets: 0 });
    await lives(await open(server.users.anna.id), await open(server.users.bruno.id));
  });
});

describe('a plan', () => {
  const LIMIT = 40_000;
  const stored = async (): Promise<number> => {
    const doc = new Y.Doc();
    for (const { update } of await server.store.readLog(server.plan.id, 0)) Y.applyUpdate(doc, update);
    return Y.encodeStateAsUpdate(doc).length;
  };
  const afresh = async (page: Page, userId: string): Promise<Page> => {
    pages.splice(pages.indexOf(page), 1);
    page.leave();
    return open(userId);
  };

  test('GATE-23 is as large as it may be: what would make it larger is refused in words, what makes it smaller is taken', async () => {
    const timing = new DrivenTiming();
    await begin({ timing, now: timing.now, limits: { planBytes: LIMIT } });
    let anna = await open(server.users.anna.id);
    const bruno = await open(server.users.bruno.id);
    note(bruno.doc).set('large', 'x'.repeat(LIMIT - 2_000));
    await until(() => note(anna.doc).has('large'));
    note(anna.doc).set('more', 'y'.repeat(3_000));
    await until(() => refusals(anna).includes('full'));
    expect(acked(anna)).toBe(1);
    // Others are told nothing, and what they write and is small enough is taken.
    await lives(bruno, anna);
    expect(refusals(bruno)).toEqual([]);
    expect(await stored()).toBeLessThanOrEqual(LIMIT);

    // What our page does then: it shows what was typed, and goes on with what the server holds.
    anna = await afresh(anna, server.users.anna.id);
    expect(note(anna.doc).has('more')).toBe(false);
    note(anna.doc).set('large', 'short');
    await until(() => acked(anna) === 2);
    note(anna.doc).delete('large');
    await until(() => acked(anna) === 3);
    note(anna.doc).set('more', 'y'.repeat(3_000));
    await until(() => acked(anna) === 4);
    expect(refusals(anna)).toEqual([]);
    expect(await stored()).toBeLessThanOrEqual(LIMIT);
  });

  test('GATE-23 also after a restart, and one that is too large already can still be read and made smaller', async () => {
    await begin();
    const { close } = server.store;
    server.store.close = async () => {};
    const anna = await open(server.users.anna.id);
    note(anna.doc).set('large', 'x'.repeat(LIMIT + 5_000));
    note(anna.doc).set('small', 1);
    await until(() => acked(anna) === 3);
    for (const page of pages.splice(0)) page.leave();
    const { store, plan, users } = server;
    await server.stop();
    const timing = new DrivenTiming();
    await begin({ store, plan, users, timing, limits: { planBytes: LIMIT } });
    const later = await open(users.anna.id);
    expect(note(later.doc).get('large')).toHaveLength(LIMIT + 5_000);
    note(later.doc).delete('large');
    await until(() => acked(later) === 2);
    const other = await open(users.bruno.id);
    expect(note(other.doc).toJSON()).toEqual({ small: 1 });
    note(other.doc).set('more', 'y'.repeat(3_000));
    await until(() => acked(other) === 2);
    store.close = close;
  });

  test('GATE-23 what only deletes leaves traces too, and has no room in a plan of twice the size', async () => {
    const limit = 6_000;
    await begin({ limits: { planBytes: limit } });
    const anna = await open(server.users.anna.id);
    const text = anna.doc.getText('text');
    text.insert(0, 'x'.repeat(limit - 500));
    await until(() => acked(anna) === 2);
    anna.doc.transact(() => {
      for (let at = 0; at < text.length; at += 1) text.delete(at, 1);
    });
    await until(() => refusals(anna).includes('full'));
    expect(await stored()).toBeLessThanOrEqual(2 * limit);
  });
});

test('GATE-24 a page that names its protocol is served as one that does not: limits know no difference', async () => {
  await begin({ limits: { editsPerSecond: 2 }, now: () => 1_700_000_000_000 });
  for (const path of [server.plan.id, `${server.plan.id}?protocol=${PROTOCOL_VERSION}`]) {
    const socket = await raw(server.users.bruno.id, path);
    for (let sent = 0; sent <= 20; sent += 1) socket.send(NOTHING);
    expect(await closeCode(socket)).toBe(CLOSE.tooFast);
  }
});
