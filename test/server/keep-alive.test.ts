import { once } from 'node:events';
import { KEEP_ALIVE_MILLIS, PROTOCOL_VERSION } from '@filiera/shared/protocol/protocol.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type CollabServer, startCollab, until } from '../support/collab.ts';
import { DrivenTiming } from '../support/driven-timing.ts';

/** How server and page find out that the other side is gone without a word. */

let server: CollabServer;
let timing: DrivenTiming;
beforeEach(async () => {
  timing = new DrivenTiming();
  server = await startCollab({ timing });
});
afterEach(() => server.stop());

/** A page that does or does not answer pings. */
async function join(autoPong: boolean): Promise<{ socket: WebSocket; pings: number; messages: number }> {
  const { anna } = server.users;
  const before = server.collab.holds().sockets;
  const socket = new WebSocket(`${server.url}/${server.plan.id}?protocol=${PROTOCOL_VERSION}`, {
    headers: { cookie: `user=${anna.id}` },
    autoPong,
  });
  const page = { socket, pings: 0, messages: 0 };
  socket.on('ping', () => {
    page.pings += 1;
  });
  socket.on('message', () => {
    page.messages += 1;
  });
  await once(socket, 'open');
  await until(() => server.collab.holds().sockets === before + 1);
  return page;
}

/** Lets the server hear what was sent to it: an answer to a ping of the page's own comes behind it. */
async function heard({ socket }: { socket: WebSocket }): Promise<void> {
  socket.ping();
  await once(socket, 'pong');
}

test('SYNC-15 a socket that has not answered by the next ping is ended; one that answers stays, each in its own time', async () => {
  const silent = await join(false);
  const gone = once(silent.socket, 'close');
  await timing.advance(1_000);
  const live = await join(true);

  await timing.advance(KEEP_ALIVE_MILLIS - 1_000);
  await until(() => silent.pings === 1);
  await heard(live);
  expect(live.pings).toBe(0);
  const { messages } = live;
  await timing.advance(1_000);
  // A page does not see pings: it is told in words that the server is there.
  await until(() => live.pings === 1 && live.messages > messages);
  await heard(live);

  await timing.advance(KEEP_ALIVE_MILLIS - 1_000);
  await gone;
  for (const times of [2, 3]) {
    await timing.advance(KEEP_ALIVE_MILLIS);
    await until(() => live.pings === times);
    await heard(live);
  }
  expect(live.socket.readyState).toBe(WebSocket.OPEN);
  expect(server.collab.holds().sockets).toBe(1);
});
