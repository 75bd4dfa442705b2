import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSessions } from '@filiera/server/src/auth/sessions.ts';
import { loadRoom } from '@filiera/server/src/collab/load.ts';
import { readConfig } from '@filiera/server/src/config.ts';
import { type Running, start } from '@filiera/server/src/main.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { PROTOCOL_VERSION, SCHEMA_VERSION } from '@filiera/shared/protocol/protocol.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type * as Y from 'yjs';
import { contentOf, TEMPLATE } from '../simulation/edits.ts';
import { stateOf } from '../simulation/ledger.ts';
import { Random } from '../simulation/random.ts';
import { until } from '../support/collab.ts';
import { anAssociation, aPlan, aUser } from '../support/stores.ts';
import { type Score, type Target, throwBytes, throwFrames } from './attacker.ts';
import { HonestPage, installBrowser } from './honest-page.ts';

/** The largest frame that the server takes, in bytes: small, so that larger ones cost little. */
const FRAME_BYTES = 256 * 1024;
/** How many frames are thrown while each honest member makes one edit. */
const FRAMES_PER_EDIT = 20;
/** What may be left in memory of all that was thrown, in bytes, where the runtime can be told to tidy up. */
const LEFT_BYTES = 64 * 1024 * 1024;

export interface CampaignResult {
  readonly seed: number;
  readonly frames: number;
  /** Frames that are wrong as WebSocket frames, besides. */
  readonly wrong: number;
  readonly connections: number;
  readonly closures: Readonly<Record<number, number>>;
  /** Edits of the honest pages, and rows of the log, those of hostile members among them. */
  readonly edits: number;
  readonly rows: number;
  /** Those of hostile members. */
  readonly hostileRows: number;
  readonly millis: number;
  /** What more is in memory than before, in bytes; `null` where that cannot be told. */
  readonly left: number | null;
  /** What must not have happened and did. */
  readonly violations: readonly string[];
}

/** A data folder with one plan, and the cookies of two who write, one who attacks and may write, one who may only read. */
async function prepare(
  folder: string,
): Promise<{ planId: string; cookies: readonly string[]; hostile: readonly string[] }> {
  const store = openSqliteStore(join(folder, 'filiera.db'));
  try {
    const sessions = createSessions(store);
    const association = anAssociation();
    await store.createAssociation(association);
    const users = [1, 2, 3, 4].map((n) => aUser({ name: `Membro ${n}` }));
    for (const { id, ...user } of users) {
      await store.createUser({ id, ...user });
      await store.putMember({
        associationId: association.id,
        userId: id,
        role: 'member',
        organisation: null,
        valueChain: null,
      });
    }
    const plan = aPlan(association.id, users[0]!.id, { templateId: TEMPLATE });
    await store.createPlan(plan);
    for (const [index, { id }] of users.entries())
      await store.setPlanRole(plan.id, id, index === 3 ? 'reader' : 'contributor');
    const cookies: string[] = [];
    for (const { id } of users) cookies.push((await sessions.open(id, false)).split(';')[0]!);
    return { planId: plan.id, cookies, hostile: users.slice(2).map(({ id }) => id) };
  } finally {
    await store.close();
  }
}

const heap = (): number | null => {
  if (!globalThis.gc) return null;
  globalThis.gc();
  return process.memoryUsage().heapUsed;
};

/** All that a document says, in a form that can be compared. */
const saidBy = (doc: Y.Doc): string =>
  JSON.stringify([contentOf(doc), stateOf(doc), readPlan(doc, findTemplate(TEMPLATE, 1)!)]);

/**
 * Throws so many frames at a server that two honest members write on meanwhile, then looks whether anybody noticed:
 * honest pages, the server's memory, its log.
 */
export async function campaign(seed: number, frames: number): Promise<CampaignResult> {
  const violations: string[] = [];
  const report = (violation: string): void => {
    if (violations.length < 50) violations.push(violation);
  };
  const consoleError = console.error;
  console.error = (...words: unknown[]) =>
    report(`said: ${words.map((word) => (word instanceof Error ? word.stack : String(word))).join(' ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'filiera-fuzz-'));
  const began = performance.now();
  const score: Score = { frames: 0, wrong: 0, connections: 0, closures: new Map() };
  let [edits, rows, hostileRows]: [number, number, number] = [0, 0, 0];
  let left: number | null = null;
  let server: Running | null = null;
  let pages: HonestPage[] = [];
  let takeAway = (): void => {};
  try {
    const { planId, cookies, hostile } = await prepare(folder);
    const env = {
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      ROOM_IDLE_SECONDS: '1',
      REQUEST_SECONDS: '5',
    };
    const config = readConfig({ ...env, MAX_FRAME_BYTES: String(FRAME_BYTES) }, folder);
    const running = await start(config, { clientFolder: null });
    server = running;
    takeAway = installBrowser(running.url);
    const before = heap();
    pages = cookies
      .slice(0, 2)
      .map(
        (cookie, index) =>
          new HonestPage({ name: `page ${index}`, cookie, planId, random: new Random(seed + index), report }),
      );
    await until(() => pages.every((page) => page.connection.synced));
    // By what was thrown and not by the clock, so that a slow machine has no more to do than a fast one.
    for (const page of pages) page.write(() => score.frames / FRAMES_PER_EDIT);

    const goesOn = (): boolean => score.frames < frames && violations.length === 0;
    const target = (cookie: string, query: string): Target => ({
      port: running.port,
      path: `/collab/${planId}${query}`,
      cookie,
      frameBytes: FRAME_BYTES,
    });
    const ours = `?protocol=${PROTOCOL_VERSION}&schema=${SCHEMA_VERSION}`;
    const targets = cookies.slice(2).flatMap((cookie) => [target(cookie, ours), target(cookie, '')]);
    await Promise.all(
      targets.flatMap((one, index) => [
        throwFrames(one, new Random(seed * 1_000 + index), score, goesOn),
        ...(index < 1 ? [throwBytes(one, new Random(seed * 1_000 + 500 + index), score, goesOn)] : []),
      ]),
    ).catch((error: unknown) => report(String(error)));

    for (const page of pages) page.pause();
    await until(() => running.holds().sockets === 2).catch(() =>
      report(`hostile sockets are left: ${JSON.stringify(running.holds())}`),
    );
    // What hostile members sent before they went may still be on its way to the disk; this comes behind it.
    for (const page of pages) page.writeOnce();
    await until(
      () =>
        pages.every((page) => page.isSaved) &&
        new Set(pages.map((page) => stateOf(page.connection.doc))).size === 1,
    ).catch(() => report(`not all is saved: ${JSON.stringify(pages.map((page) => page.connection.save))}`));
    const here = pages.map((page) => page.connection.provider.awareness);
    await until(() => here.every((awareness) => awareness.getStates().size === 2)).catch(() =>
      report(`of those who are here, a page sees ${here.map((one) => one.getStates().size).join(', ')}`),
    );
    const [first, second] = pages.map((page) => saidBy(page.connection.doc));
    if (first !== second) report(`two honest pages differ:\n${first}\n${second}`);
    edits = pages.reduce((sum, page) => sum + page.typed, 0);
    for (const page of pages) page.leave();
    await until(() => {
      const { plans, sockets, connections } = running.holds();
      return plans + sockets + connections === 0;
    }).catch(() => report(`something is left: ${JSON.stringify(running.holds())}`));
    const after = heap();
    if (before !== null && after !== null) {
      left = after - before;
      if (left > LEFT_BYTES) report(`${left} bytes are left in memory`);
    }
    await running.close();
    server = null;

    const store = openSqliteStore(join(folder, 'filiera.db'));
    const loaded = await loadRoom(planId, store);
    rows = loaded.seq;
    const log = await store.readLog(planId, 0);
    hostileRows = log.filter(({ userId }) => hostile.includes(userId)).length;
    if (saidBy(loaded.document.doc) !== first)
      report(`the log says otherwise than the pages:\n${saidBy(loaded.document.doc)}\n${first}`);
    await store.close();
  } finally {
    for (const page of pages) page.leave();
    await server?.close();
    takeAway();
    console.error = consoleError;
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    seed,
    frames: score.frames,
    wrong: score.wrong,
    connections: score.connections,
    closures: Object.fromEntries([...score.closures].sort(([a], [b]) => a - b)),
    edits,
    rows,
    hostileRows,
    millis: Math.round(performance.now() - began),
    left,
    violations,
  };
}
