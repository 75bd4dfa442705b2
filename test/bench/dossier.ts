import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createCollab } from '@filiera/server/src/collab/collab.ts';
import { DEFAULT_LIMITS } from '@filiera/server/src/collab/limits.ts';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { writeDemoPlan } from '@filiera/server/src/demo/plan.ts';
import { renderDocx } from '@filiera/server/src/freeze/docx/render.ts';
import { freezePlan } from '@filiera/server/src/freeze/freeze.ts';
import { renderHtml } from '@filiera/server/src/freeze/html/render.ts';
import { THREADS } from '@filiera/server/src/freeze/makers.ts';
import { plain } from '@filiera/server/src/freeze/plain-reading.ts';
import { renderXlsx } from '@filiera/server/src/freeze/xlsx/render.ts';
import { HistoryThread } from '@filiera/server/src/history/thread.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import * as Y from 'yjs';
import { seedPlan } from '../support/stores.ts';

/**
 * npm run bench:dossier: what a freeze costs, for the demonstration's plan and for one with ten times its text: how long
 * edits are held, how long the event loop stands still for everybody else meanwhile, each export by itself, ten at once.
 */

const EDITION = {
  kind: 'draft',
  association: 'Clust-ER',
  planTitle: 'Piano',
  at: 0,
  by: 'Anna Rossi',
} as const;

async function timed<T>(job: () => Promise<T>): Promise<{ millis: number; stall: number; done: T }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  // It measures from its first look on.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const began = performance.now();
  const done = await job();
  const millis = performance.now() - began;
  // What stood still up to the very end is seen one turn later.
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  return { millis, stall: delay.max / 1e6, done };
}

/** Each text has all its paragraphs so many times. */
function repeat(doc: Y.Doc, times: number): void {
  for (const [name] of doc.share) {
    if (!name.startsWith('text/')) continue;
    const fragment = doc.getXmlFragment(name);
    const children = fragment.toArray() as Y.XmlElement[];
    for (let time = 1; time < times; time += 1)
      fragment.insert(
        fragment.length,
        children.map((child) => child.clone()),
      );
  }
}

const rows: string[][] = [];
const tell = (what: string, { millis, stall }: { millis: number; stall: number }, size = ''): void => {
  const rss = Math.round(process.memoryUsage().rss / 1024 / 1024);
  rows.push([what, `${millis.toFixed(0)} ms`, `${stall.toFixed(0)} ms`, size, `${rss} MiB`]);
};

const folder = mkdtempSync(join(tmpdir(), 'filiera-bench-'));
const path = join(folder, 'filiera.db');
const store = openSqliteStore(path);
const history = new HistoryThread(
  new URL('../../server/src/history-thread.ts', import.meta.url),
  { log: path, index: join(folder, 'history.db') },
  (planId) => store.lastEdit(planId),
);
const now = Date.now;
const collab = createCollab({
  store,
  authenticate: async () => null,
  isOwnOrigin: () => true,
  limits: DEFAULT_LIMITS,
  now,
});
try {
  for (const times of [1, 10]) {
    const { plan, users } = await seedPlan(store, 2);
    const record = { ...plan, id: `bench-${times}`, templateId: 'a1-2023-2024' };
    await store.createPlan(record);
    const doc = new Y.Doc();
    writeDemoPlan(doc, activityPlan);
    repeat(doc, times);
    const ranges = [{ client: doc.clientID, from: 0, to: Y.getState(doc.store, doc.clientID) }];
    const entry = {
      planId: record.id,
      userId: users[0]!.id,
      at: now(),
      offline: false,
      origin: 'edit' as const,
    };
    await store.append([{ ...entry, update: Y.encodeStateAsUpdate(doc), ranges }]);
    const reading = await collab.live.read(record.id);
    const of = times === 1 ? 'the demonstration' : 'ten times its text';
    // Threads that start, and code that is not warm, are what the first freeze of a day meets.
    const draft = { kind: 'docx', reading: plain(reading), edition: EDITION, comments: [] } as const;
    const exports = {
      'DOCX, in the thread': async () => (await THREADS.papers(draft))[0]!.content,
      'PDF, in the thread': () => THREADS.pdf(reading, EDITION, { json: null }),
      'DOCX, here': () => renderDocx(reading, EDITION),
      'XLSX, here': () => renderXlsx(reading, EDITION),
      'HTML, here': async () => renderHtml(reading, EDITION),
    };
    for (const [name, make] of Object.entries(exports)) {
      if (times === 1) tell(`${name}, first, ${of}`, await timed(make));
      const measured = await timed(make);
      tell(`${name}, ${of}`, measured, `${Math.round(measured.done.length / 1024)} KiB`);
    }
    const ten = Array.from({ length: 5 }).flatMap(() => [
      exports['DOCX, in the thread'],
      exports['PDF, in the thread'],
    ]);
    tell(`ten exports at once, ${of}`, await timed(() => Promise.all(ten.map((make) => make()))));
    const by = { id: users[0]!.id, name: users[0]!.name };
    const freeze = () =>
      freezePlan({ store, live: collab.live, history, now }, { planId: record.id, by, reason: 'misura' });
    const frozen = await timed(freeze);
    if (frozen.done.kind !== 'frozen') throw new Error(frozen.done.kind);
    const size = frozen.done.version.files.reduce((sum, { bytes }) => sum + bytes, 0);
    tell(`a freeze, with all files, ${of}`, frozen, `${Math.round(size / 1024)} KiB`);
  }
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const head = ['', 'time', 'standstill', 'size', 'RSS'];
  for (const row of [head, ...rows])
    console.log(row.map((cell, at) => cell.padEnd(Math.max(widths[at]!, 10))).join('  '));
} finally {
  await collab.close();
  await history.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
