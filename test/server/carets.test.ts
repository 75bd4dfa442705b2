import { awarenessFrame, step1Frame, updateFrame } from '@filiera/server/src/collab/frames.ts';
import { MESSAGE_AWARENESS, MESSAGE_SYNC } from '@filiera/shared/protocol/protocol.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import * as awareness from 'y-protocols/awareness';
import * as Y from 'yjs';
import { type CollabServer, rawSocket, startCollab, until } from '../support/collab.ts';

/** The carets that are sent while text is being stored. */

let server: CollabServer;
beforeEach(async () => {
  server = await startCollab();
});
afterEach(() => server.stop());

/** What a member's bare socket hears, as the message's first two bytes. */
async function listen(userId: string): Promise<{ socket: WebSocket; heard: string[] }> {
  const socket = await rawSocket(server, userId);
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => {
    const [type, step] = data;
    if (type === MESSAGE_AWARENESS) heard.push('caret');
    else if (type === MESSAGE_SYNC) heard.push(['question', 'answer', 'text'][step!]!);
  });
  return { socket, heard };
}

const count = (heard: readonly string[], what: string): number =>
  heard.filter((message) => message === what).length;

/** Resolves when the server has ended the turn in which it heard what was sent before. */
async function heardOut(one: { socket: WebSocket; heard: string[] }): Promise<void> {
  for (let question = 0; question < 2; question += 1) {
    const answers = count(one.heard, 'answer');
    one.socket.send(step1Frame(new Uint8Array(1)));
    await until(() => count(one.heard, 'answer') > answers);
  }
}

test('SYNC-14 a caret that is heard while the text it moved with is being stored goes out with that text', async () => {
  const { store } = server;
  const append = store.append.bind(store);
  const stored = Promise.withResolvers<void>();
  store.append = async (entries) => {
    await stored.promise;
    return append(entries);
  };
  const anna = await listen(server.users.anna.id);
  const bruno = await listen(server.users.bruno.id);

  const doc = new Y.Doc();
  doc.getMap('fields').set('a', 1);
  const page = new awareness.Awareness(doc);
  page.setLocalState({ place: null });
  anna.socket.send(updateFrame(Y.encodeStateAsUpdate(doc)));
  await heardOut(anna);
  anna.socket.send(awarenessFrame(awareness.encodeAwarenessUpdate(page, [doc.clientID])));
  await heardOut(anna);
  // All that was written to Bruno before this answer has come before it.
  await heardOut(bruno);
  const early = bruno.heard.filter((message) => message !== 'question' && message !== 'answer');
  stored.resolve();
  expect(early).toEqual([]);
  await until(() => bruno.heard.includes('caret'));
  expect(bruno.heard.slice(-2)).toEqual(['text', 'caret']);

  // Where no text is on its way, it goes at once.
  page.setLocalState({ place: null, moved: true });
  anna.socket.send(awarenessFrame(awareness.encodeAwarenessUpdate(page, [doc.clientID])));
  await until(() => count(bruno.heard, 'caret') === 2);
  page.destroy();
  doc.destroy();
});
