import { Turns } from '@filiera/server/src/threads/turns.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

test('THREAD-44 the jobs for one plan are done one after the other, in their order, whichever fail; others go on meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ key: fc.constantFrom('a', 'b'), steps: fc.nat(3), fails: fc.boolean() }), {
        maxLength: 12,
      }),
      async (scheduler, jobs) => {
        const turns = new Turns();
        const events: string[] = [];
        const results = jobs.map(({ key, steps, fails }, n) =>
          turns.take(key, async () => {
            events.push(`${key} ${n} begins`);
            for (let step = 0; step < steps; step += 1) await scheduler.schedule(Promise.resolve());
            events.push(`${key} ${n} ends`);
            if (fails) throw new Error(`job ${n}`);
            return n;
          }),
        );
        const settled = Promise.allSettled(results);
        await scheduler.waitFor(settled);
        for (const key of ['a', 'b']) {
          const own = jobs.flatMap((job, n) => (job.key === key ? [n] : []));
          expect(events.filter((event) => event.startsWith(key))).toEqual(
            own.flatMap((n) => [`${key} ${n} begins`, `${key} ${n} ends`]),
          );
        }
        expect((await settled).map((one) => one.status)).toEqual(
          jobs.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
        );
      },
    ),
  );
});

test('THREAD-44 a plan whose job waits keeps no other plan waiting', async () => {
  const turns = new Turns();
  const opening = Promise.withResolvers<void>();
  const slow = turns.take('a', () => opening.promise);
  expect(await turns.take('b', async () => 'done')).toBe('done');
  opening.resolve();
  await slow;
});
