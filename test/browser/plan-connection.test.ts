import { CLOSE } from '@filiera/shared/protocol/protocol.ts';
import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { ELENA } from '../support/people.ts';
import * as planPage from '../support/plan-page.ts';

/** The plan page when its connection ends in one of the ways that the protocol names. */

let meeting: Meeting<'elena'>;
let elena: Visitor;
let page: Page;
let planId: string;
/** The page's present socket, and whether what the page says on it reaches the server. */
let socket: WebSocketRoute;
let cut = false;

beforeAll(async () => {
  meeting = await meet({ elena: ELENA }, { env: { MAX_FRAME_BYTES: '20000', MAX_PLAN_BYTES: '65536' } });
  ({ elena } = meeting.people);
  ({ page } = elena);
  planId = await meeting.startPlan('a1-2023-2024', 'Collegamenti');
  await page.routeWebSocket(/\/collab\//, (route) => {
    socket = route;
    const upstream = route.connectToServer();
    route.onMessage((message) => {
      if (!cut) upstream.send(message);
    });
  });
  await page.goto(`/piani/${planId}`);
  await saved();
});
afterAll(() => meeting?.close());

const saying = (words: string): Promise<void> => planPage.saying(page, words);
const saved = (): Promise<void> => saying('Salvato');
const at = (...place: string[]): Locator => planPage.at(page, ...place);
const band = (): Locator => page.getByRole('alert').filter({ hasText: /bisogna/ });

describe('the plan page and its connection', () => {
  test('PLAN-30 what is sent and not acknowledged is not called saved, and closing the window asks', async () => {
    cut = true;
    await at('costs', 'staff', 'y2023').fill('1.000');
    await saying('Salvataggio…');
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await saying('Salvataggio…');
  });

  test('PLAN-31 a session that ends leaves the words on the page; signing in elsewhere saves them from there', async () => {
    socket.close({ code: CLOSE.signedOut, reason: 'signedOut' });
    await saying('Non salvato');
    await band().getByText('La sessione è terminata').waitFor();
    await band()
      .getByText(/a\) Costi di personale · 2023/)
      .waitFor();
    await band().getByText('1.000,00').waitFor();
    expect(await band().getByRole('link', { name: 'Accedi in un’altra scheda' }).getAttribute('target')).toBe(
      '_blank',
    );
    // What cannot be saved is not typed any further.
    expect(await page.getByRole('article').locator('input, [contenteditable="true"]').count()).toBe(0);
    expect(await axe(page, band(), page.getByRole('banner'))).toEqual([]);

    cut = false;
    await band().getByRole('button', { name: 'Riprendi da qui' }).click();
    await saved();
    await page.reload();
    await saved();
    expect(await at('costs', 'staff', 'y2023').inputValue()).toBe('1.000,00');
  });

  test('PLAN-32 a frame over the limit is given back to be read, and the page goes on without it', async () => {
    const block = page.getByRole('textbox', { name: 'Risultati attesi' }).first();
    await block.click();
    await page.keyboard.insertText('Prima. ');
    await saved();
    await page.keyboard.insertText('troppo '.repeat(4_000));
    const lost = page.getByRole('region', { name: 'Modifiche non accolte' });
    await lost.getByText(/erano troppo grandi/).waitFor();
    await lost.getByText(/Prima\. (troppo ?){4000}/).waitFor();
    await saved();
    await expect.poll(() => block.textContent()).toBe('Prima. ');
    await planPage.beDone(page, lost);
    await at('costs', 'staff', 'y2024').fill('2.000');
    await saved();
  });

  test('PLAN-36 what the plan has no room for is given back to be read, and removing text makes room', async () => {
    const block = page.getByRole('textbox', { name: 'Risultati attesi' }).first();
    for (let part = 0; part < 4; part += 1) {
      await block.click();
      await page.keyboard.press('Control+End');
      await page.keyboard.insertText('pieno '.repeat(2_500));
      await saved();
    }
    await page.keyboard.insertText('tardi '.repeat(2_500));
    const lost = page.getByRole('region', { name: 'Modifiche non accolte' });
    await lost.getByText(/ha raggiunto la dimensione massima/).waitFor();
    await lost.getByText(/(tardi ?){2500}/).waitFor();
    expect(await axe(page, lost)).toEqual([]);
    await saved();
    await expect.poll(async () => (await block.textContent())?.includes('tardi')).toBe(false);
    await planPage.beDone(page, lost);
    await block.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('Di nuovo breve.');
    await saved();
    await at('costs', 'staff', 'y2024').fill('2.500');
    await saved();
    await page.reload();
    await saved();
    expect(await block.textContent()).toBe('Di nuovo breve.');
    expect(await at('costs', 'staff', 'y2024').inputValue()).toBe('2.500,00');
    expect(await lost.count()).toBe(0);
  });

  test('PLAN-33 a page of another version is to be reloaded, and what it could not save is saved then', async () => {
    cut = true;
    await at('costs', 'staff', 'y2024').fill('3.000');
    await saying('Salvataggio…');
    socket.close({ code: CLOSE.wrongVersion, reason: 'wrongVersion' });
    await band().getByText('Filiera è stata aggiornata').waitFor();
    await band().getByText('3.000,00').waitFor();
    cut = false;
    page.once('dialog', (dialog) => void dialog.accept());
    await band().getByRole('button', { name: 'Ricarica la pagina' }).click();
    // This browser kept what the server did not have: the new page brings it.
    await saved();
    expect(await at('costs', 'staff', 'y2024').inputValue()).toBe('3.000,00');
  });

  test('PLAN-34 a session that ends with nothing unsaved leads to the sign-in, which knows the way back', async () => {
    socket.close({ code: CLOSE.signedOut, reason: 'signedOut' });
    await page.waitForURL(`**/accedi?da=${encodeURIComponent(`/piani/${planId}`)}`);
  });

  test('PLAN-35 a plan that is taken away is no longer shown', async () => {
    await page.goto(`/piani/${planId}`);
    await saved();
    socket.close({ code: CLOSE.forbidden, reason: 'forbidden' });
    await page.getByRole('alert').getByText('Questo piano non è più condiviso con questa persona.').waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('link', { name: 'Elenco dei piani', exact: true }).click();
    await page.getByRole('heading', { name: 'Piani', level: 1 }).waitFor();
    expect(elena.problems).toEqual([]);
  });
});
