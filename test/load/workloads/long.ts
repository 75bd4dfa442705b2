import { cpSync } from 'node:fs';
import * as Y from 'yjs';
import { pause } from '../../support/waiting.ts';
import { AUTHORS, type LongPlan, longPlan } from '../generator/long-plan.ts';
import { Page } from '../generator/page.ts';
import type { Subject } from '../subjects/subjects.ts';
import type { Setting } from './workload.ts';

export const PLAN = 'long-plan';
const NEEDS = { plans: [PLAN], members: 60 };
/** How long a server that has taken the plan in is left alone before it is stopped, in milliseconds. */
const REST = 4_000;

/** The document; the same for every server and every run. */
export const theLongPlan = ({ keep }: Setting): Promise<LongPlan> =>
  keep('long plan', async () => longPlan());

/**
 * A server for the long plan. Filiera has it as its members typed it, key by key through their own sockets, so that its
 * log holds all of that history; that takes a while and is done once, each run works on a copy. The others keep no
 * history: they get the document whole once they run (`handOver`).
 */
export async function subjectOfLongPlan(setting: Setting): Promise<Subject> {
  const { subject, make, newFolder, keep } = setting;
  if (subject !== 'filiera') return make(NEEDS);
  const plan = await theLongPlan(setting);
  const filled = await keep('long plan in Filiera', async (folder) => {
    const typed = await make({ ...NEEDS, folder });
    await typeIn(typed.on(folder, null), plan);
    return { typed, folder };
  });
  const copy = newFolder();
  cpSync(filled.folder, copy, { recursive: true });
  return filled.typed.on(copy, setting.profileDir);
}

async function typeIn(subject: Subject, plan: LongPlan): Promise<void> {
  const server = await subject.start();
  const pages: Page[] = [];
  for (let author = 0; author < AUTHORS; author += 1) {
    const page = new Page(subject.door(PLAN, author), () => {});
    await page.synced;
    pages.push(page);
  }
  const started = performance.now();
  for (const { author, updates } of plan.bursts) {
    for (const update of updates) pages[author]!.edit(update);
    // The next author's edits lean on these.
    await pages[author]!.saved();
  }
  const seconds = (performance.now() - started) / 1000;
  const edits = plan.bursts.reduce((sum, { updates }) => sum + updates.length, 0);
  console.log(`  (${edits} edits of the long plan typed into Filiera in ${seconds.toFixed(1)} s)`);
  for (const page of pages) page.leave();
  await pause(REST);
  await server.stop('SIGTERM');
}

/** Sees to it that the server has the plan in memory; returns a page that keeps it there. */
export async function handOver(subject: Subject, plan: LongPlan): Promise<Page> {
  const opening = new Opening(subject, 0, plan.state);
  const { page } = opening;
  await page.synced;
  if (subject.name === 'filiera') await opening.done;
  else {
    page.edit(plan.whole);
    const witness = new Opening(subject, 1, plan.state);
    await witness.done;
    witness.page.leave();
  }
  return page;
}

/** A page that counts as open once it has all of the content, whatever the server says of being in sync. */
export class Opening {
  readonly page: Page;
  /** Resolves with the milliseconds from before its socket was opened to the arrival of the last missing piece. */
  readonly done: Promise<number>;
  private readonly wanted: Map<number, number>;
  private readonly started = performance.now();
  private readonly finished = Promise.withResolvers<number>();

  /** `wanted`: the state vector of the content. */
  constructor(subject: Subject, member: number, wanted: ReadonlyMap<number, number>) {
    this.wanted = new Map(wanted);
    this.page = new Page(subject.door(PLAN, member), (_page, update, at) => this.received(update, at));
    this.done = Promise.race([this.finished.promise, this.page.lost]);
    // A page that writes the content itself is not waited for, and may leave before a server sends it back.
    this.done.catch(() => {});
  }

  private received(update: Buffer, at: number): void {
    for (const [client, clock] of contentOf(update)) {
      if (clock >= (this.wanted.get(client) ?? Number.POSITIVE_INFINITY)) this.wanted.delete(client);
    }
    if (this.wanted.size === 0) this.finished.resolve(at - this.started);
  }
}

let last: { readonly bytes: Buffer; readonly content: ReadonlyMap<number, number> } | null = null;

/** Up to which clock of each client an update goes. Many pages get the same large one, which is read once. */
function contentOf(update: Buffer): ReadonlyMap<number, number> {
  if (update.length < 10_000) return Y.parseUpdateMeta(update).to;
  if (last?.bytes.equals(update)) return last.content;
  last = { bytes: Buffer.from(update), content: Y.parseUpdateMeta(update).to };
  return last.content;
}

/** Opens so many pages at once; the milliseconds that each took, and the bytes that all of them got. */
export async function openAtOnce(
  subject: Subject,
  count: number,
  plan: LongPlan,
): Promise<{ readonly millis: readonly number[]; readonly bytes: number }> {
  const openings = Array.from({ length: count }, (_, index) => new Opening(subject, 2 + index, plan.state));
  const millis = await Promise.all(openings.map((opening) => opening.done));
  const bytes = openings.reduce((sum, { page }) => sum + page.socket.received, 0);
  for (const { page } of openings) page.leave();
  return { millis, bytes };
}
