import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { Desk } from '@filiera/server/src/desk.ts';
import { PRESS } from '@filiera/server/src/freeze/makers.ts';
import { Compiler } from '@filiera/server/src/freeze/pdf/compile.ts';
import type { PdfOrder } from '@filiera/server/src/freeze/pdf/render.ts';
import { plain } from '@filiera/server/src/freeze/plain-reading.ts';
import { describe, expect, test } from 'vitest';
import { readingOfDemo } from '../support/frozen.ts';

const draft = { kind: 'draft', association: 'Clust-ER', planTitle: 'Piano', at: 0, by: 'Anna' } as const;
const sheet: PdfOrder = { reading: plain(readingOfDemo(promotionPlan)), edition: draft, json: null };
const press = (options = {}): Desk<PdfOrder, Uint8Array> => new Desk(PRESS, options);
const startsLikePdf = (pdf: Uint8Array): boolean => Buffer.from(pdf.subarray(0, 5)).toString() === '%PDF-';

describe('PDF-11 PDFs are made in a thread of their own', () => {
  test('PDF-11 the process goes on meanwhile, and ten at once are ten PDFs', async () => {
    const desk = press();
    let turns = 0;
    const watch = setInterval(() => {
      turns += 1;
    }, 1);
    const pdfs = await Promise.all(Array.from({ length: 10 }, () => desk.ask(sheet)));
    clearInterval(watch);
    expect(pdfs.every(startsLikePdf)).toBe(true);
    expect(turns).toBeGreaterThan(20);
    await desk.running?.terminate();
  });

  test('PDF-11 one that cannot be made is said so, and the next is made', async () => {
    const desk = press();
    const bad = desk.ask({ ...sheet, edition: { ...draft, at: Number.NaN } });
    const good = desk.ask(sheet);
    await expect(bad).rejects.toThrow(/time/);
    expect(() => new Compiler().pdf({ paper: '{}', at: 0, json: null })).toThrow(/could not be set: .*info/);
    expect(startsLikePdf(await good)).toBe(true);
    await desk.running?.terminate();
  });

  test('PDF-11 where the thread dies, what waited fails, and the next sheet starts another', async () => {
    const desk = press();
    const lost = desk.ask(sheet);
    void desk.running!.terminate();
    await expect(lost).rejects.toThrow(/ended/);
    expect(desk.running).toBe(null);
    expect(startsLikePdf(await desk.ask(sheet))).toBe(true);
    await desk.running?.terminate();
  });

  test('PDF-11 a thread with nothing to do ends', async () => {
    const desk = press({ idle: 1 });
    await desk.ask(sheet);
    const thread = desk.running!;
    await new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    expect(desk.running).toBe(null);
    expect(startsLikePdf(await desk.ask(sheet))).toBe(true);
  });

  test('PDF-11 more than may wait are refused as busy', async () => {
    const desk = press();
    const waiting = Array.from({ length: 100 }, () => desk.ask(sheet));
    await expect(desk.ask(sheet)).rejects.toMatchObject({ kind: 'busy' });
    const ends = Promise.allSettled(waiting);
    await desk.running!.terminate();
    await ends;
  });
});
