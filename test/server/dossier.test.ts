import { createHash } from 'node:crypto';
import { writeDemoPlan } from '@filiera/server/src/demo/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { frozenDocumentSchema } from '@filiera/server/src/freeze/document.ts';
import { FILE_NAMES } from '@filiera/server/src/freeze/version.ts';
import type { PlanRecord, UserRow } from '@filiera/server/src/store/store.ts';
import { apiErrorSchema, type Version, versionSchema } from '@filiera/shared/api.ts';
import { differencesSchema, rehearsalSchema, verifiedSchema } from '@filiera/shared/dossier/api.ts';
import { setCell } from '@filiera/shared/plan/edit.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Browser, makeApp, type TestApp } from '../support/app.ts';
import { openDocx } from '../support/documents.ts';
import { aThread, done, WIDE, words } from '../support/threads.ts';

const template = findTemplate('promotion-2018', 1)!;
const section = formOf(template).sections.find(({ id }) => id === 'section-costs')!;

let t: TestApp;
let plan: PlanRecord;
let users: Record<'manager' | 'contributor' | 'commenter' | 'reader', UserRow>;
let manager: Browser;
let path: string;
beforeEach(async () => {
  t = await makeApp();
  const member = (name: string) => t.addMember('member', { name });
  users = {
    manager: await member('Marta Bassi'),
    contributor: await member('Ugo Conti'),
    commenter: await member('Carla Gatti'),
    reader: await member('Rita Leoni'),
  };
  plan = await t.addPlan(
    users.manager,
    Object.entries(users).map(([role, user]) => [user, role as keyof typeof users] as const),
  );
  manager = await t.signedIn(users.manager);
  path = `/api/plans/${plan.id}`;
});
afterEach(() => t.close());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const fill = (): Promise<void> => t.write(plan, users.manager, (doc) => writeDemoPlan(doc, promotionPlan));
async function freeze(body: object = {}): Promise<Version> {
  const answer = await manager.send('POST', `${path}/freeze`, body);
  expect(answer.status).toBe(201);
  return versionSchema.parse(answer.json);
}
const block = async (text: string, assignee: string | null = null): Promise<string> => {
  const { thread } = done(
    await t.store.openThread(
      aThread(plan.id, users.commenter.id, {
        anchor: { kind: 'section', section: section.id },
        text: words(text),
        blocking: true,
        assignee,
      }),
      WIDE,
    ),
  );
  return thread.id;
};

test('FREEZE-20 a version has all its files, their sums, and one archive of them whose digest is kept', async () => {
  await fill();
  const version = await freeze();
  expect(version.files.map(({ name }) => name)).toEqual([...FILE_NAMES, 'SHA256SUMS']);
  const files = new Map<string, Uint8Array>();
  for (const { name, sha256: digest, bytes, mediaType } of version.files) {
    const answer = await manager.send('GET', `${path}/versions/1/${name}`);
    expect([name, answer.status, sha256(answer.bytes), answer.bytes.length]).toEqual([
      name,
      200,
      digest,
      bytes,
    ]);
    expect(answer.headers.get('content-type')).toBe(mediaType);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="Clust-ER Health - /);
    files.set(name, answer.bytes);
  }
  const sums = new TextDecoder().decode(files.get('SHA256SUMS')!);
  for (const name of FILE_NAMES) expect(sums).toContain(`${sha256(files.get(name)!)}  ${name}\n`);

  const zip = await manager.send('GET', `${path}/versions/1/dossier.zip`);
  expect([zip.status, sha256(zip.bytes)]).toEqual([200, version.dossier]);
  const entries = Object.entries(unzipSync(zip.bytes));
  expect(new Set(entries.map(([name]) => name.split('/')[0])).size).toBe(1);
  expect(new Map(entries.map(([name, content]) => [name.split('/')[1], sha256(content)]))).toEqual(
    new Map([...files].map(([name, content]) => [name, sha256(content)])),
  );
  const known = await manager.send('GET', `${path}/versions/1/dossier.zip`, undefined, {
    'if-none-match': `"${version.dossier}"`,
  });
  expect(known.status).toBe(304);
  // Another name for the plan changes nothing of what was frozen.
  await t.store.renamePlan(plan.id, 'Un altro titolo');
  expect(sha256((await manager.send('GET', `${path}/versions/1/dossier.zip`)).bytes)).toBe(version.dossier);
});

test('FREEZE-21 blocking comments stop a freeze as errors do; over them it goes with a reason, which the version tells', async () => {
  await fill();
  const thread = await block('Mancano i preventivi\ndelle fiere.');
  const said = {
    where: section.title,
    text: 'Mancano i preventivi\ndelle fiere.',
    author: users.commenter.name,
  };
  const answer = await manager.send('POST', `${path}/freeze`, {});
  expect(answer.status).toBe(409);
  const { error, issues, threads } = apiErrorSchema.parse(answer.json);
  expect([error, issues]).toEqual(['plan-has-errors', []]);
  expect(threads).toEqual([{ id: thread, ...said, where: expect.any(String) }]);
  const where = threads![0]!.where;
  expect(where).not.toBe('');

  const reason = 'La scadenza è oggi e i preventivi seguono.';
  const version = await freeze({ reason });
  expect(version.reason).toBe(reason);
  const json = await manager.send('GET', `${path}/versions/1/plan.json`);
  expect(frozenDocumentSchema.parse(json.json).override).toEqual({
    reason,
    errors: 0,
    blocking: [{ ...said, where }],
  });
  const docx = await manager.send('GET', `${path}/versions/1/plan.docx`);
  expect(openDocx(docx.bytes).text()).toContain('Mancano i preventivi');
});

test('REHEARSE-1 a rehearsal tells what stops the freeze and who can mend it, and gives the paper as a draft', async () => {
  await t.write(plan, users.contributor, (doc) => setCell(doc, 'costs', 'travel', 'none', 'tanto'));
  const thread = await block('Da chiarire', users.contributor.id);
  const ask = async (user: UserRow) =>
    rehearsalSchema.parse((await (await t.signedIn(user)).send('GET', `${path}/rehearsal`)).json);
  const rehearsal = await ask(users.commenter);
  expect([rehearsal.seq, rehearsal.version]).toEqual([1, 1]);
  const issues = rehearsal.obstacles.filter(({ kind }) => kind === 'issue');
  expect(issues.length).toBeGreaterThan(0);
  const ids = (...of: readonly UserRow[]): string[] => of.map(({ id }) => id).sort();
  for (const { who } of issues) expect([...who].sort()).toEqual(ids(users.manager, users.contributor));
  const [told] = rehearsal.obstacles.filter((one) => one.kind === 'thread');
  expect(told).toMatchObject({ thread, text: 'Da chiarire', author: 'Carla Gatti' });
  expect([...told!.who].sort()).toEqual(ids(users.manager, users.contributor, users.commenter));
  expect(rehearsal.people.map(({ name }) => name).sort()).toEqual([
    'Carla Gatti',
    'Marta Bassi',
    'Ugo Conti',
  ]);

  // Who reads no comments learns that there is one, and not what it says.
  const [hidden] = (await ask(users.reader)).obstacles.filter((one) => one.kind === 'thread');
  expect(hidden?.text).toBe('');

  const pdf = await manager.send('GET', `${path}/rehearsal/plan.pdf`);
  expect([pdf.status, new TextDecoder().decode(pdf.bytes.subarray(0, 5))]).toEqual([200, '%PDF-']);
  expect(pdf.headers.get('content-disposition')).toContain('prova della versione finale.pdf');
});

test('REHEARSE-2 a working copy says that it is a draft, and carries the comments for those who may read them', async () => {
  await fill();
  await block('Da chiarire con la Regione');
  const reader = await t.signedIn(users.reader);
  const bare = await reader.send('GET', `${path}/working-copy/plan.docx`);
  expect(bare.status).toBe(200);
  const opened = openDocx(bare.bytes);
  expect(opened.text()).not.toContain('SHA-256');
  expect(Object.keys(unzipSync(bare.bytes))).not.toContain('word/comments.xml');
  expect((await reader.send('GET', `${path}/working-copy/plan.docx?comments=1`)).status).toBe(403);
  const commenter = await t.signedIn(users.commenter);
  const noted = await commenter.send('GET', `${path}/working-copy/plan.docx?comments=1`);
  const comments = new TextDecoder().decode(unzipSync(noted.bytes)['word/comments.xml']);
  expect(comments).toContain('Da chiarire con la Regione');
  expect(comments).toContain('Carla Gatti');
  const pdf = await reader.send('GET', `${path}/working-copy/plan.pdf`);
  expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
});

test('VARIANT-10 the differences from a version to the next, or to now, name who changed what, also on paper', async () => {
  await fill();
  await freeze();
  const reason = 'Variazione chiesta dalla Regione.';
  await manager.send('POST', `${path}/reopen`, { reason });
  const log = new Y.Doc();
  for (const { update } of await t.store.readLog(plan.id, 0)) Y.applyUpdate(log, update);
  const block = [...formOf(template).texts.values()].find(
    ({ element, group }) => !group && log.getXmlFragment(textRoot(element.id)).length > 0,
  )!;
  const table = Object.values(readPlan(log, template).tables).find(({ columns }) =>
    columns.some(({ type }) => type === 'money'),
  )!;
  const money = table.columns.find(({ type }) => type === 'money')!;
  const row = table.rows.find(({ computed }) => !computed)!;
  const page = await (async () => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(log));
    const before = Y.encodeStateVector(doc);
    const text = (doc.getXmlFragment(textRoot(block.element.id)).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    text.insert(0, 'Parole nuove. ');
    setCell(doc, table.key, row.id, money.id, 123_456);
    return { update: Y.encodeStateAsUpdate(doc, before), client: doc.clientID };
  })();
  const { from, to } = Y.parseUpdateMeta(page.update);
  const ranges = [...to].map(([client, end]) => ({ client, from: from.get(client) ?? 0, to: end }));
  await t.store.append([
    {
      planId: plan.id,
      userId: users.contributor.id,
      at: t.clock.now,
      update: page.update,
      ranges,
      offline: false,
      origin: 'edit',
    },
  ]);

  const now = differencesSchema.parse((await manager.send('GET', `${path}/versions/1/differences`)).json);
  expect([now.from.version, now.to.version, now.reason]).toEqual([1, null, reason]);
  expect(now.comparison.people.map(({ name }) => name)).toEqual(['Ugo Conti']);
  expect(now.comparison.texts[0]!.paragraphs[0]!.runs[0]).toMatchObject({
    kind: 'inserted',
    text: 'Parole nuove. ',
    userId: users.contributor.id,
  });
  for (const bridge of now.bridges)
    expect(bridge.steps.reduce((sum, { change }) => sum + change, 0)).toBe(bridge.after - bridge.before);

  const paper = await manager.send('GET', `${path}/versions/1/differences.docx`);
  const docx = openDocx(paper.bytes);
  for (const said of ['Parole nuove.', 'Ugo Conti', '1.234,56', reason]) expect(docx.text()).toContain(said);
  const again = await manager.send('GET', `${path}/versions/1/differences.docx`);
  expect(sha256(again.bytes)).toBe(sha256(paper.bytes));

  // Past the room, as the edit was.
  const frozen = { frozenAt: t.clock.now, frozenBy: users.manager.id, reason: null, dossier: null };
  await t.store.freeze({ planId: plan.id, number: 2, digest: 'd', seq: 2, ...frozen }, []);
  const next = differencesSchema.parse((await manager.send('GET', `${path}/versions/1/differences`)).json);
  expect(next.to).toMatchObject({ version: 2, seq: 2 });
  const none = differencesSchema.parse((await manager.send('GET', `${path}/versions/2/differences`)).json);
  expect([none.comparison.texts, none.comparison.cells, none.bridges]).toEqual([[], [], []]);
  expect((await manager.send('GET', `${path}/versions/3/differences`)).status).toBe(404);
});

test('VERIFY-1 anybody may ask whether a file was frozen, and learns what it is and nothing else', async () => {
  await fill();
  const version = await freeze();
  await t.store.renamePlan(plan.id, 'Un altro titolo');
  const anybody = t.browser();
  for (const { name, sha256: digest } of [
    ...version.files,
    { name: 'dossier.zip', sha256: version.dossier! },
  ]) {
    const answer = await anybody.send('GET', `/api/verify/${digest}`);
    expect(verifiedSchema.strict().parse(answer.json)).toEqual({
      title: 'Piano di promozione',
      association: 'Clust-ER Health',
      version: 1,
      frozenAt: version.frozenAt,
      file: name,
      digest: version.digest,
    });
  }
  const unknown = ['0'.repeat(64), 'abc', 'A'.repeat(64), '%00', 'x'.repeat(500)];
  for (const digest of unknown) {
    const answer = await anybody.send('GET', `/api/verify/${digest}`);
    expect([answer.status, answer.json]).toEqual([404, { error: 'not-found' }]);
  }
});

test('VERIFY-9 the schema of the canonical JSON is published', async () => {
  const answer = await t.browser().send('GET', '/api/schema/frozen-plan.schema.json');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/schema+json']);
  expect(JSON.parse(new TextDecoder().decode(answer.bytes))).toMatchObject({ title: 'Frozen plan' });
});

test('VERIFY-2 one address asks so often and no more, for a minute', async () => {
  const anybody = t.browser();
  const ask = async (): Promise<number> =>
    (await anybody.send('GET', `/api/verify/${'0'.repeat(64)}`)).status;
  for (let asked = 0; asked < 120; asked += 1) expect(await ask()).toBe(404);
  expect(await ask()).toBe(429);
  t.clock.now += 60_000;
  expect(await ask()).toBe(404);
});
