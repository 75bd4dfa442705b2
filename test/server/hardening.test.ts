import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { isOwnOrigin } from '@filiera/server/src/routes/origin.ts';
import { MAX_BODY_BYTES } from '@filiera/shared/api.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, makeApp, PASSWORD, stateOf, type TestApp } from '../support/app.ts';

let t: TestApp;
let browser: Browser;
let email: string;
beforeEach(async () => {
  t = await makeApp();
  const user = await t.addMember('admin');
  email = user.email;
  browser = await t.signedIn(user);
});
afterEach(() => t.close());

describe('requests from other sites', () => {
  test.each([
    ['another host', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:8080' }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['no origin, yet from another site', { origin: '', 'sec-fetch-site': 'cross-site' }],
  ])('HTTP-28 %s changes nothing', async (_name, headers) => {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
    const response = await t.request('/api/me', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', cookie: browser.cookie!, ...given },
      body: JSON.stringify({ locale: 'en' }),
    });
    expect([response.status, await response.json()]).toEqual([403, { error: 'cross-site' }]);
    expect((await stateOf(browser)).user?.locale).toBe('it');
  });

  test('HTTP-29 what counts as one’s own origin follows PUBLIC_URL, else the host that was asked', () => {
    const ask = (headers: Record<string, string>, config: Partial<Parameters<typeof isOwnOrigin>[1]> = {}) =>
      isOwnOrigin(new Request('http://10.0.0.5:3000/api/me', { headers }), {
        publicUrl: null,
        behindProxy: false,
        ...config,
      });
    expect(ask({ origin: 'http://10.0.0.5:3000' })).toBe(true);
    expect(ask({ origin: 'https://Piani.example.org', host: 'PIANI.example.org' })).toBe(true);
    expect(ask({ origin: 'http://piani.example.org:81', host: 'piani.example.org' })).toBe(false);
    expect(ask({ origin: 'not an address' })).toBe(false);
    expect(ask({})).toBe(true);
    expect(ask({ 'sec-fetch-site': 'same-origin' })).toBe(true);
    const publicUrl = new URL('https://piani.example.org');
    expect(ask({ origin: 'https://piani.example.org' }, { publicUrl })).toBe(true);
    expect(ask({ origin: 'http://piani.example.org' }, { publicUrl })).toBe(false);
    expect(ask({ origin: 'http://10.0.0.5:3000' }, { publicUrl })).toBe(false);
    const forwarded = { origin: 'https://piani.example.org', 'x-forwarded-host': 'piani.example.org' };
    expect(ask(forwarded)).toBe(false);
    expect(ask(forwarded, { behindProxy: true })).toBe(true);
  });
});

describe('bodies', () => {
  const signIn = (body: BodyInit, headers: Record<string, string> = {}) =>
    t.request('/api/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      ...(typeof body === 'string' ? {} : { duplex: 'half' }),
    } as RequestInit);
  const right = (): string => JSON.stringify({ email, password: PASSWORD });

  test('HTTP-30 a body that is too large is refused, with its length given or streamed', async () => {
    const large = JSON.stringify({ email, password: PASSWORD, more: 'x'.repeat(MAX_BODY_BYTES) });
    const stream = new Blob([large]).stream();
    for (const answer of [
      await signIn(large, { 'content-length': String(large.length) }),
      await signIn(large),
      await signIn(stream),
    ]) {
      expect([answer.status, await answer.json()]).toEqual([413, { error: 'too-large' }]);
    }
    const fitting = JSON.stringify({ email, password: PASSWORD, more: 'x'.repeat(MAX_BODY_BYTES - 200) });
    expect((await signIn(fitting)).status).toBe(200);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{"email": '],
    ['another kind of value', '[]'],
    ['null', 'null'],
    ['deep nesting', '['.repeat(60_000)],
  ])('HTTP-31 %s is a bad request, never a crash', async (_name, body) => {
    const answer = await signIn(body);
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'bad-request' }]);
  });

  test('HTTP-32 only JSON that says so is read', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx']) {
      expect((await signIn(right(), { 'content-type': type })).status, type).toBe(400);
    }
    expect((await signIn(right(), { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(200);
  });

  test('HTTP-33 a field too many is left out, one of the wrong kind is named', async () => {
    const extra = await signIn(JSON.stringify({ email, password: PASSWORD, role: 'admin', __proto__: {} }));
    expect(extra.status).toBe(200);
    const wrong = await signIn(JSON.stringify({ email: 5, password: ['x'] }));
    expect(await wrong.json()).toEqual({ error: 'bad-request', fields: ['email', 'password'] });
  });
});

describe('every answer', () => {
  test('HTTP-34 loads nothing from elsewhere, is framed by nobody and says what it is', async () => {
    for (const path of ['/api/state', '/api/none', '/healthz', '/none']) {
      const { headers } = await t.request(path, { headers: { host: 'piani.example.org' } });
      const csp = headers.get('content-security-policy')!;
      expect(csp).toContain(`default-src 'none'`);
      expect(csp).toContain(`script-src 'self';`);
      expect(csp).toContain(`connect-src 'self' ws://piani.example.org wss://piani.example.org;`);
      expect(csp).toContain(`frame-src blob:;`);
      expect(csp).toContain(`frame-ancestors 'none'`);
      expect(csp).not.toMatch(/unsafe-eval|https?:|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toBe(null);
    }
    const odd = await t.request('/healthz', { headers: { host: "x; script-src 'unsafe-eval'" } });
    expect(odd.headers.get('content-security-policy')).not.toContain('eval');
    await t.close();
    t = await makeApp({ config: { publicUrl: new URL('https://piani.example.org') } });
    const secure = await t.request('/healthz');
    expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  test('HTTP-35 answers about people and plans are kept by no cache', async () => {
    for (const path of ['/api/state', '/api/plans', '/api/plans/none']) {
      const answer = await browser.send('GET', path);
      expect(answer.headers.get('cache-control'), path).toBe('no-store');
    }
  });

  test('HTTP-36 an address under /api that is none says so in JSON', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await browser.send(method, '/api/none/at/all');
      expect([answer.status, answer.json]).toEqual([404, { error: 'not-found' }]);
    }
  });

  test('HTTP-37 the server says that it is well', async () => {
    const response = await t.request('/healthz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });
});

describe('the pages', () => {
  let folder: string;
  const script = 'console.log("pagina");'.repeat(100);
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'filiera-pages-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Filiera</title>');
    writeFileSync(join(folder, '.filiera-built'), 'stamp');
    writeFileSync(join(folder, 'assets/index-abc.js'), script);
    writeFileSync(join(folder, 'assets/index-abc.js.br'), brotliCompressSync(script));
    await t.close();
    t = await makeApp({ clientFolder: folder });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('HTTP-38 hashed files are kept for ever and go out compressed; the page itself is asked for anew', async () => {
    const asset = await t.request('/assets/index-abc.js', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect(asset.headers.get('content-type')).toMatch(/javascript/);
    expect(asset.headers.get('cache-control')).toMatch(/immutable/);
    expect(brotliDecompressSync(Buffer.from(await asset.arrayBuffer())).toString()).toBe(script);
    const plain = await t.request('/assets/index-abc.js');
    expect(plain.headers.get('content-encoding')).toBe(null);
    expect(await plain.text()).toBe(script);
    const page = await t.request('/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
  });

  test('HTTP-39 a link into the pages opens them; a file that is not there is not found', async () => {
    for (const path of ['/', '/accedi', '/piani/abc', '/invito/xyz-._~1']) {
      const response = await t.request(path);
      expect([path, response.status, await response.text()]).toEqual([
        path,
        200,
        '<!doctype html><title>Filiera</title>',
      ]);
    }
    for (const path of ['/assets/gone.js', '/.filiera-built', '/api/none']) {
      expect((await t.request(path)).status, path).toBe(404);
    }
    expect((await t.request('/piani/abc', { method: 'POST' })).status).toBe(404);
  });

  test('HTTP-40 nothing outside the built pages can be read', async () => {
    writeFileSync(join(folder, '../filiera-secret.txt'), 'secret');
    for (const path of [
      '/../filiera-secret.txt',
      '/%2e%2e/filiera-secret.txt',
      '/..%2ffiliera-secret.txt',
      '/assets/..%5c..%5cfiliera-secret.txt',
    ]) {
      expect(await (await t.request(path)).text(), path).not.toBe('secret');
    }
    rmSync(join(folder, '../filiera-secret.txt'));
  });

  test('HTTP-41 a server without built pages says how to get them', async () => {
    await t.close();
    t = await makeApp({ clientFolder: join(folder, 'none') });
    const response = await t.request('/');
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm start')]);
  });
});
