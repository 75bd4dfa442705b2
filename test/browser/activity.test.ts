import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, ELENA, giveRole } from '../support/people.ts';
import { at, expectFocus, openPlan, POLL, saved, saying, write } from '../support/plan-page.ts';

/** Who wrote what, beside the form: the activity, marks in the outline, the edits behind issues, shares, the log. */

const MARCO = { name: 'Marco Bianchi', email: 'marco@example.org' };

let meeting: Meeting<'elena' | 'anna' | 'marco'>;
let elena: Visitor;
let anna: Visitor;
let marco: Visitor;
let planId: string;

const aside = (page: Page, name: 'Da sistemare' | 'Cronologia'): Locator =>
  page.getByRole('complementary', { name });
const outline = (page: Page, section: RegExp): Locator =>
  page.getByRole('navigation', { name: 'Indice' }).getByRole('button', { name: section });
const toTop = (page: Page): Promise<void> => page.evaluate(() => window.scrollTo(0, 0));

/** The place of the one row that was added to a table. */
async function addRow(page: Page, label: string, table: string): Promise<string[]> {
  await page.getByRole('button', { name: `Aggiungi una riga: ${label}` }).click();
  const row = page.locator(`[id="at/${table}"] tbody tr[data-own]`);
  await row.waitFor();
  return (await row.getAttribute('id'))!.split('/').slice(1);
}

beforeAll(async () => {
  const organisation = 'Alfa srl';
  meeting = await meet({ elena: ELENA, anna: { ...ANNA, organisation }, marco: { ...MARCO, organisation } });
  ({ elena, anna, marco } = meeting.people);
  planId = await meeting.startPlan('a1-2023-2024', 'Cronologia', {
    anna: 'contributor',
    marco: 'contributor',
  });
});
afterAll(() => meeting?.close());

describe('who wrote what', () => {
  let circular: string[];

  test('ACT-1 the panel has its tabs, by keyboard too, and an empty activity says what will be there', async () => {
    const { page } = elena;
    await openPlan(page, planId);
    const issues = page.getByRole('tab', { name: /^Da sistemare \(\d+\)$/ });
    await issues.focus();
    await page.keyboard.press('ArrowRight');
    await expectFocus(page.getByRole('tab', { name: 'Commenti' }));
    await page.keyboard.press('ArrowRight');
    const activity = page.getByRole('tab', { name: 'Cronologia' });
    await expectFocus(activity);
    await aside(page, 'Cronologia').getByText('Quando qualcuno scrive nel piano').waitFor();
    expect(new URL(page.url()).searchParams.get('riquadro')).toBe('cronologia');
    expect(await axe(page, aside(page, 'Cronologia'))).toEqual([]);
    // The buttons above the form show a tab each, and close the panel where that is what it shows.
    const button = page.getByRole('button', { name: 'Cronologia' });
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await button.click();
    await aside(page, 'Cronologia').waitFor({ state: 'detached' });
    await button.click();
    await aside(page, 'Cronologia').waitFor();
  });

  test('ACT-2 ACT-5 what others write appears while one looks: who, when, places in the form’s words, values', async () => {
    const { page } = anna;
    await openPlan(page, planId);
    await openPlan(marco.page, planId);

    await write(page, ['costs', 'staff', 'y2023'], '1000');
    circular = await addRow(page, 'Interventi per l’economia circolare', 'circular');
    await write(page, [...circular, 'amount'], '140');
    await page.getByRole('textbox', { name: 'Obiettivi specifici' }).first().click();
    await page.keyboard.type('Crescere insieme');
    await saved(page);

    const panel = aside(elena.page, 'Cronologia');
    await panel.getByRole('heading', { name: 'Oggi' }).waitFor();
    const sitting = panel.getByRole('listitem').filter({ hasText: 'Anna Rossi' }).first();
    await expect
      .poll(() => sitting.textContent(), POLL)
      .toMatch(/Anna Rossi · \d\d:\d\d.*Obiettivi specifici \+16 caratteri/s);
    await sitting.getByRole('button', { name: /a\).* 2023 da vuoto a 1\.000,00\s€/ }).waitFor();
    await sitting.getByText('1 riga aggiunta').waitFor();
    await sitting.getByRole('button', { name: 'Obiettivi specifici 16 caratteri scritti' }).waitFor();
    expect(
      await sitting.getByRole('link', { name: /^Apri la linea del tempo: Anna Rossi/ }).getAttribute('href'),
    ).toMatch(new RegExp(`^/piani/${planId}/cronologia\\?seq=\\d+$`));
    expect(await axe(elena.page, panel)).toEqual([]);
  });

  test('ACT-3 each entry leads to its place', async () => {
    const panel = aside(elena.page, 'Cronologia');
    await panel.getByRole('button', { name: /a\).* 2023 da vuoto/ }).press('Enter');
    await expectFocus(at(elena.page, 'costs', 'staff', 'y2023'));
    await panel.getByRole('button', { name: /^Obiettivi specifici 16/ }).click();
    await expectFocus(elena.page.getByRole('textbox', { name: 'Obiettivi specifici' }).first());
  });

  test('ACT-4 the activity is narrowed by person, section and day, also after a reload', async () => {
    const { page } = elena;
    await write(marco.page, ['costs', 'staff', 'y2024'], '500');
    const panel = aside(page, 'Cronologia');
    await panel.getByRole('listitem').filter({ hasText: 'Marco Bianchi' }).first().waitFor();

    await expect
      .poll(() => panel.getByLabel('Persona').locator('option').allTextContents(), POLL)
      .toEqual(['Tutte', 'Anna Rossi', 'Marco Bianchi']);
    await panel.getByLabel('Persona').selectOption('Anna Rossi');
    await panel.getByLabel('Sezione').selectOption({ value: 'section-4' });
    await expect.poll(() => panel.getByText('Marco Bianchi ·').count(), POLL).toBe(0);
    await expect.poll(() => panel.getByRole('button', { name: /Obiettivi specifici/ }).count(), POLL).toBe(0);
    await panel.getByRole('button', { name: /a\).* 2023 da vuoto/ }).waitFor();

    await page.reload();
    await saved(page);
    expect(await panel.getByLabel('Sezione').inputValue()).toBe('section-4');
    await panel.getByRole('button', { name: /a\).* 2023 da vuoto/ }).waitFor();
    await panel.getByLabel('Giorno').fill('2020-01-01');
    await panel.getByText('Nessuna modifica corrisponde ai filtri.').waitFor();
    await panel.getByRole('button', { name: 'Togli i filtri' }).click();
    await panel.getByRole('listitem').filter({ hasText: 'Marco Bianchi' }).first().waitFor();
    expect(new URL(page.url()).search).toBe('?riquadro=cronologia');
  });

  test('ACT-10 an open issue names the edit that broke the rule, follows it, and leads to it', async () => {
    const { page } = elena;
    await page.getByRole('tab', { name: /^Da sistemare/ }).click();
    const panel = aside(page, 'Da sistemare');
    const issue = panel.getByRole('listitem').filter({ hasText: 'Economia circolare: almeno' });
    // Marco's 500 made the 140 too little.
    await issue.getByText(/^Dalla modifica di Marco Bianchi, oggi alle \d\d:\d\d:$/).waitFor();
    await issue.getByRole('button', { name: /2024 da vuoto a 500,00\s€$/ }).click();
    await expectFocus(at(page, 'costs', 'staff', 'y2024'));

    await write(marco.page, ['costs', 'staff', 'y2024'], '');
    await issue.waitFor({ state: 'detached' });
    await write(anna.page, [...circular, 'amount'], '100');
    await issue.getByText(/^Dalla modifica di Anna Rossi/).waitFor();
    await issue.getByRole('button', { name: /da 140,00 a 100,00\s€$/ }).waitFor();
    expect(await issue.getByRole('link', { name: /linea del tempo/ }).getAttribute('href')).toMatch(
      /\?seq=\d+$/,
    );
    // What nobody broke was so from the start.
    const climate = panel.getByRole('listitem').filter({ hasText: 'Lotta al cambiamento climatico' });
    await climate.getByText(/^Dalla modifica di Anna Rossi/).waitFor();
    expect(await axe(page, panel)).toEqual([]);
  });

  test('ACT-10 a text that somebody emptied says who', async () => {
    const block = anna.page.getByRole('textbox', { name: 'Obiettivi specifici' }).first();
    await block.click();
    await anna.page.keyboard.press('Control+A');
    await anna.page.keyboard.press('Delete');
    await saved(anna.page);
    await aside(elena.page, 'Da sistemare')
      .getByText(/^Svuotato da Anna Rossi, oggi alle/)
      .waitFor();
  });

  test('ACT-8 shares of members and organisations add up, in all and by section', async () => {
    const { page } = elena;
    await page.getByRole('tab', { name: 'Cronologia' }).click();
    const opener = page.getByRole('button', { name: 'Chi ha scritto quanto' });
    await opener.click();
    const dialog = page.getByRole('dialog', { name: 'Chi ha scritto quanto' });
    const whole = dialog.getByRole('table', { name: 'Tutto il piano' });
    await whole.getByRole('rowheader', { name: 'Anna Rossi' }).waitFor();
    expect(await axe(page, dialog)).toEqual([]);
    await dialog.getByText('Enti', { exact: true }).click();
    await expect
      .poll(() => whole.getByRole('row').filter({ hasText: 'Alfa srl' }).textContent(), POLL)
      .toMatch(/100,0\s%\d+$/);
    await page.keyboard.press('Escape');
    await expectFocus(opener);
  });

  test('ACT-11 ACT-12 the log’s size stands beside the plan’s, and it says whether it is whole', async () => {
    const panel = aside(elena.page, 'Cronologia');
    await panel
      .getByText(
        /Il registro di tutte le modifiche occupa [\d,]+ (byte|kB); il piano com’è ora, [\d,]+ (byte|kB)\./,
      )
      .waitFor();
    await panel.getByRole('button', { name: 'Verifica il registro' }).click();
    await panel.getByText(/^Il registro è integro: \d+ righe controllate\.$/).waitFor();
    await panel.getByText(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/).waitFor();
  });
});

describe('what changed since the last visit', () => {
  test('ACT-9 a section that others changed is marked until it was seen, live, and a newcomer finds no mark', async () => {
    const id = await meeting.startPlan('a1-2023-2024', 'Novità', { anna: 'contributor' });
    const { page } = elena;
    await openPlan(page, id);
    await toTop(page);
    await openPlan(anna.page, id);
    await write(anna.page, ['costs', 'staff', 'y2023'], '1000');
    await write(anna.page, ['costs', 'staff', 'y2024'], '1000');

    const costs = outline(page, /Piano dei costi/);
    const mark = /2 modifiche di Anna Rossi dall’ultima visita/;
    await outline(page, mark).waitFor();
    expect(await axe(page, page.getByRole('navigation', { name: 'Indice' }))).toEqual([]);
    // Who wrote it finds no mark, and neither does who comes for the first time.
    expect(await outline(anna.page, /dall’ultima visita/).count()).toBe(0);
    await giveRole(elena, id, MARCO.email, 'contributor');
    await openPlan(marco.page, id);
    await toTop(marco.page);

    // It lasts over a reload, and goes for good once the section was in the window for a moment.
    await page.reload();
    await saved(page);
    await outline(page, mark).waitFor();
    const told = page.waitForResponse(
      (response) => response.url().endsWith('/history/seen') && response.ok(),
    );
    await costs.click();
    await told;
    await expect.poll(() => outline(page, mark).count(), POLL).toBe(0);
    await toTop(page);
    const asked = page.waitForResponse((response) => response.url().endsWith('/history/unseen'));
    await page.reload();
    await saved(page);
    await asked;
    expect(await outline(page, /dall’ultima visita/).count()).toBe(0);
    expect(await outline(marco.page, /dall’ultima visita/).count()).toBe(0);
  });
});

describe('offline and on a phone', () => {
  test('ACT-7 what was written without network says so, with when it arrived', async () => {
    const { page, context } = anna;
    await openPlan(page, planId);
    await context.setOffline(true);
    await saying(page, 'Non in linea');
    await at(page, 'costs', 'climate', 'y2023').fill('77');
    await page.keyboard.press('Tab');
    await context.setOffline(false);
    await saved(page);
    await elena.page.goto(`/piani/${planId}?riquadro=cronologia`);
    const sitting = aside(elena.page, 'Cronologia')
      .getByRole('listitem')
      .filter({ hasText: '77,00' })
      .first();
    await sitting.getByText(/^Scritto senza rete, arrivato alle \d\d:\d\d$/).waitFor();
  });

  test('ACT-1 on a phone the tabs are in the drawer, which closes for a jump, and axe finds nothing', async () => {
    const storageState = await elena.context.storageState();
    const phone = await meeting.browser.visit(meeting.server, {
      storageState,
      viewport: { width: 390, height: 844 },
    });
    const { page } = phone;
    await openPlan(page, planId);
    await page.getByRole('button', { name: 'Cronologia' }).click();
    const drawer = page.getByRole('dialog', { name: 'Cronologia' });
    const entry = drawer.getByRole('button', { name: /2023 da 140,00|2023 da vuoto a 1\.000,00/ }).first();
    await entry.waitFor();
    expect(await axe(page, drawer)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await entry.click();
    await drawer.waitFor({ state: 'detached' });
    await expectFocus(at(page, 'costs', 'staff', 'y2023'));
    await phone.close();
  });

  test('ACT-13 no page complains', () => {
    // That the network is gone is the browser's remark about what a test did.
    const remark = /WebSocket connection .* failed|ERR_INTERNET_DISCONNECTED/;
    expect(meeting.problems(remark)).toEqual([]);
  });
});
