import { NO_DIGEST, rowDigest } from '@filiera/server/src/store/chain.ts';
import type { AppendResult, LogRow, RangeRow, Store, StructRange } from '@filiera/server/src/store/store.ts';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anAssociation, anEntry, aPlan, aUser, STORES, seedPlan } from '../support/stores.ts';

const T = 1_700_000_000_000;

/** The digests of a plan's rows, reckoned afresh. */
function chainOf(planId: string, rows: readonly LogRow[]): Uint8Array[] {
  const digests: Uint8Array[] = [];
  for (const row of rows) digests.push(rowDigest(digests.at(-1) ?? NO_DIGEST, { planId, ...row }));
  return digests;
}
const hex = (digests: readonly Uint8Array[]): string[] =>
  digests.map((digest) => Buffer.from(digest).toString('hex'));

describe.each(STORES)('$name', (kind) => {
  let made: ReturnType<(typeof kind)['make']>;
  let store: Store;
  beforeEach(() => {
    made = kind.make();
    store = made.store;
  });
  afterEach(() => made.dispose());

  describe('set-up', () => {
    test('STORE-1 the first association can be created once, and with it its administrator', async () => {
      expect(await store.hasAssociation()).toBe(false);
      await store.setSetupToken('hash-1', T);
      await store.setSetupToken('hash-2', T + 1);
      expect(await store.getSetupTokenHash()).toBe('hash-2');

      const [first, second] = [anAssociation(), anAssociation()];
      const [admin, late] = [aUser(), aUser()];
      const done = await Promise.all([store.setUp(first, admin), store.setUp(second, late)]);
      expect(done).toEqual([true, false]);
      expect(await store.hasAssociation()).toBe(true);
      expect(await store.getSetupTokenHash()).toBe(null);
      expect(await store.getAssociation(first.id)).toEqual(first);
      expect(await store.getAssociation(second.id)).toBe(null);
      expect(await store.getUser(late.id)).toBe(null);
      expect(await store.getMember(first.id, admin.id)).toMatchObject({ role: 'admin' });
    });
  });

  describe('people', () => {
    test('STORE-2 an e-mail address belongs to one user', async () => {
      const user = aUser({ email: 'marta@example.org' });
      expect(await store.createUser(user)).toBe(true);
      expect(await store.createUser(aUser({ email: 'marta@example.org' }))).toBe(false);
      expect(await store.getUserByEmail('marta@example.org')).toEqual(user);
      expect(await store.getUserByEmail('nobody@example.org')).toBe(null);
      await store.setLocale(user.id, 'en');
      expect(await store.getUser(user.id)).toEqual({ ...user, locale: 'en' });
    });

    test('STORE-3 users are listed by id, unknown ones left out', async () => {
      const [a, b] = [aUser({ name: 'Anna' }), aUser({ name: 'Bruno' })];
      await store.createUser(b);
      await store.createUser(a);
      expect(await store.listUsers([b.id, 'nobody', a.id])).toEqual([a, b]);
      expect(await store.listUsers([])).toEqual([]);
    });

    test('STORE-4 a member who is taken out loses every role on the plans of that association, and no other', async () => {
      const here = await seedPlan(store, 2);
      const there = await seedPlan(store, 1);
      const user = here.users[1]!;
      await store.putMember({
        associationId: there.association.id,
        userId: user.id,
        role: 'member',
        organisation: 'CNR',
        valueChain: null,
      });
      await store.setPlanRole(here.plan.id, user.id, 'contributor');
      await store.setPlanRole(there.plan.id, user.id, 'reader');

      await store.removeMember(here.association.id, user.id);
      expect(await store.getMember(here.association.id, user.id)).toBe(null);
      expect(await store.getPlanRole(here.plan.id, user.id)).toBe(null);
      expect(await store.getPlanRole(there.plan.id, user.id)).toBe('reader');
      expect(await store.listMemberships(user.id)).toEqual([
        {
          associationId: there.association.id,
          userId: user.id,
          role: 'member',
          organisation: 'CNR',
          valueChain: null,
        },
      ]);
      expect((await store.getUser(user.id))?.id).toBe(user.id);
    });

    test('STORE-5 value chains and organisations are names of one association, each once', async () => {
      const { association } = await seedPlan(store);
      const other = (await seedPlan(store)).association;
      for (const name of ['SalusTech', 'Medtech', 'SalusTech'])
        await store.addValueChain(association.id, name);
      await store.addOrganisation(association.id, 'Università di Bologna');
      expect(await store.listValueChains(association.id)).toEqual(['Medtech', 'SalusTech']);
      expect(await store.listOrganisations(association.id)).toEqual(['Università di Bologna']);
      expect(await store.listValueChains(other.id)).toEqual([]);
    });
  });

  describe('sessions', () => {
    test('STORE-47 those of many sessions that have ended are found at once', async () => {
      const a = (await seedPlan(store)).users[0]!.id;
      await store.putSession({ idHash: 'lasting', userId: a, expiresAt: T + 11 });
      await store.putSession({ idHash: 'expired', userId: a, expiresAt: T + 10 });
      const ended = await store.endedSessions(['lasting', 'expired', 'never there', "it's"], T + 10);
      expect(ended.sort()).toEqual(['expired', "it's", 'never there']);
      expect(await store.endedSessions([], T)).toEqual([]);
    });

    test('STORE-6 sessions are found, prolonged and ended by their hash', async () => {
      const { users } = await seedPlan(store, 2);
      const [a, b] = [users[0]!.id, users[1]!.id];
      await store.putSession({ idHash: 'h1', userId: a, expiresAt: T + 10 });
      await store.putSession({ idHash: 'h2', userId: a, expiresAt: T + 20 });
      await store.putSession({ idHash: 'h3', userId: b, expiresAt: T + 30 });
      await store.setSessionExpiry('h1', T + 40);
      expect(await store.getSession('h1')).toEqual({ idHash: 'h1', userId: a, expiresAt: T + 40 });
      await store.deleteExpiredSessions(T + 20);
      expect((await store.listSessions(a)).map((s) => s.idHash)).toEqual(['h1']);
      await store.deleteUserSessions(a);
      expect(await store.listSessions(a)).toEqual([]);
      await store.deleteSession('h3');
      expect(await store.getSession('h3')).toBe(null);
    });
  });

  describe('invitations', () => {
    const invitation = (
      associationId: string,
      invitedBy: string,
      tokenHash: string,
      expiresAt = T + 100,
    ) => ({
      id: `invitation-${tokenHash}`,
      tokenHash,
      associationId,
      email: 'nuova@example.org',
      role: 'manager' as const,
      organisation: 'CNR',
      valueChain: 'Medtech',
      invitedBy,
      expiresAt,
      usedAt: null,
    });

    test('STORE-7 an invitation makes one person a member, once', async () => {
      const { association, users } = await seedPlan(store, 1);
      await store.createInvitation(invitation(association.id, users[0]!.id, 't1'));
      const [a, b] = [aUser({ email: 'nuova@example.org' }), aUser({ email: 'altra@example.org' })];
      const taken = await Promise.all([
        store.acceptInvitation('t1', a, T + 1),
        store.acceptInvitation('t1', b, T + 1),
      ]);
      expect(taken).toEqual([true, false]);
      expect(await store.getUser(b.id)).toBe(null);
      expect(await store.getMember(association.id, a.id)).toEqual({
        associationId: association.id,
        userId: a.id,
        role: 'manager',
        organisation: 'CNR',
        valueChain: 'Medtech',
      });
      expect(await store.getInvitation('t1')).toMatchObject({ usedAt: T + 1 });
    });

    test('STORE-8 an expired, withdrawn or unknown invitation makes nobody a member', async () => {
      const { association, users } = await seedPlan(store, 1);
      await store.createInvitation(invitation(association.id, users[0]!.id, 'old', T));
      await store.createInvitation(invitation(association.id, users[0]!.id, 'gone'));
      await store.createInvitation(invitation(association.id, users[0]!.id, 'open'));
      await store.deleteInvitation(association.id, 'invitation-gone');
      const user = aUser();
      for (const token of ['old', 'gone', 'never']) {
        expect(await store.acceptInvitation(token, user, T)).toBe(false);
      }
      expect(await store.getUser(user.id)).toBe(null);
      expect((await store.listInvitations(association.id, T)).map((row) => row.tokenHash)).toEqual(['open']);
    });

    test('STORE-9 a known user keeps the role they have, and a taken address changes nothing', async () => {
      const { association, users } = await seedPlan(store, 1);
      const admin = users[0]!;
      await store.createInvitation(invitation(association.id, admin.id, 'again'));
      expect(await store.acceptInvitation('again', { id: admin.id }, T)).toBe(true);
      expect(await store.getMember(association.id, admin.id)).toMatchObject({ role: 'admin' });

      await store.createInvitation(invitation(association.id, admin.id, 'clash'));
      await expect(store.acceptInvitation('clash', aUser({ email: admin.email }), T)).rejects.toThrow();
      expect(await store.getInvitation('clash')).toMatchObject({ usedAt: null });
    });
  });

  describe('plans', () => {
    test('STORE-10 a plan put away comes back with the status it had', async () => {
      const { plan, users } = await seedPlan(store, 1);
      await store.archivePlan(plan.id, false);
      expect((await store.getPlan(plan.id))?.status).toBe('open');
      await store.archivePlan(plan.id, true);
      await store.archivePlan(plan.id, true);
      expect((await store.getPlan(plan.id))?.status).toBe('archived');
      await store.archivePlan(plan.id, false);
      expect((await store.getPlan(plan.id))?.status).toBe('open');

      const version = {
        planId: plan.id,
        number: 1,
        digest: 'd',
        seq: 0,
        frozenAt: T,
        frozenBy: users[0]!.id,
        reason: null,
        dossier: null,
      };
      expect(await store.freeze(version, [])).toBe('frozen');
      await store.archivePlan(plan.id, true);
      await store.archivePlan(plan.id, false);
      expect((await store.getPlan(plan.id))?.status).toBe('frozen');
    });

    test('STORE-11 plans are listed by association, renamed, and unknown ones are null', async () => {
      const { association, users, plan } = await seedPlan(store, 1);
      const newer = aPlan(association.id, users[0]!.id, { createdAt: T + 5 });
      await store.createPlan(newer);
      const other = await seedPlan(store, 1);
      await store.renamePlan(plan.id, 'Piano 2024');
      expect((await store.listPlans([association.id])).map((row) => row.id)).toEqual([newer.id, plan.id]);
      expect((await store.listPlans([association.id, other.association.id])).length).toBe(3);
      expect(await store.listPlans([])).toEqual([]);
      expect(await store.getPlan(plan.id)).toEqual({ ...plan, title: 'Piano 2024' });
      expect(await store.getPlan('none')).toBe(null);
    });

    test('STORE-12 a member has one role on a plan, or none', async () => {
      const { plan, users } = await seedPlan(store, 2);
      const [a, b] = [users[0]!.id, users[1]!.id];
      await store.setPlanRole(plan.id, a, 'reader');
      await store.setPlanRole(plan.id, a, 'manager');
      await store.setPlanRole(plan.id, b, 'reader');
      await store.setPlanRole(plan.id, b, null);
      expect(await store.listPlanRoles(plan.id)).toEqual([{ userId: a, role: 'manager' }]);
      expect(await store.getPlanRole(plan.id, b)).toBe(null);
    });

    test('STORE-13 figures of an older state never replace newer ones', async () => {
      const { plan } = await seedPlan(store, 1);
      expect(await store.getFigures(plan.id)).toBe(null);
      const newer = { seq: 7, filled: 3, total: 9, errors: 2, warnings: 1 };
      await store.putFigures(plan.id, newer);
      await store.putFigures(plan.id, { ...newer, seq: 6, filled: 1 });
      expect(await store.getFigures(plan.id)).toEqual(newer);
    });
  });

  describe('the log', () => {
    test('STORE-14 entries of several plans get the next number of their own plan, in the order given', async () => {
      const one = await seedPlan(store, 2);
      const two = await seedPlan(store, 1);
      const results = await store.append([
        anEntry(one.plan.id, one.users[0]!.id, [], Uint8Array.of(1)),
        anEntry(two.plan.id, two.users[0]!.id, [], Uint8Array.of(2)),
        anEntry(one.plan.id, one.users[1]!.id, [], Uint8Array.of(3), T + 5),
      ]);
      expect(results).toEqual([
        { kind: 'stored', seq: 1 },
        { kind: 'stored', seq: 1 },
        { kind: 'stored', seq: 2 },
      ]);
      expect(await store.readLog(one.plan.id, 1)).toMatchObject([
        { seq: 2, userId: one.users[1]!.id, at: T + 5, update: Uint8Array.of(3) },
      ]);
      expect(await store.lastEdit(one.plan.id)).toEqual({ seq: 2, userId: one.users[1]!.id, at: T + 5 });
      expect(await store.lastEdit('none')).toBe(null);
      expect((await store.getPlan(one.plan.id))?.seq).toBe(2);
      expect(await store.append([])).toEqual([]);
    });

    test('STORE-15 an entry under a client of somebody else is refused whole, and the others are taken', async () => {
      const { plan, users } = await seedPlan(store, 2);
      const [a, b] = [users[0]!.id, users[1]!.id];
      const results = await store.append([
        anEntry(plan.id, a, [{ client: 10, from: 0, to: 4 }]),
        anEntry(plan.id, b, [
          { client: 20, from: 0, to: 1 },
          { client: 10, from: 4, to: 5 },
        ]),
        anEntry(plan.id, b, [{ client: 30, from: 0, to: 2 }]),
      ]);
      expect(results).toEqual([
        { kind: 'stored', seq: 1 },
        { kind: 'foreign-client' },
        { kind: 'stored', seq: 2 },
      ]);
      // Client 20 came with the refused entry, so it is bound to nobody.
      expect(await store.readClients(plan.id)).toEqual(
        new Map([
          [10, a],
          [30, b],
        ]),
      );
      expect(await store.attribute(plan.id, [{ client: 20, clock: 0 }])).toEqual([null]);
      expect(await store.append([anEntry(plan.id, a, [{ client: 20, from: 0, to: 1 }])])).toEqual([
        { kind: 'stored', seq: 3 },
      ]);
    });

    test('STORE-16 a client is bound in its plan only', async () => {
      const one = await seedPlan(store, 1);
      const two = await seedPlan(store, 1);
      await store.append([anEntry(one.plan.id, one.users[0]!.id, [{ client: 10, from: 0, to: 1 }])]);
      expect(
        await store.append([anEntry(two.plan.id, two.users[0]!.id, [{ client: 10, from: 0, to: 1 }])]),
      ).toEqual([{ kind: 'stored', seq: 1 }]);
    });

    test('STORE-17 nothing lands in a plan that is frozen, archived or unknown', async () => {
      const { plan, users } = await seedPlan(store, 1);
      const entry = anEntry(plan.id, users[0]!.id, [{ client: 10, from: 0, to: 1 }]);
      await store.archivePlan(plan.id, true);
      expect(await store.append([entry, { ...entry, planId: 'none' }])).toEqual([
        { kind: 'closed' },
        { kind: 'closed' },
      ]);
      expect(await store.readLog(plan.id, 0)).toEqual([]);
      expect(await store.readClients(plan.id)).toEqual(new Map());
      await store.archivePlan(plan.id, false);
      expect(await store.append([entry])).toEqual([{ kind: 'stored', seq: 1 }]);
    });

    test('STORE-18 where one entry cannot be stored at all, none is', async () => {
      const { plan, users } = await seedPlan(store, 1);
      await expect(
        store.append([anEntry(plan.id, users[0]!.id), anEntry(plan.id, 'nobody')]),
      ).rejects.toThrow();
      expect(await store.readLog(plan.id, 0)).toEqual([]);
      expect((await store.getPlan(plan.id))?.seq).toBe(0);
      expect(await store.append([anEntry(plan.id, users[0]!.id)])).toEqual([{ kind: 'stored', seq: 1 }]);
    });

    test('STORE-19 each struct stays with the row that brought it first, however ranges overlap', async () => {
      const range = fc
        .record({
          client: fc.integer({ min: 1, max: 3 }),
          from: fc.nat(20),
          length: fc.integer({ min: 1, max: 8 }),
        })
        .map(({ client, from, length }): StructRange => ({ client, from, to: from + length }));
      const step = fc.record({
        user: fc.nat(2),
        plan: fc.nat(1),
        update: fc.uint8Array({ maxLength: 6 }),
        ranges: fc.array(range, { maxLength: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 8 }), async (batches) => {
          const plans = [await seedPlan(store, 3), await seedPlan(store, 3)];
          // The plain model: a list of rows, a map of clients and a map of structs for each plan.
          const model = plans.map(() => ({
            rows: [] as { seq: number; userId: string; at: number; update: Uint8Array }[],
            clients: new Map<number, string>(),
            structs: new Map<string, number>(),
          }));
          let clock = T;
          for (const batch of batches) {
            clock += 1;
            const entries = batch.map(({ user, plan, update, ranges }) =>
              anEntry(plans[plan]!.plan.id, plans[plan]!.users[user]!.id, ranges, update, clock),
            );
            const expected = batch.map(({ plan, ranges }, n): AppendResult => {
              const { rows, clients, structs } = model[plan]!;
              const { userId, at, update } = entries[n]!;
              if (ranges.some(({ client }) => (clients.get(client) ?? userId) !== userId)) {
                return { kind: 'foreign-client' };
              }
              const seq = rows.length + 1;
              rows.push({ seq, userId, at, update });
              for (const { client, from, to } of ranges) {
                clients.set(client, userId);
                for (let c = from; c < to; c += 1) {
                  if (!structs.has(`${client}:${c}`)) structs.set(`${client}:${c}`, seq);
                }
              }
              return { kind: 'stored', seq };
            });
            expect(await store.append(entries)).toEqual(expected);
          }
          if (made.reopen !== undefined) store = await made.reopen();
          for (const [n, { rows, clients, structs }] of model.entries()) {
            const planId = plans[n]!.plan.id;
            const kept = await store.readLog(planId, 0);
            expect(kept).toMatchObject(rows);
            expect(kept.length).toBe(rows.length);
            expect(hex(kept.map((row) => row.digest))).toEqual(hex(chainOf(planId, kept)));
            expect(await store.readClients(planId)).toEqual(clients);
            const asked = [1, 2, 3].flatMap((client) =>
              Array.from({ length: 30 }, (_, clock) => ({ client, clock })),
            );
            const found = await store.attribute(planId, asked);
            for (const [i, { client, clock }] of asked.entries()) {
              const seq = structs.get(`${client}:${clock}`);
              const row = seq === undefined ? null : rows[seq - 1]!;
              const answer: RangeRow | null = found[i]!;
              expect(
                answer && { client: answer.client, seq: answer.seq, userId: answer.userId, at: answer.at },
              ).toEqual(row && { client, seq, userId: row.userId, at: row.at });
              if (answer !== null) expect(answer.from <= clock && clock < answer.to).toBe(true);
            }
          }
        }),
        { numRuns: 25 },
      );
    });
  });

  describe('the chain of the log', () => {
    test('STORE-29 a row says whether it was written offline and how it came about, and the log is read in pages', async () => {
      const { plan, users } = await seedPlan(store, 1);
      const entry = anEntry(plan.id, users[0]!.id);
      await store.append([
        entry,
        { ...entry, offline: true },
        { ...entry, origin: 'restore' },
        { ...entry, offline: true, origin: 'restore' },
      ]);
      const rows = await store.readLog(plan.id, 0);
      expect(rows.map(({ seq, offline, origin }) => [seq, offline, origin])).toEqual([
        [1, false, 'edit'],
        [2, true, 'edit'],
        [3, false, 'restore'],
        [4, true, 'restore'],
      ]);
      expect(await store.readLog(plan.id, 1, 2)).toEqual(rows.slice(1, 3));
      expect(await store.readLog(plan.id, 3, 2)).toEqual(rows.slice(3));
      expect(await store.readLog(plan.id, 0, 0)).toEqual([]);
    });

    test('STORE-30 each row is bound to the one before it, past failed commits, refusals, a freeze and a restart', async () => {
      const { plan, users } = await seedPlan(store, 2);
      const other = await seedPlan(store, 1);
      const [a, b] = [users[0]!.id, users[1]!.id];
      const ours = [{ client: 1, from: 0, to: 1 }];
      await store.append([anEntry(plan.id, a, ours), anEntry(other.plan.id, other.users[0]!.id)]);
      await expect(store.append([anEntry(plan.id, a), anEntry(plan.id, 'nobody')])).rejects.toThrow();
      await store.append([anEntry(plan.id, b, ours), anEntry(plan.id, b), anEntry(plan.id, a)]);
      await store.archivePlan(plan.id, true);
      expect(await store.append([anEntry(plan.id, a)])).toEqual([{ kind: 'closed' }]);
      await store.archivePlan(plan.id, false);
      if (made.reopen !== undefined) store = await made.reopen();
      await store.append([anEntry(plan.id, b)]);
      const version = {
        planId: plan.id,
        number: 1,
        digest: 'd',
        frozenAt: T,
        frozenBy: a,
        reason: null,
        dossier: null,
      };
      expect(await store.freeze({ ...version, seq: 4 }, [])).toBe('frozen');
      expect(await store.append([anEntry(plan.id, a)])).toEqual([{ kind: 'closed' }]);

      for (const [planId, length] of [
        [plan.id, 4],
        [other.plan.id, 1],
      ] as const) {
        const rows = await store.readLog(planId, 0);
        expect(rows.length).toBe(length);
        expect(rows.every(({ digest }) => digest.length === 32)).toBe(true);
        expect(hex(rows.map((row) => row.digest))).toEqual(hex(chainOf(planId, rows)));
      }
    });

    test('STORE-36 the index of authors is read in pages, by client and clock, and every plan is listed', async () => {
      const { plan, users } = await seedPlan(store, 1);
      const other = await seedPlan(store, 1);
      const before = await store.listPlanIds();
      const userId = users[0]!.id;
      await store.append([
        anEntry(plan.id, userId, [{ client: 9, from: 0, to: 2 }]),
        anEntry(plan.id, userId, [
          { client: 2 ** 32 - 1, from: 0, to: 1 },
          { client: 9, from: 1, to: 5 },
        ]),
        anEntry(other.plan.id, other.users[0]!.id, [{ client: 9, from: 0, to: 7 }]),
      ]);
      const all = [
        { client: 9, from: 0, to: 2, seq: 1 },
        { client: 9, from: 2, to: 5, seq: 2 },
        { client: 2 ** 32 - 1, from: 0, to: 1, seq: 2 },
      ];
      expect(await store.readRanges(plan.id, null, 10)).toEqual(all);
      expect(await store.readRanges(plan.id, null, 1)).toEqual(all.slice(0, 1));
      expect(await store.readRanges(plan.id, all[0]!, 10)).toEqual(all.slice(1));
      expect(await store.readRanges(plan.id, all[2]!, 10)).toEqual([]);
      expect(before).toEqual(expect.arrayContaining([plan.id, other.plan.id]));
    });

    test('STORE-31 a digest covers every field of its row, and the digest before it', () => {
      const row = fc.record({
        planId: fc.string({ unit: 'grapheme', maxLength: 4 }),
        seq: fc.nat(),
        userId: fc.string({ unit: 'grapheme', maxLength: 4 }),
        at: fc.maxSafeInteger(),
        offline: fc.boolean(),
        origin: fc.constantFrom('edit' as const, 'restore' as const),
        update: fc.uint8Array({ maxLength: 4 }),
      });
      const before = fc.uint8Array({ minLength: 32, maxLength: 32 });
      const same = (one: unknown, two: unknown): boolean => JSON.stringify(one) === JSON.stringify(two);
      fc.assert(
        fc.property(row, row, before, (one, two, prior) => {
          // Each field by itself, and all at once: no two different rows are the same bytes.
          const variants = [
            two,
            ...Object.entries(two).map(([field, value]) => ({ ...one, [field]: value })),
            // What moves from one field to its neighbour is another row, too.
            { ...one, userId: one.planId, planId: one.userId },
            { ...one, planId: one.planId + one.userId, userId: '' },
          ];
          const digest = hex([rowDigest(prior, one)]);
          for (const variant of variants)
            expect(same(hex([rowDigest(prior, variant)]), digest)).toBe(same(variant, one));
          expect(hex([rowDigest(NO_DIGEST, one)])).not.toEqual(digest);
        }),
      );
      // Written down once, so that no later program digests otherwise under the same tag.
      const fixed = { planId: 'p', seq: 1, userId: 'ù', at: T, offline: true, origin: 'restore' as const };
      expect(hex([rowDigest(NO_DIGEST, { ...fixed, update: Uint8Array.of(1, 2, 3) })])).toEqual([
        '57e39b6c790d1e3adb76326f78ff29ea90bdc68374a2f4c172fccca47e7ff4db',
      ]);
    });
  });

  describe('points of the log', () => {
    const withRows = async (rows: number) => {
      const seeded = await seedPlan(store, 2);
      const [a, b] = [seeded.users[0]!.id, seeded.users[1]!.id];
      await store.append(Array.from({ length: rows }, () => anEntry(seeded.plan.id, a)));
      return { ...seeded, planId: seeded.plan.id, a, b };
    };

    test('STORE-33 a name is one of its plan, whatever the case of its letters, and stays within the log', async () => {
      const { planId, a, b } = await withRows(3);
      const other = await withRows(1);
      const point = { id: 'n1', planId, name: 'Prima bozza', seq: 2, at: T, userId: a };
      expect(await store.addNamedPoint(point)).toBe('added');
      expect(await store.addNamedPoint({ ...point, id: 'n2', name: 'PRIMA bozza', userId: b })).toBe('taken');
      expect(await store.addNamedPoint({ ...point, id: 'n3', name: 'Più in là', seq: 4 })).toBe('beyond');
      expect(await store.addNamedPoint({ ...point, id: 'n4', planId: 'none', seq: 0 })).toBe('beyond');
      const empty = { ...point, id: 'n5', name: 'Più vuoto', seq: 0, at: T + 1 };
      expect(await store.addNamedPoint(empty)).toBe('added');
      expect(await store.addNamedPoint({ ...empty, id: 'n6', name: 'PIU\u0300 VUOTO' })).toBe('taken');
      const theirs = { ...point, id: 'n7', planId: other.planId, seq: 1, userId: other.a };
      expect(await store.addNamedPoint(theirs)).toBe('added');
      expect(await store.listNamedPoints(planId)).toEqual([empty, point]);

      expect(await store.removeNamedPoint(other.planId, 'n1')).toBe(false);
      expect(await store.removeNamedPoint(planId, 'n1')).toBe(true);
      expect(await store.removeNamedPoint(planId, 'n1')).toBe(false);
      if (made.reopen !== undefined) store = await made.reopen();
      expect(await store.listNamedPoints(planId)).toEqual([empty]);
      expect(await store.listNamedPoints(other.planId)).toEqual([theirs]);
      expect(await store.addNamedPoint({ ...point, id: 'n8' })).toBe('added');
    });

    test('STORE-34 what a member has seen begins where they first opened the plan, and never goes back', async () => {
      const { planId, a, b } = await withRows(5);
      expect(await store.readSeen(planId, a)).toEqual({ base: 5, sections: new Map() });
      await store.append([anEntry(planId, a), anEntry(planId, a)]);
      expect(await store.readSeen(planId, a)).toEqual({ base: 5, sections: new Map() });
      await store.putSeen(planId, a, 'intro', 6);
      await store.putSeen(planId, a, 'intro', 4);
      // A page cannot have seen what is not there yet.
      await store.putSeen(planId, a, 'budget', 99);
      if (made.reopen !== undefined) store = await made.reopen();
      const sections = new Map([
        ['budget', 7],
        ['intro', 6],
      ]);
      expect(await store.readSeen(planId, a)).toEqual({ base: 5, sections });
      // Another member's marks are their own, and begin with whatever they do first.
      await store.putSeen(planId, b, 'intro', 2);
      expect(await store.readSeen(planId, b)).toEqual({ base: 7, sections: new Map([['intro', 2]]) });
      await expect(store.putSeen(planId, b, '', 1)).rejects.toThrow(RangeError);
      expect(await store.readSeen('none', a)).toEqual({ base: 0, sections: new Map() });
    });

    test('STORE-35 who leaves an association loses what they had seen of its plans; the names that they gave stay', async () => {
      const { planId, association, a, b } = await withRows(3);
      const other = await withRows(1);
      await store.putSeen(planId, b, 'intro', 2);
      await store.putSeen(planId, a, 'intro', 3);
      await store.putSeen(other.planId, b, 'intro', 1);
      const point = { id: 'left', planId, name: 'Consegna', seq: 3, at: T, userId: b };
      await store.addNamedPoint(point);
      await store.append([anEntry(planId, a)]);
      await store.removeMember(association.id, b);
      expect(await store.readSeen(planId, b)).toEqual({ base: 4, sections: new Map() });
      expect(await store.readSeen(planId, a)).toEqual({ base: 3, sections: new Map([['intro', 3]]) });
      expect((await store.readSeen(other.planId, b)).sections).toEqual(new Map([['intro', 1]]));
      expect(await store.listNamedPoints(planId)).toEqual([point]);
    });
  });

  describe('frozen versions', () => {
    const file = (name: string, content: Uint8Array) => ({
      name,
      mediaType: 'application/octet-stream',
      sha256: `sha-of-${name}`,
      content,
    });

    test('STORE-20 a freeze closes the plan and keeps version and files in one step', async () => {
      const { plan, users } = await seedPlan(store, 1);
      await store.append([anEntry(plan.id, users[0]!.id)]);
      const version = {
        planId: plan.id,
        number: 1,
        digest: 'ab',
        seq: 1,
        frozenAt: T,
        frozenBy: users[0]!.id,
        reason: 'Perché la scadenza è oggi',
        dossier: 'sha-of-all',
      };
      const json = file(
        'plan.json',
        Uint8Array.from({ length: 3000 }, (_, n) => n % 256),
      );
      const docx = file('plan.docx', Uint8Array.of());
      expect(await store.freeze(version, [json, docx])).toBe('frozen');
      expect((await store.getPlan(plan.id))?.status).toBe('frozen');
      expect(await store.append([anEntry(plan.id, users[0]!.id)])).toEqual([{ kind: 'closed' }]);
      expect(await store.freeze({ ...version, number: 2 }, [])).toBe('closed');
      if (made.reopen !== undefined) store = await made.reopen();
      expect(await store.listVersions(plan.id)).toEqual([
        {
          ...version,
          files: [
            { name: 'plan.json', mediaType: json.mediaType, sha256: 'sha-of-plan.json', bytes: 3000 },
            { name: 'plan.docx', mediaType: docx.mediaType, sha256: 'sha-of-plan.docx', bytes: 0 },
          ],
          reopening: null,
          filings: [],
        },
      ]);
      expect(await store.getVersionFile(plan.id, 1, 'plan.json')).toEqual(json);
      expect(await store.getVersionFile(plan.id, 1, 'plan.pdf')).toBe(null);
      expect(await store.getVersionFile(plan.id, 2, 'plan.json')).toBe(null);
    });

    test('STORE-21 a freeze of a state that is not the last any more changes nothing', async () => {
      const { plan, users } = await seedPlan(store, 1);
      await store.append([anEntry(plan.id, users[0]!.id)]);
      const version = {
        planId: plan.id,
        number: 1,
        digest: 'ab',
        seq: 0,
        frozenAt: T,
        frozenBy: users[0]!.id,
        reason: null,
        dossier: null,
      };
      expect(await store.freeze(version, [file('plan.json', Uint8Array.of(1))])).toBe('moved-on');
      expect(await store.freeze({ ...version, planId: 'none' }, [])).toBe('closed');
      expect(await store.listVersions(plan.id)).toEqual([]);
      expect((await store.getPlan(plan.id))?.status).toBe('open');
    });

    test('STORE-22 a freeze that fails half-way leaves the plan open', async () => {
      const { plan, users } = await seedPlan(store, 1);
      const version = {
        planId: plan.id,
        number: 1,
        digest: 'ab',
        seq: 0,
        frozenAt: T,
        frozenBy: users[0]!.id,
        reason: null,
        dossier: null,
      };
      const same = file('plan.json', Uint8Array.of(1));
      await expect(store.freeze(version, [same, same])).rejects.toThrow();
      expect((await store.getPlan(plan.id))?.status).toBe('open');
      expect(await store.listVersions(plan.id)).toEqual([]);
    });

    test('STORE-50 a frozen plan is opened again once, by its last version; who, when and why are kept with it', async () => {
      const { plan, users } = await seedPlan(store, 2);
      const [a, b] = [users[0]!.id, users[1]!.id];
      const entry = anEntry(plan.id, a);
      const version = (number: number, seq: number) => ({
        planId: plan.id,
        number,
        digest: `d${number}`,
        seq,
        frozenAt: T + number,
        frozenBy: a,
        reason: null,
        dossier: null,
      });
      const reopening = {
        planId: plan.id,
        number: 1,
        at: T + 9,
        userId: b,
        reason: 'Variazione del bilancio',
      };
      await store.append([entry]);
      expect(await store.reopen(reopening)).toBe('not-frozen');
      await store.freeze(version(1, 1), []);
      expect((await store.getPlan(plan.id))?.epoch).toBe(1);
      expect(await store.reopen({ ...reopening, number: 2 })).toBe('not-frozen');
      await store.archivePlan(plan.id, true);
      expect(await store.reopen(reopening)).toBe('not-frozen');
      await store.archivePlan(plan.id, false);
      await expect(store.reopen({ ...reopening, userId: 'nobody' })).rejects.toThrow();
      expect((await store.getPlan(plan.id))?.status).toBe('frozen');
      const both = await Promise.all([store.reopen(reopening), store.reopen({ ...reopening, userId: a })]);
      expect(both).toEqual(['reopened', 'not-frozen']);
      expect(await store.reopen(reopening)).toBe('not-frozen');
      expect(await store.getPlan(plan.id)).toMatchObject({ status: 'open', epoch: 1, seq: 1 });
      expect(await store.append([entry])).toEqual([{ kind: 'stored', seq: 2 }]);
      expect(await store.freeze(version(2, 2), [])).toBe('frozen');
      if (made.reopen !== undefined) store = await made.reopen();
      const rows = await store.readLog(plan.id, 0);
      expect(hex(rows.map(({ digest }) => digest))).toEqual(hex(chainOf(plan.id, rows)));
      const listed = await store.listVersions(plan.id);
      expect(listed.map((one) => one.reopening)).toEqual([reopening, null]);
      expect(await store.getPlan(plan.id)).toMatchObject({ status: 'frozen', epoch: 2 });
    });

    test('STORE-51 what others gave afterwards is put down with its version, as often as it is told', async () => {
      const { plan, users } = await seedPlan(store, 1);
      const userId = users[0]!.id;
      const filing = { planId: plan.id, number: 1, protocol: 'PG/2024/1', date: '2024-01-12', at: T, userId };
      expect(await store.addFiling(filing)).toBe(false);
      const version = { planId: plan.id, number: 1, digest: 'd', seq: 0, frozenAt: T, frozenBy: userId };
      await store.freeze({ ...version, reason: null, dossier: null }, []);
      const second = { ...filing, protocol: 'PG/2024/17', at: T + 1 };
      expect(await store.addFiling(filing)).toBe(true);
      expect(await store.addFiling(second)).toBe(true);
      expect(await store.addFiling({ ...filing, number: 2 })).toBe(false);
      const [listed] = await store.listVersions(plan.id);
      expect(listed?.filings).toEqual([filing, second]);
    });

    test('STORE-52 a digest finds the file, or the archive, that was frozen first', async () => {
      const { plan, users } = await seedPlan(store, 1);
      const other = await seedPlan(store, 1);
      const freeze = (planId: string, frozenBy: string, frozenAt: number, dossier: string) =>
        store.freeze({ planId, number: 1, digest: 'd', seq: 0, frozenAt, frozenBy, reason: null, dossier }, [
          file('same', Uint8Array.of(1)),
          file(`of-${planId}`, Uint8Array.of(2)),
        ]);
      await freeze(plan.id, users[0]!.id, T + 5, `zip ${plan.id}`);
      await freeze(other.plan.id, other.users[0]!.id, T, `zip ${other.plan.id}`);
      const found = { planId: plan.id, number: 1 };
      expect(await store.findFile(`sha-of-of-${plan.id}`)).toEqual({ ...found, name: `of-${plan.id}` });
      expect(await store.findFile(`zip ${plan.id}`)).toEqual({ ...found, name: null });
      expect(await store.findFile('sha-of-same')).toEqual({ planId: other.plan.id, number: 1, name: 'same' });
      expect(await store.findFile('sha-of-nothing')).toBe(null);
    });

    test('STORE-53 late edits are kept once for their author, within a limit, until they are done with', async () => {
      const { plan, users } = await seedPlan(store, 2);
      const [a, b] = [users[0]!.id, users[1]!.id];
      const edit = { planId: plan.id, userId: a, key: 'k1', version: 1, at: T, items: '[1]' };
      expect(await store.addLateEdit(edit, 6)).toBe('added');
      expect(await store.addLateEdit({ ...edit, items: '[2]' }, 6)).toBe('known');
      expect(await store.addLateEdit({ ...edit, userId: b }, 6)).toBe('added');
      expect(await store.addLateEdit({ ...edit, key: 'k2', items: '[22]' }, 6)).toBe('full');
      expect(await store.addLateEdit({ ...edit, key: 'k3', at: T - 1 }, 6)).toBe('added');
      if (made.reopen !== undefined) store = await made.reopen();
      expect(await store.listLateEdits(plan.id, a)).toEqual([{ ...edit, key: 'k3', at: T - 1 }, edit]);
      await store.removeLateEdit(plan.id, a, 'k1');
      await store.removeLateEdit(plan.id, a, 'none');
      expect((await store.listLateEdits(plan.id, a)).map(({ key }) => key)).toEqual(['k3']);
      expect(await store.listLateEdits(plan.id, b)).toEqual([{ ...edit, userId: b }]);
      expect(await store.addLateEdit(edit, 6)).toBe('known');
      expect((await store.listLateEdits(plan.id, a)).length).toBe(1);
      expect(await store.addLateEdit({ ...edit, key: 'k4' }, 6)).toBe('added');
    });

    test('STORE-28 the newest snapshot stays, whichever is written last; the log keeps every row', async () => {
      const { plan, users } = await seedPlan(store, 1);
      expect(await store.getSnapshot(plan.id)).toBe(null);
      await store.append([anEntry(plan.id, users[0]!.id), anEntry(plan.id, users[0]!.id)]);
      await store.putSnapshot(plan.id, { seq: 2, state: Uint8Array.of(2), extract: Uint8Array.of(7) });
      await store.putSnapshot(plan.id, { seq: 1, state: Uint8Array.of(1), extract: null });
      expect(await store.getSnapshot(plan.id)).toEqual({
        seq: 2,
        state: Uint8Array.of(2),
        extract: Uint8Array.of(7),
      });
      expect(await store.readLog(plan.id, 0)).toHaveLength(2);
    });
  });
});
