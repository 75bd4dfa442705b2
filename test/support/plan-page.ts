import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What tests in browsers look at on the page on which a plan is written. */

/** How long a page may take to show what came from others, where everything runs at once. */
export const POLL = { timeout: 20_000 };

/** A freeze makes all files of a dossier. */
export const FREEZING = { timeout: 45_000 };

/** The page says these words of saving. */
export const saying = (page: Page, words: string): Promise<void> =>
  page.getByTestId('saved-state').filter({ hasText: words }).waitFor();

export const saved = (page: Page): Promise<void> => saying(page, 'Salvato');

/** A place of the plan, by the id that jumps go to. */
export const at = (page: Page, ...place: readonly string[]): Locator =>
  page.locator(`[id="${['at', ...place].join('/')}"]`);

export const expectFocus = (place: Locator): Promise<void> =>
  expect.poll(() => place.evaluate((element) => element === document.activeElement), POLL).toBe(true);

/** Opens a plan, and waits until everything that the server holds of it is there. */
export async function openPlan(page: Page, planId: string, search = ''): Promise<void> {
  await page.goto(`/piani/${planId}${search}`);
  await saved(page);
}

/** Writes a value into a cell or field and leaves it, and waits until it is saved. */
export async function write(page: Page, place: readonly string[], value: string): Promise<void> {
  await at(page, ...place).fill(value);
  await page.keyboard.press('Tab');
  await saved(page);
}

/** Freezes a plan that has errors, as its manager, on the plan's page. */
export async function freezeOverErrors(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Congela', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Congelare la versione finale' });
  await dialog.getByLabel('Congelare lo stesso, spiegando perché').check();
  await dialog.getByLabel('Motivo').fill(reason);
  await dialog.getByRole('button', { name: 'Congela la versione' }).click();
  await page.getByRole('region', { name: 'Versione finale' }).waitFor(FREEZING);
  await dialog.waitFor({ state: 'detached' });
}

/** Is done with what was not taken, in this region of the page, and says yes when asked. */
export async function beDone(page: Page, notTaken: Locator): Promise<void> {
  await notTaken.getByRole('button', { name: /^Ho finito/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Elimina' }).click();
  await notTaken.waitFor({ state: 'detached' });
}

/** What the browser is told to save when the control is used. */
export async function download(page: Page, control: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), control.click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}
