import { addRow, setCell } from '@filiera/shared/plan/edit.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import * as Y from 'yjs';
import { chance } from './chance.ts';

const KEYSTROKES = 200_000;
const CELL_EDITS = 2_000;
export const AUTHORS = 20;
/** A page that is opened again has another client id: so many there were of each author. */
const SESSIONS = 15;
const PARAGRAPHS = 8;
const BLOCKS = ['specific', 'actions', 'results'].flatMap((block) => [1, 2, 3].map((n) => `${block}-${n}`));
const TABLES = ['spend-1', 'spend-2', 'spend-3'];
const ROWS = 40;
const LETTERS = 'e a i o n l r t s c d p u m g v h f b q z';

/** One member's uninterrupted edits, each an update of its own. */
export interface Burst {
  readonly author: number;
  readonly updates: readonly Uint8Array[];
}

/** A plan that many have written for months. */
export interface LongPlan {
  readonly bursts: readonly Burst[];
  /** The whole document as one update, and its state vector. */
  readonly whole: Uint8Array;
  readonly state: ReadonlyMap<number, number>;
}

/**
 * Types a plan from end to end: 20 authors who write a few dozen characters here and there, correct themselves, and fill
 * tables. The same document every time.
 */
export function longPlan(): LongPlan {
  const random = chance(2023);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const doc = new Y.Doc();
  const sessions = Array.from({ length: AUTHORS * SESSIONS }, () => 1 + upTo(0xffff_fffe));
  const bursts: Burst[] = [];
  let updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const burst = (share: number, edits: () => void): void => {
    const author = upTo(AUTHORS);
    // Sessions follow one another as the plan grows.
    const session = Math.min(SESSIONS - 1, Math.floor(share * SESSIONS));
    doc.clientID = sessions[author * SESSIONS + session]!;
    edits();
    bursts.push({ author, updates });
    updates = [];
  };

  const texts: Y.XmlText[] = [];
  burst(0, () => {
    for (const block of BLOCKS) {
      const paragraphs = Array.from({ length: PARAGRAPHS }, () => new Y.XmlText());
      texts.push(...paragraphs);
      const elements = paragraphs.map((text) => {
        const element = new Y.XmlElement('paragraph');
        element.insert(0, [text]);
        return element;
      });
      doc.getXmlFragment(textRoot(block)).insert(0, elements);
    }
    for (const table of TABLES) {
      for (let row = 0; row < ROWS; row += 1) {
        const order = `a${String.fromCharCode(65 + (row >> 3), 65 + (row & 7))}`;
        addRow(doc, table, { id: `row-${row}`, order });
      }
    }
  });

  let [typed, cells] = [0, 0];
  while (typed < KEYSTROKES) {
    const share = typed / KEYSTROKES;
    burst(share, () => {
      const text = texts[upTo(texts.length)]!;
      // Mostly at the end, as one writes; sometimes in the midst of what is there.
      let at = random() < 0.6 ? text.length : upTo(text.length + 1);
      for (let left = Math.min(8 + upTo(60), KEYSTROKES - typed); left > 0; left -= 1) {
        typed += 1;
        if (at > 0 && random() < 0.07) {
          at -= 1;
          text.delete(at, 1);
        } else {
          text.insert(at, LETTERS[upTo(LETTERS.length)]!);
          at += 1;
        }
      }
    });
    while (cells < share * CELL_EDITS) {
      cells += 1;
      burst(share, () => {
        const column = ['item', 'y2023', 'y2024'][upTo(3)]!;
        const value = column === 'item' ? `Voce di spesa ${cells}` : 100 * (1 + upTo(90_000));
        setCell(doc, TABLES[upTo(TABLES.length)]!, `row-${upTo(ROWS)}`, column, value);
      });
    }
  }
  return { bursts, whole: Y.encodeStateAsUpdate(doc), state: Y.decodeStateVector(Y.encodeStateVector(doc)) };
}
