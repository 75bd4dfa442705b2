import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, BRUNO, ELENA } from '../support/people.ts';
import { POLL } from '../support/plan-page.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

/** Texts by their authors: in the editor, for readers, and across a restart of the server. */

let meeting: Meeting<'elena' | 'anna' | 'bruno'>;
/** The one that goes on where the first was killed. */
let again: TestServer | undefined;
let elena: Visitor;
let anna: Visitor;
let bruno: Visitor;
let planId: string;

beforeAll(async () => {
  meeting = await meet({
    elena: ELENA,
    anna: { ...ANNA, organisation: 'Università di Bologna' },
    bruno: { ...BRUNO, screen: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } },
  });
  ({ elena, anna, bruno } = meeting.people);
  planId = await meeting.startPlan('a1-2023-2024', 'Autori', { anna: 'contributor', bruno: 'reader' });
  for (const visitor of [elena, anna]) await open(visitor);
});
afterAll(async () => {
  await again?.stop();
  await meeting?.close();
});

const open = async ({ page }: Visitor): Promise<void> => {
  await page.goto(`/piani/${planId}`);
  await page.locator('[id="at/costs"]').waitFor();
};
const blockOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Obiettivi specifici' }).first();
/** The passages that are shown: initials where they begin, and their letters. */
const passagesOf = (block: Locator): Promise<string[]> =>
  block
    .locator('.filiera-author')
    .evaluateAll((marks) =>
      marks.map((mark) => `${(mark as HTMLElement).dataset.initials ?? ''}|${mark.textContent}`),
    );
const toggle = (page: Page): Locator => page.getByRole('button', { name: 'Autori', exact: true });

describe('texts by their authors', () => {
  test('WHO-10 the switch marks each passage by its author, live, with a legend of names', async () => {
    await blockOf(elena.page).click();
    await elena.page.keyboard.type('Elena comincia. ');
    await expect.poll(() => blockOf(anna.page).textContent(), POLL).toContain('comincia');
    await blockOf(anna.page).click();
    await anna.page.keyboard.press('Control+End');
    await anna.page.keyboard.type('Anna continua.');

    const { page } = elena;
    await expect.poll(() => blockOf(page).textContent(), POLL).toContain('Anna continua.');
    await toggle(page).click();
    expect(await toggle(page).getAttribute('aria-pressed')).toBe('true');
    await expect
      .poll(() => passagesOf(blockOf(page)), POLL)
      .toEqual(['EM|Elena comincia. ', 'AR|Anna continua.']);
    const legend = page.getByRole('region', { name: 'Autori dei testi' });
    await legend.getByText('Elena Marchetti').waitFor();
    await legend.getByText('Anna Rossi · Università di Bologna').waitFor();
    const lines = await blockOf(page)
      .locator('.filiera-author')
      .evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).borderBottomStyle));
    expect(new Set(lines).size).toBe(2);

    await anna.page.keyboard.type(' Ancora.');
    await expect.poll(async () => (await passagesOf(blockOf(page))).at(-1), POLL).toContain('Ancora.');
    await blockOf(page).click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('End');
    await page.keyboard.type(' Elena chiude.');
    await expect
      .poll(() => passagesOf(blockOf(page)), POLL)
      .toEqual(['EM|Elena comincia. ', 'AR|Anna continua. Ancora.', 'EM| Elena chiude.']);
    expect(await axe(page, blockOf(page), legend, page.getByRole('banner'))).toEqual([]);
  });

  test('WHO-11 a passage tells who wrote it and when, under the pointer and with Alt and H', async () => {
    const { page } = elena;
    await page.getByRole('heading', { level: 1 }).click();
    await page.locator('.filiera-author').filter({ hasText: 'Anna continua' }).hover();
    await page.getByText(/^oggi alle \d\d:\d\d$/).waitFor();
    await blockOf(page).click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Alt+H');
    await page
      .getByRole('status')
      .filter({ hasText: /^Scritto da Elena Marchetti, oggi alle \d\d:\d\d/ })
      .waitFor({ state: 'attached' });
  });

  test('WHO-12 readers see the same without an editor, and go from passage to passage by keyboard', async () => {
    const { page } = bruno;
    await open(bruno);
    await toggle(page).click();
    const block = page.getByRole('group', { name: 'Obiettivi specifici' }).first();
    await expect
      .poll(() => passagesOf(block), POLL)
      .toEqual(['EM|Elena comincia. ', 'AR|Anna continua. Ancora.', 'EM| Elena chiude.']);
    await block.focus();
    await page.keyboard.press('Alt+H');
    const heard = (words: RegExp): Promise<void> =>
      page.getByRole('status').filter({ hasText: words }).waitFor({ state: 'attached' });
    await heard(/^Scritto da Elena/);
    await page.keyboard.press('ArrowRight');
    await heard(/^Scritto da Anna/);
    expect(await axe(page)).toEqual([]);
    expect(meeting.problems()).toEqual([]);
  });

  test('WHO-13 who wrote what is the same after the server was started again', async () => {
    const { url, dataDir, kill } = meeting.server;
    await kill();
    again = await startServer({ dataDir, port: Number(new URL(url).port) });
    await open(anna);
    await toggle(anna.page).click();
    await expect
      .poll(() => passagesOf(blockOf(anna.page)), POLL)
      .toEqual(['EM|Elena comincia. ', 'AR|Anna continua. Ancora.', 'EM| Elena chiude.']);
  });

  test('WHO-14 lines, initials and words hold their contrast for all twelve colours, on both papers', async () => {
    const { page } = anna;
    await blockOf(page).click();
    await page.locator('.ProseMirror').first().waitFor();
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor();
      const worst = await page.evaluate(lowestContrast);
      expect(worst.initials, `initials, ${scheme}`).toBeGreaterThanOrEqual(4.5);
      expect(worst.words, `words, ${scheme}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

/** The lowest contrasts among marks of all author colours, reckoned in the page from what it paints. */
async function lowestContrast(): Promise<{ initials: number; words: number }> {
  // Colours of a new scheme come by transitions, however short these are: the paper is read when it has its own.
  document.body.getBoundingClientRect();
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  const colors =
    '#1e69ff #965a00 #3c1e69 #003c0f #3c785a #876996 #e11e5a #5a1e3c #0f1eff #4b4b69 #96002d #872da5';
  const canvas = document.createElement('canvas');
  const paint = canvas.getContext('2d', { willReadFrequently: true })!;
  const over = (...layers: string[]): number[] => {
    for (const layer of layers) {
      paint.fillStyle = layer;
      paint.fillRect(0, 0, 1, 1);
    }
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb: number[]): number => {
    const [r, g, b] = rgb.map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (a: number[], b: number[]): number => {
    const [high, low] = [light(a), light(b)].sort((one, other) => other - one);
    return (high! + 0.05) / (low! + 0.05);
  };
  const block = document.querySelector('.ProseMirror')!;
  const paper = getComputedStyle(block.closest('[data-editable]')!).backgroundColor;
  const worst = { initials: 21, words: 21 };
  for (const color of colors.split(' ')) {
    const mark = document.createElement('span');
    mark.className = 'filiera-author';
    mark.style.setProperty('--fil-author', color);
    mark.dataset.initials = 'EM';
    mark.textContent = 'parole';
    block.parentElement!.append(mark);
    const ground = over(paper, getComputedStyle(mark).backgroundColor);
    const initials = over(getComputedStyle(mark, '::before').color);
    const words = over(getComputedStyle(mark).color);
    worst.initials = Math.min(worst.initials, contrast(initials, ground));
    worst.words = Math.min(worst.words, contrast(words, ground));
    mark.remove();
  }
  return worst;
}
