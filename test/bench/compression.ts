import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { WebSocket, WebSocketServer } from 'ws';
import { longPlan } from '../load/generator/long-plan.ts';
import { quantile } from './quantile.ts';

/**
 * What compressed messages (RFC 7692) would cost and save on a plan's sockets: for fifty pages that open the long plan at
 * once, and for the small messages of people who type. Both ends are in this process, so processor time is of both.
 * Run: `npm run bench:compression`.
 */

const RUNS = 7;
const PAGES = 50;
const KEY_PRESSES = 200;
const state = Buffer.from(longPlan().whole);
const keyPress = Buffer.from(Array.from({ length: 60 }, (_, index) => (index * 37) % 251));

interface Cost {
  readonly millis: number;
  readonly cpu: number;
  readonly bytes: number;
}

async function measure(perMessageDeflate: boolean, act: (server: WebSocketServer) => void, messages: number) {
  const server = new WebSocketServer({
    port: 0,
    // Small messages are compressed too: a page cannot be told to leave its own alone.
    perMessageDeflate: perMessageDeflate && { threshold: 0 },
  });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let left = PAGES * messages;
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const pages = await Promise.all(
    Array.from({ length: PAGES }, async () => {
      const page = new WebSocket(url, { perMessageDeflate });
      page.on('message', () => {
        left -= 1;
        if (left === 0) resolve();
      });
      await once(page, 'open');
      return page;
    }),
  );
  const before = process.cpuUsage();
  const started = performance.now();
  act(server);
  await all;
  const millis = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  const bytes = pages.reduce(
    (sum, page) => sum + (page as unknown as { _socket: { bytesRead: number } })._socket.bytesRead,
    0,
  );
  for (const page of pages) page.terminate();
  server.close();
  return { millis, cpu: (user + system) / 1000, bytes } satisfies Cost;
}

const opening = (server: WebSocketServer): void => {
  for (const socket of server.clients) socket.send(state);
};
const typing = (server: WebSocketServer): void => {
  for (let press = 0; press < KEY_PRESSES; press += 1)
    for (const socket of server.clients) socket.send(keyPress);
};

const costs = new Map<string, Cost[]>();
for (let run = 0; run < RUNS; run += 1) {
  for (const compressed of [false, true]) {
    const name = compressed ? 'compressed' : 'as they are';
    for (const [what, act, messages] of [
      ['opening', opening, 1],
      ['typing', typing, KEY_PRESSES],
    ] as const) {
      const key = `${what}, ${name}`;
      costs.set(key, [...(costs.get(key) ?? []), await measure(compressed, act, messages)]);
    }
  }
}

console.log(`medians of ${RUNS} interleaved runs, ${PAGES} sockets`);
console.log(`opening: the state of the long plan, ${state.length} bytes; typing: ${KEY_PRESSES} key presses`);
for (const [key, runs] of costs) {
  const median = (of: (cost: Cost) => number): string => quantile(runs.map(of), 0.5).toFixed(0).padStart(7);
  console.log(
    `  ${key.padEnd(22)} ${median(({ millis }) => millis)} ms ${median(({ cpu }) => cpu)} ms of processor ${median(({ bytes }) => bytes / 1000)} kB`,
  );
}
for (const level of [constants.Z_BEST_SPEED, constants.Z_DEFAULT_COMPRESSION]) {
  const started = performance.now();
  const deflated = deflateRawSync(state, { level });
  const between = performance.now();
  inflateRawSync(deflated);
  const ended = performance.now();
  console.log(
    `  the state once, level ${level}: ${deflated.length} bytes, ${(between - started).toFixed(0)} ms to deflate, ${(ended - between).toFixed(1)} ms to inflate`,
  );
}
process.exit(0);
