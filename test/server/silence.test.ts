import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { PlanConnection } from '../../client/src/collab/connection.ts';
import { type CollabServer, startCollab, until } from '../support/collab.ts';

/** A page's own connection on the real server, with the clock by which it looks for silence in the test's hands. */

let server: CollabServer;
beforeEach(async () => {
  server = await startCollab();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const cookie = `user=${server.users.anna.id}`;
  vi.stubGlobal(
    'window',
    Object.assign(new EventTarget(), { location: { origin: new URL(server.url).origin } }),
  );
  vi.stubGlobal(
    'WebSocket',
    class extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, { headers: { cookie } });
      }
    },
  );
});
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  await server.stop();
});

test('OFFLINE-8 a socket that has said nothing for eight seconds is given up, and one that speaks is not', async () => {
  let notices = 0;
  const page = new PlanConnection(server.plan.id, {
    changed: () => {},
    notice: () => {
      notices += 1;
    },
  });
  const { provider } = page;
  page.connect();
  await until(() => provider.synced && notices > 0);
  const socket = provider.ws;

  for (let word = 0; word < 3; word += 1) {
    vi.advanceTimersByTime(7_900);
    expect(provider.ws).toBe(socket);
    const before = notices;
    await server.collab.live.accessChanged(server.plan.id);
    await until(() => notices > before);
  }
  vi.advanceTimersByTime(7_900);
  expect([provider.ws === socket, provider.wsconnected]).toEqual([true, true]);
  vi.advanceTimersByTime(600);
  expect([provider.ws === socket, provider.wsconnected]).toEqual([false, false]);
  await until(() => provider.synced && provider.wsconnected);
  page.destroy();
});
