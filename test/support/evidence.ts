import { DatabaseSync } from 'node:sqlite';
import { Frontier, inspect } from '@filiera/server/src/collab/attribution.ts';
import type { AppendEntry, Store } from '@filiera/server/src/store/store.ts';
import * as Y from 'yjs';

const T = 1_700_000_000_000;

/**
 * Writes so many rows into a plan as the members' pages would, in turn: each under a client of its own, growing,
 * with something deleted now and then.
 */
export async function writeLog(
  store: Store,
  planId: string,
  users: readonly string[],
  rows: number,
  firstClient = 100,
): Promise<void> {
  const whole = new Y.Doc();
  for (const { update } of await store.readLog(planId, 0)) Y.applyUpdate(whole, update);
  const pages = users.map((_, n) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(whole));
    doc.clientID = firstClient + n;
    return doc;
  });
  const entries: AppendEntry[] = [];
  for (let row = 0; row < rows; row += 1) {
    const page = pages[row % pages.length]!;
    Y.applyUpdate(page, Y.encodeStateAsUpdate(whole, Y.encodeStateVector(page)));
    const before = Y.encodeStateVector(page);
    page.getMap('fields').set(`field-${row % 7}`, `value ${row}`);
    const update = Y.encodeStateAsUpdate(page, before);
    const found = inspect(update, new Frontier(whole));
    if (found.kind !== 'new') throw new Error(`row ${row} brings nothing`);
    entries.push({
      planId,
      userId: users[row % pages.length]!,
      at: T + row,
      update,
      ranges: found.ranges,
      offline: row % 5 === 0,
      origin: 'edit',
    });
    Y.applyUpdate(whole, update);
  }
  for (const { kind } of await store.append(entries)) if (kind !== 'stored') throw new Error(kind);
}

/** Changes a data file past everything that protects it. */
export function tamper(path: string, ...statements: readonly string[]): void {
  const raw = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  raw.exec('PRAGMA synchronous = OFF');
  const triggers = raw.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all();
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${String(name)}`);
  for (const statement of statements) raw.exec(statement);
  raw.close();
}
