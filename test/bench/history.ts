import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AskKind, AskOf } from '@filiera/server/src/history/ask.ts';
import { HistoryThread } from '@filiera/server/src/history/thread.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { AppendEntry } from '@filiera/server/src/store/store.ts';
import * as Y from 'yjs';
import { longPlan } from '../load/generator/long-plan.ts';
import { prepare } from '../support/prepared.ts';

/**
 * What the history of a plan costs that 20 members wrote in 200,000 key presses over a year: making the index, keeping
 * up, and every question that a page asks, in the thread that the server uses. Run: `npm run bench:history`.
 */

const YEAR = 365 * 24 * 60 * 60 * 1000;
const BEGIN = Date.UTC(2023, 0, 1, 8);
const PLAN = 'long';
const PROGRAM = new URL('../../server/src/history-thread.ts', import.meta.url);

const folder = mkdtempSync(join(tmpdir(), 'filiera-bench-'));
await prepare(folder, [PLAN], 20);
const log = join(folder, 'filiera.db');
const store = openSqliteStore(log);
const plan = (await store.getPlan(PLAN))!;

function* entries(): Generator<AppendEntry> {
  const { bursts } = longPlan();
  for (const [index, { author, updates }] of bursts.entries()) {
    for (const [press, update] of updates.entries()) {
      const { from, to } = Y.parseUpdateMeta(update);
      const ranges = [...to].map(([client, end]) => ({ client, from: from.get(client) ?? 0, to: end }));
      const at = Math.floor(BEGIN + (YEAR * index) / bursts.length + 200 * press);
      const userId = `member-${author}`;
      yield { planId: PLAN, userId, at, update, ranges, offline: false, origin: 'edit' };
    }
  }
}

const all = [...entries()];
// The last few come after the index was made.
const late = all.splice(-1_000);
const append = async (some: readonly AppendEntry[]): Promise<void> => {
  for (let from = 0; from < some.length; from += 1_000) await store.append(some.slice(from, from + 1_000));
};
await append(all);

const open = (): HistoryThread =>
  new HistoryThread(PROGRAM, { log, index: join(folder, 'history.db') }, (id) => store.lastEdit(id));
let thread = open();
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const say = (what: string, figure: string): void => console.log(`  ${what.padEnd(52)} ${figure}`);
async function time<K extends AskKind>(what: string, question: AskOf<K>): Promise<unknown> {
  const start = performance.now();
  const answer = await thread.ask<K>(plan, question);
  say(what, `${(performance.now() - start).toFixed(0)} ms`);
  return answer;
}
const FEED = { kind: 'feed', person: null, section: null, span: null, before: null, limit: 50 } as const;

console.log(
  `${all.length} rows of the log, ${late.length} more later; one run, times as the main thread sees them`,
);
await thread.ask({ ...plan, id: 'nobody' }, { kind: 'follow' });
await time('index from nothing', { kind: 'follow' });
await append(late);
await time(`${late.length} rows more`, { kind: 'follow' });
await append([]);
const last = all.length + late.length;
await time('feed, first page', FEED);
await time('feed, one section', { ...FEED, section: 'section-4' });
await time('feed, one member', { ...FEED, person: 'member-3' });
await time('overview', { kind: 'overview' });
await time('overview again', { kind: 'overview' });
for (const [when, seq] of Object.entries({ early: 5_000, middle: last >> 1, late: last - 5_000 })) {
  const state = (await time(`point in time, ${when}`, { kind: 'at', seq })) as Uint8Array;
  say('', megabytes(state.length));
}
await time('point in time, again', { kind: 'at', seq: last >> 1 });
await time('comparison, beginning and end', { kind: 'compare', from: 0, to: last });
await time('comparison, the last month', { kind: 'compare', from: Math.floor(last * 0.92), to: last });
await time('history of a cell', { kind: 'cell', root: 'table/spend-1', key: 'row-3/y2023' });
await time('shares', { kind: 'shares' });
await time('causes', { kind: 'causes' });
await time('what is new since the middle', {
  kind: 'unseen',
  userId: 'member-1',
  base: last >> 1,
  marks: {},
});
const present = (await thread.ask<'at'>(plan, { kind: 'at', seq: last }))!;
await time('restore of the whole plan to the middle', {
  kind: 'restore',
  seq: last >> 1,
  root: null,
  client: 1,
  present,
});
const heap = await thread.running!.getHeapStatistics();
say('heap of the thread', megabytes(heap.used_heap_size));

await thread.close();
thread = open();
await time('after a restart: the thread, and the feed', FEED);
await time('after a restart: first point in time', { kind: 'at', seq: 20_000 });
const { size } = await thread.ask<'overview'>(plan, { kind: 'overview' });
say('updates in the log', megabytes(size.logBytes));
say('the plan as it is now', megabytes(size.planBytes));
await thread.close();
await store.close();
say('filiera.db', megabytes(statSync(log).size));
say('history.db', megabytes(statSync(join(folder, 'history.db')).size));
rmSync(folder, { recursive: true, force: true });
