import { writeDemoPlan } from '@filiera/server/src/demo/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import {
  ASSOCIATION_ACTIONS,
  ASSOCIATION_ROLES,
  type AssociationAction,
  associationAllows,
  PLAN_ACTIONS,
  PLAN_ROLES,
  type PlanAction,
  planAllows,
} from '@filiera/shared/permissions.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../support/app.ts';

type Request = readonly [method: string, path: string, body: unknown, allowed: number];

/** What each action of the table is over HTTP, and the answer to those who may. */
const OF_PLAN: Record<PlanAction, readonly Request[]> = {
  open: [
    ['GET', '', undefined, 200],
    ['GET', '/versions', undefined, 200],
    ['GET', '/rehearsal', undefined, 200],
    ['GET', '/late-edits', undefined, 200],
    ['GET', '/versions/1/differences', undefined, 200],
  ],
  download: [
    ['GET', '/versions/1/plan.json', undefined, 200],
    ['GET', '/versions/1/plan.docx', undefined, 200],
    ['GET', '/versions/1/dossier.zip', undefined, 200],
  ],
  rename: [['PATCH', '', { title: 'Nuovo titolo' }, 200]],
  archive: [['PATCH', '', { archived: true }, 200]],
  'assign-roles': [['PUT', '/roles/somebody', { role: 'reader' }, 200]],
  // The plan is frozen already, which only those learn who may freeze.
  freeze: [['POST', '/freeze', {}, 409]],
  comment: [
    ['GET', '/threads', undefined, 200],
    [
      'POST',
      '/threads',
      {
        key: '0b0f7f0e-6d3c-4b0e-9d0c-3f6f6d1c2a11',
        anchor: { kind: 'section', section: 'section-costs' },
        text: { blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text: 'Da dire', marks: [] }] }] },
      },
      201,
    ],
    ['PATCH', '/threads/none', { resolved: true }, 404],
    ['DELETE', '/threads/none/comments/none', undefined, 404],
  ],
  reopen: [['POST', '/reopen', { reason: 'Variazione del bilancio' }, 200]],
  filing: [['POST', '/versions/1/filing', { protocol: 'PG/2024/1', date: '2024-01-12' }, 201]],
  'working-copy': [
    ['GET', '/working-copy/plan.pdf', undefined, 200],
    ['GET', '/working-copy/plan.docx', undefined, 200],
  ],
  edit: [],
};

const OF_ASSOCIATION: Record<AssociationAction, readonly Request[]> = {
  'see-members': [['GET', '', undefined, 200]],
  'create-plan': [['POST', '/plans', { template: 'promotion-2018', title: 'Piano' }, 201]],
  invite: [
    [
      'POST',
      '/invitations',
      { email: 'x@example.org', role: 'member', organisation: null, valueChain: null },
      201,
    ],
    ['DELETE', '/invitations/none', undefined, 204],
    ['POST', '/value-chains', { name: 'Medtech' }, 200],
    ['POST', '/organisations', { name: 'CNR' }, 200],
  ],
  'manage-members': [
    ['PATCH', '/members/somebody', { role: 'manager' }, 200],
    ['DELETE', '/members/somebody', undefined, 204],
  ],
};

let t: TestApp;
beforeEach(async () => {
  t = await makeApp();
  await t.addMember('admin');
  await t.addMember('member', { id: 'somebody' });
});
afterEach(() => t.close());

describe.each(PLAN_ROLES)('%s on a plan', (role) => {
  test.each(PLAN_ACTIONS)('AUTH-25 %s is answered as the table has it', async (action) => {
    const owner = await t.addMember('member');
    const user = await t.addMember('member');
    const plan = await t.addPlan(owner, [
      [owner, 'manager'],
      [user, role],
    ]);
    await t.write(plan, owner, (doc) => writeDemoPlan(doc, promotionPlan));
    const ownerBrowser = await t.signedIn(owner);
    expect((await ownerBrowser.send('POST', `/api/plans/${plan.id}/freeze`, {})).status).toBe(201);
    const browser = await t.signedIn(user);
    for (const [method, path, body, allowed] of OF_PLAN[action]) {
      const answer = await browser.send(method, `/api/plans/${plan.id}${path}`, body);
      expect([method, path, answer.status]).toEqual([method, path, planAllows(role, action) ? allowed : 403]);
      if (!planAllows(role, action)) expect(answer.json).toEqual({ error: 'forbidden' });
      const nobody = await t.browser().send(method, `/api/plans/${plan.id}${path}`, body);
      expect([nobody.status, nobody.json]).toEqual([401, { error: 'signed-out' }]);
    }
  });
});

describe.each(ASSOCIATION_ROLES)('%s of an association', (role) => {
  test.each(ASSOCIATION_ACTIONS)('AUTH-26 %s is answered as the table has it', async (action) => {
    const browser = await t.signedIn(await t.addMember(role));
    for (const [method, path, body, allowed] of OF_ASSOCIATION[action]) {
      const { id } = t.association;
      const whole = path === '/plans' ? '/api/plans' : `/api/associations/${id}${path}`;
      const sent = path === '/plans' ? { ...(body as object), association: id } : body;
      const may = associationAllows(role, action);
      const nobody = await t.browser().send(method, whole, sent);
      expect([nobody.status, nobody.json]).toEqual([401, { error: 'signed-out' }]);
      const answer = await browser.send(method, whole, sent);
      expect([method, path, answer.status]).toEqual([method, path, may ? allowed : 403]);
      if (!may) expect(answer.json).toEqual({ error: 'forbidden' });
    }
  });
});
