import { textRoot } from '@filiera/shared/plan/layout.ts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Typist } from './generator/typist.ts';

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
