import {
  associationSchema,
  invitationLinkSchema,
  invitationViewSchema,
  stateSchema,
} from '@filiera/shared/api.ts';
import { AUTHOR_COLORS } from '@filiera/shared/colors.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, makeApp, PASSWORD, stateOf, type TestApp } from '../support/app.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;

let t: TestApp;
let admin: Browser;
let adminId: string;
let home: string;
beforeEach(async () => {
  t = await makeApp();
  const user = await t.addMember('admin', { name: 'Anna Rinaldi', color: AUTHOR_COLORS[0] });
  adminId = user.id;
  admin = await t.signedIn(user);
  home = `/api/associations/${t.association.id}`;
});
afterEach(() => t.close());

const invitation = {
  email: 'nuova@example.org',
  role: 'member',
  organisation: 'Università di Bologna',
  valueChain: 'Medtech',
};

async function invite(body: object = {}, by = admin): Promise<{ token: string; id: string }> {
  const answer = await by.send('POST', `${home}/invitations`, { ...invitation, ...body });
  expect(answer.status).toBe(201);
  const { link, id, expiresAt } = invitationLinkSchema.parse(answer.json);
  expect(link).toMatch(/^http:\/\/localhost\/invito\/[\w-]{43}$/);
  expect(expiresAt).toBe(t.clock.now + WEEK);
  return { token: link.split('/').at(-1)!, id };
}

const view = async () => associationSchema.parse((await admin.send('GET', home)).json);

describe('invitations', () => {
  test('AUTH-20 an invited person sees who invites, makes an account and is a member, in a colour of their own', async () => {
    const { token } = await invite();
    const browser = t.browser();
    const seen = await browser.send('GET', `/api/invitations/${token}`);
    expect(invitationViewSchema.parse(seen.json)).toEqual({
      association: 'Clust-ER Health',
      email: 'nuova@example.org',
      invitedBy: 'Anna Rinaldi',
      expiresAt: t.clock.now + WEEK,
      known: false,
    });
    const body = { name: 'Nora Conti', password: 'una password lunga' };
    const answer = await browser.send('POST', `/api/invitations/${token}`, body);
    expect(answer.status).toBe(200);
    const state = stateSchema.parse(answer.json);
    expect(state).toEqual(await stateOf(browser));
    expect(state.user).toMatchObject({ name: 'Nora Conti', email: 'nuova@example.org' });
    expect(state.user?.color).toBe(AUTHOR_COLORS[1]);
    expect(await view()).toMatchObject({
      members: [
        { name: 'Anna Rinaldi', role: 'admin' },
        { name: 'Nora Conti', role: 'member', organisation: 'Università di Bologna', valueChain: 'Medtech' },
      ],
      organisations: ['Università di Bologna'],
      valueChains: ['Medtech'],
      invitations: [],
    });
  });

  test('AUTH-21 a link that was used, withdrawn, replaced, has expired or never was is refused alike', async () => {
    const body = { name: 'Nora Conti', password: 'una password lunga' };
    const used = await invite({ email: 'used@example.org' });
    await t.browser().send('POST', `/api/invitations/${used.token}`, body);
    const withdrawn = await invite({ email: 'withdrawn@example.org' });
    expect((await admin.send('DELETE', `${home}/invitations/${withdrawn.id}`)).status).toBe(204);
    const replaced = await invite({ email: 'replaced@example.org' });
    const current = await invite({ email: 'replaced@example.org' });
    const refused = async (token: string): Promise<void> => {
      for (const answer of [
        await t.browser().send('GET', `/api/invitations/${token}`),
        await t.browser().send('POST', `/api/invitations/${token}`, body),
      ]) {
        expect([answer.status, answer.json]).toEqual([410, { error: 'bad-link' }]);
        expect(answer.headers.get('set-cookie')).toBe(null);
      }
    };
    for (const { token } of [used, withdrawn, replaced]) await refused(token);
    await refused('a-link-that-never-was');
    expect((await t.browser().send('GET', `/api/invitations/${current.token}`)).status).toBe(200);
    t.clock.now += WEEK;
    await refused(current.token);
  });

  test('AUTH-22 of two who accept one link at the same moment one becomes a member', async () => {
    const { token } = await invite();
    const both = await Promise.all(
      ['Nora', 'Nadia'].map((name) =>
        t.browser().send('POST', `/api/invitations/${token}`, { name, password: 'una password lunga' }),
      ),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 410]);
    expect((await view()).members).toHaveLength(2);
  });

  test('AUTH-23 somebody with an account accepts with its password, and keeps name and account', async () => {
    const elsewhere = await t.addMember('member', { email: 'nuova@example.org', name: 'Nora Conti' });
    await t.store.removeMember(t.association.id, elsewhere.id);
    const { token } = await invite();
    const browser = t.browser();
    expect((await browser.send('GET', `/api/invitations/${token}`)).json).toMatchObject({ known: true });
    const wrong = await browser.send('POST', `/api/invitations/${token}`, { password: 'not her password' });
    expect([wrong.status, wrong.json]).toEqual([401, { error: 'wrong-credentials' }]);
    const right = await browser.send('POST', `/api/invitations/${token}`, { name: 'X', password: PASSWORD });
    expect(stateSchema.parse(right.json).user).toMatchObject({ id: elsewhere.id, name: 'Nora Conti' });
  });

  test('AUTH-24 guessing a password through a link is limited as signing in is', async () => {
    const known = await t.addMember('member', { email: 'nuova@example.org' });
    await t.store.removeMember(t.association.id, known.id);
    const { token } = await invite();
    const guess = (n: number) =>
      t.browser().send('POST', `/api/invitations/${token}`, { password: `wrong password ${n}` });
    const answers = [];
    for (let n = 0; n < 11; n += 1) answers.push((await guess(n)).status);
    expect(answers).toEqual([...Array(10).fill(401), 429]);
  });

  test('HTTP-8 a new account needs a name', async () => {
    const { token } = await invite();
    const answer = await t
      .browser()
      .send('POST', `/api/invitations/${token}`, { password: 'una password lunga' });
    expect([answer.status, answer.json]).toEqual([400, { error: 'bad-request', fields: ['name'] }]);
    expect((await t.browser().send('GET', `/api/invitations/${token}`)).status).toBe(200);
  });

  test('HTTP-9 a member cannot be invited again, and a manager cannot make administrators', async () => {
    const manager = await t.signedIn(await t.addMember('manager', { email: 'manager@example.org' }));
    const known = await admin.send('POST', `${home}/invitations`, {
      ...invitation,
      email: 'Manager@example.org',
    });
    expect([known.status, known.json]).toEqual([409, { error: 'email-taken' }]);
    const upwards = await manager.send('POST', `${home}/invitations`, { ...invitation, role: 'admin' });
    expect([upwards.status, upwards.json]).toEqual([403, { error: 'forbidden' }]);
    await invite({ role: 'manager' }, manager);
    await invite({ role: 'admin', email: 'x@example.org' });
  });

  test('HTTP-10 open invitations are shown to those who may invite, and to nobody else', async () => {
    await invite();
    expect((await view()).invitations).toMatchObject([{ email: 'nuova@example.org', valueChain: 'Medtech' }]);
    const member = await t.signedIn(await t.addMember('member'));
    const seen = associationSchema.parse((await member.send('GET', home)).json);
    expect(seen.invitations).toEqual([]);
    expect(seen.members).toHaveLength(2);
  });

  test('HTTP-11 links start with the address that members use', async () => {
    await t.close();
    t = await makeApp({ config: { publicUrl: new URL('https://piani.example.org') } });
    const browser = await t.signedIn(await t.addMember('admin'));
    const answer = await browser.send(
      'POST',
      `/api/associations/${t.association.id}/invitations`,
      invitation,
      {
        origin: 'https://piani.example.org',
      },
    );
    expect(invitationLinkSchema.parse(answer.json).link).toMatch(/^https:\/\/piani\.example\.org\/invito\//);
  });
});

describe('members', () => {
  test('HTTP-12 an administrator changes role, organisation and value chain, one by one', async () => {
    const member = await t.addMember('member', { name: 'Bruno' });
    const path = `${home}/members/${member.id}`;
    await admin.send('PATCH', path, { organisation: 'CNR', valueChain: 'SalusTech' });
    const answer = await admin.send('PATCH', path, { role: 'manager', valueChain: null });
    expect(associationSchema.parse(answer.json)).toMatchObject({
      members: [{}, { name: 'Bruno', role: 'manager', organisation: 'CNR', valueChain: null }],
      organisations: ['CNR'],
      valueChains: ['SalusTech'],
    });
    expect((await admin.send('PATCH', `${home}/members/nobody`, { role: 'member' })).status).toBe(404);
    expect((await admin.send('PATCH', path, { role: 'king' })).status).toBe(400);
  });

  test('HTTP-13 the last administrator stays one', async () => {
    const path = `${home}/members/${adminId}`;
    for (const answer of [
      await admin.send('PATCH', path, { role: 'member' }),
      await admin.send('DELETE', path),
    ]) {
      expect([answer.status, answer.json]).toEqual([409, { error: 'last-admin' }]);
    }
    expect((await admin.send('PATCH', path, { organisation: 'CNR' })).status).toBe(200);
    const second = await t.addMember('admin');
    const down = await admin.send('PATCH', path, { role: 'member' });
    expect(associationSchema.parse(down.json).invitations).toEqual([]);
    expect((await admin.send('DELETE', `${home}/members/${second.id}`)).status).toBe(403);
  });

  test('HTTP-14 who is taken out sees nothing of the association from then on', async () => {
    const user = await t.addMember('manager');
    const plan = await t.addPlan(user, [[user, 'manager']]);
    const browser = await t.signedIn(user);
    expect((await browser.send('GET', `/api/plans/${plan.id}`)).status).toBe(200);
    expect((await admin.send('DELETE', `${home}/members/${user.id}`)).status).toBe(204);
    expect((await browser.send('GET', `/api/plans/${plan.id}`)).status).toBe(404);
    expect((await browser.send('GET', '/api/plans')).json).toEqual([]);
    expect((await browser.send('GET', home)).status).toBe(404);
    expect((await stateOf(browser)).associations).toEqual([]);
    expect((await admin.send('DELETE', `${home}/members/${user.id}`)).status).toBe(404);
  });

  test('HTTP-15 value chains and organisations are added by name, once, and listed alphabetically', async () => {
    for (const name of ['SalusTech', 'Àgora', 'Medtech', 'medtech', ' Medtech ']) {
      expect((await admin.send('POST', `${home}/value-chains`, { name })).status).toBe(200);
    }
    const answer = await admin.send('POST', `${home}/organisations`, { name: 'CNR' });
    expect(associationSchema.parse(answer.json)).toMatchObject({
      valueChains: ['Àgora', 'medtech', 'Medtech', 'SalusTech'],
      organisations: ['CNR'],
    });
    expect((await admin.send('POST', `${home}/organisations`, { name: '  ' })).json).toEqual({
      error: 'bad-request',
      fields: ['name'],
    });
  });
});
