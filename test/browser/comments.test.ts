import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, BRUNO, ELENA, giveRole } from '../support/people.ts';
import { POLL, saved, saying } from '../support/plan-page.ts';

/** Comments on one plan, in the windows of members who have it open at the same time. */

let meeting: Meeting<'elena' | 'anna' | 'bruno'>;
let elena: Visitor;
let anna: Visitor;
/** On a phone, first as reader and then as commenter. */
let bruno: Visitor;
let planId: string;

beforeAll(async () => {
  meeting = await meet({
    elena: ELENA,
    // Anna's pages open without network, too.
    anna: { ...ANNA, organisation: 'Università di Bologna', screen: { serviceWorkers: 'allow' } },
    bruno: { ...BRUNO, screen: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } },
  });
  ({ elena, anna, bruno } = meeting.people);
  planId = await meeting.startPlan('a1-2023-2024', 'Commenti', { anna: 'contributor', bruno: 'reader' });
  for (const { page } of [elena, anna]) await open(page);
});
afterAll(() => meeting?.close());

async function open(page: Page, search = ''): Promise<void> {
  await page.goto(`/piani/${planId}${search}`);
  await page.locator('[id="at/costs"]').waitFor();
}
const block = (page: Page): Locator => page.getByRole('textbox', { name: 'Obiettivi specifici' }).first();
const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Testo del commento' });
const reply = (page: Page): Locator => page.getByRole('textbox', { name: 'Risposta' });
/** The thread whose card holds these words. */
const card = (page: Page, words: string): Locator => page.getByRole('article').filter({ hasText: words });
const tab = (page: Page, name: RegExp): Locator => page.getByRole('tab', { name });
const marked = (page: Page): Locator => block(page).locator('.filiera-thread');
const cell = (page: Page): Locator => page.locator('[id="at/costs"] input').first();
/** In the text that has the focus, from its start: so many letters selected behind so many. */
async function select(page: Page, skip: number, count: number): Promise<void> {
  // A text becomes one that can be written in when it is first gone into.
  await expect
    .poll(
      () =>
        block(page).evaluate(
          (box) => box === document.activeElement && box.matches('[contenteditable=true]'),
        ),
      POLL,
    )
    .toBe(true);
  // An editor puts the caret where it was once more, right behind the focus: keys that came before that are pressed again.
  await expect
    .poll(async () => {
      await page.keyboard.press('Control+Home');
      for (let index = 0; index < skip; index += 1) await page.keyboard.press('ArrowRight');
      await page.keyboard.down('Shift');
      for (let index = 0; index < count; index += 1) await page.keyboard.press('ArrowRight');
      await page.keyboard.up('Shift');
      return page.evaluate(() => {
        const range = getSelection()?.getRangeAt(0);
        const before = document.createRange();
        if (!range) return null;
        before.selectNodeContents(
          range.startContainer.parentElement?.closest('[contenteditable]') ?? document.body,
        );
        before.setEnd(range.startContainer, range.startOffset);
        return [before.toString().length, range.toString().length];
      });
    }, POLL)
    .toEqual([skip, count]);
  // The editor hears of what is selected in an event of its own, behind the key.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
async function send(page: Page, words: string): Promise<void> {
  await page.keyboard.type(words);
  await page.keyboard.press('Control+Enter');
  await card(page, words).waitFor();
}

describe('comments', () => {
  test('COMMENT-10 words are commented on with a mention, by keyboard, and the others see it at once', async () => {
    const { page } = elena;
    await block(page).click();
    await page.keyboard.insertText('Dodici incontri con i soci.');
    await expect.poll(() => block(anna.page).textContent(), POLL).toContain('con i soci');
    await select(page, 7, 8);
    await page.getByRole('button', { name: 'Commenta la selezione' }).waitFor();
    await page.keyboard.press('Control+Alt+m');
    await expect.poll(() => composer(page).evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.type('Quanti, @');
    const list = page.getByRole('listbox', { name: 'Persone, enti e catene del valore' });
    await list.getByRole('option', { name: /Università di Bologna ente/ }).waitFor();
    await page.keyboard.type('ross');
    expect(await list.getByRole('option').count()).toBe(1);
    const active = await composer(page).getAttribute('aria-activedescendant');
    expect(await list.getByRole('option', { selected: true }).getAttribute('id')).toBe(active);
    expect(await axe(page, list, page.getByRole('complementary', { name: 'Commenti' }))).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => list.count()).toBe(0);
    await page.keyboard.type('i');
    await expect.poll(() => list.count()).toBe(0);
    for (let index = 0; index < 6; index += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type('@an');
    await page.keyboard.press('Enter');
    await page.keyboard.type('?');
    await page.keyboard.press('Control+Enter');

    const there = card(anna.page, 'Quanti, @Anna Rossi ?');
    await tab(anna.page, /^Commenti \(1\)$/).click();
    await there.waitFor();
    expect(await there.locator('blockquote').textContent()).toBe('incontri');
    await expect.poll(() => marked(anna.page).allTextContents(), POLL).toEqual(['incontri']);
    // The focus is in the thread, and goes back to the text with Escape.
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE');
    await page.keyboard.press('Escape');
    await expect.poll(() => block(page).evaluate((box) => box === document.activeElement)).toBe(true);
  });

  test('COMMENT-11 an answer, a reaction and a change arrive; who deletes leaves a trace', async () => {
    const { page } = anna;
    await card(page, 'Quanti')
      .getByRole('button', { name: /Apri la discussione/ })
      .click();
    await reply(page).click();
    await page.keyboard.type('Quaranta, credo.');
    await page.keyboard.press('Control+Enter');
    await card(elena.page, 'Quanti')
      .getByRole('button', { name: /^1 risposta/ })
      .click();
    await card(elena.page, 'Quaranta, credo.').waitFor();
    const actions = page.getByRole('button', { name: 'Azioni sul commento di Anna Rossi' });
    await actions.click();
    await page.getByRole('menuitem', { name: 'Modifica' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Quarantadue.');
    await page.keyboard.press('Control+Enter');
    await card(elena.page, 'Quarantadue.').getByText('modificato').waitFor();
    await elena.page.getByRole('button', { name: 'Aggiungi una reazione' }).last().click();
    await elena.page.getByRole('menuitem', { name: 'pollice in su' }).click();
    await page.getByRole('button', { name: 'pollice in su Elena Marchetti' }).waitFor();
    await actions.click();
    await page.getByRole('menuitem', { name: 'Elimina' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Elimina' }).click();
    await elena.page.getByText('Commento eliminato da chi lo aveva scritto').waitFor();
    expect(await elena.page.getByText('Quarantadue.').count()).toBe(0);
  });

  test('COMMENT-12 resolved and opened again, with who did it, and a link opens it whatever the filter', async () => {
    await elena.page.getByRole('button', { name: 'Segna come risolto' }).click();
    await card(anna.page, 'Quanti')
      .getByText(/^Risolto da Elena Marchetti, oggi alle/)
      .waitFor();
    await expect.poll(() => marked(anna.page).count(), POLL).toBe(1);
    const link = new URL(elena.page.url()).searchParams.get('commento');
    await open(anna.page);
    await tab(anna.page, /^Commenti$/).click();
    await anna.page.getByText('Nessun commento aperto.').waitFor();
    await open(anna.page, `?commento=${link}`);
    await card(anna.page, 'Quanti')
      .getByText(/^Risolto da/)
      .waitFor();
    await anna.page.getByRole('button', { name: 'Riapri' }).click();
    await tab(elena.page, /^Commenti \(1\)$/).waitFor();
    await open(anna.page, '?commento=non-esiste');
    await anna.page.getByText('Questo commento non c’è, o non è visibile con questo profilo.').waitFor();
  });

  test('COMMENT-13 a cell says what it was and what it is; assigned, due and blocking; filters stay in the address', async () => {
    const { page } = elena;
    await cell(page).click();
    await page.keyboard.type('40000');
    await page.keyboard.press('Control+Alt+m');
    await composer(page).waitFor();
    await page.getByText('Assegnazione e scadenza').first().click();
    await page.getByLabel('Assegnato a').selectOption({ label: 'Anna Rossi' });
    await page.getByLabel('Scadenza').fill('2030-12-03');
    await page.getByLabel('Blocca il congelamento').check();
    await composer(page).click();
    await send(page, 'Da ridurre?');
    await cell(page).fill('38500');
    await card(page, 'Da ridurre?').getByText('era 40.000,00, ora 38.500,00 €').waitFor();
    await open(anna.page, '?riquadro=commenti&commenti=assegnati');
    const there = card(anna.page, 'Da ridurre?');
    await there.getByText('Assegnato a Anna Rossi, entro il 3 dicembre 2030').waitFor();
    await there.getByText('Bloccante').waitFor();
    expect(await anna.page.getByRole('list', { name: 'Discussioni' }).getByRole('article').count()).toBe(1);
    expect(await anna.page.locator('td .filiera-comment-corner').count()).toBe(1);
    await there.getByRole('button', { name: /Vai a .*Costi di personale/ }).click();
    await expect
      .poll(() => cell(anna.page).evaluate((box) => box === document.activeElement), POLL)
      .toBe(true);
    await anna.page.getByLabel('Mostra').selectOption({ label: 'Risolti (0)' });
    expect(new URL(anna.page.url()).searchParams.get('commenti')).toBe('risolti');
    // Anna has not opened it and does not manage the plan.
    expect(await anna.page.getByRole('button', { name: 'Segna come risolto' }).isDisabled()).toBe(true);
  });

  test('COMMENT-14 a rule that holds again says so in its thread', async () => {
    const { page } = elena;
    await tab(page, /^Da sistemare/).click();
    await page.getByRole('button', { name: 'Commenta la regola' }).first().click();
    await composer(page).waitFor();
    await send(page, 'Chi la mette a posto?');
    await cell(page).fill('');
    await card(page, 'Chi la mette a posto?').getByText('Ora la regola è rispettata').waitFor();
  });

  test('COMMENT-15 words that are gone are quoted, and found again when the removal is taken back', async () => {
    const { page } = anna;
    await open(page, '?riquadro=commenti');
    await block(page).click();
    await select(page, 7, 8);
    await page.keyboard.press('Delete');
    const there = card(page, 'Quanti');
    await there.getByText('Il passaggio non c’è più').waitFor();
    expect(await there.locator('blockquote').textContent()).toBe('incontri');
    await page.keyboard.press('Control+z');
    await expect.poll(() => there.getByText('Il passaggio non c’è più').count(), POLL).toBe(0);
    // A paragraph that is parted leaves the thread where it was.
    await select(page, 7, 0);
    await page.keyboard.press('Enter');
    await expect.poll(() => marked(elena.page).allTextContents(), POLL).toEqual(['incontri']);
  });

  test('COMMENT-16 what is sent offline waits, over a reload too, and is sent once; drafts stay', async () => {
    const { page, context } = anna;
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller) return;
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    });
    await saved(page);
    await context.setOffline(true);
    await card(page, 'Quanti')
      .getByRole('button', { name: /discussione|risposta/ })
      .click();
    await reply(page).click();
    await page.keyboard.type('Scritto in treno.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('In attesa della rete').waitFor();
    await reply(page).click();
    await page.keyboard.type('Una bozza');
    await expect
      .poll(
        () =>
          page.evaluate(
            () =>
              new Promise((resolve) => {
                const request = indexedDB.open('filiera');
                request.onsuccess = () => {
                  const db = request.result;
                  const drafts = db.transaction('drafts').objectStore('drafts').getAll();
                  drafts.onsuccess = () => {
                    db.close();
                    resolve(JSON.stringify(drafts.result));
                  };
                };
              }),
          ),
        POLL,
      )
      .toContain('Una bozza');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText('In attesa della rete').waitFor();
    await context.setOffline(false);
    await card(elena.page, 'Quanti')
      .getByRole('button', { name: /discussione|risposte/ })
      .click();
    await card(elena.page, 'Scritto in treno.').waitFor();
    await expect.poll(() => page.getByText('In attesa della rete').count(), POLL).toBe(0);
    expect(await page.getByText('Scritto in treno.').count()).toBe(1);
    expect(await elena.page.getByText('Scritto in treno.').count()).toBe(1);
    expect(await reply(page).textContent()).toContain('Una bozza');
  });

  test('COMMENT-18 what was never sent of comments is shown to be copied where the plan is lost', async () => {
    const { page, context } = anna;
    await context.setOffline(true);
    await saying(page, 'Non in linea');
    await reply(page).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Mai partito.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('In attesa della rete').waitFor();
    await giveRole(elena, planId, ANNA.email, null);
    await context.setOffline(false);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.goto(`/piani/${planId}`);
    await page.getByRole('region', { name: 'Modifiche non accolte' }).getByText('Mai partito.').waitFor();
    page.removeAllListeners('dialog');
  });

  test('COMMENT-17 readers have none of it; commenters have all of it, on a phone as well', async () => {
    const { page } = bruno;
    await open(page);
    expect(await page.getByRole('button', { name: /^Comment/ }).count()).toBe(0);
    expect(await page.locator('.filiera-thread, .filiera-comment-corner').count()).toBe(0);
    await giveRole(elena, planId, BRUNO.email, 'commenter');
    await page.getByRole('button', { name: 'Commenti', exact: true }).click();
    const drawer = page.getByRole('dialog', { name: 'Commenti' });
    await card(page, 'Da ridurre?').waitFor();
    expect(await axe(page, drawer)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    // The key that puts the list of names away leaves the drawer open; the next one closes it.
    await card(page, 'Da ridurre?')
      .getByRole('button', { name: /Apri la discussione|rispost/ })
      .click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), POLL).toBe('ARTICLE');
    await reply(page).click();
    await expect.poll(() => reply(page).evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.type('@el');
    const names = page.getByRole('listbox', { name: 'Persone, enti e catene del valore' });
    await names.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => names.count(), POLL).toBe(0);
    expect(await drawer.count()).toBe(1);
    await card(page, 'Da ridurre?')
      .getByRole('button', { name: /^Vai a/ })
      .click();
    await expect.poll(() => drawer.count(), POLL).toBe(0);
    // That Anna had no network, and then no access, is the browser's remark.
    const remarks = /ERR_INTERNET_DISCONNECTED|WebSocket connection to .* Unexpected response code: 404/;
    expect(meeting.problems(remarks)).toEqual([]);
  });
});
