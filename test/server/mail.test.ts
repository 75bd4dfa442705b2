import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@filiera/server/src/config.ts';
import { composeMail } from '@filiera/server/src/inbox/mail/compose.ts';
import { Postman } from '@filiera/server/src/inbox/mail/postman.ts';
import { createSmtp, type Send } from '@filiera/server/src/inbox/mail/smtp.ts';
import { startRounds } from '@filiera/server/src/inbox/rounds.ts';
import { start } from '@filiera/server/src/main.ts';
import type { PlanRecord, UserRow } from '@filiera/server/src/store/store.ts';
import type { NewThreadRow } from '@filiera/server/src/store/threads.ts';
import { PAGES } from '@filiera/shared/api.ts';
import { preferencesSchema, unsubscribeSchema } from '@filiera/shared/inbox/api.ts';
import type { ParsedMail } from 'mailparser';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeApp, type TestApp } from '../support/app.ts';
import { DrivenTiming } from '../support/driven-timing.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { aPlan, seedPlan } from '../support/stores.ts';
import { aThread, WIDE, words } from '../support/threads.ts';

const MINUTE = 60_000;
const BASE = 'https://piani.example.org';
const FROM = { name: 'Filiera', address: 'filiera@example.org' };
/** 2024-07-15 at 12:00 in Italy, in summer time. */
const NOON = Date.parse('2024-07-15T10:00:00Z');

let timing: DrivenTiming;
let server: MailServer;
let app: TestApp;
let postman: Postman;
let anna: UserRow;
let bruno: UserRow;
let plan: PlanRecord;
const log: string[] = [];

beforeEach(async () => {
  log.length = 0;
  vi.spyOn(console, 'error').mockImplementation((...parts) => void log.push(parts.join(' ')));
  timing = new DrivenTiming(NOON);
  server = await startMailServer();
  app = await makeApp({ timing, posted: () => void postman.wake() });
  postman = aPostman();
  anna = await app.addMember('admin', { name: 'Anna Rossi' });
  bruno = await app.addMember('member', { name: 'Bruno Bruni', email: 'bruno@example.org' });
  plan = aPlan(app.association.id, anna.id, { templateId: 'a1-2023-2024', title: 'Piano di attività' });
  await app.store.createPlan(plan);
  await app.store.setPlanRole(plan.id, bruno.id, 'contributor');
});
afterEach(async () => {
  await postman.close();
  await app.close();
  await server.close();
  vi.restoreAllMocks();
});

const smtp = (): Send => createSmtp({ url: server.url(), from: FROM });
const aPostman = (send = smtp(), baseUrl = BASE): Postman =>
  new Postman({ store: app.store, send, unsubscribing: app.deps.unsubscribing, baseUrl, timing });
/** Lets time pass, and what is sent in it be sent. */
async function pass(millis: number): Promise<void> {
  await timing.advance(millis);
  await postman.wake();
}

/** Anna names Bruno in a comment. */
async function mention(fields: Partial<NewThreadRow> = {}): Promise<NewThreadRow> {
  const thread = aThread(plan.id, anna.id, {
    at: timing.now(),
    text: words('Da rivedere'),
    anchor: { kind: 'section', section: 'objectives' },
    ...fields,
  });
  await app.store.openThread(thread, WIDE);
  const { threadId, commentId } = thread;
  await app.deps.tell({
    ...{ kind: 'mention', planId: plan.id, by: anna.id, at: timing.now() },
    ...{ thread: threadId, comment: commentId, userIds: [bruno.id] },
  });
  return thread;
}
const freeze = (version: number): Promise<void> =>
  app.deps.tell({ kind: 'freeze', planId: plan.id, by: anna.id, at: timing.now(), version });
const header = (mail: ParsedMail, name: string): string =>
  mail.headerLines.find(({ key }) => key === name)?.line.replace(/\r?\n\s+/g, ' ') ?? '';
const linkOf = (mail: ParsedMail): string => /<(\S+)>/.exec(header(mail, 'list-unsubscribe'))![1]!;

describe('a mail', () => {
  test('MAIL-10 about a mention comes at once, in plain text and as a page, and leads to the very thread', async () => {
    const { threadId } = await mention();
    await pass(10_000);
    expect(await server.accepted(1)).toBe(true);
    const [mail] = server.mails as [ParsedMail];
    expect(mail.subject).toBe('Menzione in un commento di Anna Rossi · Piano di attività');
    expect(mail.from?.text).toBe('"Filiera" <filiera@example.org>');
    expect(mail.to).toMatchObject({ value: [{ name: 'Bruno Bruni', address: 'bruno@example.org' }] });
    const link = BASE + PAGES.thread(plan.id, threadId);
    expect(mail.text).toContain(link);
    expect(mail.text).toContain('“Da rivedere”');
    expect(mail.text).toContain('SERVE LA TUA DECISIONE');
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.html).toContain('<html lang="it">');
    // Nothing is asked of anybody when it is opened.
    expect(mail.html).not.toMatch(/<img|<link|<script|@import|url\(|src=/i);
    expect(mail.attachments).toEqual([]);
    expect(header(mail, 'auto-submitted')).toBe('Auto-Submitted: auto-generated');
    expect(header(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(mail.text).toContain(linkOf(mail));
    expect(mail.html).toContain(linkOf(mail));
    expect(linkOf(mail).startsWith(BASE + PAGES.unsubscribe(''))).toBe(true);
    expect(mail.messageId).toMatch(/^<[\w-]{20}@piani\.example\.org>$/);
    await pass(24 * 60 * MINUTE);
    expect([server.mails.length, log]).toEqual([1, []]);
  });

  test('MAIL-11 is in its reader’s language', async () => {
    await app.store.setLocale(bruno.id, 'en');
    await mention();
    await pass(10_000);
    await server.accepted(1);
    expect(server.mails[0]?.subject).toBe('Mention in a comment by Anna Rossi · Piano di attività');
    expect(server.mails[0]?.text).toContain('YOUR DECISION IS NEEDED');
  });

  test('MAIL-12 cannot be given headers or markup by what people are called or write', async () => {
    const evil = 'A\r\nBcc: eve@example.org\u2028\r\n\r\n<script>x</script>';
    const eve = await app.addMember('admin', { name: evil });
    const victim = await app.addMember('admin', { name: `Ugo\r\nCc: eve@example.org` });
    await app.store.renamePlan(plan.id, evil);
    const thread = aThread(plan.id, eve.id, { text: words(`${evil} <b>&`) });
    await app.store.openThread(thread, WIDE);
    await app.deps.tell({
      ...{ kind: 'assignment', planId: plan.id, by: eve.id, at: timing.now() },
      ...{ thread: thread.threadId, userId: victim.id, due: null },
    });
    await pass(10_000);
    expect(await server.accepted(1)).toBe(true);
    const [mail] = server.mails as [ParsedMail];
    expect(mail.headers.has('bcc') || mail.headers.has('cc')).toBe(false);
    expect(mail.to).toMatchObject({ value: [{ address: victim.email }] });
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.html).not.toContain('<script');
    expect(mail.html).not.toContain('<b>');
    expect(mail.html).toContain('&lt;script&gt;');
  });

  test('MAIL-13 of a burst is one, and of what was read on the page meanwhile none', async () => {
    await mention();
    await mention();
    await pass(10_000);
    await server.accepted(1);
    expect(server.mails[0]?.subject).toBe('2 avvisi · Piano di attività');
    await mention();
    await app.deps.inbox.mark(bruno, 'all', true);
    await pass(5 * MINUTE);
    await mention();
    await pass(5 * MINUTE);
    await server.accepted(2);
    expect(server.mails.map(({ subject }) => subject)).toEqual([
      '2 avvisi · Piano di attività',
      'Menzione in un commento di Anna Rossi · Piano di attività',
    ]);
  });

  test('MAIL-14 is not sent of a plan, or a comment, that its member may not see any more', async () => {
    await mention();
    await app.store.setPlanRole(plan.id, bruno.id, 'reader');
    await pass(MINUTE);
    await app.store.setPlanRole(plan.id, bruno.id, 'contributor');
    const { threadId, commentId } = await mention();
    await app.store.deleteComment({ planId: plan.id, by: anna.id, at: 1, threadId, commentId });
    await pass(5 * MINUTE);
    await server.accepted(1);
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]?.text).not.toContain('Da rivedere');
  });

  test('MAIL-15 spells out thirty notifications, decisions first, and counts the rest', () => {
    const notification = (n: number) => ({
      ...{ id: `n${n}`, at: NOON, readAt: null, by: null },
      plan: { id: 'p', title: 'Piano', associationName: 'Clust-ER' },
      ...(n === 40
        ? {
            needs: 'decision' as const,
            what: { kind: 'due' as const, thread: 't', where: 'Qui', excerpt: '', due: '2024-07-16' },
          }
        : { needs: 'news' as const, what: { kind: 'freeze' as const, version: n } }),
    });
    const { text, html } = composeMail({
      kind: 'daily',
      user: { name: 'Bruno', email: 'b@example.org', locale: 'it' },
      notifications: Array.from({ length: 41 }, (_, n) => notification(n)),
      baseUrl: BASE,
      unsubscribeUrl: `${BASE}/x`,
      now: NOON,
    });
    expect(text.match(/ha congelato/g)).toHaveLength(29);
    expect(text).toContain('Altri 11 avvisi');
    expect(text.indexOf('in scadenza il 16/07/2024')).toBeLessThan(text.indexOf('ha congelato'));
    expect(html.match(/<h3/g)).toHaveLength(30);
  });
});

describe('sending', () => {
  test('MAIL-20 what is refused for now is tried again with growing pauses, as the same mail, and sent once', async () => {
    server.refusals.rcpt.push(450);
    server.refusals.data.push(451, 451);
    await mention();
    await pass(10_000);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/is tried again in 1 min: /);
    for (const [n, minutes] of [1, 5].entries()) {
      await pass(minutes * MINUTE - 1);
      expect(log).toHaveLength(n + 1);
      await pass(1);
      expect(log).toHaveLength(n + 2);
    }
    expect(server.mails).toEqual([]);
    await pass(15 * MINUTE);
    expect(await server.accepted(1)).toBe(true);
    await pass(24 * 60 * MINUTE);
    expect([server.mails.length, server.attempts(), log.length]).toEqual([1, 4, 3]);
  });

  test('MAIL-21 an address that is nobody’s is given up at once, a server that is gone after three days', async () => {
    server.refusals.rcpt.push(550);
    await mention();
    await pass(10_000);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/is given up: /);
    await pass(60 * MINUTE);
    expect(server.attempts()).toBe(1);

    log.length = 0;
    await postman.close();
    postman = aPostman(createSmtp({ url: 'smtp://127.0.0.1:1', from: FROM }));
    await mention();
    for (let hours = 0; hours < 80; hours += 4) await pass(4 * 60 * MINUTE);
    expect(log.at(-1)).toMatch(/is given up: /);
    expect(log.filter((line) => line.includes('tried again')).length).toBeGreaterThan(10);
    expect(await app.store.nextMailAt()).toBe(null);
    // All of that disturbed nobody.
    expect((await app.deps.inbox.list(bruno, { limit: 10, before: null })).unread).toBe(2);
  });

  test('MAIL-22 what the server accepted is never sent again, even where the store cannot be told', async () => {
    const { mailSent } = app.store;
    let failures = 2;
    app.store.mailSent = async (...of) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the disk is full');
      return mailSent(...of);
    };
    await mention();
    await pass(10_000);
    expect(log[0]).toMatch(/could not be looked at/);
    await pass(MINUTE);
    await pass(MINUTE);
    expect(failures).toBeLessThan(0);
    await pass(24 * 60 * MINUTE);
    expect(server.mails).toHaveLength(1);
    expect(await app.store.nextMailAt()).toBe(null);
  });

  test('MAIL-23 a server that wants TLS and a password gets them, and no other password', async () => {
    const secure = await startMailServer({
      secure: true,
      authOptional: false,
      onAuth({ username, password }, _session, done) {
        if (username === 'filiera' && password === 'p@ss') done(null, { user: username });
        else done(new Error('who is that'));
      },
    });
    log.length = 0;
    const query = '?tls.rejectUnauthorized=false';
    await postman.close();
    postman = aPostman(createSmtp({ url: secure.url('filiera:wrong@', query), from: FROM }));
    await mention();
    await pass(10_000);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/tried again/);
    expect(log[0]).not.toContain('wrong');
    await postman.close();
    postman = aPostman(createSmtp({ url: secure.url('filiera:p%40ss@', query), from: FROM }));
    await pass(MINUTE);
    expect(await secure.accepted(1)).toBe(true);
    await secure.close();
  });

  test('MAIL-24 a server that starts again sends what waits, once', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'filiera-mail-'));
    vi.spyOn(console, 'log').mockReturnValue();
    const config = readConfig(
      {
        ...{ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir },
        ...{ SMTP_URL: server.url(), MAIL_FROM: 'Filiera <filiera@example.org>' },
      },
      dataDir,
    );
    let threadId = '';
    const first = await start(config, {
      clientFolder: null,
      // Stopped before the mail is due: a quarter of an hour from now.
      prepare: async (store) => {
        const { plan: own, users } = await seedPlan(store, 2);
        const thread = aThread(own.id, users[1]!.id);
        threadId = thread.threadId;
        await store.openThread(thread, WIDE);
        const told = { kind: 'mention', thread: threadId, comment: thread.commentId } as const;
        const common = { userId: users[0]!.id, planId: own.id, by: users[1]!.id, told };
        let made = 0;
        await store.addNotifications([{ ...common, id: 'n', key: 'k', at: Date.now() }], {
          pace: { gather: 15 * MINUTE, apart: 0 },
          newId: () => `mail-${++made}`,
        });
        await store.mailFailed('mail-1', Date.now() - 1);
        return { links: new Map() };
      },
    });
    expect(await server.accepted(1)).toBe(true);
    expect(server.mails[0]?.text).toContain(PAGES.thread('', '').slice(-10));
    expect(server.mails[0]?.text).toContain(`${first.url}/piani/`);
    expect(server.mails[0]?.text).toContain(threadId);
    await first.close();
    const second = await start(config, { clientFolder: null });
    await second.close();
    expect(server.mails).toHaveLength(1);
    rmSync(dataDir, { recursive: true, force: true });
  });
});

describe('the daily mail', () => {
  test('MAIL-30 comes at half past seven in Italy, once, with what is unread: decisions first', async () => {
    await app.store.setMailMode(bruno.id, 'daily');
    await freeze(1);
    await mention();
    await freeze(2);
    const { notifications } = await app.deps.inbox.list(bruno, { limit: 10, before: null });
    await app.deps.inbox.mark(bruno, [notifications.at(-1)!.id], true);
    const posted = (): void => void postman.wake();
    const begin = (): (() => void) =>
      startRounds({ inbox: app.deps.inbox, store: app.store, timing, posted });
    let stop = begin();
    const settle = async (millis: number): Promise<void> => {
      await pass(millis);
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await pass(0);
    };
    // Noon's round makes the mail of the day on which the server was started; the next comes in the morning.
    await settle(MINUTE);
    expect(await server.accepted(1)).toBe(true);
    await freeze(3);
    await mention();
    await settle(19.45 * 60 * MINUTE);
    expect(server.mails).toHaveLength(1);
    await settle(3 * MINUTE);
    stop();
    stop = begin();
    await settle(5 * MINUTE);
    expect(await server.accepted(2)).toBe(true);
    stop();
    const [first, second] = server.mails as [ParsedMail, ParsedMail];
    expect(first.subject).toBe('Riepilogo del 15 luglio 2024: 2 da leggere');
    expect(second.subject).toBe('Riepilogo del 16 luglio 2024: 2 da leggere');
    const text = first.text ?? '';
    expect(text).not.toContain('versione 1');
    const order = ['SERVE LA TUA DECISIONE', 'Menzione in', 'ALTRE NOVITÀ', 'versione 2'];
    expect(order.map((part) => text.indexOf(part))).toEqual(
      [...order].map((part) => text.indexOf(part)).sort((a, b) => a - b),
    );
    expect(order.every((part) => text.includes(part))).toBe(true);
    await settle(60 * MINUTE);
    expect(server.mails).toHaveLength(2);
  });
});

describe('whether one wants mail', () => {
  test('MAIL-40 is chosen on the page, which says whether this installation sends any', async () => {
    const page = await app.signedIn(bruno);
    const get = async () => preferencesSchema.parse((await page.send('GET', '/api/me/notifications')).json);
    expect(await get()).toEqual({ mail: 'at-once', available: true, email: 'bruno@example.org' });
    const put = await page.send('PUT', '/api/me/notifications', { mail: 'daily' });
    expect(preferencesSchema.parse(put.json).mail).toBe('daily');
    expect((await get()).mail).toBe('daily');
    expect((await page.send('PUT', '/api/me/notifications', { mail: 'weekly' })).status).toBe(400);
    const silent = await makeApp();
    const user = await silent.addMember('admin');
    const told = await (await silent.signedIn(user)).send('GET', '/api/me/notifications');
    expect(told.json).toMatchObject({ available: false });
    await silent.close();
  });

  test('MAIL-41 the link in a mail tells whose it is, masked, and takes them off when asked, without a session', async () => {
    await mention();
    await pass(10_000);
    await server.accepted(1);
    const token = linkOf(server.mails[0]!).split('/').at(-1)!;
    const nobody = app.browser();
    const view = { email: 'b•••@example.org', mail: 'at-once' };
    for (let n = 0; n < 2; n += 1) {
      const { json, headers } = await nobody.send('GET', `/api/unsubscribe/${token}`);
      expect(unsubscribeSchema.parse(json)).toEqual(view);
      expect(headers.get('cache-control')).toBe('no-store');
    }
    await mention();
    // Of another page, which the browser says.
    const done = await nobody.send('POST', `/api/unsubscribe/${token}`, undefined, {
      origin: 'https://mail.example.com',
    });
    expect(done.json).toEqual({ ...view, mail: 'none' });
    await mention();
    await pass(60 * MINUTE);
    expect(server.mails).toHaveLength(1);
    expect((await app.deps.inbox.list(bruno, { limit: 10, before: null })).unread).toBe(3);
  });

  test('MAIL-42 so does the one click of a mail program, at the address in the header', async () => {
    await mention();
    await pass(10_000);
    await server.accepted(1);
    const { pathname } = new URL(linkOf(server.mails[0]!));
    const response = await app.request(pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(response.status).toBe(200);
    expect(await app.store.getMailMode(bruno.id)).toBe('none');
  });

  test('MAIL-43 other links are nobody’s, and cannot be guessed at for long', async () => {
    const token = await app.deps.unsubscribing.tokenOf(bruno.id);
    const [id, code] = token.split('.') as [string, string];
    const nobody = app.browser();
    const ask = async (one: string) => (await nobody.send('POST', `/api/unsubscribe/${one}`)).status;
    const other = (await app.deps.unsubscribing.tokenOf(anna.id)).split('.')[1]!;
    for (const wrong of [id, `${id}.`, `.${code}`, `${id}.${other}`, `x.${code}`, code])
      expect(await ask(wrong), wrong).toBe(410);
    expect(await ask(token)).toBe(200);
    for (let n = 0; n < 10; n += 1) expect(await ask(`nobody.${n}`)).toBe(410);
    expect(await ask('nobody.10')).toBe(429);
    expect(await app.store.getMailMode(anna.id)).toBe('at-once');
  });
});
