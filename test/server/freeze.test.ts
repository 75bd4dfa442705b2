import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { writeDemoPlan } from '@filiera/server/src/demo/plan.ts';
import { canonicalJson } from '@filiera/server/src/freeze/canonical.ts';
import { frozenDocumentSchema } from '@filiera/server/src/freeze/document.ts';
import { type FreezeDeps, freezePlan } from '@filiera/server/src/freeze/freeze.ts';
import { THREADS } from '@filiera/server/src/freeze/makers.ts';
import type { PaperOrder } from '@filiera/server/src/freeze/papers.ts';
import { Historian } from '@filiera/server/src/history/historian.ts';
import { Database } from '@filiera/server/src/store/sqlite/database.ts';
import type { Store } from '@filiera/server/src/store/store.ts';
import { setCell } from '@filiera/shared/plan/edit.ts';
import { tableRoot } from '@filiera/shared/plan/layout.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { type CollabServer, openPage, type Page, startCollab, until } from '../support/collab.ts';
import { openDocx } from '../support/documents.ts';

const NOW = Date.UTC(2023, 11, 12, 17, 4);

let server: CollabServer;
let page: Page;
let history: Historian;
beforeEach(async () => {
  server = await startCollab();
  // The store is closed by itself.
  history = new Historian(new Database(':memory:'), { ...server.store, close: async () => {} });
  page = openPage(server, server.users.anna.id);
  await page.synced();
});
afterEach(async () => {
  page.leave();
  await history.close();
  await server.stop();
});

const deps = (store: Store = server.store): FreezeDeps => ({
  store,
  live: server.collab.live,
  history,
  now: () => NOW,
});
const request = (reason: string | null = null) => ({
  planId: server.plan.id,
  by: { id: server.users.admin.id, name: server.users.admin.name },
  reason,
});
const stored = async (): Promise<number> => (await server.store.getPlan(server.plan.id))!.seq;

/** Anna writes, all in one update, and the server has it. */
async function write(change: () => void): Promise<void> {
  const before = await stored();
  page.doc.transact(change);
  await until(async () => (await stored()) > before);
}

/** Resolves when the server has received everything that the page has sent: frames are answered in their order. */
async function reached({ provider }: Page): Promise<void> {
  const socket = provider.ws as unknown as WebSocket;
  const answered = once(socket, 'pong');
  socket.ping();
  await answered;
}

/** The store with some of its answers changed, as a fault or another node would change them. */
function storeWith(changes: Partial<Store>): Store {
  return new Proxy(server.store, {
    get: (store, name) => {
      const own = Reflect.get(changes, name) ?? Reflect.get(store, name);
      return typeof own === 'function' ? own.bind(store) : own;
    },
  });
}

test('FREEZE-8 a plan without errors is frozen: its files are kept as they were made, under the digest of the JSON', async () => {
  await write(() => writeDemoPlan(page.doc, activityPlan));
  const result = await freezePlan(deps(), request('un motivo che non serve'));
  if (result.kind !== 'frozen') throw new Error(result.kind);

  const { version } = result;
  expect(version).toMatchObject({
    planId: server.plan.id,
    number: 1,
    seq: await stored(),
    frozenAt: NOW,
    frozenBy: server.users.admin.id,
    // There was nothing to override.
    reason: null,
  });
  expect(await server.store.listVersions(server.plan.id)).toEqual([version]);
  expect(await server.store.getPlan(server.plan.id)).toMatchObject({ status: 'frozen' });

  const read = async (name: string): Promise<Uint8Array> => {
    const file = await server.store.getVersionFile(server.plan.id, 1, name);
    const sha256 = createHash('sha256').update(file!.content).digest('hex');
    expect(version.files.find((listed) => listed.name === name)).toMatchObject({
      name,
      sha256,
      bytes: file!.content.byteLength,
    });
    expect(file!.sha256).toBe(sha256);
    return file!.content;
  };
  const json = await read('plan.json');
  expect(version.digest).toBe(createHash('sha256').update(json).digest('hex'));
  const document = frozenDocumentSchema.parse(JSON.parse(new TextDecoder().decode(json)));
  expect(Buffer.from(canonicalJson(document))).toEqual(Buffer.from(json));
  expect(document).toMatchObject({
    association: { name: 'Clust-ER Health' },
    plan: { id: server.plan.id, title: server.plan.title },
    version: 1,
    seq: version.seq,
    frozenAt: '2023-12-12T17:04:00.000Z',
    frozenBy: { id: server.users.admin.id, name: 'Giulia Ferri' },
    override: null,
  });
  expect(
    openDocx(await read('plan.docx'))
      .text()
      .replaceAll(' ', ''),
  ).toContain(version.digest);
});

test('FREEZE-9 errors without a reason stop the freeze, with the list, and change nothing', async () => {
  await write(() => setCell(page.doc, 'costs', 'staff', 'y2023', 7_142_857));
  for (const reason of [null, '', '   \n']) {
    const result = await freezePlan(deps(), request(reason));
    if (result.kind !== 'errors') throw new Error(result.kind);
    expect(result.issues.length).toBeGreaterThan(5);
    expect(result.issues.every((issue) => issue.severity === 'error')).toBe(true);
  }
  expect(await server.store.listVersions(server.plan.id)).toEqual([]);
  expect(await server.store.getPlan(server.plan.id)).toMatchObject({ status: 'open' });
  await write(() => setCell(page.doc, 'costs', 'staff', 'y2024', 1));
});

test('FREEZE-10 errors with a reason do not: the reason and the errors become part of the version', async () => {
  await write(() => setCell(page.doc, 'costs', 'staff', 'y2023', 7_142_857));
  const reason = 'Il bando chiude oggi: il resto segue per posta certificata.';
  const result = await freezePlan(deps(), request(`  ${reason}\n`));
  if (result.kind !== 'frozen') throw new Error(result.kind);
  expect(result.version.reason).toBe(reason);
  const file = await server.store.getVersionFile(server.plan.id, 1, 'plan.json');
  const document = frozenDocumentSchema.parse(JSON.parse(new TextDecoder().decode(file!.content)));
  const errors = document.issues.filter(({ severity }) => severity === 'error');
  expect(document.override).toEqual({ reason, errors: errors.length, blocking: [] });
  const word = await server.store.getVersionFile(server.plan.id, 1, 'plan.docx');
  expect(openDocx(word!.content).text()).toContain(reason);
});

test('FREEZE-11 where the files cannot be made or kept, nothing is frozen and the plan stays open', async () => {
  await write(() => writeDemoPlan(page.doc, activityPlan));
  const faults: Partial<Store>[] = [
    { getAssociation: async () => null },
    { freeze: async () => Promise.reject(new Error('disk full')) },
  ];
  for (const fault of faults) {
    await expect(freezePlan(deps(storeWith(fault)), request())).rejects.toThrow(/no association|disk full/);
    expect(await server.store.getPlan(server.plan.id)).toMatchObject({ status: 'open' });
    expect(await server.store.listVersions(server.plan.id)).toEqual([]);
  }
  await write(() => setCell(page.doc, 'costs', 'staff', 'y2024', 1));
  expect(page.closed).toEqual([]);
});

test('FREEZE-22 where one of its files cannot be made, nothing is frozen, and what was held goes on', async () => {
  await write(() => writeDemoPlan(page.doc, activityPlan));
  const before = await stored();
  const fails = async (order?: unknown): Promise<never> => {
    if ((order as PaperOrder | undefined)?.kind === 'ready') return [] as never;
    // Typed while the files are being made.
    setCell(page.doc, 'costs', 'staff', 'y2024', 99);
    await reached(page);
    throw new Error('no paper');
  };
  for (const makers of [
    { ...THREADS, papers: fails },
    { ...THREADS, pdf: fails },
    { ...THREADS, papers: async () => [] },
  ]) {
    await expect(freezePlan({ ...deps(), makers }, request())).rejects.toThrow(/no paper|was not made/);
    expect(await server.store.getPlan(server.plan.id)).toMatchObject({ status: 'open', epoch: 0 });
    expect(await server.store.listVersions(server.plan.id)).toEqual([]);
  }
  await until(async () => (await stored()) > before);
  expect(page.closed).toEqual([]);
  expect(page.heard.some((one) => one.kind === 'notice' && one.notice.kind === 'refused')).toBe(false);
});

test('FREEZE-12 a plan is frozen once, however many ask at the same time', async () => {
  await write(() => writeDemoPlan(page.doc, activityPlan));
  const results = await Promise.all([1, 2, 3].map(() => freezePlan(deps(), request())));
  expect(results.map(({ kind }) => kind).sort()).toEqual(['closed', 'closed', 'frozen']);
  expect(await server.store.listVersions(server.plan.id)).toHaveLength(1);
  expect((await freezePlan(deps(), request())).kind).toBe('closed');
});

test('FREEZE-12 a plan that is put away cannot be frozen', async () => {
  await server.store.archivePlan(server.plan.id, true);
  expect((await freezePlan(deps(), request('perché è archiviato'))).kind).toBe('closed');
  await expect(freezePlan(deps(), { ...request(), planId: 'nowhere' })).rejects.toThrow();
});

test('FREEZE-13 what was typed before the freeze is in the version; what is typed during it is not, and is not kept', async () => {
  await write(() => writeDemoPlan(page.doc, activityPlan));
  const before = await stored();
  let typed = false;
  const typing = storeWith({
    freeze: async (version, files) => {
      // The files are made: whatever comes now is too late.
      setCell(page.doc, 'costs', 'staff', 'y2024', 99);
      await reached(page);
      typed = true;
      return server.store.freeze(version, files);
    },
  });
  const result = await freezePlan(deps(typing), request());
  if (result.kind !== 'frozen') throw new Error(result.kind);
  expect(typed).toBe(true);
  expect(result.version.seq).toBe(before);
  await until(() =>
    page.heard.some(
      (message) =>
        message.kind === 'notice' && message.notice.kind === 'access' && message.notice.status === 'frozen',
    ),
  );
  expect(await stored()).toBe(before);
  const log = await server.store.readLog(server.plan.id, 0);
  expect(log.at(-1)!.seq).toBe(before);

  const later = openPage(server, server.users.reader.id);
  await later.synced();
  expect(later.doc.getMap(tableRoot('costs')).get('staff/y2024')).toBe(7_142_857);
  later.leave();
});

test('FREEZE-13 where another node takes an edit meanwhile, the freeze starts again; it gives up when there is no end of it', async () => {
  await write(() => writeDemoPlan(page.doc, activityPlan));
  let asked = 0;
  const onceMoved = storeWith({
    freeze: async (version, files) => {
      asked += 1;
      return asked === 1 ? 'moved-on' : server.store.freeze(version, files);
    },
  });
  const always = storeWith({ freeze: async () => 'moved-on' });
  await expect(freezePlan(deps(always), request())).rejects.toThrow(/moved on/);
  expect(await server.store.getPlan(server.plan.id)).toMatchObject({ status: 'open' });
  expect((await freezePlan(deps(onceMoved), request())).kind).toBe('frozen');
  expect(asked).toBe(2);
});
