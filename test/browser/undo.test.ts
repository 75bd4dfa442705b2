import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, ELENA } from '../support/people.ts';
import { at, expectFocus, openPlan, POLL } from '../support/plan-page.ts';

/** One undo for the whole plan, in the hands of two people who write at the same time. */

let meeting: Meeting<'elena' | 'anna'>;
let elena: Visitor;
let anna: Visitor;

beforeAll(async () => {
  meeting = await meet({ elena: ELENA, anna: ANNA });
  ({ elena, anna } = meeting.people);
  const id = await meeting.startPlan('a1-2023-2024', 'Annullare', { anna: 'contributor' });
  for (const { page } of [elena, anna]) await openPlan(page, id);
});
afterAll(() => meeting?.close());

const textOf = (block: Locator): Promise<string> =>
  block.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const caret of copy.querySelectorAll('.filiera-caret')) caret.remove();
    return copy.textContent ?? '';
  });
const expectText = (block: Locator, text: string): Promise<void> =>
  expect.poll(() => textOf(block), POLL).toBe(text);
const expectValue = (cell: Locator, value: string): Promise<void> =>
  expect.poll(() => cell.inputValue(), POLL).toBe(value);
/** Typed without a pause, however slow the machine is: one step. */
const phrase = (page: Page, text: string): Promise<void> => page.keyboard.insertText(text);
const isInSight = (place: Locator): Promise<boolean> =>
  place.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const header = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
    return top >= header && bottom <= window.innerHeight;
  });
const heard = (page: Page, text: string): Promise<void> =>
  page.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' });

describe('one undo for the whole plan', () => {
  test('UNDO-10 undo goes back through texts and tables in the order of the work, in sight, and says where', async () => {
    const { page } = anna;
    const block = page.getByRole('textbox', { name: 'Obiettivi specifici' }).first();
    const cell = at(page, 'costs', 'staff', 'y2024');
    await block.click();
    await phrase(page, 'Prima il testo');
    await cell.fill('1000');
    await block.click();
    await page.keyboard.press('Control+End');
    await phrase(page, ' e poi ancora');
    await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();

    // Elena writes in between, in the same block and the same table.
    const theirs = elena.page.getByRole('textbox', { name: 'Obiettivi specifici' }).first();
    await expectText(theirs, 'Prima il testo e poi ancora');
    await theirs.click();
    await elena.page.keyboard.press('Control+Home');
    await elena.page.keyboard.type('Elena: ');
    await at(elena.page, 'costs', 'circular', 'y2024').fill('7');
    await expectText(block, 'Elena: Prima il testo e poi ancora');

    // The focus may be anywhere: on a button of the page, for instance.
    await page.getByRole('button', { name: 'Autori' }).focus();
    await page.keyboard.press('Control+Z');
    await expectText(block, 'Elena: Prima il testo');
    await heard(page, 'Annullato: Obiettivi specifici');
    await page.keyboard.press('Control+Z');
    await expectValue(cell, '');
    await expectFocus(cell);
    expect(await isInSight(cell)).toBe(true);
    await heard(page, 'Annullato: Piano dei costi');
    await page.keyboard.press('Meta+Z');
    await expectText(block, 'Elena: ');
    await expectFocus(block);
    expect(await isInSight(block.locator('p').first())).toBe(true);
    await page.keyboard.press('Control+Z');
    await heard(page, 'Nulla da annullare');
    expect(await at(page, 'costs', 'circular', 'y2024').inputValue()).toBe('7,00');
    await expectText(theirs, 'Elena: ');

    await page.keyboard.press('Control+Shift+Z');
    await page.keyboard.press('Control+Y');
    await page.keyboard.press('Control+Y');
    await expectValue(cell, '1.000,00');
    await expectText(block, 'Elena: Prima il testo e poi ancora');
    await expectText(theirs, 'Elena: Prima il testo e poi ancora');
  });

  test('UNDO-11 the buttons of the toolbar are the same undo, and the caret comes back to where the words were', async () => {
    const { page } = anna;
    const block = page.getByRole('textbox', { name: 'Obiettivi specifici' }).first();
    const cell = at(page, 'costs', 'staff', 'y2023');
    await cell.fill('5');
    await block.click();
    await page.keyboard.press('Control+End');
    await page.getByRole('toolbar').getByRole('button', { name: 'Annulla' }).click();
    await expectValue(cell, '');
    await expectFocus(cell);

    await block.click();
    await page.keyboard.press('Control+End');
    await phrase(page, ' Fine');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+Z');
    await expectText(block, 'Elena: Prima il testo e poi ancora');
    await phrase(page, '!');
    await expectText(block, 'Elena: Prima il testo e poi ancora!');
  });

  test('UNDO-12 what another has written over is passed over, and inputs that are no part of the plan keep their own undo', async () => {
    const { page } = anna;
    const cell = at(page, 'costs', 'climate', 'y2024');
    await cell.fill('3');
    await expectValue(at(elena.page, 'costs', 'climate', 'y2024'), '3,00');
    await at(elena.page, 'costs', 'climate', 'y2024').fill('4');
    await page.getByRole('heading', { level: 1 }).click();
    await expectValue(cell, '4,00');
    const block = page.getByRole('textbox', { name: 'Obiettivi specifici' }).first();
    await page.keyboard.press('Control+Z');
    await expectText(block, 'Elena: Prima il testo e poi ancora');
    expect(await cell.inputValue()).toBe('4,00');

    await block.click();
    await page.keyboard.press('Control+A');
    await page.getByRole('toolbar').getByRole('button', { name: 'Collegamento', exact: true }).click();
    await expectFocus(page.getByLabel('Indirizzo del collegamento'));
    await page.keyboard.type('esempio');
    await page.keyboard.press('Control+Z');
    await page.keyboard.press('Escape');
    await expectText(block, 'Elena: Prima il testo e poi ancora');
    expect(await axe(page, page.getByRole('toolbar'), block)).toEqual([]);
  });

  test('UNDO-13 a removed row comes back with one key, focused', async () => {
    const { page } = anna;
    await at(page, 'spend-1')
      .getByRole('button', { name: /^Aggiungi una riga/ })
      .click();
    await page.keyboard.type('Personale');
    await page.getByRole('button', { name: 'Togli riga 1: Personale' }).click();
    await page.getByRole('button', { name: 'Togli', exact: true }).click();
    const row = page.locator('[id="at/spend-1"] tr[data-own]');
    await expect.poll(() => row.count(), POLL).toBe(0);
    await page.keyboard.press('Control+Z');
    await expect.poll(() => row.count(), POLL).toBe(1);
    await expect
      .poll(() => row.evaluate((element) => element.contains(document.activeElement)), POLL)
      .toBe(true);
    expect(await row.locator('textarea').first().inputValue()).toBe('Personale');
    expect(meeting.problems()).toEqual([]);
  });
});
