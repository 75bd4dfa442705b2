import { randomUUID } from 'node:crypto';
import { type PlanEvent, tellAll } from '@filiera/server/src/inbox/event.ts';
import type { UserRow } from '@filiera/server/src/store/store.ts';
import { DEFAULT_COMMENT_LIMITS } from '@filiera/server/src/threads/limits.ts';
import type { PlanRole } from '@filiera/shared/permissions.ts';
import {
  type CommentText,
  MAX_COMMENTS,
  MAX_THREADS,
  type Mention,
  REACTIONS,
  type Thread,
  threadSchema,
  threadsSchema,
} from '@filiera/shared/threads/api.ts';
import { anchorPassage } from '@filiera/shared/threads/passage.ts';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Answer, type Browser, makeApp, type TestApp } from '../support/app.ts';
import { type CollabServer, openPage, type Page, sessionOf, startCollab, until } from '../support/collab.ts';
import { DrivenTiming } from '../support/driven-timing.ts';
import { words } from '../support/threads.ts';

let server: CollabServer;
let t: TestApp;
let planId: string;
/** Bruno and Anna write, Sara comments, Giulia administers the association; Carla reads. */
let [giulia, anna, bruno, sara, carla]: UserRow[] = [];
const browsers = new Map<string, Browser>();
const pages: Page[] = [];

async function begin(config: Partial<typeof DEFAULT_COMMENT_LIMITS> = {}): Promise<void> {
  t = await makeApp({ within: server, config: { comments: { ...DEFAULT_COMMENT_LIMITS, ...config } } });
  browsers.clear();
}
beforeEach(async () => {
  // The clock of the rooms stands still: what pages hear waits for none of their timers.
  server = await startCollab({ timing: new DrivenTiming() });
  await begin();
  planId = server.plan.id;
  ({ admin: giulia, anna, bruno, reader: carla } = server.users);
  sara = await newMember('Sara Montanari', 'commenter', 'ART-ER', 'Medtech');
  await t.store.addOrganisation(t.association.id, 'ART-ER');
  await t.store.addValueChain(t.association.id, 'Medtech');
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.leave();
  await t.close();
  await server.stop();
});

async function newMember(
  name: string,
  role: PlanRole | null,
  organisation: string | null = null,
  valueChain: string | null = null,
): Promise<UserRow> {
  const user = await t.addMember('member', { name });
  await t.store.putMember({
    associationId: t.association.id,
    userId: user.id,
    role: 'member',
    organisation,
    valueChain,
  });
  await t.store.putSession({
    idHash: sessionOf(user.id),
    userId: user.id,
    expiresAt: Number.MAX_SAFE_INTEGER,
  });
  await t.store.setPlanRole(planId, user.id, role);
  return user;
}

async function send(
  user: UserRow | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const browser = browsers.get(user!.id) ?? (await t.signedIn(user!));
  browsers.set(user!.id, browser);
  return browser.send(method, `/api/plans/${planId}/threads${path}`, body);
}
const section = { kind: 'section', section: 'section-1' } as const;
const aBody = (more: object = {}) => ({
  key: randomUUID(),
  anchor: section,
  text: words('Manca la fonte'),
  ...more,
});
async function open(user: UserRow | undefined, more: object = {}): Promise<Thread> {
  const answer = await send(user, 'POST', '', aBody(more));
  expect([answer.status, answer.json]).toEqual([201, expect.anything()]);
  return threadSchema.parse(answer.json);
}
const reply = (
  user: UserRow | undefined,
  thread: Thread,
  text: CommentText = words('Eccola'),
  key = randomUUID(),
) => send(user, 'POST', `/${thread.id}/comments`, { key, text });
const list = async (user = anna) => threadsSchema.parse((await send(user, 'GET', '')).json);
const failed = ({ status, json }: Answer) => [status, (json as { error?: string }).error];
const naming = (...mentions: [Mention['of'], string][]): CommentText => ({
  blocks: [
    {
      kind: 'list',
      ordered: false,
      items: mentions.map(([of, id]) => [
        { kind: 'paragraph', inlines: [{ kind: 'mention', of, id, label: 'qualcuno' }] },
      ]),
    },
  ],
});

async function page(user: UserRow | undefined): Promise<Page> {
  const one = openPage(server, user!.id);
  pages.push(one);
  await one.synced();
  return one;
}
const notices = (one: Page) =>
  one.heard.flatMap((message) =>
    message.kind === 'notice' && message.notice.kind === 'threads' ? [message.notice] : [],
  );

describe('over HTTP', () => {
  test('THREAD-20 a thread, its comments and everyone whom they name are read by who may comment', async () => {
    const cell = { kind: 'cell', root: 'table/costs', key: 'staff/y2023', value: 120_000 };
    const thread = await open(sara, { anchor: cell, assignee: anna!.id, due: '2024-03-31', blocking: true });
    expect(thread).toMatchObject({
      ...{ anchor: cell, createdBy: sara!.id, assignee: anna!.id, due: '2024-03-31', blocking: true },
      ...{ resolved: null, revision: 1, comments: [{ authorId: sara!.id, text: words('Manca la fonte') }] },
    });
    const answered = await reply(bruno, thread);
    expect(answered.status).toBe(201);
    await send(
      anna,
      'PUT',
      `/${thread.id}/comments/${thread.comments[0]!.id}/reactions/${encodeURIComponent('❤️')}`,
    );
    const resolved = await send(giulia, 'PATCH', `/${thread.id}`, { resolved: true });
    expect(resolved.json).toMatchObject({ resolved: { by: giulia!.id, at: t.clock.now } });
    const all = await list();
    expect(all.revision).toBe(4);
    expect(all.threads).toEqual([resolved.json]);
    expect(all.threads[0]!.comments[0]!.reactions).toEqual([{ reaction: '❤️', userIds: [anna!.id] }]);
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(all.people).toEqual(
      [giulia!, anna!, bruno!, sara!].sort(byName).map(({ id, name, color }) => ({
        ...{ id, name, color },
        organisation: id === sara!.id ? 'ART-ER' : null,
      })),
    );
    expect(await list(sara)).toEqual(all);
  });

  test('THREAD-21 who may not comment learns nothing and changes nothing', async () => {
    const thread = await open(anna);
    const comment = `/${thread.id}/comments/${thread.comments[0]!.id}`;
    const requests: [string, string, unknown?][] = [
      ['GET', ''],
      ['POST', '', aBody()],
      ['POST', '', 'no JSON'],
      ['PATCH', `/${thread.id}`, { resolved: true }],
      ['POST', `/${thread.id}/comments`, { key: randomUUID(), text: words('x') }],
      ['PATCH', comment, { text: words('x') }],
      ['DELETE', comment],
      ['PUT', `${comment}/reactions/${encodeURIComponent('👍')}`],
      ['DELETE', `${comment}/reactions/${encodeURIComponent('👍')}`],
    ];
    for (const [method, path, body] of requests) {
      expect([method, path, ...failed(await send(carla, method, path, body))]).toEqual([
        method,
        path,
        403,
        'forbidden',
      ]);
      const stranger = await send(server.users.stranger, method, path, body);
      expect([method, path, ...failed(stranger)]).toEqual([method, path, 404, 'not-found']);
    }
    expect(await list()).toMatchObject({ revision: 1, threads: [thread] });
  });

  test('THREAD-22 the same key is answered with the same, also at once; with other content it is refused', async () => {
    const body = aBody();
    const raced = await Promise.all([1, 2, 3, 4, 5].map(() => send(anna, 'POST', '', body)));
    expect(raced.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(new Set(raced.map(({ json }) => (json as Thread).id)).size).toBe(1);
    const thread = raced[0]!.json as Thread;
    const said = randomUUID();
    const replies = await Promise.all([1, 2, 3].map(() => reply(bruno, thread, words('Eccola'), said)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    for (const refused of [
      await send(anna, 'POST', '', { ...body, text: words('Altro') }),
      await send(anna, 'POST', '', { ...body, blocking: true }),
      await reply(bruno, thread, words('Altro'), said),
      await reply(bruno, await open(bruno), words('Eccola'), said),
      await reply(anna, thread, words('Manca la fonte'), body.key),
    ]) {
      expect(failed(refused)).toEqual([409, 'key-used']);
    }
    // Somebody else's key is their own; what was left out is what it is by default.
    expect((await reply(anna, thread, words('Eccola'), said)).status).toBe(201);
    expect((await send(anna, 'POST', '', { ...body, due: null, assignee: null })).status).toBe(200);
    expect((await list()).threads.map(({ comments }) => comments.length)).toEqual([3, 1]);
    // It was taken once, so it is no matter who may be named or written to by now.
    const toSara = aBody({ assignee: sara!.id, text: naming(['member', sara!.id]) });
    expect((await send(anna, 'POST', '', toSara)).status).toBe(201);
    await t.store.setPlanRole(planId, sara!.id, null);
    expect((await send(anna, 'POST', '', toSara)).status).toBe(200);
  });

  test('THREAD-23 whatever pages send again, and in whatever order it comes, is there once', async () => {
    const users = [anna!, bruno!, sara!];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ who: fc.nat(2), what: fc.nat(3), tries: fc.integer({ min: 1, max: 3 }) }), {
          maxLength: 8,
        }),
        fc.infiniteStream(fc.nat()),
        async (sent, order) => {
          t.clock.now += 60_000;
          const before = await list();
          const keys = new Map<string, string>();
          const requests = sent
            .flatMap((one) => Array.from({ length: one.tries }, () => one))
            .map((one) => ({ one, rank: order.next().value as number }))
            .sort((a, b) => a.rank - b.rank);
          const answers = await Promise.all(
            requests.map(async ({ one: { who, what }, rank }) => {
              const name = `${who} ${what}`;
              if (!keys.has(name)) keys.set(name, randomUUID());
              for (let turn = rank % 4; turn > 0; turn -= 1) await Promise.resolve();
              const { status, json } = await send(users[who], 'POST', '', {
                ...aBody({ text: words(`${name}`) }),
                key: keys.get(name)!,
              });
              return { name, status, id: (json as Thread).id };
            }),
          );
          for (const name of keys.keys()) {
            const mine = answers.filter((answer) => answer.name === name);
            expect(mine.filter(({ status }) => status === 201)).toHaveLength(1);
            expect(mine.every(({ status }) => status === 200 || status === 201)).toBe(true);
            expect(new Set(mine.map(({ id }) => id)).size).toBe(1);
          }
          const after = await list();
          expect(after.threads.length).toBe(before.threads.length + keys.size);
          expect(after.revision).toBe(before.revision + keys.size);
        },
      ),
      { numRuns: 25 },
    );
  });

  test.each([
    ['a section that the form has not', { kind: 'section', section: 'section-9' }],
    ['a block that it has not', { kind: 'block', root: 'text/none' }],
    ['a table called a block', { kind: 'block', root: 'text/costs' }],
    ['an instance of what is not repeated', { kind: 'block', root: 'text/specific-1@abc' }],
    ['a table that it has not', { kind: 'table', root: 'table/specific-1' }],
    ['a row of a block', { kind: 'row', root: 'text/specific-1', row: 'a', label: '' }],
    ['a row whose id is none', { kind: 'row', root: 'table/costs', row: 'a/b', label: '' }],
    [
      'a column that the table has not',
      { kind: 'cell', root: 'table/costs', key: 'staff/y1999', value: null },
    ],
    ['an order key', { kind: 'cell', root: 'table/costs', key: 'staff/#', value: null }],
    ['a field that it has not', { kind: 'cell', root: 'fields', key: 'none', value: null }],
    [
      'an issue elsewhere',
      { kind: 'issue', issue: 'r|k|x', rule: 'r', section: 'x', said: { it: '', en: '' } },
    ],
    [
      'a passage whose ends are none',
      { kind: 'passage', root: 'text/specific-1', from: 'AAAA', to: '////', quote: 'q' },
    ],
  ])('THREAD-24 %s is no place for a thread', async (_name, anchor) => {
    expect(failed(await send(anna, 'POST', '', aBody({ anchor })))).toEqual([400, 'unknown-place']);
    expect((await list()).threads).toEqual([]);
  });

  test('THREAD-24 every kind of place that the form has takes one, rows that nobody knows yet included', async () => {
    const doc = new Y.Doc();
    const fragment = doc.getXmlFragment('text/specific-1');
    fragment.insert(0, [new Y.XmlElement('paragraph')]);
    (fragment.get(0) as Y.XmlElement).insert(0, [new Y.XmlText('Prima un brano, poi altro')]);
    const anchors = [
      { kind: 'section', section: 'objective-2' },
      { kind: 'block', root: 'text/specific-1' },
      anchorPassage(fragment, 'text/specific-1', 6, 14),
      { kind: 'table', root: 'table/spend-1' },
      { kind: 'row', root: 'table/spend-1', row: 'k3f9_-', label: 'Consulenze' },
      { kind: 'cell', root: 'table/spend-1', key: 'k3f9/total', value: 1 },
      { kind: 'cell', root: 'fields', key: 'association', value: 'Clust-ER' },
      {
        kind: 'issue',
        issue: 'a|b|section-1///',
        rule: 'a',
        section: 'section-1',
        said: { it: 'Sì', en: 'Yes' },
      },
    ];
    for (const anchor of anchors) await open(anna, { anchor });
    expect((await list()).threads.map(({ anchor }) => anchor)).toEqual(anchors);
    // Of a form that repeats: instances and their fields, and the columns that they bring.
    const plan = await t.addPlan(giulia!, []);
    planId = plan.id;
    const repeated = [
      { kind: 'block', root: 'text/aims@usa' },
      { kind: 'table', root: 'table/events@usa' },
      { kind: 'cell', root: 'table/events@usa', key: 'x/date', value: null },
      { kind: 'row', root: 'table/countries', row: 'usa', label: 'U.S.A.' },
      { kind: 'cell', root: 'table/countries', key: 'usa/name', value: 'U.S.A.' },
      { kind: 'cell', root: 'table/costs', key: 'travel/usa', value: 400_000 },
    ];
    for (const anchor of repeated) await open(giulia, { anchor });
    for (const anchor of [
      { kind: 'block', root: 'text/aims' },
      { kind: 'table', root: 'table/events' },
      { kind: 'cell', root: 'fields', key: 'name', value: null },
      { kind: 'table', root: 'table/countries@usa' },
    ]) {
      expect(failed(await send(giulia, 'POST', '', aBody({ anchor })))).toEqual([400, 'unknown-place']);
    }
  });

  test('THREAD-25 bodies that are not as they should be change nothing', async () => {
    const thread = await open(anna);
    const long = words('x'.repeat(10_001));
    for (const [method, path, body] of [
      ['POST', '', aBody({ key: 'no uuid' })],
      ['POST', '', aBody({ text: words('   ') })],
      ['POST', '', aBody({ text: long })],
      ['POST', '', aBody({ anchor: { kind: 'plan' } })],
      ['POST', '', aBody({ due: '31.3.2024' })],
      ['POST', '', aBody({ due: '2024-02-30' })],
      ['PATCH', `/${thread.id}`, {}],
      ['PATCH', `/${thread.id}`, { anchor: section }],
      ['PATCH', `/${thread.id}`, { blocking: 'yes' }],
      ['POST', `/${thread.id}/comments`, { key: randomUUID(), text: { blocks: [] } }],
      [
        'POST',
        `/${thread.id}/comments`,
        {
          key: randomUUID(),
          text: {
            blocks: [
              { kind: 'paragraph', inlines: [{ kind: 'text', text: 'x', marks: [], link: 'javascript:x' }] },
            ],
          },
        },
      ],
    ] as const) {
      expect([path, ...failed(await send(anna, method, path, body))]).toEqual([path, 400, 'bad-request']);
    }
    for (const [method, path, body] of [
      ['PATCH', '/none', { resolved: true }],
      ['POST', '/none/comments', { key: randomUUID(), text: words('x') }],
      ['PATCH', `/${thread.id}/comments/none`, { text: words('x') }],
      ['DELETE', `/${thread.id}/comments/none`, undefined],
      ['PUT', `/${thread.id}/comments/${thread.comments[0]!.id}/reactions/x`, undefined],
      ['PUT', `/${thread.id}/comments/none/reactions/${encodeURIComponent('👍')}`, undefined],
    ] as const) {
      expect([path, ...failed(await send(anna, method, path, body))]).toEqual([path, 404, 'not-found']);
    }
    expect(await list()).toMatchObject({ revision: 1, threads: [thread] });
  });

  test('THREAD-26 a comment names those who can read it, by their own names, and nobody else', async () => {
    const dario = await newMember('Dario Riva', null);
    for (const mention of [
      ['member', 'nobody'],
      ['member', dario.id],
      ['member', carla!.id],
      ['organisation', 'CNR'],
      ['value-chain', 'ART-ER'],
    ] as [Mention['of'], string][]) {
      expect(failed(await send(anna, 'POST', '', aBody({ text: naming(mention) })))).toEqual([
        400,
        'unknown-mention',
      ]);
    }
    const named = naming(['member', sara!.id], ['organisation', 'ART-ER'], ['value-chain', 'Medtech']);
    const thread = await open(anna, { text: named });
    expect(JSON.stringify(thread.comments[0]!.text).match(/"label":"[^"]+"/g)).toEqual([
      '"label":"Sara Montanari"',
      '"label":"ART-ER"',
      '"label":"Medtech"',
    ]);
    // Whoever was named stays so when the words are changed, also after they have left.
    await t.store.setPlanRole(planId, sara!.id, null);
    const comment = `/${thread.id}/comments/${thread.comments[0]!.id}`;
    const edited = await send(anna, 'PATCH', comment, {
      text: naming(['member', sara!.id], ['organisation', 'ART-ER']),
    });
    expect([edited.status, JSON.stringify(edited.json)]).toEqual([
      200,
      expect.stringContaining('Sara Montanari'),
    ]);
    expect(failed(await reply(anna, thread, naming(['member', sara!.id])))).toEqual([400, 'unknown-mention']);
    // With the true names it would be too long.
    const blocks = naming(['value-chain', 'Medtech']).blocks;
    const full = { blocks: [...blocks, ...words('x'.repeat(10_000 - 'qualcuno'.length)).blocks] };
    expect((await reply(anna, thread, full)).status).toBe(201);
    await t.store.addOrganisation(t.association.id, 'Una lunga denominazione');
    const longer = {
      blocks: [...naming(['organisation', 'Una lunga denominazione']).blocks, ...full.blocks.slice(1)],
    };
    expect(failed(await reply(anna, thread, longer))).toEqual([400, 'bad-request']);
  });

  test('THREAD-27 a thread is given to who may comment', async () => {
    for (const nobody of ['nobody', carla!.id, server.users.stranger.id]) {
      expect(failed(await send(anna, 'POST', '', aBody({ assignee: nobody })))).toEqual([
        400,
        'unknown-assignee',
      ]);
    }
    const thread = await open(anna, { assignee: sara!.id });
    expect(failed(await send(anna, 'PATCH', `/${thread.id}`, { assignee: carla!.id }))).toEqual([
      400,
      'unknown-assignee',
    ]);
    // Who cannot comment any more still has it, until it is given to another.
    await t.store.setPlanRole(planId, sara!.id, 'reader');
    const due = await send(anna, 'PATCH', `/${thread.id}`, { assignee: sara!.id, due: '2024-05-01' });
    expect(due.json).toMatchObject({ assignee: sara!.id, due: '2024-05-01' });
    expect((await send(bruno, 'PATCH', `/${thread.id}`, { assignee: null })).json).toMatchObject({
      assignee: null,
    });
    expect(await t.store.readThreadTrail(planId, thread.id)).toMatchObject([
      { part: 'assignee', value: sara!.id, by: anna!.id },
      { part: 'due', value: '2024-05-01', by: anna!.id },
      { part: 'assignee', value: null, by: bruno!.id },
    ]);
  });

  test('THREAD-28 what blocks is resolved or let go by who opened it or a manager, and opened again by anyone', async () => {
    const thread = await open(sara, { blocking: true });
    const patch = (user: UserRow | undefined, change: object) => send(user, 'PATCH', `/${thread.id}`, change);
    for (const change of [{ resolved: true }, { blocking: false }, { resolved: true, due: '2024-05-01' }]) {
      expect(failed(await patch(anna, change))).toEqual([403, 'thread-blocking']);
    }
    expect((await patch(anna, { blocking: true, due: '2024-05-01' })).status).toBe(200);
    expect((await patch(sara, { resolved: true })).json).toMatchObject({ resolved: { by: sara!.id } });
    expect((await patch(anna, { resolved: true })).status).toBe(200);
    expect(failed(await patch(anna, { blocking: false }))).toEqual([403, 'thread-blocking']);
    expect((await patch(anna, { resolved: false })).json).toMatchObject({ resolved: null });
    expect((await patch(giulia, { blocking: false })).json).toMatchObject({ blocking: false });
    expect((await patch(anna, { resolved: true })).json).toMatchObject({ resolved: { by: anna!.id } });
    expect((await patch(bruno, { blocking: true })).json).toMatchObject({ blocking: true });
  });

  test('THREAD-29 words are changed and taken away by their author alone; the thread stays without its first', async () => {
    const thread = await open(anna);
    const comment = `/${thread.id}/comments/${thread.comments[0]!.id}`;
    for (const other of [bruno, giulia]) {
      expect(failed(await send(other, 'PATCH', comment, { text: words('x') }))).toEqual([403, 'not-author']);
      expect(failed(await send(other, 'DELETE', comment))).toEqual([403, 'not-author']);
    }
    t.clock.now += 1000;
    const edited = await send(anna, 'PATCH', comment, { text: words('Manca la tabella') });
    expect(edited.json).toMatchObject({
      comments: [{ text: words('Manca la tabella'), editedAt: t.clock.now }],
    });
    await reply(bruno, thread);
    const deleted = await send(anna, 'DELETE', comment);
    expect(deleted.json).toMatchObject({
      comments: [{ text: null, deletedAt: t.clock.now, authorId: anna!.id }, { text: words('Eccola') }],
    });
    expect((await send(anna, 'DELETE', comment)).json).toEqual(deleted.json);
    expect(failed(await send(anna, 'PATCH', comment, { text: words('x') }))).toEqual([404, 'not-found']);
    expect(await list()).toMatchObject({ revision: 4, threads: [deleted.json] });
  });

  test('THREAD-30 each reaction is given and taken back by its member', async () => {
    const thread = await open(anna);
    const path = (reaction: string) =>
      `/${thread.id}/comments/${thread.comments[0]!.id}/reactions/${encodeURIComponent(reaction)}`;
    for (const reaction of [...REACTIONS].reverse())
      expect((await send(bruno, 'PUT', path(reaction))).status).toBe(200);
    const { json } = await send(sara, 'PUT', path('👍'));
    expect((json as Thread).comments[0]!.reactions).toEqual(
      REACTIONS.map((reaction) => ({
        reaction,
        userIds: reaction === '👍' ? [bruno!.id, sara!.id] : [bruno!.id],
      })),
    );
    await send(sara, 'PUT', path('👍'));
    for (const reaction of REACTIONS) await send(bruno, 'DELETE', path(reaction));
    expect(await list()).toMatchObject({
      revision: 2 + 2 * REACTIONS.length,
      threads: [{ comments: [{ reactions: [{ reaction: '👍', userIds: [sara!.id] }] }] }],
    });
  });

  test('THREAD-31 a frozen plan takes comments; one that was put away shows them only', async () => {
    const thread = await open(anna);
    const browser = await t.signedIn(giulia!);
    const freeze = { reason: 'La scadenza è oggi' };
    expect((await browser.send('POST', `/api/plans/${planId}/freeze`, freeze)).status).toBe(201);
    expect((await reply(sara, thread)).status).toBe(201);
    await browser.send('PATCH', `/api/plans/${planId}`, { archived: true });
    for (const refused of [
      await reply(sara, thread),
      await send(sara, 'POST', '', aBody()),
      await send(sara, 'PATCH', `/${thread.id}`, { resolved: true }),
    ]) {
      expect(failed(refused)).toEqual([409, 'plan-archived']);
    }
    expect((await list(sara)).threads[0]!.comments).toHaveLength(2);
    await browser.send('PATCH', `/api/plans/${planId}`, { archived: false });
    expect((await reply(sara, thread)).status).toBe(201);
  });
});

describe('limits', () => {
  test('THREAD-32 a plan holds so many threads, and a thread so many comments, deleted ones included', async () => {
    expect(DEFAULT_COMMENT_LIMITS).toMatchObject({ threads: MAX_THREADS, comments: MAX_COMMENTS });
    await t.close();
    await begin({ threads: 2, comments: 3 });
    const thread = await open(anna);
    const first = (await reply(bruno, thread)).json as Thread;
    await send(bruno, 'DELETE', `/${thread.id}/comments/${first.comments[1]!.id}`);
    expect((await reply(bruno, thread)).status).toBe(201);
    expect(failed(await reply(bruno, thread))).toEqual([409, 'threads-full']);
    const last = await open(bruno);
    expect(failed(await send(bruno, 'POST', '', aBody()))).toEqual([409, 'threads-full']);
    // What there is can still be talked about.
    expect((await reply(anna, last)).status).toBe(201);
    expect((await list()).threads).toHaveLength(2);
  });

  test('THREAD-33 a thread and a plan hold so many bytes of words, longer versions included', async () => {
    const size = (text: CommentText) => JSON.stringify(text).length;
    const text = words('x'.repeat(1000));
    await t.close();
    await begin({
      threadBytes: 2 * size(text),
      planBytes: 3 * size(text) + 2 * JSON.stringify(section).length,
    });
    const thread = await open(anna, { text });
    const answered = (await reply(bruno, thread, text)).json as Thread;
    expect(failed(await reply(bruno, thread))).toEqual([409, 'threads-full']);
    const comment = `/${thread.id}/comments/${answered.comments[1]!.id}`;
    const longer = { text: words('x'.repeat(1001)) };
    expect(failed(await send(bruno, 'PATCH', comment, longer))).toEqual([409, 'threads-full']);
    const other = await open(anna, { text });
    expect(failed(await reply(bruno, other))).toEqual([409, 'threads-full']);
    expect((await send(bruno, 'DELETE', comment)).status).toBe(200);
    expect((await reply(bruno, other)).status).toBe(201);
  });

  test('THREAD-34 one member may say and click so much a minute, and nobody else waits for it', async () => {
    await t.close();
    await begin({ perMinute: 3, clicksPerMinute: 2 });
    const thread = await open(anna);
    const comment = `/${thread.id}/comments/${thread.comments[0]!.id}`;
    expect((await reply(anna, thread)).status).toBe(201);
    expect((await send(anna, 'PATCH', comment, { text: words('Altro') })).status).toBe(200);
    for (const refused of [
      await reply(anna, thread),
      await send(anna, 'POST', '', aBody()),
      await send(anna, 'PATCH', comment, { text: words('Altro ancora') }),
    ]) {
      expect(failed(refused)).toEqual([429, 'too-fast']);
      expect(refused.headers.get('retry-after')).toBe('20');
    }
    const click = (user: UserRow | undefined) =>
      send(user, 'PUT', `${comment}/reactions/${encodeURIComponent('👍')}`);
    expect((await click(anna)).status).toBe(200);
    expect((await send(anna, 'PATCH', `/${thread.id}`, { resolved: true })).status).toBe(200);
    expect(failed(await click(anna))).toEqual([429, 'too-fast']);
    expect(failed(await send(anna, 'DELETE', comment))).toEqual([429, 'too-fast']);
    expect((await reply(bruno, thread)).status).toBe(201);
    expect((await click(bruno)).status).toBe(200);
    t.clock.now += 20_000;
    expect((await reply(anna, thread)).status).toBe(201);
    expect(failed(await reply(anna, thread))).toEqual([429, 'too-fast']);
  });
});

describe('at the pages', () => {
  test('THREAD-40 every page whose member may comment hears of each change, in order and without a gap', async () => {
    const here = await Promise.all([page(anna), page(sara), page(bruno), page(giulia)]);
    const reading = await page(carla);
    const thread = await open(sara, { assignee: anna!.id });
    const users = [anna, bruno, sara, giulia];
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        n % 3 === 0
          ? send(users[n % 4], 'POST', '', aBody({ text: words(`Punto ${n}`) }))
          : reply(users[n % 4], thread, words(`Risposta ${n}`)),
      ),
    );
    const all = await list();
    for (const one of here) {
      await until(() => notices(one).length === 41);
      expect(notices(one).map(({ revision }) => revision)).toEqual(
        Array.from({ length: 41 }, (_, n) => n + 1),
      );
      // The last that was heard of each thread is what it is.
      const heard = new Map(notices(one).flatMap(({ threads }) => threads.map((known) => [known.id, known])));
      expect(all.threads).toEqual(all.threads.map(({ id }) => heard.get(id)));
    }
    expect(
      notices(here[0]!)[0]!
        .people.map(({ id }) => id)
        .sort(),
    ).toEqual([anna!.id, sara!.id].sort());
    // The reader's page has heard of what came after them all, and of none of them.
    here[0]!.doc.getMap('fields').set('association', 'Clust-ER');
    await until(() => reading.doc.getMap('fields').get('association') === 'Clust-ER');
    expect(notices(reading)).toEqual([]);
  });

  test('THREAD-41 what changes nothing, or is refused, is no change to hear of', async () => {
    const watching = await page(bruno);
    const body = aBody();
    const thread = (await send(anna, 'POST', '', body)).json as Thread;
    await send(anna, 'POST', '', body);
    await send(anna, 'POST', '', { ...body, blocking: true });
    await send(anna, 'PATCH', `/${thread.id}`, { resolved: false });
    await send(anna, 'PATCH', `/${thread.id}`, { assignee: 'nobody' });
    await send(bruno, 'DELETE', `/${thread.id}/comments/${thread.comments[0]!.id}`);
    await send(anna, 'PATCH', `/${thread.id}`, { resolved: true });
    await until(() => notices(watching).length >= 2);
    expect(notices(watching).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  test('THREAD-42 a plan that only commenters have open is told as well', async () => {
    await t.store.setPlanRole(planId, bruno!.id, 'commenter');
    const here = [await page(sara), await page(bruno)];
    const thread = await open(sara, { text: words('Solo noi') });
    for (const one of here) await until(() => notices(one).length === 1);
    expect(notices(here[1]!)[0]).toEqual({
      ...{ kind: 'threads', revision: 1, threads: [thread] },
      people: [{ id: sara!.id, name: sara!.name, color: sara!.color, organisation: 'ART-ER' }],
    });
  });

  test('THREAD-45 a comment waits for no timer on its way to other pages', async () => {
    const watching = await page(bruno);
    const thread = await open(anna);
    await until(() => notices(watching).length === 1);
    await reply(anna, thread);
    await until(() => notices(watching).length === 2);
  });

  test('THREAD-43 whose role changes hears from then on, or no more', async () => {
    const reading = await page(carla);
    const commenting = await page(sara);
    const access = (one: Page) =>
      one.heard.flatMap((message) =>
        message.kind === 'notice' && message.notice.kind === 'access' ? [message.notice.role] : [],
      );
    const thread = await open(anna);
    await until(() => notices(commenting).length === 1);
    const browser = await t.signedIn(giulia!);
    const give = (user: UserRow | undefined, role: PlanRole) =>
      browser.send('PUT', `/api/plans/${planId}/roles/${user!.id}`, { role });
    await give(carla, 'commenter');
    await give(sara, 'reader');
    await reply(anna, thread);
    await until(() => notices(reading).length === 1);
    expect([access(reading)[0], access(reading).at(-1)]).toEqual(['reader', 'commenter']);
    expect(notices(reading)[0]).toMatchObject({ revision: 2 });
    await until(() => access(commenting).at(-1) === 'reader');
    expect(notices(commenting)).toHaveLength(1);
    expect((await list(carla)).revision).toBe(2);
    expect(failed(await send(sara, 'GET', ''))).toEqual([403, 'forbidden']);
  });
});

describe('what members are told of', () => {
  const last = (): PlanEvent[] => t.told.slice(seen);
  let seen = 0;
  beforeEach(() => {
    seen = 0;
  });
  /** What was told since this was asked last, without plan and moment. */
  const news = (): object[] => {
    const events = last();
    seen = t.told.length;
    return events.map(({ planId: plan, at, ...rest }) => {
      expect([plan, at]).toEqual([planId, t.clock.now]);
      return rest;
    });
  };

  test('THREAD-50 who is named is told once for each comment, also when the words are changed, and never by oneself', async () => {
    const text = naming(['member', bruno!.id], ['member', anna!.id]);
    const thread = await open(anna, { text });
    const first = thread.comments[0]!.id;
    const mention = { kind: 'mention', by: anna!.id, thread: thread.id, comment: first };
    expect(news()).toEqual([{ ...mention, userIds: [bruno!.id] }]);
    const edit = (...named: [Mention['of'], string][]) =>
      send(anna, 'PATCH', `/${thread.id}/comments/${first}`, { text: naming(...named) });
    await edit(['member', sara!.id]);
    expect(news()).toEqual([{ ...mention, userIds: [sara!.id] }]);
    await edit(['member', bruno!.id], ['organisation', 'ART-ER'], ['member', giulia!.id]);
    expect(news()).toEqual([{ ...mention, userIds: [giulia!.id] }]);
    await edit(['member', anna!.id]);
    expect(news()).toEqual([]);
  });

  test('THREAD-51 an organisation and a value chain stand for those of their members who can read it', async () => {
    const other = await newMember('Lia Serra', 'contributor', 'ART-ER');
    await newMember('Ivo Galli', 'reader', 'ART-ER', 'Medtech');
    await newMember('Ada Conti', null, 'ART-ER', 'Medtech');
    const thread = await open(anna, { text: naming(['organisation', 'ART-ER'], ['value-chain', 'Medtech']) });
    const [event] = news() as { kind: string; userIds: string[] }[];
    expect([event!.kind, event!.userIds.sort()]).toEqual(['mention', [other.id, sara!.id].sort()]);
    await reply(sara, thread, naming(['organisation', 'ART-ER']));
    expect(news()).toMatchObject([
      { kind: 'mention', userIds: [other.id] },
      { kind: 'reply', participants: [anna!.id] },
    ]);
  });

  test('THREAD-52 of a reply those hear who take part and can read it, and of an assignment who has it now', async () => {
    const thread = await open(anna, {
      assignee: sara!.id,
      due: '2024-05-01',
      text: naming(['member', sara!.id]),
    });
    const base = { by: anna!.id, thread: thread.id };
    // The first comment gives the thread and names the same person: that is told once.
    expect(news()).toEqual([{ ...base, kind: 'assignment', userId: sara!.id, due: '2024-05-01' }]);
    const answered = (await reply(bruno, thread)).json as Thread;
    const comment = answered.comments[1]!.id;
    expect(news()).toEqual([
      { ...base, by: bruno!.id, kind: 'reply', comment, participants: [anna!.id, sara!.id] },
    ]);
    await reply(giulia, thread, naming(['member', bruno!.id]));
    expect(news()).toMatchObject([
      { kind: 'mention', userIds: [bruno!.id] },
      { kind: 'reply', participants: [anna!.id, sara!.id] },
    ]);
    const patch = (user: UserRow | undefined, change: object) => send(user, 'PATCH', `/${thread.id}`, change);
    await patch(anna, { due: '2024-06-01' });
    expect(news()).toMatchObject([{ kind: 'assignment', userId: sara!.id, due: '2024-06-01' }]);
    await patch(anna, { due: null });
    await patch(sara, { assignee: sara!.id, due: '2024-07-01' });
    await patch(bruno, { assignee: bruno!.id });
    await patch(bruno, { resolved: true });
    await patch(bruno, { resolved: true });
    expect(news()).toEqual([]);
    await patch(anna, { assignee: bruno!.id, resolved: false });
    expect(news()).toEqual([]);
    await patch(anna, { assignee: giulia!.id });
    expect(news()).toMatchObject([{ kind: 'assignment', userId: giulia!.id, due: '2024-07-01' }]);
    // Who cannot read it any more hears nothing of it.
    await t.store.setPlanRole(planId, bruno!.id, 'reader');
    await reply(anna, thread);
    expect(news()).toMatchObject([{ kind: 'reply', participants: [giulia!.id] }]);
    await send(anna, 'PUT', `/${thread.id}/comments/${comment}/reactions/${encodeURIComponent('👍')}`);
    await send(anna, 'DELETE', `/${thread.id}/comments/${thread.comments[0]!.id}`);
    expect(news()).toEqual([]);
  });

  test('THREAD-53 what is sent again, or refused, is told of no more', async () => {
    const body = aBody({ text: naming(['member', sara!.id]), assignee: bruno!.id });
    await Promise.all([1, 2, 3].map(() => send(anna, 'POST', '', body)));
    expect(news()).toHaveLength(2);
    await send(anna, 'POST', '', { ...body, blocking: true });
    await send(carla, 'POST', '', aBody({ text: naming(['member', sara!.id]) }));
    expect(news()).toEqual([]);
  });

  test('THREAD-54 roles that somebody else gives or takes, and a freeze, are told', async () => {
    const browser = await t.signedIn(giulia!);
    const give = (user: UserRow | undefined, role: PlanRole | null) =>
      browser.send('PUT', `/api/plans/${planId}/roles/${user!.id}`, { role });
    await give(sara, 'contributor');
    await give(sara, 'contributor');
    await give(carla, null);
    await give(giulia, 'manager');
    expect(news()).toEqual([
      { kind: 'role', by: giulia!.id, userId: sara!.id, role: 'contributor' },
      { kind: 'role', by: giulia!.id, userId: carla!.id, role: null },
    ]);
    await browser.send('POST', `/api/plans/${planId}/freeze`, {});
    expect(news()).toEqual([]);
    await browser.send('POST', `/api/plans/${planId}/freeze`, { reason: 'La scadenza è oggi' });
    expect(news()).toEqual([{ kind: 'freeze', by: giulia!.id, version: 1 }]);
  });

  test('THREAD-55 one listener that fails keeps neither the others nor the caller from theirs', async () => {
    const heard: string[] = [];
    const complain = console.error;
    console.error = () => {};
    try {
      await tellAll([
        async () => {
          throw new Error('no mail');
        },
        async ({ kind }) => {
          heard.push(kind);
        },
      ])({ kind: 'freeze', planId: 'p', by: 'u', at: 1, version: 1 });
    } finally {
      console.error = complain;
    }
    expect(heard).toEqual(['freeze']);
  });
});
