import { hash } from 'node:crypto';
import { Historian, type HistoryLog } from '@filiera/server/src/history/historian.ts';
import type { PlanRef } from '@filiera/server/src/history/plan-index.ts';
import { Database } from '@filiera/server/src/store/sqlite/database.ts';
import type { LogRow } from '@filiera/server/src/store/store.ts';
import { addRow, removeRow, setCell, setField } from '@filiera/shared/plan/edit.ts';
import fc from 'fast-check';
import * as Y from 'yjs';
import { paragraph } from './writers.ts';

/** Plans as members write them: at once, offline, with undo, with pages that are opened again, with restores. */

export const USERS = ['anna', 'bruno', 'carla'];
export const REF: PlanRef = { id: 'plan', templateId: 'a1-2023-2024', templateVersion: 1 };
export const BLOCKS = ['text/actions-1', 'text/results-1'];
const BEGIN = Date.UTC(2023, 0, 2, 9);

const ACTS = [
  'cell',
  'cell',
  'clear',
  'field',
  'add-row',
  'fill-row',
  'remove-row',
  'type',
  'type',
  'type',
  'erase',
  'erase',
  'mark',
  'add-paragraph',
  'remove-paragraph',
  'undo',
  'undo',
  'redo',
  'reopen',
  'restore',
  'again',
] as const;

export interface Step {
  readonly who: number;
  readonly act: (typeof ACTS)[number];
  readonly x: number;
  readonly y: number;
  /** What the page does then: sends what it has, all in one, or keeps it; and does it hear the others? */
  readonly sends: 'each' | 'merged' | 'later';
  readonly hears: boolean;
  /** How much later it is than at the step before, in minutes. */
  readonly minutes: number;
}

export const someSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    who: fc.nat(USERS.length - 1),
    act: fc.constantFrom(...ACTS),
    x: fc.nat(50),
    y: fc.nat(50),
    sends: fc.constantFrom('each', 'each', 'merged', 'later'),
    hears: fc.boolean(),
    minutes: fc.constantFrom(0, 1, 5, 19, 25),
  }),
  { minLength: 1, maxLength: 60 },
);

interface Page {
  doc: Y.Doc;
  undo: Y.UndoManager;
  unsent: Uint8Array[];
  /** The rows of the log that it knows. */
  heard: number;
}

/** A log that grows, and an index that follows it. */
export class World {
  readonly log: LogRow[] = [];
  /** Which rows brought back what, as it was with which row. */
  readonly restores: { readonly row: number; readonly seq: number; readonly root: string | null }[] = [];
  readonly historian = new Historian(new Database(':memory:'), this.reader());
  private readonly pages: Page[];
  private clients = 100;
  private letters = 0;
  private now = BEGIN;

  constructor() {
    this.pages = USERS.map(() => this.open());
  }

  /** What reads this log; another index may be made over it. Only verifying would ask for more than rows. */
  reader(): HistoryLog {
    const rows: Pick<HistoryLog, 'readLog' | 'close'> = {
      readLog: async (_plan, after, limit = -1) =>
        this.log.slice(after, limit < 0 ? undefined : after + limit),
      close: async () => {},
    };
    return rows as HistoryLog;
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      this.now += step.minutes * 60_000;
      await this.step(step);
      // The index is asked in the midst of it, so that it grows by pieces.
      if (step.x % 4 === 0) await this.historian.ask(REF, { kind: 'follow' });
    }
    for (const who of USERS.keys()) this.send(who, 'merged');
  }

  private open(): Page {
    const doc = new Y.Doc();
    this.clients += 1;
    doc.clientID = this.clients;
    for (const root of BLOCKS) doc.getXmlFragment(root);
    const scope = [...BLOCKS.map((root) => doc.getXmlFragment(root)), ...mapsOf(doc)];
    const undo = new Y.UndoManager(scope, { trackedOrigins: new Set(['me']), captureTimeout: 0 });
    const page: Page = { doc, undo, unsent: [], heard: 0 };
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'log') page.unsent.push(update);
    });
    this.hear(page);
    return page;
  }

  private hear(page: Page): void {
    for (; page.heard < this.log.length; page.heard += 1) {
      Y.applyUpdate(page.doc, this.log[page.heard]!.update, 'log');
    }
  }

  private append(who: number, update: Uint8Array, offline: boolean, origin: LogRow['origin'] = 'edit'): void {
    const before = this.log.at(-1)?.digest ?? new Uint8Array(32);
    const digest = hash('sha256', Buffer.concat([before, update]), 'buffer');
    const seq = this.log.length + 1;
    this.log.push({ seq, userId: USERS[who]!, at: this.now, update, offline, origin, digest });
  }

  private send(who: number, how: Step['sends']): void {
    const page = this.pages[who]!;
    if (how === 'later' || page.unsent.length === 0) return;
    if (how === 'merged') this.append(who, Y.mergeUpdates(page.unsent), true);
    else for (const update of page.unsent) this.append(who, update, false);
    page.unsent = [];
  }

  private async step({ who, act, x, y, sends, hears }: Step): Promise<void> {
    const page = this.pages[who]!;
    if (hears) this.hear(page);
    const { doc } = page;
    if (act === 'undo') page.undo.undo();
    else if (act === 'redo') page.undo.redo();
    else if (act === 'reopen') {
      this.send(who, 'merged');
      this.pages[who] = this.open();
    } else if (act === 'again') {
      const own = this.log.filter(({ userId }) => userId === USERS[who]);
      if (own.length > 0) this.append(who, own[x % own.length]!.update, false);
    } else if (act === 'restore') await this.restore(who, x, y);
    else doc.transact(() => this.edit(doc, act, x, y), 'me');
    this.send(who, sends);
  }

  private async restore(who: number, x: number, y: number): Promise<void> {
    this.send(who, 'merged');
    const page = this.pages[who]!;
    this.hear(page);
    this.send(who, 'merged');
    this.clients += 1;
    const root = [null, BLOCKS[0]!, 'table/spend-1', 'fields'][y % 4]!;
    const seq = x % (this.log.length + 1);
    const update = await this.historian.ask(REF, {
      kind: 'restore',
      seq,
      root,
      client: this.clients,
      present: Y.encodeStateAsUpdate(page.doc),
    });
    Y.applyUpdate(page.doc, update!, 'log');
    this.append(who, update!, false, 'restore');
    this.restores.push({ row: this.log.length, seq, root });
  }

  private edit(doc: Y.Doc, act: Step['act'], x: number, y: number): unknown {
    const fragment = doc.getXmlFragment(BLOCKS[x % 2]!);
    const nodes = fragment.toArray();
    const text = nodes.length > 0 ? ((nodes[y % nodes.length] as Y.XmlElement).get(0) as Y.XmlText) : null;
    const column = x % 2 ? 'y2023' : 'y2024';
    switch (act) {
      case 'cell':
        return setCell(doc, 'costs', 'staff', column, y);
      case 'clear':
        return x % 3
          ? setCell(doc, 'costs', 'staff', column, null)
          : doc.getMap('table/costs').delete(`staff/${column}`);
      case 'field':
        return setField(doc, x % 2 ? 'duration-from' : 'duration-to', `2023-01-${10 + (y % 20)}`);
      case 'add-row':
        return addRow(doc, 'spend-1', { id: `r${x % 3}`, order: `a${y % 5}` });
      case 'fill-row':
        return setCell(doc, 'spend-1', `r${x % 3}`, column, y);
      case 'remove-row':
        return removeRow(doc, 'spend-1', `r${x % 3}`);
      case 'type': {
        if (!text) return fragment.insert(0, [paragraph(this.letter())]);
        return text.insert(
          y % (text.length + 1),
          Array.from({ length: 1 + (x % 3) }, () => this.letter()).join(''),
          {},
        );
      }
      case 'erase': {
        if (!text || text.length === 0) return null;
        const at = y % text.length;
        return text.delete(at, Math.min(1 + (x % 4), text.length - at));
      }
      case 'mark': {
        if (!text || text.length === 0) return null;
        const at = y % text.length;
        return text.format(at, Math.min(1 + (x % 4), text.length - at), { bold: x % 2 ? {} : null });
      }
      case 'add-paragraph':
        return fragment.insert(y % (nodes.length + 1), [paragraph(this.letter())]);
      case 'remove-paragraph':
        return nodes.length > 0 && fragment.delete(y % nodes.length, 1);
      default:
        throw new Error(`${act} is no edit`);
    }
  }

  /** A character that was never typed before. */
  private letter(): string {
    this.letters += 1;
    return String.fromCharCode(0x4e00 + this.letters);
  }
}

const mapsOf = (doc: Y.Doc): Y.Map<unknown>[] =>
  ['table/costs', 'table/spend-1', 'fields'].map((root) => doc.getMap(root));

/** The struct that each character of a block that can be seen stands in; of one that stands twice, the last. */
export function idsOf(doc: Y.Doc, root: string): Map<string, string> {
  const ids = new Map<string, string>();
  for (const node of doc.getXmlFragment(root).toArray()) {
    for (const text of (node as Y.XmlElement).toArray()) {
      for (let item = (text as Y.XmlText)._start; item !== null; item = item.right) {
        if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
        for (const [at, letter] of item.content.str.split('').entries())
          ids.set(letter, `${item.id.client}/${item.id.clock + at}`);
      }
    }
  }
  return ids;
}

/** The characters of a block that can be seen, in order. */
export function lettersOf(doc: Y.Doc, root: string): string[] {
  return doc
    .getXmlFragment(root)
    .toArray()
    .flatMap((node) => (node as Y.XmlElement).toArray())
    .flatMap((text) => (text as Y.XmlText).toDelta() as { insert: string }[])
    .flatMap(({ insert }) => insert.split(''));
}
