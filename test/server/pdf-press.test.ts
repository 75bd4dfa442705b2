import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { Press } from '@filiera/server/src/freeze/pdf/press.ts';
import { paperOf } from '@filiera/server/src/freeze/pdf/render.ts';
import { describe, expect, test } from 'vitest';
import { readingOfDemo } from '../support/frozen.ts';

const draft = { kind: 'draft', association: 'Clust-ER', planTitle: 'Piano', at: 0, by: 'Anna' } as const;
const sheet = {
  paper: JSON.stringify(paperOf(readingOfDemo(promotionPlan), draft, false)),
  at: 0,
  json: null,
};
const startsLikePdf = (pdf: Uint8Array): boolean => Buffer.from(pdf.subarray(0, 5)).toString() === '%PDF-';

describe('PDF-11 PDFs are made in a thread of their own', () => {
  test('PDF-11 the process goes on meanwhile, and ten at once are ten PDFs', async () => {
    const press = new Press();
    let turns = 0;
    const watch = setInterval(() => {
      turns += 1;
    }, 1);
    const pdfs = await Promise.all(Array.from({ length: 10 }, () => press.set(sheet)));
    clearInterval(watch);
    expect(pdfs.every(startsLikePdf)).toBe(true);
    expect(turns).toBeGreaterThan(20);
    await press.running?.terminate();
  });

  test('PDF-11 one that cannot be made is said so, and the next is made', async () => {
    const press = new Press();
    const bad = press.set({ ...sheet, paper: '{}' });
    const good = press.set(sheet);
    await expect(bad).rejects.toThrow(/could not be set: .*info/);
    expect(startsLikePdf(await good)).toBe(true);
    await press.running?.terminate();
  });

  test('PDF-11 where the thread dies, what waited fails, and the next sheet starts another', async () => {
    const press = new Press();
    const lost = press.set(sheet);
    void press.running!.terminate();
    await expect(lost).rejects.toThrow(/ended/);
    expect(press.running).toBe(null);
    expect(startsLikePdf(await press.set(sheet))).toBe(true);
    await press.running?.terminate();
  });

  test('PDF-11 a thread with nothing to do ends', async () => {
    const press = new Press({ idle: 1 });
    await press.set(sheet);
    const thread = press.running!;
    await new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    expect(press.running).toBe(null);
    expect(startsLikePdf(await press.set(sheet))).toBe(true);
  });

  test('PDF-11 more than may wait are refused as busy', async () => {
    const press = new Press();
    const waiting = Array.from({ length: 100 }, () => press.set(sheet));
    await expect(press.set(sheet)).rejects.toMatchObject({ kind: 'busy' });
    const ends = Promise.allSettled(waiting);
    await press.running!.terminate();
    await ends;
  });
});
