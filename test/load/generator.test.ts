import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { Deliveries, Writer } from './generator/deliveries.ts';
import { plain, syncMessage, UPDATE } from './generator/dialect.ts';
import { Histogram, median } from './generator/histogram.ts';
import { Page } from './generator/page.ts';
import { BareSocket } from './generator/socket.ts';
import { Typist } from './generator/typist.ts';

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

async function serve(): Promise<{ server: WebSocketServer; port: number }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  servers.push(server);
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

test('BENCH-1 what a typist sends is, byte for byte, what Yjs makes of the same key presses', () => {
  const client = 3_000_000_019;
  const typist = new Typist(client, 'specific-1');
  const sent = Array.from({ length: 300 }, () => typist.type());

  const server = new Y.Doc();
  for (const update of sent) Y.applyUpdate(server, update);
  const paragraph = server.getXmlFragment(textRoot('specific-1')).get(0) as Y.XmlElement;
  const letters = (paragraph.get(0) as Y.XmlText).toString();
  expect(letters).toHaveLength(300);

  const page = new Y.Doc();
  page.clientID = client;
  const made: Uint8Array[] = [];
  page.on('update', (update: Uint8Array) => made.push(update));
  const text = new Y.XmlText(letters[0]);
  page.transact(() => {
    const element = new Y.XmlElement('paragraph');
    element.insert(0, [text]);
    page.getXmlFragment(textRoot('specific-1')).insert(0, [element]);
  });
  for (const letter of letters.slice(1)) text.insert(text.length, letter);
  expect(sent.map((update) => [...update])).toEqual(made.map((update) => [...update]));
});

test('BENCH-2 the generator’s socket brings messages of every length through whole, both ways', async () => {
  const { server, port } = await serve();
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 3_000_000, 5, 200_000, 0];
  const sent = lengths.map((length, seed) =>
    Buffer.from(Uint8Array.from({ length }, (_, at) => at * 31 + seed)),
  );
  const back: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = new BareSocket(
    { port, path: '/', headers: {} },
    {
      onMessage: (message) => {
        // The bytes are only lent.
        back.push(Buffer.from(message));
        if (back.length === sent.length) resolve();
      },
      onClose: () => {},
    },
  );
  await socket.opened;
  for (const message of sent) socket.send(message);
  await promise;
  socket.end();
  expect(back.map(({ length }) => length)).toEqual(lengths);
  expect(back.every((message, at) => message.equals(sent[at]!))).toBe(true);
});

test('BENCH-3 a delivery is an edit at another page, counted once for each, merged on the way or not', async () => {
  const { server, port } = await serve();
  // Passes on whatever comes, after some of it has been merged, to everybody: the author too.
  const waiting: Uint8Array[] = [];
  server.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => {
      waiting.push(data.subarray(3));
      if (waiting.length < 10) return;
      const merged = syncMessage(plain, UPDATE, Y.mergeUpdates(waiting.splice(0, 7)));
      for (const other of server.clients) {
        other.send(merged);
        for (const update of waiting) other.send(syncMessage(plain, UPDATE, update));
      }
      waiting.length = 0;
    }),
  );
  const deliveries = new Deliveries();
  const door = { port, path: '/', headers: {}, dialect: { ...plain, answers: false } };
  const pages = Array.from({ length: 4 }, () => new Page(door, deliveries.received));
  await Promise.all(pages.map((page) => page.synced));
  const writers = pages
    .slice(0, 2)
    .map((page, index) => new Writer(new Typist(77 + index, 'results-1'), page));
  for (const writer of writers) deliveries.add(writer);
  for (let press = 0; press < 20; press += 1) for (const writer of writers) writer.write(press >= 5);

  await expect.poll(() => deliveries.total).toBe(40 * 3);
  expect(deliveries.latency.count).toBe(30 * 3);
  for (const { typist, message, seen } of writers) {
    // The paragraph and its text come with the first letter, and are no edits of their own.
    expect([...seen.subarray(0, typist.next)]).toEqual([0, 0, ...Array(20).fill(3)]);
    expect([...message.subarray(2, typist.next)]).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  }
  for (const page of pages) page.leave();
});

test('BENCH-4 quantiles and medians are those of the numbers', () => {
  const times = new Histogram();
  for (let at = 1; at <= 1_000; at += 1) times.record(at / 10);
  times.record(5_000);
  expect(times.quantile(0.5)).toBeCloseTo(50.1, 1);
  expect(times.quantile(0.99)).toBeCloseTo(99.1, 1);
  expect(times.quantile(1)).toBe(5_000);
  expect(Histogram.of([times, times]).count).toBe(2_002);
  expect(median([3, 1, Number.NaN, 2])).toBe(2);
  expect(median([4, 1])).toBe(2.5);
  expect(median([])).toBeNaN();
});
