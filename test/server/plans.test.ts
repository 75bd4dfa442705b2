import { createHash } from 'node:crypto';
import { writeDemoPlan } from '@filiera/server/src/demo/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { FILE_NAMES } from '@filiera/server/src/freeze/version.ts';
import { attachment } from '@filiera/server/src/routes/attachment.ts';
import type { PlanRecord, UserRow } from '@filiera/server/src/store/store.ts';
import { type PlanDetail, planSchema, planSummarySchema, versionSchema } from '@filiera/shared/api.ts';
import { setCell } from '@filiera/shared/plan/edit.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { type Browser, makeApp, type TestApp } from '../support/app.ts';
import { startCollab } from '../support/collab.ts';
import { anAssociation } from '../support/stores.ts';

let t: TestApp;
let admin: Browser;
let manager: Browser;
let managerUser: UserRow;
beforeEach(async () => {
  t = await makeApp();
  admin = await t.signedIn(await t.addMember('admin', { name: 'Anna Rinaldi' }));
  managerUser = await t.addMember('manager', { name: 'Marta Bassi' });
  manager = await t.signedIn(managerUser);
});
afterEach(() => t.close());

const newPlan = { template: 'promotion-2018', title: 'Piano di promozione 2018' };
const create = async (browser: Browser, body: object = {}): Promise<PlanDetail> => {
  const answer = await browser.send('POST', '/api/plans', {
    association: t.association.id,
    ...newPlan,
    ...body,
  });
  expect(answer.status).toBe(201);
  return planSchema.parse(answer.json);
};
const list = async (browser: Browser, query = '') =>
  z.array(planSummarySchema).parse((await browser.send('GET', `/api/plans${query}`)).json);

describe('plans', () => {
  test('HTTP-49 a server that is about to stop answers as busy where it would have to open a plan', async () => {
    const server = await startCollab();
    const within = await makeApp({ within: server });
    const complaint = vi.spyOn(console, 'error');
    try {
      const page = await within.signedIn(server.users.admin);
      await server.collab.close();
      const { status, json } = await page.send('GET', `/api/plans/${server.plan.id}`);
      expect([status, json]).toEqual([503, { error: 'busy' }]);
      expect(complaint).not.toHaveBeenCalled();
    } finally {
      complaint.mockRestore();
      await within.close();
      await server.stop();
    }
  });

  test('HTTP-16 who makes a plan manages it, and administrators with them', async () => {
    const plan = await create(manager);
    expect(plan).toMatchObject({
      ...{ association: t.association.id, associationName: 'Clust-ER Health' },
      ...{
        title: 'Piano di promozione 2018',
        status: 'open',
        role: 'manager',
        editedAt: null,
        editedBy: null,
      },
      template: { id: 'promotion-2018', version: 1 },
      members: [
        { name: 'Anna Rinaldi', planRole: null, inherited: true },
        { name: 'Marta Bassi', planRole: 'manager', inherited: false },
      ],
      versions: [],
    });
    expect(plan.total).toBeGreaterThan(0);
    expect(plan.filled).toBe(0);
    expect(plan.errors).toBeGreaterThan(0);
    expect(planSchema.parse((await admin.send('GET', `/api/plans/${plan.id}`)).json).role).toBe('manager');
  });

  test('HTTP-17 a plan is made from a form that there is, in an association that one is of', async () => {
    const unknown = await manager.send('POST', '/api/plans', {
      ...newPlan,
      association: t.association.id,
      template: 'promotion-1918',
    });
    expect([unknown.status, unknown.json]).toEqual([400, { error: 'unknown-template' }]);
    const elsewhere = anAssociation();
    await t.store.createAssociation(elsewhere);
    const foreign = await manager.send('POST', '/api/plans', { ...newPlan, association: elsewhere.id });
    expect([foreign.status, foreign.json]).toEqual([404, { error: 'not-found' }]);
  });

  test('HTTP-18 a list holds the plans that one may open, with figures and the last edit', async () => {
    const user = await t.addMember('member');
    const member = await t.signedIn(user);
    const seen = await t.addPlan(managerUser, [
      [managerUser, 'manager'],
      [user, 'reader'],
    ]);
    await t.addPlan(managerUser, [[managerUser, 'manager']]);
    await t.write(seen, managerUser, (doc) => writeDemoPlan(doc, promotionPlan));
    expect(await list(member)).toMatchObject([
      {
        ...{ id: seen.id, role: 'reader', editedAt: t.clock.now, editedBy: 'Marta Bassi', errors: 0 },
      },
    ]);
    const [row] = await list(member);
    expect(row!.filled).toBe(row!.total);
    expect(await list(manager)).toHaveLength(2);
    expect(await list(admin)).toHaveLength(2);
    expect((await t.browser().send('GET', '/api/plans')).status).toBe(401);
  });

  test('HTTP-19 a plan that one may not see and one that is not there are answered alike', async () => {
    const plan = await t.addPlan(managerUser, [[managerUser, 'manager']]);
    const elsewhere = anAssociation();
    await t.store.createAssociation(elsewhere);
    const stranger = await t.addMember('admin', {}, elsewhere.id);
    const member = await t.addMember('member');
    for (const user of [stranger, member]) {
      const browser = await t.signedIn(user);
      for (const id of [plan.id, 'none']) {
        for (const [method, path, body] of [
          ['GET', ''],
          ['PATCH', '', { title: 'Nuovo' }],
          ['PUT', `/roles/${user.id}`, { role: 'manager' }],
          ['POST', '/freeze', {}],
          ['GET', '/versions'],
          ['GET', '/versions/1/plan.json'],
        ] as const) {
          const answer = await browser.send(method, `/api/plans/${id}${path}`, body);
          expect([method, path, answer.status, answer.json]).toEqual([
            method,
            path,
            404,
            { error: 'not-found' },
          ]);
        }
      }
    }
  });

  test('HTTP-20 a plan is renamed, put away and taken back', async () => {
    const { id } = await create(manager);
    const change = async (body: object) => (await manager.send('PATCH', `/api/plans/${id}`, body)).json;
    expect(await change({ title: '  Piano 2018, rivisto ' })).toMatchObject({ title: 'Piano 2018, rivisto' });
    expect(await change({ archived: true })).toMatchObject({ status: 'archived' });
    expect(await list(manager)).toEqual([]);
    expect(await list(manager, '?archived=1')).toMatchObject([{ id, status: 'archived' }]);
    expect(await change({ archived: false, title: 'Piano' })).toMatchObject({
      status: 'open',
      title: 'Piano',
    });
    expect(await list(manager)).toMatchObject([{ id }]);
    expect(await change({})).toEqual({ error: 'bad-request' });
    expect(await change({ title: '' })).toEqual({ error: 'bad-request', fields: ['title'] });
  });
});

describe('roles on a plan', () => {
  test('HTTP-21 a manager gives and takes roles, among the members of the association', async () => {
    const { id } = await create(manager);
    const user = await t.addMember('member', { name: 'Bruno Neri' });
    const browser = await t.signedIn(user);
    const give = (role: string | null, who = user.id) =>
      manager.send('PUT', `/api/plans/${id}/roles/${who}`, { role });
    const given = planSchema.parse((await give('contributor')).json);
    expect(given.members).toMatchObject([{}, { name: 'Bruno Neri', planRole: 'contributor' }, {}]);
    expect(await list(browser)).toMatchObject([{ id, role: 'contributor' }]);
    expect(planSchema.parse((await give(null)).json).members).toHaveLength(2);
    expect(await list(browser)).toEqual([]);

    const elsewhere = anAssociation();
    await t.store.createAssociation(elsewhere);
    const stranger = await t.addMember('member', {}, elsewhere.id);
    expect((await give('reader', stranger.id)).json).toEqual({ error: 'not-found' });
    expect((await give('king')).json).toEqual({ error: 'bad-request', fields: ['role'] });
  });

  test('HTTP-22 the last manager stays one', async () => {
    const { id } = await create(manager);
    const path = `/api/plans/${id}/roles/${managerUser.id}`;
    for (const role of ['reader', null]) {
      const answer = await manager.send('PUT', path, { role });
      expect([answer.status, answer.json]).toEqual([409, { error: 'last-manager' }]);
    }
    expect((await manager.send('PUT', path, { role: 'manager' })).status).toBe(200);
    const second = await t.addMember('member');
    await manager.send('PUT', `/api/plans/${id}/roles/${second.id}`, { role: 'manager' });
    // Giving up one's own access leaves nothing to show.
    expect((await manager.send('PUT', path, { role: null })).status).toBe(404);
    expect(await list(manager)).toEqual([]);
  });
});

describe('frozen versions', () => {
  let plan: PlanRecord;
  beforeEach(async () => {
    plan = await t.addPlan(managerUser, [[managerUser, 'manager']]);
  });
  const freeze = (body: object = {}) => manager.send('POST', `/api/plans/${plan.id}/freeze`, body);

  test('HTTP-23 a plan without errors is frozen, once, and its files are kept byte for byte', async () => {
    await t.write(plan, managerUser, (doc) => writeDemoPlan(doc, promotionPlan));
    const answer = await freeze();
    expect(answer.status).toBe(201);
    const version = versionSchema.parse(answer.json);
    expect(version).toMatchObject({
      number: 1,
      frozenBy: 'Marta Bassi',
      frozenAt: t.clock.now,
      reason: null,
    });
    expect(version.files.map((file) => file.name)).toEqual([...FILE_NAMES, 'SHA256SUMS']);
    const versions = await manager.send('GET', `/api/plans/${plan.id}/versions`);
    expect(versions.json).toEqual([version]);
    const detail = planSchema.parse((await manager.send('GET', `/api/plans/${plan.id}`)).json);
    expect(detail).toMatchObject({ status: 'frozen', versions: [version] });

    const again = await freeze();
    expect([again.status, again.json]).toEqual([409, { error: 'plan-closed' }]);

    for (const [file, type] of [
      [version.files[0]!, 'application/json'],
      [version.files[1]!, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ] as const) {
      const path = `/api/plans/${plan.id}/versions/1/${file.name}`;
      const first = await manager.send('GET', path);
      t.clock.now += 1000;
      const second = await admin.send('GET', path);
      expect(first.status).toBe(200);
      expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
      expect(first.bytes.byteLength).toBe(file.bytes);
      expect(createHash('sha256').update(first.bytes).digest('hex')).toBe(file.sha256);
      expect(first.headers.get('content-type')).toBe(type);
      expect(first.headers.get('etag')).toBe(`"${file.sha256}"`);
      expect(first.headers.get('content-disposition')).toContain(
        `filename="Clust-ER Health - Piano di promozione - versione 1.${file.name.split('.')[1]}"`,
      );
      const known = await manager.send('GET', path, undefined, {
        'if-none-match': `W/"x", "${file.sha256}"`,
      });
      expect([known.status, known.bytes.byteLength]).toEqual([304, 0]);
    }
    expect(version.digest).toBe(version.files[0]!.sha256);
    for (const path of ['1/plan.doc', '2/plan.json', '0/plan.json', '1/..%2Fplan.json', 'x/plan.json']) {
      expect((await manager.send('GET', `/api/plans/${plan.id}/versions/${path}`)).status, path).toBe(404);
    }
  });

  test('HTTP-24 a plan with errors is not frozen: the answer lists them, and the plan goes on', async () => {
    await t.write(plan, managerUser, (doc) => setCell(doc, 'costs', 'travel', 'none', 'not an amount'));
    const answer = await freeze();
    expect(answer.status).toBe(409);
    const { error, issues } = z
      .object({ error: z.string(), issues: z.array(z.object({ severity: z.string(), rule: z.string() })) })
      .parse(answer.json);
    expect(error).toBe('plan-has-errors');
    expect(issues.length).toBeGreaterThan(0);
    expect(new Set(issues.map((issue) => issue.severity))).toEqual(new Set(['error']));
    expect((await manager.send('GET', `/api/plans/${plan.id}/versions`)).json).toEqual([]);
    expect((await list(manager))[0]).toMatchObject({ status: 'open' });
  });

  test('HTTP-25 a manager freezes over errors with a reason that says something', async () => {
    const short = await freeze({ reason: ' è tardi ' });
    expect([short.status, short.json]).toEqual([400, { error: 'reason-too-short', fields: ['reason'] }]);
    const answer = await freeze({ reason: 'La scadenza è oggi e il preventivo non è arrivato.' });
    expect(versionSchema.parse(answer.json).reason).toBe(
      'La scadenza è oggi e il preventivo non è arrivato.',
    );
  });

  test('HTTP-26 an archived plan is not frozen', async () => {
    await t.store.archivePlan(plan.id, true);
    expect((await freeze()).json).toEqual({ error: 'plan-closed' });
  });

  test('HTTP-27 files keep names that people can read, whatever the plan is called', () => {
    const encoded = (name: string): string =>
      decodeURIComponent(attachment(name).split("filename*=UTF-8''")[1]!);
    const name = 'Clust-ER "Build" - Piano di attività\r\nX: 2023/2024 – versione 1.docx';
    expect(attachment(name)).toContain(
      'filename="Clust-ER Build - Piano di attivita X 2023 2024 _ versione 1.docx"',
    );
    expect(encoded(name)).toBe('Clust-ER Build - Piano di attività X 2023 2024 – versione 1.docx');
    expect(attachment(name)).not.toMatch(/[\r\n]/);
    expect(attachment("l'anno (nuovo).json")).toContain("filename*=UTF-8''l%27anno%20%28nuovo%29.json");
  });
});
