import type { NewNotification } from '@filiera/server/src/store/inbox.ts';
import type { Store } from '@filiera/server/src/store/store.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aPlan, STORES, seedPlan } from '../support/stores.ts';
import { aThread, WIDE } from '../support/threads.ts';

const T = 1_700_000_000_000;
const PACE = { gather: 10_000, apart: 120_000 };

let serial = 0;
const next = (): string => {
  serial += 1;
  return `id-${serial}`;
};

describe.each(STORES)('$name', (kind) => {
  let made: ReturnType<(typeof kind)['make']>;
  let store: Store;
  let seeded: Awaited<ReturnType<typeof seedPlan>>;
  beforeEach(async () => {
    made = kind.make();
    store = made.store;
    seeded = await seedPlan(store, 3);
  });
  afterEach(() => made.dispose());

  /** Notifications for a member of the plan, who is an administrator where `of` is 0. */
  const one = (of: number, fields: Partial<NewNotification> = {}): NewNotification => {
    const id = next();
    return {
      id,
      userId: seeded.users[of]!.id,
      planId: seeded.plan.id,
      by: seeded.users[1]!.id,
      at: T,
      key: id,
      told: { kind: 'mention', thread: 't', comment: id },
      ...fields,
    };
  };
  const page = { before: null, limit: 10, unread: false };
  const ids = async (of: number, fields: Partial<typeof page> | { before: number } = {}): Promise<string[]> =>
    (await store.listNotifications(seeded.users[of]!.id, { ...page, ...fields })).map(({ id }) => id);

  test('INBOX-1 a member is told of one thing once, and reads what they were told newest first, page by page', async () => {
    const rows = [one(0), one(0, { key: 'same' }), one(0), one(1), one(0, { key: 'same' })];
    const kept = await store.addNotifications(rows, null);
    expect(kept.map(({ id }) => id)).toEqual(rows.slice(0, 4).map(({ id }) => id));
    expect(kept[0]).toMatchObject({ readAt: null, told: rows[0]!.told, at: T });
    const mine = [rows[2]!.id, rows[1]!.id, rows[0]!.id];
    expect(await ids(0)).toEqual(mine);
    const [first] = await store.listNotifications(seeded.users[0]!.id, { ...page, limit: 1 });
    expect(first?.id).toBe(mine[0]);
    expect(await ids(0, { before: first!.serial })).toEqual(mine.slice(1));
    expect(await store.addNotifications([one(0, { key: 'same' })], null)).toEqual([]);
  });

  test('INBOX-2 what is read keeps its moment, and nobody marks what is another’s', async () => {
    const rows = [one(0), one(0), one(1, { told: { kind: 'role', role: null } })];
    await store.addNotifications(rows, null);
    const [anna, bruno] = [seeded.users[0]!.id, seeded.users[1]!.id];
    await store.markNotifications(anna, [rows[0]!.id, rows[2]!.id, 'nothing'], T + 1);
    await store.markNotifications(anna, 'all', T + 2);
    expect((await store.listNotifications(anna, page)).map(({ readAt }) => readAt)).toEqual([T + 2, T + 1]);
    expect([await store.countUnread(anna), await store.countUnread(bruno)]).toEqual([0, 1]);
    await store.markNotifications(anna, [rows[1]!.id], null);
    expect(await ids(0, { unread: true })).toEqual([rows[1]!.id]);
    expect(await store.countUnread(anna)).toBe(1);
  });

  test('INBOX-3 what one may not see any more is neither listed, counted nor sent; what was said of one’s role stays', async () => {
    const bruno = seeded.users[1]!.id;
    await store.setPlanRole(seeded.plan.id, bruno, 'commenter');
    const [thread, version, role] = [
      one(1),
      one(1, { told: { kind: 'freeze', version: 1 } }),
      one(1, { told: { kind: 'role', role: null } }),
    ];
    await store.addNotifications([thread, version, role], { pace: PACE, newId: next });
    const mail = await store.nextMail(T + PACE.gather);
    const seen = async () => [
      await ids(1),
      await store.countUnread(bruno),
      (await store.listMailed(mail!.id)).length,
    ];
    expect(await seen()).toEqual([[role.id, version.id, thread.id], 3, 3]);
    await store.setPlanRole(seeded.plan.id, bruno, 'reader');
    expect(await seen()).toEqual([[role.id, version.id], 2, 2]);
    await store.setPlanRole(seeded.plan.id, bruno, null);
    expect(await seen()).toEqual([[role.id], 1, 1]);
    await store.removeMember(seeded.association.id, bruno);
    expect(await seen()).toEqual([[], 0, 0]);
  });

  test('MAIL-1 what comes within moments is one mail, and the next to the same member waits its time', async () => {
    const mail = { pace: PACE, newId: next };
    await store.addNotifications([one(0)], mail);
    await store.addNotifications([one(0, { at: T + 5000 })], mail);
    expect(await store.nextMail(T + PACE.gather - 1)).toBe(null);
    expect(await store.nextMailAt()).toBe(T + PACE.gather);
    const first = await store.nextMail(T + PACE.gather);
    expect(first).toMatchObject({ userId: seeded.users[0]!.id, kind: 'at-once', tries: 0, createdAt: T });
    expect(await store.listMailed(first!.id)).toHaveLength(2);
    await store.mailSent(first!.id, T + 11_000);
    expect(await store.nextMailAt()).toBe(null);

    await store.addNotifications([one(0, { at: T + 20_000 })], mail);
    await store.addNotifications([one(0, { at: T + 100_000 })], mail);
    expect(await store.nextMailAt()).toBe(T + 11_000 + PACE.apart);
    expect(await store.listMailed((await store.nextMail(T + 131_000))!.id)).toHaveLength(2);
  });

  test('MAIL-2 nobody gets mail at once who wants none, and what was told is kept all the same', async () => {
    const [anna, bruno] = [seeded.users[0]!.id, seeded.users[1]!.id];
    expect(await store.getMailMode(anna)).toBe('at-once');
    await store.setMailMode(anna, 'daily');
    await store.setMailMode(anna, 'none');
    await store.setMailMode(bruno, 'daily');
    expect(await store.getMailMode(anna)).toBe('none');
    await store.addNotifications([one(0), one(1)], { pace: PACE, newId: next });
    expect(await store.nextMailAt()).toBe(null);
    expect(await store.countUnread(anna)).toBe(1);
  });

  test('MAIL-3 a failed mail waits for its next time or is given up; one that is taken back frees what it told', async () => {
    const mail = { pace: PACE, newId: next };
    await store.addNotifications([one(0)], mail);
    const row = (await store.nextMail(T + 60_000))!;
    await store.mailFailed(row.id, T + 90_000);
    expect(await store.nextMail(T + 89_999)).toBe(null);
    expect(await store.nextMail(T + 90_000)).toEqual({ ...row, tries: 1, nextAt: T + 90_000 });
    // It was tried, so what follows does not join it.
    await store.addNotifications([one(0, { at: T + 80_000 })], mail);
    expect(await store.listMailed(row.id)).toHaveLength(1);
    await store.mailFailed(row.id, null);
    const second = (await store.nextMail(T + 200_000))!;
    expect(second.id).not.toBe(row.id);
    await store.dropMail(second.id);
    expect(await store.nextMailAt()).toBe(null);
    await store.setMailMode(seeded.users[0]!.id, 'daily');
    expect(await store.makeDailyMail('2023-11-15', T + 300_000, T, next)).toBe(true);
    expect(await store.listMailed((await store.nextMail(T + 300_000))!.id)).toHaveLength(1);
  });

  test('MAIL-4 the daily mail is made once for a day, of what is unread and was in no mail, for those who want it', async () => {
    const [anna, bruno, carla] = seeded.users.map(({ id }) => id) as [string, string, string];
    for (const user of [anna, bruno]) await store.setMailMode(user, 'daily');
    await store.setPlanRole(seeded.plan.id, bruno, 'reader');
    const rows = [
      one(0, { at: T - 1 }),
      one(0),
      one(0),
      one(0),
      // Bruno may not see comments.
      one(1),
      one(2, { userId: carla }),
    ];
    await store.addNotifications(rows, null);
    await store.markNotifications(anna, [rows[1]!.id], T + 1);
    expect(await store.makeDailyMail('2023-11-15', T + 2, T, next)).toBe(true);
    expect(await store.makeDailyMail('2023-11-15', T + 3, T, next)).toBe(false);
    expect(await store.makeDailyMail('2023-11-14', T + 3, T, next)).toBe(false);
    const mail = (await store.nextMail(T + 2))!;
    expect(mail).toMatchObject({ userId: anna, kind: 'daily' });
    expect((await store.listMailed(mail.id)).map(({ id }) => id)).toEqual([rows[2]!.id, rows[3]!.id]);
    await store.mailSent(mail.id, T + 4);
    expect(await store.nextMailAt()).toBe(null);
    expect(await store.makeDailyMail('2023-11-16', T + 5, T, next)).toBe(true);
    expect(await store.nextMailAt()).toBe(null);
  });

  test('MAIL-5 the key of the links is made once', async () => {
    expect(await store.unsubscribeKey('first')).toBe('first');
    expect(await store.unsubscribeKey('second')).toBe('first');
  });

  test('INBOX-4 what is due is found by its day: open threads that somebody is to do, of plans that are not put away', async () => {
    const { plan, users } = seeded;
    const [anna, bruno] = [users[0]!.id, users[1]!.id];
    const away = aPlan(seeded.association.id, anna);
    await store.createPlan(away);
    const open = async (due: string | null, assignee: string | null, planId = plan.id): Promise<string> => {
      const thread = aThread(planId, anna, { due, assignee });
      await store.openThread(thread, WIDE);
      return thread.threadId;
    };
    const first = await open('2024-03-30', bruno);
    const second = await open('2024-03-31', anna);
    const done = await open('2024-03-31', bruno);
    await store.patchThread({ planId: plan.id, by: anna, at: T, threadId: done, patch: { resolved: true } });
    for (const [due, assignee] of [
      ['2024-03-29', bruno],
      ['2024-04-01', bruno],
      [null, bruno],
      ['2024-03-31', null],
    ] as const)
      await open(due, assignee);
    await open('2024-03-31', bruno, away.id);
    await store.archivePlan(away.id, true);
    expect(await store.listDueThreads('2024-03-30', '2024-03-31')).toEqual([
      { planId: plan.id, thread: first, assignee: bruno, due: '2024-03-30' },
      { planId: plan.id, thread: second, assignee: anna, due: '2024-03-31' },
    ]);
    expect(await store.getRemindedDay()).toBe(null);
    await store.setRemindedDay('2024-03-30');
    await store.setRemindedDay('2024-03-31');
    expect(await store.getRemindedDay()).toBe('2024-03-31');
  });

  test('INBOX-5 what is old is thrown away, with the mail that told it', async () => {
    const mail = { pace: PACE, newId: next };
    const fresh = one(0, { at: T + 10 });
    await store.addNotifications([one(0)], mail);
    const old = (await store.nextMail(T + 60_000))!;
    await store.mailSent(old.id, T + 60_000);
    await store.addNotifications([fresh], mail);
    await store.forgetInbox(T + 5);
    expect(await ids(0)).toEqual([fresh.id]);
    expect(await store.listMailed(old.id)).toEqual([]);
    expect(await store.nextMailAt()).not.toBe(null);
  });

  test('INBOX-6 all of it is there after a restart', async () => {
    const row = one(0);
    await store.addNotifications([row], { pace: PACE, newId: next });
    await store.markNotifications(row.userId, 'all', T + 1);
    await store.setMailMode(seeded.users[2]!.id, 'daily');
    const before = await store.nextMail(T + 60_000);
    if (made.reopen !== undefined) store = await made.reopen();
    expect(await store.nextMail(T + 60_000)).toEqual(before);
    expect(await store.listNotifications(row.userId, page)).toMatchObject([{ id: row.id, readAt: T + 1 }]);
    expect(await store.getMailMode(seeded.users[2]!.id)).toBe('daily');
    expect(await store.addNotifications([{ ...one(0), key: row.key }], null)).toEqual([]);
  });
});
