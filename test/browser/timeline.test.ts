import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, BRUNO, ELENA } from '../support/people.ts';
import { at, freezeOverErrors, openPlan, POLL, saved, write } from '../support/plan-page.ts';

/** A plan's past in the hands of its members: who manages it, who writes, who reads. */

let meeting: Meeting<'elena' | 'anna' | 'bruno'>;
let elena: Visitor;
let anna: Visitor;
let bruno: Visitor;
let planId: string;

const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Momento del piano' });
const band = (page: Page): Locator => page.getByTestId('past-band');
const bridge = (page: Page): Locator => page.getByTestId('bridge');
const figure = async (page: Page, ...place: string[]): Promise<string> =>
  /[\d.]+,\d\d/.exec((await at(page, ...place).textContent()) ?? '')?.[0] ?? '';
const text = (page: Page): Locator => page.locator('[id^="at/"][role="textbox"]').first();
const openHistory = async (page: Page, query = ''): Promise<void> => {
  await page.goto(`/piani/${planId}/cronologia${query}`);
  await slider(page).waitFor();
};
const toNamed = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name: `Vai a: ${name}` }).click();

beforeAll(async () => {
  meeting = await meet({ elena: ELENA, anna: ANNA, bruno: BRUNO });
  ({ elena, anna, bruno } = meeting.people);
  planId = await meeting.startPlan('a1-2023-2024', 'Piano di attività', {
    anna: 'contributor',
    bruno: 'reader',
  });
});
afterAll(() => meeting?.close());

describe('the timeline of a plan', () => {
  test('TIME-1 a plan in which nobody has written has no moments yet', async () => {
    await bruno.page.goto(`/piani/${planId}/cronologia`);
    await bruno.page.getByText('Nessuno ha ancora scritto in questo piano').waitFor();
    expect(await axe(bruno.page)).toEqual([]);
  });

  test('TIME-2 the present moment is given a name, which no other moment can have', async () => {
    const { page } = elena;
    await openPlan(page, planId);
    await text(page).click();
    await page.keyboard.insertText('Il testo di Elena.');
    await write(page, ['costs', 'staff', 'y2023'], '71428,57');
    await page.getByRole('link', { name: 'Linea del tempo', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Linea del tempo' }).waitFor();
    await expect
      .poll(() => slider(page).getAttribute('aria-valuetext'), POLL)
      .toMatch(/^Adesso · Elena Marchetti, \d+ \p{L}+ \d{4}, \d\d:\d\d$/u);

    await page.getByRole('button', { name: 'Assegna un nome' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assegnare un nome a questo momento' });
    await dialog.getByLabel('Nome').fill('Prima bozza');
    expect(await axe(page, dialog)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Vai a: Prima bozza' }).waitFor();
    await dialog.waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: 'Assegna un nome' }).click();
    await dialog.getByLabel('Nome').fill('prima bozza ');
    await page.keyboard.press('Enter');
    await dialog.getByText('Un altro momento di questo piano ha già questo nome.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('TIME-3 the slider shows the plan as it was, read-only, with its figures and issues then', async () => {
    await elena.page.getByRole('link', { name: 'Torna al piano' }).click();
    await saved(elena.page);
    await write(elena.page, ['costs', 'staff', 'y2023'], '74428,57');
    await openPlan(anna.page, planId);
    await text(anna.page).click();
    await anna.page.keyboard.press('Control+End');
    await anna.page.keyboard.insertText(' Anna aggiunge.');
    await saved(anna.page);

    const { page } = bruno;
    await openHistory(page);
    await band(page).filter({ hasText: 'Il piano com’è adesso · sola lettura' }).waitFor();
    await expect.poll(() => figure(page, 'costs', 'total', 'total'), POLL).toBe('104.200,00');

    await toNamed(page, 'Prima bozza');
    await band(page).filter({ hasText: 'Prima bozza · Elena Marchetti' }).waitFor();
    await expect.poll(() => figure(page, 'costs', 'total', 'total'), POLL).toBe('100.000,00');
    await page.getByText('Il testo di Elena.', { exact: true }).waitFor();
    expect(await page.getByText('Anna aggiunge').count()).toBe(0);
    await page
      .getByRole('complementary', { name: 'Da sistemare in quel momento' })
      .getByText('15.000,00')
      .first()
      .waitFor();
    expect(
      await page.locator('article input, article textarea, article [contenteditable="true"]').count(),
    ).toBe(0);
    expect(await page.getByRole('button', { name: /^Ripristina/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Assegna un nome' }).count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    await expect.poll(() => page.url(), POLL).toMatch(/\?seq=\d+$/);
    await page.reload();
    await band(page).filter({ hasText: 'Prima bozza' }).waitFor();
  });

  test('TIME-4 keys move the slider, and the last moment follows what others write', async () => {
    const { page } = bruno;
    await slider(page).focus();
    await page.keyboard.press('Home');
    await band(page).filter({ hasText: 'Il piano vuoto' }).waitFor();
    expect(await slider(page).getAttribute('aria-valuetext')).toContain('Il piano vuoto');
    await page.keyboard.press('ArrowRight');
    await band(page).filter({ hasText: 'Prima bozza' }).waitFor();
    await page.keyboard.press('End');
    await band(page).filter({ hasText: 'com’è adesso' }).waitFor();
    await page.keyboard.press('PageDown');
    await expect.poll(() => slider(page).getAttribute('aria-valuetext'), POLL).not.toContain('Adesso');
    await page.keyboard.press('PageUp');
    await band(page).filter({ hasText: 'com’è adesso' }).waitFor();

    await write(anna.page, ['costs', 'climate', 'y2024'], '10');
    await expect.poll(() => at(page, 'costs', 'climate', 'y2024').textContent(), POLL).toBe('10,00');
    await page.getByRole('button', { name: 'Momento precedente' }).click();
    await band(page).filter({ hasText: 'Il piano com’era' }).waitFor();
    await page.getByRole('button', { name: 'Momento successivo' }).click();
    await band(page).filter({ hasText: 'com’è adesso' }).waitFor();
  });

  test('TIME-5 two moments are compared: the money as a bridge, words with their authors, cells before and after', async () => {
    const { page } = bruno;
    await toNamed(page, 'Prima bozza');
    await band(page).filter({ hasText: 'Prima bozza' }).waitFor();
    await page.getByRole('button', { name: 'Confronta con…' }).click();
    await bridge(page)
      .getByRole('row', { name: /a\) Costi di personale.*\+3\.000,00/ })
      .waitFor();
    await bridge(page)
      .getByRole('row', { name: /b\) 40% della voce A.*\+1\.200,00/ })
      .waitFor();
    await bridge(page)
      .getByRole('row', { name: /prima 100\.000,00/ })
      .waitFor();
    await bridge(page)
      .getByRole('row', { name: /dopo 104\.200,00/ })
      .waitFor();
    const inserted = page.locator('ins').filter({ hasText: 'Anna aggiunge.' });
    expect(await inserted.textContent()).toMatch(/Inserito da Anna Rossi:\s+Anna aggiunge\.AR/);
    const costs = page.getByRole('list', { name: /Piano dei costi/ });
    await costs
      .getByRole('listitem')
      .filter({ hasText: /a\) Costi di personale · 2023.*71\.428,57.*74\.428,57.*Elena Marchetti/ })
      .waitFor();
    await costs
      .getByRole('listitem')
      .filter({ hasText: /Di cui per il clima · 2024.*vuoto.*10,00.*Anna Rossi/ })
      .waitFor();
    expect(await axe(page)).toEqual([]);
  });

  test('TIME-6 one goes from difference to difference; between a moment and itself there is none', async () => {
    const { page } = bruno;
    const count = page.getByTestId('difference-count');
    expect(await count.textContent()).toBe('2 differenze');
    await page.getByRole('button', { name: 'Differenza successiva' }).click();
    expect(await count.textContent()).toBe('Differenza 1 di 2');
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    expect(await focused()).toContain('Obiettivi specifici');
    await page.getByRole('button', { name: 'Differenza successiva' }).click();
    expect(await focused()).toContain('Piano dei costi');
    await page.getByRole('button', { name: 'Differenza precedente' }).click();
    expect(await focused()).toContain('Obiettivi specifici');

    const moments = page.getByLabel('Confronta con');
    const same = await moments.locator('option').filter({ hasText: 'Prima bozza' }).getAttribute('value');
    await moments.selectOption(same);
    await page.getByText('Nessuna differenza tra questi due momenti.').waitFor();
    await page.getByRole('button', { name: 'Chiudi il confronto' }).click();
    await band(page).waitFor();
  });

  test('TIME-7 a table is restored as an edit of one’s own while another writes; undo takes it back', async () => {
    const { page } = elena;
    await openHistory(page);
    await toNamed(page, 'Prima bozza');
    await band(page).filter({ hasText: 'Prima bozza' }).waitFor();
    await page.getByRole('button', { name: 'Ripristina questa tabella: Piano dei costi' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ripristinare com’era?' });
    const changes = dialog.getByTestId('restore-changes');
    await changes.getByText(/a\) Costi di personale · 2023: da 74\.428,57.€ a 71\.428,57.€/).waitFor();
    expect(await changes.getByRole('listitem').count()).toBe(2);
    expect(await axe(page, dialog)).toEqual([]);

    await text(anna.page).click();
    await anna.page.keyboard.press('Control+End');
    await anna.page.keyboard.insertText(' Intanto Anna scrive.');
    await dialog.getByRole('button', { name: 'Ripristina', exact: true }).click();
    await page.waitForURL(`**/piani/${planId}`);
    for (const one of [page, anna.page]) {
      await expect.poll(() => at(one, 'costs', 'staff', 'y2023').inputValue(), POLL).toBe('71.428,57');
      await expect.poll(() => at(one, 'costs', 'climate', 'y2024').inputValue(), POLL).toBe('');
      await expect.poll(() => text(one).textContent(), POLL).toContain('Intanto Anna scrive.');
    }
    await saved(page);
    await page.getByText('Ripristinato com’era: Piano dei costi.').first().waitFor();
    // The focus is in the table that came back.
    await expect
      .poll(
        () =>
          page.evaluate(() =>
            document.activeElement?.closest('[data-element]')?.getAttribute('data-element'),
          ),
        POLL,
      )
      .toBe('costs');
    await page.keyboard.press('Control+z');
    for (const one of [page, anna.page]) {
      await expect.poll(() => at(one, 'costs', 'staff', 'y2023').inputValue(), POLL).toBe('74.428,57');
      await expect.poll(() => at(one, 'costs', 'climate', 'y2024').inputValue(), POLL).toBe('10,00');
      expect(await text(one).textContent()).toContain('Intanto Anna scrive.');
    }
    await saved(page);
  });

  test('TIME-8 the whole plan is restored, and taken back by the offer of the way back', async () => {
    const { page } = elena;
    await openHistory(page);
    await toNamed(page, 'Prima bozza');
    await band(page).filter({ hasText: 'Prima bozza' }).waitFor();
    await page.getByRole('button', { name: 'Ripristina tutto il piano' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ripristinare com’era?' });
    await dialog.getByText(/Obiettivi specifici: vanno via 36 caratteri/).waitFor();
    await dialog.getByRole('button', { name: 'Ripristina', exact: true }).click();
    await expect.poll(() => text(anna.page).textContent(), POLL).toBe('Il testo di Elena.');
    await expect.poll(() => at(anna.page, 'costs', 'staff', 'y2023').inputValue(), POLL).toBe('71.428,57');
    await page.getByRole('button', { name: 'Annulla il ripristino' }).click();
    await expect.poll(() => text(anna.page).textContent(), POLL).toContain('Intanto Anna scrive.');
    await expect.poll(() => at(anna.page, 'costs', 'staff', 'y2023').inputValue(), POLL).toBe('74.428,57');
    await saved(page);
  });

  test('TIME-9 a name is taken away by its giver or a manager alone, after a question', async () => {
    const { page } = anna;
    await openHistory(page);
    await page.getByRole('button', { name: 'Assegna un nome' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assegnare un nome a questo momento' });
    await dialog.getByLabel('Nome').fill('Di Anna');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Togli il nome «Di Anna»' }).waitFor();
    expect(await page.getByRole('button', { name: 'Togli il nome «Prima bozza»' }).count()).toBe(0);

    await openHistory(elena.page);
    await elena.page.getByRole('button', { name: 'Togli il nome «Di Anna»' }).click();
    const question = elena.page.getByRole('dialog', { name: 'Togliere il nome «Di Anna»?' });
    await question.getByRole('button', { name: 'Togli il nome' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await elena.page.getByRole('button', { name: 'Vai a: Di Anna' }).count()).toBe(0);
  });

  test('TIME-10 on a phone nothing is wider than the screen: the plan, the comparison, the questions', async () => {
    const phone = await meeting.browser.visit(meeting.server, {
      viewport: { width: 390, height: 844 },
      storageState: await elena.context.storageState(),
    });
    const { page } = phone;
    const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
    await openHistory(page);
    await toNamed(page, 'Prima bozza');
    await band(page).filter({ hasText: 'Prima bozza' }).waitFor();
    expect(await width()).toBe(390);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Confronta con…' }).click();
    await bridge(page).waitFor();
    expect(await width()).toBe(390);
    expect(await axe(page)).toEqual([]);
    expect(phone.problems).toEqual([]);
    await phone.close();
  });

  test('TIME-11 a frozen version is a moment with a mark, and in a frozen plan nothing is restored', async () => {
    const { page } = elena;
    await openPlan(page, planId);
    await freezeOverErrors(page, 'Si congela per la prova.');
    await openHistory(page);
    await page.getByRole('button', { name: 'Vai a: Versione finale 1' }).waitFor();
    await toNamed(page, 'Prima bozza');
    await band(page).filter({ hasText: 'Prima bozza' }).waitFor();
    await expect.poll(() => figure(page, 'costs', 'total', 'total'), POLL).toBe('100.000,00');
    expect(await page.getByRole('button', { name: /^Ripristina/ }).count()).toBe(0);
    expect(await axe(page, page.getByRole('region', { name: 'Linea del tempo' }), band(page))).toEqual([]);
  });

  test('TIME-12 no page has complained, and none has asked anybody else for anything', () => {
    expect(meeting.problems()).toEqual([]);
  });
});
