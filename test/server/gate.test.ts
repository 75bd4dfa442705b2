import { updateFrame } from '@filiera/server/src/collab/frames.ts';
import { CLOSE } from '@filiera/shared/protocol/protocol.ts';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as awareness from 'y-protocols/awareness';
import * as Y from 'yjs';
import { awarenessOf } from '../fuzz/frames.ts';
import {
  acked,
  type CollabServer,
  closeCode,
  editAs,
  openLog,
  openSocket,
  type Page,
  pagesOn,
  rawSocket,
  refusals,
  startCollab,
  until,
} from '../support/collab.ts';

/** What the rooms refuse: sockets, frames and edits that are not to be, whoever sends them. */

let server: CollabServer;
const { pages, open, leaveAll } = pagesOn(() => server);

beforeEach(async () => {
  server = await startCollab();
});
afterEach(async () => {
  leaveAll();
  await server.stop();
});

const fields = (page: Page): unknown => page.doc.getMap('fields').toJSON();

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
      const socket = await rawSocket(server, server.users.bruno.id);
      socket.send(frame);
      expect(await closeCode(socket)).toBe(CLOSE.badFrame);
    });
  });

  test('GATE-6 a frame over the size limit: closed with 1009', async () => {
    await server.stop();
    server = await startCollab({ limits: { frameBytes: 64 * 1024 } });
    await withHonestPages(async () => {
      const socket = await rawSocket(server, server.users.bruno.id);
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
      const socket = await rawSocket(server, server.users.bruno.id);
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
    const [first] = [
      await rawSocket(server, server.users.anna.id),
      await rawSocket(server, server.users.anna.id),
    ];
    expect(await openSocket(server, server.plan.id, { cookie })).toEqual({ status: 429 });
    await rawSocket(server, server.users.bruno.id);
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
      const socket = await rawSocket(server, server.users.bruno.id);
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
    const first = await rawSocket(server, server.users.bruno.id);
    first.send(updateFrame(editAs(anna.doc.clientID, 'a', 'forged')));
    expect(await closeCode(first)).toBe(CLOSE.forgedClient);
    anna.doc.getMap('fields').set('a', 'by Anna');
    await until(() => acked(anna) === 2);
    const { clientID } = anna.doc;
    const basis = new Y.Doc();
    Y.applyUpdate(basis, Y.encodeStateAsUpdate(anna.doc));
    leaveAll();
    const second = await rawSocket(server, server.users.bruno.id);
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
      const socket = await rawSocket(server, server.users.bruno.id);
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
    const log = await openLog(server);
    expect(log.getMap('fields').toJSON()).toEqual({ before: 1 });
  });
});

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
