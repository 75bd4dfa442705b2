import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, BRUNO, ELENA } from '../support/people.ts';
import { at, expectFocus, POLL, saved, saying } from '../support/plan-page.ts';

/** The history of cells and fields, for those who write, who read, and who hold a phone. */

let meeting: Meeting<'elena' | 'anna' | 'bruno'>;
let elena: Visitor;
let anna: Visitor;
let bruno: Visitor;
let planId: string;

beforeAll(async () => {
  meeting = await meet({
    elena: ELENA,
    anna: ANNA,
    bruno: { ...BRUNO, screen: { viewport: { width: 390, height: 844 } } },
  });
  ({ elena, anna, bruno } = meeting.people);
  planId = await meeting.startPlan('a1-2023-2024', 'Caselle', { anna: 'contributor', bruno: 'reader' });
  for (const visitor of [elena, anna, bruno]) await open(visitor);
});
afterAll(() => meeting?.close());

const open = async ({ page }: Visitor): Promise<void> => {
  await page.goto(`/piani/${planId}`);
  await at(page, 'costs').waitFor();
};
const history = (page: Page): Locator => page.getByRole('dialog', { name: /^Storia: / });
/** Each change in one line. */
const linesOf = async (page: Page): Promise<string[]> => {
  await history(page).getByRole('listitem').first().waitFor();
  const lines = await history(page).getByRole('listitem').allInnerTexts();
  return lines.map((line) => line.replaceAll(/\s+/g, ' ').trim());
};
/** Writes a cell as its own sitting, and waits until it is on record. */
async function write(page: Page, cell: Locator, text: string): Promise<void> {
  await cell.fill(text);
  await page.keyboard.press('Tab');
  await saved(page);
}

describe('the history of a cell', () => {
  test('WHO-1 Alt and H opens every change of a cell, newest first, and Escape goes back to it', async () => {
    const mine = at(anna.page, 'costs', 'staff', 'y2023');
    await write(elena.page, at(elena.page, 'costs', 'staff', 'y2023'), '1000');
    await expect.poll(() => mine.inputValue(), POLL).toBe('1.000,00');
    await write(anna.page, mine, '2500,5');
    await mine.focus();
    await anna.page.keyboard.press('Alt+H');
    const dialog = anna.page.getByRole('dialog', { name: 'Storia: Piano dei costi' });
    await dialog.waitFor();
    const lines = await linesOf(anna.page);
    expect(lines[0]).toMatch(/^Anna Rossi \d+ \w+ \d{4}, \d\d:\d\d prima 1\.000,00 dopo 2\.500,50$/);
    expect(lines.at(-1)).toMatch(/^Elena Marchetti .* prima vuota dopo /);
    expect(await axe(anna.page, dialog)).toEqual([]);
    await anna.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expectFocus(mine);
  });

  test('WHO-2 it opens from the hint by pointer, for fields too, with dates as the form writes them', async () => {
    const { page } = elena;
    const field = page.locator('[data-field] input[inputmode="numeric"]').first();
    await write(page, field, '1/2/2023');
    await page.getByRole('heading', { level: 1 }).click();
    await field.hover();
    await page.getByRole('tooltip').getByText('Alt+H: storia della casella').waitFor();
    await page.getByRole('button', { name: 'Storia', exact: true }).click();
    expect((await linesOf(page))[0]).toMatch(/^Elena Marchetti .* dopo 01\/02\/2023$/);
    await page.keyboard.press('Escape');
    await expectFocus(field);
  });

  test('WHO-3 what was written offline is listed with the moment at which it arrived, and marked', async () => {
    const { page, context } = anna;
    const cell = at(page, 'costs', 'climate', 'y2023');
    await context.setOffline(true);
    await saying(page, 'Non in linea');
    await cell.fill('300');
    await page.keyboard.press('Tab');
    await context.setOffline(false);
    await saved(page);
    await cell.focus();
    await page.keyboard.press('Alt+H');
    expect((await linesOf(page))[0]).toContain('scritto non in linea');
    await page.keyboard.press('Escape');
    await history(page).waitFor({ state: 'detached' });
  });

  test('WHO-4 readers open it too, by keyboard, on a phone in a drawer; computed cells have none', async () => {
    const { page } = bruno;
    const cell = at(page, 'costs', 'staff', 'y2023');
    await expect.poll(() => cell.textContent(), POLL).toContain('2.500,50');
    await cell.focus();
    await page.keyboard.press('Alt+H');
    expect((await linesOf(page))[0]).toContain('Anna Rossi');
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await history(page).waitFor({ state: 'detached' });
    await expectFocus(cell);
    await at(page, 'costs', 'flat-rate', 'y2023').focus();
    await page.keyboard.press('Alt+H');
    expect(await history(page).count()).toBe(0);
    expect([...elena.problems, ...bruno.problems]).toEqual([]);
  });
});
