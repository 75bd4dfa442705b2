import type { Store } from '@filiera/server/src/store/store.ts';
import type { ThreadOutcome } from '@filiera/server/src/store/threads.ts';
import { threadSchema } from '@filiera/shared/threads/api.ts';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anEntry, STORES, seedPlan } from '../support/stores.ts';
import { aThread, done, WIDE, words } from '../support/threads.ts';

const T = 1_700_000_002_000;

describe.each(STORES)('$name', (kind) => {
  let made: ReturnType<(typeof kind)['make']>;
  let store: Store;
  let planId: string;
  let a: string;
  let b: string;
  beforeEach(async () => {
    made = kind.make();
    store = made.store;
    const { plan, users } = await seedPlan(store, 2);
    planId = plan.id;
    [a, b] = [users[0]!.id, users[1]!.id];
  });
  afterEach(() => made.dispose());

  const open = async (fields: Parameters<typeof aThread>[2] = {}) =>
    done(await store.openThread(aThread(planId, a, fields), WIDE)).thread;
  const reply = (threadId: string, by: string, text: string, more: object = {}) =>
    store.addComment({ ...aThread(planId, by), threadId, text: words(text), ...more }, WIDE);
  const why = (outcome: ThreadOutcome) => (outcome.kind === 'refused' ? outcome.why : outcome.kind);

  test('THREAD-1 a thread is kept as it was written, oldest first, with its comments in order', async () => {
    expect(await store.listThreads(planId)).toEqual({ revision: 0, threads: [] });
    const cell = { kind: 'cell', root: 'table/costs', key: 'travel/usa', value: 500_000 } as const;
    const first = await open({
      anchor: cell,
      text: words('Perché «5.000»? 👀'),
      due: '2024-03-31',
      assignee: b,
    });
    const second = await open();
    done(await reply(first.id, b, 'Dal preventivo', { at: T + 5 }));
    if (made.reopen !== undefined) store = await made.reopen();
    const { revision, threads } = await store.listThreads(planId);
    expect(revision).toBe(3);
    expect(threads.map(({ id, revision: at }) => [id, at])).toEqual([
      [first.id, 3],
      [second.id, 2],
    ]);
    expect(threads[0]).toEqual({
      ...first,
      revision: 3,
      anchor: cell,
      assignee: b,
      due: '2024-03-31',
      blocking: false,
      resolved: null,
      createdBy: a,
      createdAt: T,
      comments: [
        first.comments[0],
        {
          id: expect.any(String),
          authorId: b,
          at: T + 5,
          editedAt: null,
          deletedAt: null,
          text: words('Dal preventivo'),
          reactions: [],
        },
      ],
    });
    for (const thread of threads) expect(threadSchema.parse(thread)).toEqual(thread);
    expect(await store.getThread(planId, first.id)).toEqual(threads[0]);
    const other = (await seedPlan(store, 1)).plan;
    expect(await store.getThread(other.id, first.id)).toBe(null);
    expect(await store.listThreads(other.id)).toEqual({ revision: 0, threads: [] });
  });

  test('THREAD-2 a key works once for each user: the same again gives the same, something else is refused', async () => {
    const thread = aThread(planId, a);
    const results = await Promise.all([
      store.openThread(thread, WIDE),
      store.openThread({ ...thread, threadId: 'x', commentId: 'y' }, WIDE),
    ]);
    expect(results.map((result) => result.kind)).toEqual(['done', 'same']);
    expect(results[1]).toMatchObject({ thread: { id: thread.threadId } });
    expect(why(await store.openThread({ ...thread, threadId: 'x', content: 'other' }, WIDE))).toBe(
      'key-taken',
    );
    const said = { ...aThread(planId, a), threadId: thread.threadId };
    done(await store.addComment(said, WIDE));
    expect(why(await store.addComment({ ...said, commentId: 'z' }, WIDE))).toBe('same');
    // A key of a comment opens no thread, and somebody else's same key is their own.
    expect(why(await store.openThread({ ...aThread(planId, a), key: said.key }, WIDE))).toBe('key-taken');
    done(await store.addComment({ ...said, commentId: 'w', by: b }, WIDE));
    const other = (await seedPlan(store, 1)).plan;
    expect(why(await store.openThread({ ...thread, planId: other.id }, WIDE))).toBe('key-taken');
    const { revision, threads } = await store.listThreads(planId);
    expect([revision, threads.length, threads[0]!.comments.length]).toEqual([3, 1, 3]);
    // The answer is there for a plan that was put away meanwhile, too.
    await store.archivePlan(planId, true);
    expect(why(await store.addComment(said, WIDE))).toBe('same');
  });

  test('THREAD-3 of a deleted comment the place stays and the words are gone, with all that was answered to them', async () => {
    const { id, comments } = await open({ text: words('parola segretissima'), mentions: [b] });
    const commentId = comments[0]!.id;
    const deed = { planId, threadId: id, commentId, at: T + 9 };
    done(await store.setReaction({ ...deed, by: b, reaction: '👍', given: true }));
    expect(why(await store.deleteComment({ ...deed, by: b }))).toBe('foreign');
    expect(why(await store.deleteComment({ ...deed, by: a, commentId: 'none' }))).toBe('gone');
    const { thread } = done(await store.deleteComment({ ...deed, by: a }));
    expect(thread.comments).toEqual([{ ...comments[0], text: null, deletedAt: T + 9, reactions: [] }]);
    expect(why(await store.deleteComment({ ...deed, by: a }))).toBe('same');
    expect(why(await store.editComment({ ...deed, by: a, text: words('x'), mentions: [] }, WIDE))).toBe(
      'gone',
    );
    expect(why(await store.setReaction({ ...deed, by: b, reaction: '👍', given: true }))).toBe('gone');
    expect((await store.listThreads(planId)).revision).toBe(3);
    done(await reply(id, b, 'ancora qui'));
  });

  test('THREAD-4 an author changes their words, and whom a comment names hears of it once', async () => {
    const { id, comments } = await open();
    const deed = { planId, threadId: id, commentId: comments[0]!.id, at: T + 1, by: a };
    const edit = (text: string, mentions: string[], by = a) =>
      store.editComment({ ...deed, by, text: words(text), mentions }, WIDE);
    expect(why(await edit('altro', [], b))).toBe('foreign');
    const first = done(await edit('per @Bruno', [b, b]));
    expect(first.told).toEqual([b]);
    expect(first.thread.comments[0]).toMatchObject({ text: words('per @Bruno'), editedAt: T + 1 });
    expect(why(await edit('per @Bruno', [b]))).toBe('same');
    expect(done(await edit('per nessuno', [])).told).toEqual([]);
    expect(done(await edit('per @Bruno e @Anna', [a, b])).told).toEqual([a]);
    expect(done(await reply(id, a, '@Bruno', { mentions: [b] })).told).toEqual([b]);
    expect(why(await reply('none', a, 'x'))).toBe('gone');
  });

  test('THREAD-5 each change of a thread’s state has who made it and when, for ever', async () => {
    const { id } = await open({ blocking: true, assignee: b });
    const patch = (by: string, at: number, change: object) =>
      store.patchThread({ planId, threadId: id, by, at, patch: change });
    expect(done(await patch(b, T + 1, { resolved: true })).thread.resolved).toEqual({ by: b, at: T + 1 });
    expect(why(await patch(a, T + 2, { resolved: true, blocking: true }))).toBe('same');
    done(await patch(a, T + 3, { resolved: false, assignee: null, due: '2024-05-01' }));
    const { thread } = done(await patch(b, T + 4, { blocking: false }));
    expect(thread).toMatchObject({ resolved: null, assignee: null, due: '2024-05-01', blocking: false });
    expect(
      why(await store.patchThread({ planId, threadId: 'none', by: a, at: T, patch: { blocking: true } })),
    ).toBe('gone');
    if (made.reopen !== undefined) store = await made.reopen();
    expect(await store.readThreadTrail(planId, id)).toEqual([
      { revision: 1, part: 'assignee', value: b, by: a, at: T },
      { revision: 1, part: 'blocking', value: 'yes', by: a, at: T },
      { revision: 2, part: 'resolved', value: 'yes', by: b, at: T + 1 },
      { revision: 3, part: 'assignee', value: null, by: a, at: T + 3 },
      { revision: 3, part: 'due', value: '2024-05-01', by: a, at: T + 3 },
      { revision: 3, part: 'resolved', value: null, by: a, at: T + 3 },
      { revision: 4, part: 'blocking', value: null, by: b, at: T + 4 },
    ]);
    expect(await store.readThreadTrail((await seedPlan(store, 1)).plan.id, id)).toEqual([]);
  });

  test('THREAD-6 what goes beyond a limit is refused and changes nothing', async () => {
    const text = words('dodici byte.');
    const size = JSON.stringify(text).length;
    const ANCHOR_SIZE = JSON.stringify(aThread(planId, a).anchor).length;
    const limits = { threads: 2, comments: 3, threadBytes: 2 * size, planBytes: 3 * size + 2 * ANCHOR_SIZE };
    const add = (fields: object) =>
      store.addComment({ ...aThread(planId, a, { text }), ...fields } as never, limits);
    const { thread } = done(await store.openThread(aThread(planId, a, { text }), limits));
    done(await add({ threadId: thread.id }));
    expect(why(await add({ threadId: thread.id }))).toBe('full');
    const second = done(await store.openThread(aThread(planId, a, { text }), limits)).thread;
    expect(why(await add({ threadId: second.id }))).toBe('full');
    const wide = { ...limits, threadBytes: 1e6, planBytes: 1e6 };
    expect(why(await store.openThread(aThread(planId, a), wide))).toBe('full');
    const third = await store.addComment({ ...aThread(planId, a, { text }), threadId: thread.id }, wide);
    const commentId = done(third).thread.comments[2]!.id;
    expect(why(await store.addComment({ ...aThread(planId, a), threadId: thread.id }, wide))).toBe('full');
    // Longer words need room as well; shorter ones and deletions make it.
    const deed = { planId, threadId: thread.id, commentId, by: a, at: T };
    expect(
      why(await store.editComment({ ...deed, text: words('qualche byte in più'), mentions: [] }, limits)),
    ).toBe('full');
    done(await store.editComment({ ...deed, text: words('corto'), mentions: [] }, limits));
    done(await store.deleteComment(deed));
    expect((await store.listThreads(planId)).revision).toBe(6);
  });

  test('THREAD-7 an archived plan takes no change of its threads; a frozen one does', async () => {
    const { id, comments } = await open();
    const deed = { planId, threadId: id, commentId: comments[0]!.id, by: a, at: T };
    await store.append([anEntry(planId, a)]);
    const version = {
      planId,
      number: 1,
      digest: 'd',
      seq: 1,
      frozenAt: T,
      frozenBy: a,
      reason: null,
      dossier: null,
    };
    expect(await store.freeze(version, [])).toBe('frozen');
    done(await reply(id, b, 'anche dopo'));
    await store.archivePlan(planId, true);
    for (const refused of [
      await reply(id, b, 'troppo tardi'),
      await store.openThread(aThread(planId, a), WIDE),
      await store.editComment({ ...deed, text: words('x'), mentions: [] }, WIDE),
      await store.deleteComment(deed),
      await store.setReaction({ ...deed, reaction: '👍', given: true }),
      await store.patchThread({ ...deed, patch: { resolved: true } }),
    ]) {
      expect(why(refused)).toBe('archived');
    }
    expect((await store.listThreads(planId)).revision).toBe(2);
    await store.archivePlan(planId, false);
    done(await reply(id, b, 'di nuovo'));
    expect(why(await store.openThread({ ...aThread(planId, a), planId: 'none' }, WIDE))).toBe('gone');
  });

  test('THREAD-8 an answer by one click is given once and taken back, each in its order', async () => {
    const { id, comments } = await open();
    const deed = { planId, threadId: id, commentId: comments[0]!.id, at: T };
    const give = (by: string, reaction: '👍' | '🎉', given = true, at = T) =>
      store.setReaction({ ...deed, by, reaction, given, at });
    done(await give(b, '🎉'));
    done(await give(b, '👍', true, T + 1));
    done(await give(a, '👍', true, T + 2));
    expect(why(await give(a, '👍'))).toBe('same');
    expect((await store.getThread(planId, id))?.comments[0]?.reactions).toEqual([
      { reaction: '👍', userIds: [b, a] },
      { reaction: '🎉', userIds: [b] },
    ]);
    done(await give(b, '🎉', false));
    expect(why(await give(b, '🎉', false))).toBe('same');
    expect(
      why(await store.setReaction({ ...deed, commentId: 'none', by: a, reaction: '👍', given: true })),
    ).toBe('gone');
  });

  test('THREAD-9 the threads that block a plan are those that are blocking and open', async () => {
    const blocking = await open({ blocking: true });
    const later = await open();
    await open();
    const patch = (threadId: string, change: object) =>
      store.patchThread({ planId, threadId, by: a, at: T, patch: change });
    expect(await store.openBlockingThreads(planId)).toEqual([blocking]);
    done(await patch(later.id, { blocking: true }));
    done(await patch(blocking.id, { resolved: true }));
    expect((await store.openBlockingThreads(planId)).map(({ id }) => id)).toEqual([later.id]);
    done(await patch(blocking.id, { resolved: false }));
    expect((await store.openBlockingThreads(planId)).map(({ id }) => id)).toEqual([blocking.id, later.id]);
    expect(await store.openBlockingThreads((await seedPlan(store, 1)).plan.id)).toEqual([]);
  });

  test('THREAD-10 whoever leaves the association keeps the name on what they said', async () => {
    const { plan, association, users } = await seedPlan(store, 2);
    const by = users[1]!.id;
    const { thread } = done(await store.openThread(aThread(plan.id, by, { assignee: by }), WIDE));
    await store.removeMember(association.id, by);
    expect(await store.getThread(plan.id, thread.id)).toEqual(thread);
  });

  test('THREAD-11 whatever is retried and in whatever order, each key makes one comment and the revision has no gap', async () => {
    const { id } = await open();
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            key: fc.integer({ min: 0, max: 4 }),
            who: fc.boolean(),
            content: fc.integer({ min: 0, max: 1 }),
          }),
          { maxLength: 20 },
        ),
        async (tries) => {
          round += 1;
          const before = await store.listThreads(planId);
          const count = before.threads[0]!.comments.length;
          const first = new Map<string, number>();
          const outcomes = await Promise.all(
            tries.map(({ key, who, content }) =>
              store.addComment(
                {
                  ...aThread(planId, who ? a : b),
                  threadId: id,
                  key: `${round}-${key}`,
                  content: String(content),
                },
                { ...WIDE, comments: 1e6 },
              ),
            ),
          );
          const revisions = outcomes.flatMap((outcome) =>
            outcome.kind === 'done' ? [outcome.revision] : [],
          );
          tries.forEach(({ key, who, content }, n) => {
            const name = `${who}-${key}`;
            const known = first.get(name);
            first.set(name, known ?? content);
            const expected = known === undefined ? 'done' : known === content ? 'same' : 'key-taken';
            expect(why(outcomes[n]!)).toBe(expected);
          });
          expect(revisions).toEqual(revisions.map((_, n) => before.revision + n + 1));
          const after = await store.listThreads(planId);
          expect(after.revision).toBe(before.revision + first.size);
          expect(after.threads[0]!.comments.length).toBe(count + first.size);
        },
      ),
      { numRuns: 30 },
    );
  });
});
