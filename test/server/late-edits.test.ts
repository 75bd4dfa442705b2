import { randomUUID } from 'node:crypto';
import { lateEditsBody, lateEditsSchema } from '@filiera/shared/dossier/api.ts';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lateEditsOf } from '../../client/src/collab/late-edits.ts';
import type { NotTaken } from '../../client/src/collab/not-taken.ts';
import { type Refusal, refusalOf } from '../../client/src/collab/refusal.ts';
import type { Browser, TestApp } from '../support/app.ts';
import { makeApp } from '../support/app.ts';

let t: TestApp;
let author: Browser;
let other: Browser;
let path: string;
beforeEach(async () => {
  t = await makeApp();
  const [owner, member] = [await t.addMember('member'), await t.addMember('member')];
  const plan = await t.addPlan(owner, [
    [owner, 'manager'],
    [member, 'contributor'],
  ]);
  [other, author] = [await t.signedIn(owner), await t.signedIn(member)];
  await other.send('POST', `/api/plans/${plan.id}/freeze`, { reason: 'La scadenza è oggi.' });
  path = `/api/plans/${plan.id}/late-edits`;
});
afterEach(() => t.close());

const body = (fields: object = {}) => ({
  key: randomUUID(),
  version: 1,
  items: [{ place: '2. Bilancio · Personale', before: '10,00', after: '20,00' }],
  ...fields,
});

test('LATE-1 what came too late is kept once for its author, who finds it on any device until they have done with it', async () => {
  const sent = body();
  const first = await author.send('POST', path, sent);
  expect(first.status).toBe(201);
  const again = await author.send('POST', path, { ...sent, items: [{ place: 'x', before: '', after: '' }] });
  expect([again.status, again.json]).toEqual([200, first.json]);
  const [kept] = lateEditsSchema.parse((await author.send('GET', path)).json).edits;
  expect(kept).toEqual({ ...sent, at: t.clock.now });

  const done = await author.send('DELETE', `${path}/${sent.key}`);
  expect([done.status, done.json]).toEqual([200, { edits: [] }]);
  // A request that was under way all the time does not bring it back.
  expect((await author.send('POST', path, sent)).json).toEqual({ edits: [] });
});

test('LATE-2 nobody else reads it or takes it away', async () => {
  const sent = body();
  await author.send('POST', path, sent);
  expect((await other.send('GET', path)).json).toEqual({ edits: [] });
  await other.send('DELETE', `${path}/${sent.key}`);
  expect(lateEditsSchema.parse((await author.send('GET', path)).json).edits.length).toBe(1);
  const stranger = await t.signedIn(await t.addMember('member'));
  for (const method of ['GET', 'POST'])
    expect((await stranger.send(method, path, method === 'POST' ? sent : undefined)).status).toBe(404);
  expect((await t.browser().send('GET', path)).status).toBe(401);
});

test('LATE-3 it has its limits, and names a version that there is', async () => {
  const item = { place: 'x', before: '', after: '' };
  for (const bad of [
    body({ version: 2 }),
    body({ version: 0 }),
    body({ key: 'no uuid' }),
    body({ items: [] }),
    body({ items: [{ ...item, after: 'x'.repeat(100_001) }] }),
    body({ items: Array.from({ length: 501 }, () => item) }),
  ])
    expect((await author.send('POST', path, bad)).status).toBe(400);
  const large = () =>
    body({ items: Array.from({ length: 20 }, () => ({ ...item, after: 'x'.repeat(99_000) })) });
  for (let sent = 0; sent < 8; sent += 1) expect((await author.send('POST', path, large())).status).toBe(201);
  const full = await author.send('POST', path, large());
  expect([full.status, full.json]).toEqual([409, { error: 'late-edits-full' }]);
  const huge = body({ items: Array.from({ length: 100 }, () => ({ ...item, after: 'x'.repeat(50_000) })) });
  expect((await author.send('POST', path, huge)).status).toBe(413);
});

const someItems: fc.Arbitrary<NotTaken[]> = fc.array(
  fc.record({
    place: fc.constant({ section: 's' }),
    names: fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 4 }),
    mine: fc.oneof(fc.string(), fc.constantFrom('a'.repeat(100_000), 'b'.repeat(250_001), '')),
    theirs: fc.oneof(fc.string(), fc.constant('c'.repeat(120_000))),
    block: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

test('LATE-4 a page sends all that came too late, in pieces that the server takes, under keys that stay the same', () => {
  fc.assert(
    fc.property(someItems, fc.nat(3), (items, repeats) => {
      const many = Array.from({ length: 1 + repeats * 100 }, () => items).flat();
      const refusal = refusalOf('frozen', many, 3);
      const bodies = lateEditsOf(refusal);
      for (const one of bodies) expect(lateEditsBody.safeParse(one).success).toBe(true);
      expect(new Set(bodies.map(({ key }) => key)).size).toBe(bodies.length);
      expect(lateEditsOf(refusal)).toEqual(bodies);
      const words = bodies.flatMap((one) => one.items.map(({ after }) => after)).join('');
      expect(words === many.map(({ mine }) => mine).join('')).toBe(true);
    }),
    { numRuns: 20 },
  );
  expect(lateEditsOf(refusalOf('role', []))).toEqual([]);
  const old: Refusal = { ...refusalOf('frozen', [], 1), id: '17 0.25' };
  expect(lateEditsOf(old)).toEqual([]);
});
