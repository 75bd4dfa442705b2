import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSessions } from '@filiera/server/src/auth/sessions.ts';
import { readConfig } from '@filiera/server/src/config.ts';
import type { PlanEvent } from '@filiera/server/src/inbox/event.ts';
import { startRounds } from '@filiera/server/src/inbox/rounds.ts';
import { start } from '@filiera/server/src/main.ts';
import type { PlanRecord, UserRow } from '@filiera/server/src/store/store.ts';
import type { NewThreadRow } from '@filiera/server/src/store/threads.ts';
import { type Inbox, inboxSchema, liveSchema } from '@filiera/shared/inbox/api.ts';
import { latestTemplates } from '@filiera/shared/template/catalogue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, makeApp, type TestApp } from '../support/app.ts';
import { DrivenTiming } from '../support/driven-timing.ts';
import { aPlan, seedPlan } from '../support/stores.ts';
import { aThread, WIDE, words } from '../support/threads.ts';
import { until } from '../support/waiting.ts';

const PAGE = { limit: 100, before: null };
/** 2023-11-14 at 23:13 in Italy. */
const EVENING = 1_700_000_000_000;
const HOUR = 60 * 60_000;

let timing: DrivenTiming;
let app: TestApp;
let anna: UserRow;
let bruno: UserRow;
let carla: UserRow;
let rita: UserRow;
let plan: PlanRecord;
beforeEach(async () => {
  timing = new DrivenTiming(EVENING);
  app = await makeApp({ timing });
  anna = await app.addMember('admin', { name: 'Anna Rossi' });
  bruno = await app.addMember('member', { name: 'Bruno Bruni' });
  carla = await app.addMember('member', { name: 'Carla Conti', locale: 'en' });
  rita = await app.addMember('member', { name: 'Rita Riva' });
  plan = aPlan(app.association.id, anna.id, { templateId: 'a1-2023-2024', templateVersion: 1 });
  await app.store.createPlan(plan);
  await app.store.setPlanRole(plan.id, bruno.id, 'contributor');
  await app.store.setPlanRole(plan.id, carla.id, 'commenter');
  await app.store.setPlanRole(plan.id, rita.id, 'reader');
});
afterEach(() => app.close());

/** A thread that Anna opens on a text of the form. */
async function thread(fields: Partial<NewThreadRow> = {}): Promise<NewThreadRow> {
  const block = [...formOf(latestTemplates().find(({ id }) => id === plan.templateId)!).texts.keys()][0]!;
  const row = aThread(plan.id, anna.id, {
    anchor: { kind: 'block', root: `text/${block}` },
    at: timing.now(),
    ...fields,
  });
  await app.store.openThread(row, WIDE);
  return row;
}
type Said = PlanEvent extends infer E
  ? E extends PlanEvent
    ? Omit<E, 'planId' | 'at' | 'by'>
    : never
  : never;
const tell = (said: Said, by = anna): Promise<void> =>
  app.deps.tell({ planId: plan.id, by: by.id, at: timing.now(), ...said } as PlanEvent);
const inboxOf = (user: UserRow): Promise<Inbox> => app.deps.inbox.list(user, PAGE);
const kindsOf = async (...users: UserRow[]): Promise<string[][]> =>
  (await Promise.all(users.map(inboxOf))).map(({ notifications }) =>
    notifications.map(({ what }) => what.kind),
  );

describe('who is told', () => {
  test('INBOX-10 of a comment, those whom it names, who take part or who are given it, and never its author', async () => {
    const { threadId, commentId } = await thread();
    const ids = [bruno, carla, rita, anna].map(({ id }) => id);
    await tell({ kind: 'mention', thread: threadId, comment: commentId, userIds: ids });
    // Rita reads the plan, and readers see no comments.
    expect(await kindsOf(anna, bruno, carla, rita)).toEqual([[], ['mention'], ['mention'], []]);
    await tell({ kind: 'reply', thread: threadId, comment: 'c2', participants: [bruno.id, anna.id] }, carla);
    await tell({ kind: 'assignment', thread: threadId, userId: bruno.id, due: null });
    expect(await kindsOf(anna, bruno, carla)).toEqual([
      ['reply'],
      ['assignment', 'reply', 'mention'],
      ['mention'],
    ]);
    // The same comment names nobody twice, and what is assigned anew is told anew.
    await tell({ kind: 'mention', thread: threadId, comment: commentId, userIds: [carla.id] });
    await timing.advance(1);
    await tell({ kind: 'assignment', thread: threadId, userId: bruno.id, due: '2023-12-01' });
    expect((await kindsOf(bruno, carla)).map(({ length }) => length)).toEqual([4, 1]);
  });

  test('INBOX-11 of a freeze and of what follows, everyone who can open the plan', async () => {
    const stranger = await app.addMember('member');
    await tell({ kind: 'freeze', version: 1 }, bruno);
    await tell({ kind: 'freeze', version: 1 }, bruno);
    await tell({ kind: 'reopen', from: 1 });
    expect(await kindsOf(anna, bruno, carla, rita, stranger)).toEqual([
      ['freeze'],
      ['reopen'],
      ['reopen', 'freeze'],
      ['reopen', 'freeze'],
      [],
    ]);
  });

  test('INBOX-12 of a role, the one whose it is, when it changes; access that was taken away too', async () => {
    const manager = await app.signedIn(anna);
    const put = (role: unknown) => manager.send('PUT', `/api/plans/${plan.id}/roles/${carla.id}`, { role });
    await put('contributor');
    await put('contributor');
    await timing.advance(1);
    await put(null);
    await manager.send('PUT', `/api/plans/${plan.id}/roles/${anna.id}`, { role: 'manager' });
    const { notifications } = await inboxOf(carla);
    expect(notifications.map(({ what, needs, by }) => [what, needs, by?.name])).toEqual([
      [{ kind: 'role', role: null }, 'news', 'Anna Rossi'],
      [{ kind: 'role', role: 'contributor' }, 'news', 'Anna Rossi'],
    ]);
    expect(await kindsOf(anna)).toEqual([[]]);
  });

  test('INBOX-13 of a freeze over HTTP', async () => {
    const other = await app.addPlan(anna, [[bruno, 'reader']]);
    await (await app.signedIn(anna)).send('POST', `/api/plans/${other.id}/freeze`, {
      reason: 'I dati mancanti arrivano dopo.',
    });
    const [freeze] = (await inboxOf(bruno)).notifications;
    expect(freeze).toMatchObject({
      what: { kind: 'freeze', version: 1 },
      plan: { id: other.id, title: other.title, associationName: app.association.name },
    });
  });
});

describe('what is said', () => {
  test('INBOX-14 the place in the form’s words and the beginning of the comment, as they are today', async () => {
    const { threadId, commentId } = await thread({
      text: {
        blocks: [
          {
            kind: 'paragraph',
            inlines: [
              { kind: 'text', text: 'Da rivedere con ', marks: ['bold'] },
              { kind: 'mention', of: 'member', id: bruno.id, label: 'Bruno Bruni' },
              { kind: 'break' },
              { kind: 'text', text: 'entro  venerdì', marks: [] },
            ],
          },
          {
            kind: 'list',
            ordered: false,
            items: [[{ kind: 'paragraph', inlines: [{ kind: 'text', text: 'x'.repeat(500), marks: [] }] }]],
          },
        ],
      },
    });
    await tell({ kind: 'mention', thread: threadId, comment: commentId, userIds: [bruno.id] });
    await app.store.renamePlan(plan.id, 'Il nome nuovo');
    const said = async () => (await inboxOf(bruno)).notifications[0]!;
    const { what, plan: of, needs } = await said();
    expect([needs, of.title]).toEqual(['decision', 'Il nome nuovo']);
    if (what.kind !== 'mention') throw new Error('no mention');
    expect(what.where).toMatch(/^\S.* · \S/);
    expect(what.excerpt).toMatch(/^Da rivedere con @Bruno Bruni entro venerdì x+…$/);
    expect(what.excerpt).toHaveLength(200);

    await app.store.deleteComment({ planId: plan.id, by: anna.id, at: 1, threadId, commentId });
    expect((await said()).what).toMatchObject({ excerpt: '' });
  });

  test.each([
    [{ kind: 'cell', root: 'table/costs', key: 'staff/2023', value: 1 }],
    [{ kind: 'row', root: 'table/costs', row: 'r1', label: 'Consulenze' }],
    [{ kind: 'table', root: 'table/nulla' }],
    [{ kind: 'section', section: 'nulla' }],
    [{ kind: 'cell', root: 'fields', key: 'nulla', value: null }],
    [
      {
        kind: 'issue',
        issue: 'x',
        rule: 'y',
        section: 'nulla',
        said: { it: 'Mancano 5,00 €.', en: '5,00 € are missing.' },
      },
    ],
  ] as const)('INBOX-15 wherever the thread hangs it has words, or none: %j', async (anchor) => {
    const { threadId } = await thread({ anchor: { ...anchor } });
    await tell({ kind: 'assignment', thread: threadId, userId: carla.id, due: '2023-12-01' });
    const [one] = (await inboxOf(carla)).notifications;
    if (one?.what.kind !== 'assignment') throw new Error('nothing was assigned');
    const { where, due } = one.what;
    expect(due).toBe('2023-12-01');
    if (anchor.kind === 'issue') expect(where).toBe('5,00 € are missing.');
    if (anchor.kind === 'row') expect(where).toMatch(/Consulenze$/);
  });
});

describe('over HTTP', () => {
  /** So many versions of the plan are told of. */
  const told = async (count: number): Promise<void> => {
    for (let version = 1; version <= count; version += 1) await tell({ kind: 'freeze', version });
  };

  test('INBOX-16 read page by page, marked one by one or all, and back', async () => {
    await told(5);
    const page = await app.signedIn(bruno);
    const get = async (query: string): Promise<Inbox> =>
      inboxSchema.parse((await page.send('GET', `/api/inbox${query}`)).json);
    const first = await get('?limit=2');
    expect(first).toMatchObject({ unread: 5, notifications: [{ readAt: null }, { readAt: null }] });
    const second = await get(`?limit=2&before=${first.next}`);
    const third = await get(`?limit=2&before=${second.next}`);
    const versions = [first, second, third].flatMap(({ notifications }) =>
      notifications.map(({ what }) => (what.kind === 'freeze' ? what.version : 0)),
    );
    expect([versions, third.next]).toEqual([[5, 4, 3, 2, 1], null]);

    const ids = first.notifications.map(({ id }) => id);
    const marked = inboxSchema.parse((await page.send('POST', '/api/inbox/read', { ids })).json);
    expect(marked).toMatchObject({ unread: 3, notifications: [{ readAt: timing.now() }, {}, {}, {}, {}] });
    expect((await get('?unread=1')).notifications).toHaveLength(3);
    await page.send('POST', '/api/inbox/read', { ids: ids.slice(1), read: false });
    expect((await get('')).unread).toBe(4);
    await page.send('POST', '/api/inbox/read', { all: true });
    expect((await get('?unread=1')).notifications).toEqual([]);
    expect((await inboxOf(carla)).unread).toBe(5);
  });

  test('INBOX-17 only for who is signed in, and only what is asked for rightly', async () => {
    const [page, nobody] = [await app.signedIn(bruno), app.browser()];
    for (const query of ['?before=x', '?before=1e3', '?limit=0', '?limit=101', '?unread=yes'])
      expect((await page.send('GET', `/api/inbox${query}`)).status, query).toBe(400);
    for (const body of [{}, { ids: [] }, { all: false }, { ids: Array(101).fill('x') }])
      expect((await page.send('POST', '/api/inbox/read', body)).status).toBe(400);
    for (const path of ['/api/inbox', '/api/inbox/live', '/api/me/notifications'])
      expect((await nobody.send('GET', path)).status, path).toBe(401);
    expect((await nobody.send('POST', '/api/inbox/read', { all: true })).status).toBe(401);
  });
});

describe('live', () => {
  interface Listening {
    readonly status: number;
    readonly headers: Headers;
    readonly text: () => string;
    /** What was heard so far. */
    readonly heard: () => { unread: number; latest: string | null }[];
    readonly over: () => boolean;
    leave(): Promise<void>;
  }
  const listening: Listening[] = [];
  afterEach(() => Promise.all(listening.splice(0).map((one) => one.leave())));

  async function listen(page: Browser): Promise<Listening> {
    const response = await app.request('/api/inbox/live', { headers: { cookie: page.cookie ?? '' } });
    const reader = response.body!.getReader();
    let text = '';
    let over = false;
    const decoder = new TextDecoder();
    void (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        text += decoder.decode(value);
      }
      over = true;
    })();
    const one: Listening = {
      status: response.status,
      headers: response.headers,
      text: () => text,
      heard: () =>
        [...text.matchAll(/^event: inbox\ndata: (.*)\n\n/gm)].map(([, data]) => {
          const { unread, latest } = liveSchema.parse(JSON.parse(data!));
          return { unread, latest: latest?.what.kind ?? null };
        }),
      over: () => over,
      leave: () => reader.cancel(),
    };
    listening.push(one);
    return one;
  }
  const heard = (one: Listening, count: number): Promise<boolean> =>
    until(() => one.heard().length >= count, 5000);

  test('INBOX-20 a page hears what is unread at once, what comes, and what is read elsewhere; others do not', async () => {
    await tell({ kind: 'freeze', version: 1 });
    const page = await app.signedIn(bruno);
    const [one, two, carlas] = [
      await listen(page),
      await listen(page),
      await listen(await app.signedIn(carla)),
    ];
    expect(one.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(one.headers.get('cache-control')).toBe('no-store');
    const ritas = await listen(await app.signedIn(rita));
    await heard(one, 1);
    const { threadId, commentId } = await thread();
    await tell({ kind: 'mention', thread: threadId, comment: commentId, userIds: [bruno.id, rita.id] });
    await heard(one, 2);
    await page.send('POST', '/api/inbox/read', { all: true });
    for (const stream of [one, two]) {
      await heard(stream, 3);
      expect(stream.heard()).toEqual([
        { unread: 1, latest: null },
        { unread: 2, latest: 'mention' },
        { unread: 0, latest: null },
      ]);
    }
    // Rita may not see comments, though this one names her.
    for (const { heard: other } of [carlas, ritas]) expect(other()).toEqual([{ unread: 1, latest: null }]);
    await timing.advance(21_000);
    expect(await until(() => one.text().endsWith(': \n\n'), 5000)).toBe(true);
  });

  test('INBOX-21 it ends with its session: at once when that is closed, within a second when it expires', async () => {
    const [leaving, expiring, lasting] = await Promise.all(
      [bruno, carla, anna].map((user) => app.signedIn(user)),
    );
    const [one, two, three] = [await listen(leaving!), await listen(expiring!), await listen(lasting!)];
    await heard(three, 1);
    await leaving!.send('POST', '/api/sign-out');
    expect(await until(one.over, 5000)).toBe(true);
    const [session] = await app.store.listSessions(carla.id);
    await app.store.setSessionExpiry(session!.idHash, timing.now() + 500);
    await timing.advance(1000);
    expect(await until(two.over, 5000)).toBe(true);
    expect(three.over()).toBe(false);
    expect(app.deps.streams.size).toBe(1);
  });

  test('INBOX-22 a member has so many and no more, those who leave make room, and a stop ends all', async () => {
    const page = await app.signedIn(bruno);
    const all = await Promise.all(Array.from({ length: 20 }, () => listen(page)));
    const refused = await page.send('GET', '/api/inbox/live');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await listen(await app.signedIn(carla))).status).toBe(200);
    await all[0]!.leave();
    expect((await listen(page)).status).toBe(200);
    app.deps.streams.close();
    expect(await until(() => listening.every((one) => one.over()), 5000)).toBe(true);
    expect(app.deps.streams.size).toBe(0);
    expect((await page.send('GET', '/api/inbox/live')).status).toBe(429);
  });

  test('INBOX-23 a page that does not read what it is sent is dropped', async () => {
    const page = await app.signedIn(bruno);
    const response = await app.request('/api/inbox/live', { headers: { cookie: page.cookie! } });
    for (let version = 1; version <= 150; version += 1) await tell({ kind: 'freeze', version });
    expect(app.deps.streams.size).toBe(0);
    await response.body!.cancel();
  });
});

test('INBOX-24 a server that stops ends the streams and is not kept by them', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'filiera-inbox-'));
  const config = readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir }, dataDir);
  let cookie = '';
  const running = await start(config, {
    clientFolder: null,
    prepare: async (store) => {
      const { users } = await seedPlan(store, 1);
      cookie = (await createSessions(store).open(users[0]!.id, false)).split(';')[0]!;
      return { links: new Map() };
    },
  });
  const { body } = await fetch(`${running.url}/api/inbox/live`, { headers: { cookie } });
  const reader = body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('retry:');
  const begun = performance.now();
  const over = (async () => {
    while (!(await reader.read()).done);
  })();
  await Promise.all([running.close(), over]);
  // Connections that do not end by themselves are cut after five seconds.
  expect(performance.now() - begun).toBeLessThan(4500);
  rmSync(dataDir, { recursive: true, force: true });
});

describe('what is due', () => {
  /** Lets the clock run with a server's daily rounds, which begin anew as after a restart. */
  const run = async (millis: number): Promise<void> => {
    const stop = startRounds({ inbox: app.deps.inbox, store: app.store, timing, posted: null });
    // Each step leaves the round time to be done.
    for (let step = 0; step < millis; step += HOUR / 2) {
      await timing.advance(Math.min(HOUR / 2, millis - step));
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    stop();
  };
  const dueOf = async (user: UserRow): Promise<string[]> =>
    (await inboxOf(user)).notifications.map(
      ({ what, at }) =>
        `${what.kind === 'due' && what.due} on ${new Date(at + HOUR).toISOString().slice(0, 13)}`,
    );

  test('INBOX-30 its assignee is told the day before and the day after, at seven in Italy, once, restarts or not', async () => {
    await thread({ assignee: bruno.id, due: '2023-11-16' });
    const done = await thread({ assignee: bruno.id, due: '2023-11-15' });
    await app.store.patchThread({
      planId: plan.id,
      by: anna.id,
      at: 1,
      threadId: done.threadId,
      patch: { resolved: true },
    });
    await thread({ assignee: rita.id, due: '2023-11-16' });
    // 6:43 in Italy.
    await run(7.5 * HOUR);
    expect(await dueOf(bruno)).toEqual([]);
    await run(HOUR);
    expect(await dueOf(bruno)).toEqual(['2023-11-16 on 2023-11-15T07']);
    await run(26 * HOUR);
    await run(2 * HOUR);
    expect(await dueOf(bruno)).toHaveLength(1);
    await run(22 * HOUR);
    expect(await dueOf(bruno)).toEqual(['2023-11-16 on 2023-11-17T07', '2023-11-16 on 2023-11-15T07']);
    await run(72 * HOUR);
    expect(await dueOf(bruno)).toHaveLength(2);
    expect(await dueOf(rita)).toEqual([]);
    expect((await inboxOf(bruno)).notifications[0]).toMatchObject({ by: null, needs: 'decision' });
  });

  test('INBOX-31 a server that was not running tells late, for three days and no longer', async () => {
    await thread({ assignee: bruno.id, due: '2023-11-16' });
    await thread({ assignee: carla.id, due: '2023-11-13' });
    // 2023-11-18 in the evening: one was due two days ago, the other five.
    await timing.advance(4 * 24 * HOUR);
    await run(HOUR);
    expect(await dueOf(bruno)).toEqual(['2023-11-16 on 2023-11-18T23']);
    expect(await dueOf(carla)).toEqual([]);
  });
});

test('INBOX-18 words of a comment are nowhere in what is kept of a notification', async () => {
  const { threadId, commentId } = await thread({ text: words('parola segretissima') });
  await tell({ kind: 'mention', thread: threadId, comment: commentId, userIds: [bruno.id] });
  const rows = await app.store.listNotifications(bruno.id, { before: null, limit: 10, unread: false });
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('segretissima');
});
