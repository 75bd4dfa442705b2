import { newToken, sha256 } from '@filiera/server/src/auth/tokens.ts';
import { API_ERRORS, stateSchema } from '@filiera/shared/api.ts';
import { en } from '@filiera/shared/text/en.ts';
import { it } from '@filiera/shared/text/it.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeApp, PASSWORD, stateOf, type TestApp } from '../support/app.ts';

let t: TestApp;
afterEach(() => t.close());

describe('set-up', () => {
  const body = {
    association: 'Clust-ER Health',
    name: 'Anna Rinaldi',
    email: ' Anna@Example.org ',
    password: 'una password lunga',
  };
  let token: string;
  beforeEach(async () => {
    t = await makeApp({ empty: true });
    token = newToken();
    await t.store.setSetupToken(sha256(token), t.clock.now);
  });

  test('HTTP-1 the one-time link makes the association and its administrator, who is signed in', async () => {
    const browser = t.browser();
    expect(await stateOf(browser)).toEqual({ setupNeeded: true, demo: false, user: null, associations: [] });
    const answer = await browser.send('POST', '/api/setup', { ...body, token });
    expect(answer.status).toBe(200);
    const state = stateSchema.parse(answer.json);
    expect(state.setupNeeded).toBe(false);
    expect(state.user).toMatchObject({ name: 'Anna Rinaldi', email: 'anna@example.org', locale: 'it' });
    expect(state.associations).toMatchObject([{ name: 'Clust-ER Health', role: 'admin' }]);
    expect(await stateOf(browser)).toEqual(state);
  });

  test('HTTP-2 the link works once, and only as it was printed', async () => {
    const wrong = await t.browser().send('POST', '/api/setup', { ...body, token: newToken() });
    expect([wrong.status, wrong.json]).toEqual([410, { error: 'bad-link' }]);
    expect((await t.browser().send('POST', '/api/setup', { ...body, token })).status).toBe(200);
    const again = await t.browser().send('POST', '/api/setup', { ...body, token, email: 'b@example.org' });
    expect([again.status, again.json]).toEqual([409, { error: 'setup-done' }]);
    expect(await t.store.getUserByEmail('b@example.org')).toBe(null);
  });

  test('HTTP-3 of two who set up at the same moment one does', async () => {
    const both = await Promise.all(
      ['a@example.org', 'b@example.org'].map((email) =>
        t.browser().send('POST', '/api/setup', { ...body, token, email }),
      ),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  test('HTTP-4 a body that is not accepted names its fields and changes nothing', async () => {
    const answer = await t.browser().send('POST', '/api/setup', {
      ...body,
      token,
      email: 'not an address',
      password: 'short',
      name: '\u0007',
    });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: 'bad-request', fields: ['name', 'email', 'password'] });
    expect(await t.store.hasAssociation()).toBe(false);
  });
});

describe('signing in', () => {
  beforeEach(async () => {
    t = await makeApp();
  });

  test('AUTH-12 the right address and password sign in, whatever the case of the address', async () => {
    const user = await t.addMember('member', { email: 'marta@example.org' });
    const browser = t.browser();
    const answer = await browser.send('POST', '/api/sign-in', {
      email: 'Marta@Example.ORG',
      password: PASSWORD,
    });
    expect(answer.status).toBe(200);
    expect(stateSchema.parse(answer.json).user?.id).toBe(user.id);
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; .*SameSite=Lax/);
    expect(answer.headers.get('set-cookie')).not.toMatch(/Secure/);
    expect((await stateOf(browser)).user?.id).toBe(user.id);
  });

  test('AUTH-13 a wrong password and an unknown address get the same answer', async () => {
    await t.addMember('member', { email: 'marta@example.org' });
    const wrong = await t
      .browser()
      .send('POST', '/api/sign-in', { email: 'marta@example.org', password: 'sbagliata' });
    const unknown = await t
      .browser()
      .send('POST', '/api/sign-in', { email: 'nobody@example.org', password: 'sbagliata' });
    expect([wrong.status, wrong.json]).toEqual([401, { error: 'wrong-credentials' }]);
    expect([unknown.status, unknown.json]).toEqual([wrong.status, wrong.json]);
    for (const { headers } of [wrong, unknown]) expect(headers.get('set-cookie')).toBe(null);
  });

  test('AUTH-14 too many guesses at one account have to wait, and are told how long', async () => {
    await t.addMember('member', { email: 'marta@example.org' });
    const guess = (password: string, email = 'marta@example.org') =>
      t.browser().send('POST', '/api/sign-in', { email, password });
    // All at once: a guess counts when it begins.
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => guess(`sbagliata ${n}`)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(10).fill(401), 429, 429]);
    const late = await guess(PASSWORD);
    expect([late.status, late.json]).toEqual([429, { error: 'too-many-attempts' }]);
    expect(Number(late.headers.get('retry-after'))).toBe(15 * 60);
    expect((await guess('sbagliata', 'other@example.org')).status).toBe(401);
    t.clock.now += 15 * 60_000;
    expect((await guess(PASSWORD)).status).toBe(200);
  });

  test('AUTH-15 signing in anew ends the session that the browser had', async () => {
    const [one, other] = [await t.addMember('member'), await t.addMember('member')];
    const browser = await t.signedIn(one);
    const before = browser.cookie!;
    await browser.send('POST', '/api/sign-in', { email: other.email, password: PASSWORD });
    expect((await stateOf(browser)).user?.id).toBe(other.id);
    const old = t.browser();
    old.cookie = before;
    expect((await stateOf(old)).user).toBe(null);
  });

  test('AUTH-16 signing out ends the session everywhere that knows it', async () => {
    const browser = await t.signedIn(await t.addMember('member'));
    const before = browser.cookie!;
    const answer = await browser.send('POST', '/api/sign-out');
    expect(answer.status).toBe(204);
    expect(browser.cookie).toBe(null);
    const old = t.browser();
    old.cookie = before;
    expect((await old.send('GET', '/api/plans')).json).toEqual({ error: 'signed-out' });
    // Nobody there any more: signing out again is no mistake.
    expect((await old.send('POST', '/api/sign-out')).status).toBe(204);
  });

  test('AUTH-17 a session that is prolonged has its cookie renewed', async () => {
    const user = await t.addMember('member');
    const browser = await t.signedIn(user);
    expect((await browser.send('GET', '/api/state')).headers.get('set-cookie')).toBe(null);
    const [session] = await t.store.listSessions(user.id);
    await t.store.setSessionExpiry(session!.idHash, Date.now() + 24 * 60 * 60 * 1000);
    const renewed = (await browser.send('GET', '/api/state')).headers.get('set-cookie');
    expect(renewed).toContain(browser.cookie!);
    expect(renewed).toContain('Max-Age=2592000');
  });

  test('HTTP-5 the language of one’s account is kept', async () => {
    const browser = await t.signedIn(await t.addMember('member'));
    const answer = await browser.send('PATCH', '/api/me', { locale: 'en' });
    expect(stateSchema.parse(answer.json).user?.locale).toBe('en');
    expect((await stateOf(browser)).user?.locale).toBe('en');
    expect((await browser.send('PATCH', '/api/me', { locale: 'xx' })).json).toEqual({
      error: 'bad-request',
      fields: ['locale'],
    });
  });
});

describe('secure cookies', () => {
  test.each([
    ['http, no proxy', {}, {}, false],
    ['a proxy that is not trusted says https', {}, { 'x-forwarded-proto': 'https' }, false],
    ['a trusted proxy says https', { behindProxy: true }, { 'x-forwarded-proto': 'https' }, true],
    ['a trusted proxy says http', { behindProxy: true }, { 'x-forwarded-proto': 'http' }, false],
    ['an https PUBLIC_URL', { publicUrl: new URL('https://piani.example.org') }, {}, true],
  ])('AUTH-18 %s', async (_name, config, headers, secure) => {
    t = await makeApp({ config });
    const user = await t.addMember('member');
    const origin = 'publicUrl' in config ? config.publicUrl.origin : 'http://localhost';
    const answer = await t
      .browser()
      .send('POST', '/api/sign-in', { email: user.email, password: PASSWORD }, { ...headers, origin });
    expect(answer.status).toBe(200);
    expect(/; Secure/.test(answer.headers.get('set-cookie')!)).toBe(secure);
  });
});

describe('a demonstration', () => {
  test('HTTP-6 its links sign its members in; without one there are no such links', async () => {
    const links = new Map([['link-of-marta', { userId: 'marta' }]]);
    t = await makeApp({ demo: { links } });
    await t.addMember('member', { id: 'marta' });
    const browser = t.browser();
    const answer = await browser.send('GET', '/demo/link-of-marta');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
    expect(await stateOf(browser)).toMatchObject({ demo: true, user: { id: 'marta' } });
    expect((await t.browser().send('GET', '/demo/another')).status).toBe(404);
    await t.close();
    t = await makeApp();
    expect((await t.browser().send('GET', '/demo/link-of-marta')).status).toBe(404);
  });
});

describe('answers', () => {
  test('HTTP-7 every refusal has a text in both languages', async () => {
    t = await makeApp();
    for (const key of API_ERRORS) {
      for (const texts of [it, en]) expect(texts[`error.${key}`], key).toMatch(/\w.*\.$/);
    }
  });
});
