import { addRow, removeRow, setCell, setField } from '@filiera/shared/plan/edit.ts';
import { tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import * as Y from 'yjs';
import type { Random } from './random.ts';

/** What people write in a plan of the form below: few places, so that they often write in the same one. */

export const TEMPLATE = 'a1-2023-2024';
const BLOCKS = ['specific-1', 'specific-2'];
const COST_ROWS = ['staff', 'travel'];
const YEARS = ['y2023', 'y2024'];
const ADDED_ROWS = ['r1', 'r2', 'r3'];
const WORDS = ['filiera ', 'ricerca ', 'salute ', 'è ', 'n. 4 ', '🌱'];

/** The roots in which there are edits, so that replicas can be compared. */
const MAPS = ['fields', tableRoot('costs'), tableRoot('climate')];
const TEXTS = BLOCKS.map(textRoot);

/** What a replica shows, in a form that can be compared. */
export function contentOf(doc: Y.Doc): string {
  const maps = MAPS.map((root) => {
    const entries = Object.entries(doc.getMap(root).toJSON() as Record<string, unknown>);
    return [root, entries.sort(([a], [b]) => (a < b ? -1 : 1))];
  });
  const texts = TEXTS.map((root) => [root, doc.getXmlFragment(root).toString()]);
  return JSON.stringify([...maps, ...texts]);
}

/** Undo as the editor has it: one's own edits of the texts alone. */
export function undoOf(doc: Y.Doc): Y.UndoManager {
  return new Y.UndoManager(
    TEXTS.map((root) => doc.getXmlFragment(root)),
    { captureTimeout: 0 },
  );
}

/** One thing that a person does; it may come to nothing, as deleting in an empty text does. */
export function edit(doc: Y.Doc, undo: Y.UndoManager, random: Random): void {
  const act = random.weighted<() => void>([
    [10, () => write(doc, random)],
    [4, () => erase(doc, random)],
    [3, () => format(doc, random)],
    [1, () => removeParagraph(doc, random)],
    [8, () => cell(doc, random)],
    [3, () => row(doc, random)],
    [1, () => void undo.undo()],
    [1, () => void undo.redo()],
    [1, () => several(doc, random)],
  ]);
  act?.();
}

function several(doc: Y.Doc, random: Random): void {
  doc.transact(() => {
    for (const one of [cell, write, row, erase]) one(doc, random);
  });
}

function paragraphs(doc: Y.Doc, random: Random): { fragment: Y.XmlFragment; texts: Y.XmlText[] } {
  const fragment = doc.getXmlFragment(random.pick(TEXTS));
  const texts = fragment
    .toArray()
    .flatMap((child) => (child instanceof Y.XmlElement ? child.toArray() : []))
    .filter((child) => child instanceof Y.XmlText);
  return { fragment, texts };
}

function write(doc: Y.Doc, random: Random): void {
  const { fragment, texts } = paragraphs(doc, random);
  const text = random.chance(0.85) ? random.pick(texts) : undefined;
  const words = random.pick(WORDS) ?? '';
  if (text) {
    const at = wholeAt(text, random.int(text.length + 1));
    text.insert(at, words, random.chance(0.1) ? { bold: {} } : undefined);
  } else {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(words)]);
    fragment.insert(random.int(fragment.length + 1), [paragraph]);
  }
}

/** That place in a text, or the next where no character of two halves is torn apart: editors do not stop there. */
function wholeAt(text: Y.XmlText, at: number): number {
  const plain = (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('');
  const half = plain.charCodeAt(at);
  return half >= 0xdc00 && half <= 0xdfff ? at + 1 : at;
}

/** A range of some text, or `null` where there is none. */
function range(doc: Y.Doc, random: Random): { text: Y.XmlText; from: number; length: number } | null {
  const text = random.pick(paragraphs(doc, random).texts.filter(({ length }) => length > 0));
  if (!text) return null;
  const from = wholeAt(text, random.int(text.length));
  if (from === text.length) return null;
  const to = wholeAt(text, from + random.between(1, Math.min(6, text.length - from)));
  return { text, from, length: to - from };
}

function erase(doc: Y.Doc, random: Random): void {
  const found = range(doc, random);
  if (found) found.text.delete(found.from, found.length);
}

function format(doc: Y.Doc, random: Random): void {
  const found = range(doc, random);
  const bold = random.chance(0.6) ? {} : null;
  if (found) found.text.format(found.from, found.length, random.chance(0.7) ? { bold } : { italic: bold });
}

function removeParagraph(doc: Y.Doc, random: Random): void {
  const { fragment } = paragraphs(doc, random);
  if (fragment.length > 0) fragment.delete(random.int(fragment.length), 1);
}

function cell(doc: Y.Doc, random: Random): void {
  const value = random.chance(0.1) ? null : random.int(100_000);
  if (random.chance(0.2)) setField(doc, 'title', value === null ? null : `Piano ${value}`);
  else setCell(doc, 'costs', random.pick(COST_ROWS)!, random.pick(YEARS)!, value);
}

function row(doc: Y.Doc, random: Random): void {
  const id = random.pick(ADDED_ROWS)!;
  if (random.chance(0.3)) removeRow(doc, 'climate', id);
  else addRow(doc, 'climate', { id, order: `a${random.int(9)}`, cells: { amount: random.int(10_000) } });
}
