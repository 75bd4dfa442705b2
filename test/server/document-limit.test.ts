import { Desk, TookTooLong } from '@filiera/server/src/desk.ts';
import { createMakers } from '@filiera/server/src/freeze/makers.ts';
import { setCell } from '@filiera/shared/plan/edit.ts';
import { describe, expect, test } from 'vitest';
import { makeApp } from '../support/app.ts';

/** What makes documents has its time, and is given up where that is over. */

const SLOW = new URL('../support/slow-thread.ts', import.meta.url);

describe('FREEZE-24 a document that takes too long', () => {
  test('FREEZE-24 is given up with its thread, and what waits behind it is made', async () => {
    const desk = new Desk<string, string>(SLOW, { limit: 1000 });
    expect(await desk.ask('first')).toBe('first');
    const stuck = desk.running!;
    const ended = new Promise((resolve) => stuck.once('exit', resolve));
    const [never, behind, last] = await Promise.allSettled(
      ['never', 'behind', 'last'].map((one) => desk.ask(one)),
    );
    expect(never).toMatchObject({ status: 'rejected', reason: expect.any(TookTooLong) });
    expect([behind, last]).toMatchObject([{ value: 'behind' }, { value: 'last' }]);
    await ended;
    expect(desk.running).not.toBe(stuck);
    await desk.running?.terminate();
  });

  test('FREEZE-24 where threads do not go that were ended, there are no others, and until then the desk is busy', async () => {
    const desk = new Desk<string, string>(SLOW, { limit: 500 });
    const refusals: string[] = [];
    // A thread that was ended before it had even begun goes at once, and does not count.
    while (!refusals.includes('StoreError') && refusals.length < 20)
      await desk.ask('asleep').catch((error: Error) => refusals.push(error.name));
    expect(refusals.at(-1)).toBe('StoreError');
    expect(refusals.slice(0, -1).every((name) => name === 'TookTooLong')).toBe(true);
    await expect.poll(() => desk.ask('again').catch(() => null), { timeout: 20_000 }).toBe('again');
    await desk.running?.terminate();
  });

  test('FREEZE-24 is told to who asked for it, and nothing is frozen', async () => {
    const app = await makeApp({ makers: createMakers(1) });
    const anna = await app.addMember('member');
    const plan = await app.addPlan(anna, [[anna, 'manager']]);
    const page = await app.signedIn(anna);
    for (const copy of ['working-copy/plan.pdf', 'working-copy/plan.docx', 'rehearsal/plan.pdf']) {
      const { status, json } = await page.send('GET', `/api/plans/${plan.id}/${copy}`);
      expect([status, json], copy).toEqual([503, { error: 'took-too-long' }]);
    }
    const frozen = await page.send('POST', `/api/plans/${plan.id}/freeze`, { reason: 'La scadenza è oggi.' });
    expect([frozen.status, frozen.json]).toEqual([503, { error: 'took-too-long' }]);
    expect(await app.store.getPlan(plan.id)).toMatchObject({ status: 'open', epoch: 0 });
    await app.write(plan, anna, (doc) => setCell(doc, 'costs', 'travel', 'total', 1));
    await app.close();
  });
});
