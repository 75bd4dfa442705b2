import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, BRUNO, ELENA } from '../support/people.ts';
import { at, expectFocus, freezeOverErrors, openPlan, POLL, saved, saying } from '../support/plan-page.ts';

/** The plan page in the hands of one or two people: keyboard, tables, issues, hints, the network gone, a freeze. */

let meeting: Meeting<'elena' | 'anna' | 'bruno'>;
let elena: Visitor;
let anna: Visitor;
let bruno: Visitor;

beforeAll(async () => {
  meeting = await meet({ elena: ELENA, anna: ANNA, bruno: BRUNO });
  ({ elena, anna, bruno } = meeting.people);
});
afterAll(() => meeting?.close());

const COMMENT = '.filiera-comment-add';
const EDITED = '[contenteditable="true"]';
/** The added rows of a table, in order: the parts of their places. */
const rowsOf = (page: Page, table: string): Promise<string[][]> =>
  page
    .locator(`[id="at/${table}"] tbody tr[data-own]`)
    .evaluateAll((rows) => rows.map((row) => row.id.split('/').slice(1)));
const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Da sistemare' });

/** A new plan that Elena manages and Anna writes, open in both windows. */
async function openTogether(template: string, title: string): Promise<string> {
  const id = await meeting.startPlan(template, title, { anna: 'contributor', bruno: 'reader' });
  for (const { page } of [elena, anna]) await openPlan(page, id);
  return id;
}

describe('writing in tables', () => {
  beforeAll(async () => {
    await openTogether('a1-2023-2024', 'Tabelle');
  });

  test('PLAN-1 an amount is read as people write it, and shown as it was understood when the focus leaves', async () => {
    const { page } = anna;
    const cell = at(page, 'costs', 'staff', 'y2023');
    for (const typed of ['1234.5', '€ 1.234,50', '1 234,50']) {
      await cell.click();
      await cell.fill(typed);
      expect(await cell.inputValue()).toBe(typed);
      await page.keyboard.press('Tab');
      await expect.poll(() => cell.inputValue(), POLL).toBe('1.234,50');
      await expect.poll(() => at(elena.page, 'costs', 'staff', 'y2023').inputValue(), POLL).toBe('1.234,50');
    }
  });

  test('PLAN-2 what is no amount stays as typed, with its issue at the place, in the panel and in the outline', async () => {
    const { page } = anna;
    const cell = at(page, 'costs', 'staff', 'y2023');
    await cell.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('dodicimila');
    expect(await cell.getAttribute('aria-invalid')).toBeNull();
    await page.keyboard.press('Tab');

    await expect.poll(() => cell.getAttribute('aria-invalid'), POLL).toBe('true');
    expect(await cell.inputValue()).toBe('dodicimila');
    const described = await cell.evaluate((input) =>
      (input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent)
        .join(' '),
    );
    expect(described).toContain('«dodicimila» non è un importo');
    await panel(page).getByText('«dodicimila» non è un importo').waitFor();
    await page
      .getByRole('navigation', { name: 'Indice' })
      .getByRole('button', { name: /4\..*1 errore/ })
      .waitFor();
    // The other's page says the same, and a total passes over it without a fault.
    await panel(elena.page).getByText('«dodicimila» non è un importo').waitFor();
    expect(await axe(page, at(page, 'costs'), panel(page))).toEqual([]);

    await page.reload();
    await expect.poll(() => at(page, 'costs', 'staff', 'y2023').inputValue(), POLL).toBe('dodicimila');
  });

  test('PLAN-3 Escape puts back what stood in the cell when it got the focus', async () => {
    const { page } = anna;
    const cell = at(page, 'costs', 'staff', 'y2024');
    await cell.click();
    await cell.fill('500');
    await page.keyboard.press('Tab');
    await expect.poll(() => cell.inputValue(), POLL).toBe('500,00');

    await cell.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('99');
    await expect.poll(() => at(elena.page, 'costs', 'staff', 'y2024').inputValue(), POLL).toBe('99,00');
    await page.keyboard.press('Escape');
    await expect.poll(() => cell.inputValue(), POLL).toBe('500,00');
    await expect.poll(() => at(elena.page, 'costs', 'staff', 'y2024').inputValue(), POLL).toBe('500,00');
    await expectFocus(cell);
  });

  test('PLAN-4 arrows and Enter move between rows, and Enter below the last own row begins a new one', async () => {
    const { page } = anna;
    const upper = at(page, 'costs', 'climate', 'y2023');
    const lower = at(page, 'costs', 'circular', 'y2023');
    await upper.click();
    await page.keyboard.press('ArrowDown');
    await expectFocus(lower);
    await page.keyboard.press('Shift+Enter');
    await expectFocus(upper);
    await page.keyboard.press('Enter');
    await expectFocus(lower);

    await page.getByRole('button', { name: 'Aggiungi una riga: Spese previste' }).first().click();
    await expect.poll(() => rowsOf(page, 'spend-1'), POLL).toHaveLength(1);
    const [first] = await rowsOf(page, 'spend-1');
    await expectFocus(at(page, ...first!, 'item'));
    await page.keyboard.press('Enter');
    // An empty row waits to be filled before there is another.
    expect(await rowsOf(page, 'spend-1')).toHaveLength(1);
    await page.keyboard.type('Personale');
    await page.keyboard.press('Enter');
    await expect.poll(() => rowsOf(page, 'spend-1'), POLL).toHaveLength(2);
    const [, second] = await rowsOf(page, 'spend-1');
    await expectFocus(at(page, ...second!, 'item'));
    await page.keyboard.type('Segreteria');
    await page.keyboard.press('Tab');
    await expectFocus(at(page, ...second!, 'y2023'));
  });

  test('PLAN-5 a block copied from a spreadsheet fills cells and adds rows, and one undo takes it back', async () => {
    const { page, context } = anna;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() =>
      navigator.clipboard.writeText(
        'Missioni\t1.000,00\t2000,5\t3.000,50\r\n"Eventi\npubblici"\t€ 10\tnon so\t\r\nStampa\t5\t6\t11\r\n',
      ),
    );
    const [, second] = await rowsOf(page, 'spend-1');
    await at(page, ...second!, 'item').click();
    await page.keyboard.press('Control+V');
    await expect.poll(() => rowsOf(page, 'spend-1'), POLL).toHaveLength(4);
    const [, missions, events, print] = await rowsOf(page, 'spend-1');
    const value = (row: string[] | undefined, column: string): Promise<string> =>
      at(page, ...row!, column).inputValue();
    await expect.poll(() => value(missions, 'y2024'), POLL).toBe('2.000,50');
    expect(await value(missions, 'item')).toBe('Missioni');
    expect(await value(events, 'item')).toBe('Eventi\npubblici');
    expect(await value(events, 'y2023')).toBe('10,00');
    expect(await value(events, 'y2024')).toBe('non so');
    expect(await value(print, 'y2023')).toBe('5,00');
    // The sums of the spreadsheet fall on sums, which nobody types.
    await expect.poll(() => at(page, 'spend-1', 'total', 'y2023').textContent(), POLL).toContain('1.015,00');

    await page.keyboard.press('Control+Z');
    await expect.poll(() => rowsOf(page, 'spend-1'), POLL).toHaveLength(2);
    await expect.poll(() => value(missions, 'item'), POLL).toBe('Segreteria');
    await page.keyboard.press('Control+Shift+Z');
    await expect.poll(() => rowsOf(page, 'spend-1'), POLL).toHaveLength(4);
  });

  test('PLAN-6 undo in a table takes back one’s own edits alone', async () => {
    const mine = at(anna.page, 'costs', 'climate', 'y2023');
    const theirs = at(elena.page, 'costs', 'circular', 'y2023');
    await mine.click();
    await mine.fill('11');
    await theirs.click();
    await theirs.fill('22');
    await elena.page.keyboard.press('Tab');
    await expect.poll(() => at(anna.page, 'costs', 'circular', 'y2023').inputValue(), POLL).toBe('22,00');

    await mine.press('Control+Z');
    await expect.poll(() => mine.inputValue(), POLL).toBe('');
    expect(await at(anna.page, 'costs', 'circular', 'y2023').inputValue()).toBe('22,00');
    await expect.poll(() => at(elena.page, 'costs', 'climate', 'y2023').inputValue(), POLL).toBe('');
  });

  test('PLAN-7 a row of one’s own is removed after a question where it is filled, and can be put back', async () => {
    const { page } = anna;
    const before = await rowsOf(page, 'spend-1');
    await page.getByRole('button', { name: 'Togli riga 1: Personale' }).click();
    await page.getByRole('button', { name: 'Togli', exact: true }).click();
    await expect.poll(() => rowsOf(page, 'spend-1'), POLL).toEqual(before.slice(1));
    await page.getByRole('button', { name: 'Ripristina' }).click();
    await expect.poll(() => rowsOf(page, 'spend-1'), POLL).toEqual(before);
    expect(await at(page, ...before[0]!, 'item').inputValue()).toBe('Personale');
  });

  test('PLAN-8 a cell tells on hover and on focus who wrote it last and when', async () => {
    const cell = at(elena.page, 'costs', 'staff', 'y2024');
    await elena.page.getByRole('heading', { level: 1 }).click();
    await cell.hover();
    const hint = elena.page.getByRole('tooltip');
    await hint.getByText(/^Modificato da Anna Rossi, oggi alle \d\d:\d\d$/).waitFor();
    await elena.page.mouse.move(0, 0);
    await hint.waitFor({ state: 'detached' });

    await at(elena.page, 'costs', 'climate', 'y2024').focus();
    await elena.page.keyboard.press('ArrowUp');
    await expectFocus(cell);
    await hint.getByText(/^Modificato da Anna Rossi/).waitFor();
    expect(await cell.getAttribute('aria-describedby')).toContain('cell-hint');
    expect(await axe(elena.page, hint, at(elena.page, 'costs'))).toEqual([]);
    await elena.page.keyboard.press('Escape');
    await hint.waitFor({ state: 'detached' });
  });

  test('PLAN-9 a computed cell shows its formula, and takes no typing', async () => {
    const { page } = elena;
    const cell = at(page, 'costs', 'flat-rate', 'y2024');
    await cell.focus();
    await page
      .getByRole('tooltip')
      .getByText(/^= Tasso forfettario del 40 %/)
      .waitFor();
    expect(await cell.evaluate((element) => element.matches('input, [contenteditable]'))).toBe(false);
    await expect.poll(() => cell.textContent(), POLL).toContain('200,00');
  });
});

describe('finding one’s way', () => {
  let planId: string;
  beforeAll(async () => {
    planId = await openTogether('a1-2023-2024', 'Percorsi');
  });

  test('PLAN-10 the whole form stands on the page in the order of the paper, and axe finds nothing', async () => {
    const { page } = elena;
    const text = (await page.getByRole('article').textContent()) ?? '';
    const words = [
      'ALLEGATO A1',
      'PIANO DI ATTIVITÀ DELL’ ASSOCIAZIONE CLUST-ER',
      'OBIETTIVI DEL PIANO E ATTIVITA’ PROPOSTE',
      'DURATA DAL',
      '(durata massima 31/12/2024)',
      'Obiettivo generale',
      "Allargare l'adesione",
      'Descrizione puntuale delle azioni che si intendono realizzare',
      'Promozione e sviluppo dell’Associazione',
      'skill foresight',
      'INDICATORI QUANTITATIVI',
      'Numero di Assemblee',
      'Nuovi contatti'.toLowerCase(),
      'ATTIVITÀ SPECIFICHE PER LA LOTTA',
      'Totale spese',
      'IL PIANO DEI COSTI',
      'Cofinanziamento richiesto (100% del totale costi)',
    ];
    let from = 0;
    for (const word of words) {
      const found = text.indexOf(word, from);
      expect(found, `"${word}" after ${from}`).toBeGreaterThanOrEqual(0);
      from = found;
    }
    expect(await axe(page)).toEqual([]);
  });

  test('PLAN-11 by keyboard alone: past the header, along the outline, into a text, its toolbar and back', async () => {
    const { page } = elena;
    await openPlan(page, planId);
    await page.keyboard.press('Tab');
    await expectFocus(page.getByRole('link', { name: 'Vai al contenuto' }));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const outline = page.getByRole('navigation', { name: 'Indice' });
    await expectFocus(outline.getByRole('button').first());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expectFocus(page.getByRole('heading', { name: /Vita associativa e funzionamento/ }));
    await page.keyboard.press('Tab');
    const block = page.getByRole('textbox', { name: 'Obiettivi specifici' }).first();
    await expect
      .poll(
        () =>
          block.evaluate(
            (element) => element === document.activeElement && element.matches('[contenteditable=true]'),
          ),
        POLL,
      )
      .toBe(true);
    await page.keyboard.type('Tre obiettivi');

    await page.keyboard.press('Alt+F10');
    const toolbar = page.getByRole('toolbar', { name: 'Formattazione: Obiettivi specifici' });
    await expectFocus(toolbar.getByRole('button', { name: 'Grassetto' }));
    await page.keyboard.press('ArrowRight');
    await expectFocus(toolbar.getByRole('button', { name: 'Corsivo' }));
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('Escape');
    await expectFocus(block);
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Alt+F10');
    await page.keyboard.press('Enter');
    await expect.poll(() => block.locator('strong').textContent(), POLL).toBe('Tre obiettivi');
    expect(await axe(page, block, toolbar)).toEqual([]);
    await expect
      .poll(() => anna.page.getByRole('textbox', { name: 'Obiettivi specifici' }).first().textContent(), POLL)
      .toContain('Tre obiettivi');
  });

  test('PLAN-12 an issue leads to its place: the very cell or text has the focus', async () => {
    const { page } = elena;
    await panel(page)
      .getByRole('button', { name: /^Risultati attesi Vita associativa/ })
      .click();
    const block = page.getByRole('textbox', { name: 'Risultati attesi' }).first();
    await expect
      .poll(
        () =>
          block.evaluate(
            (element) => element === document.activeElement && element.matches('[contenteditable=true]'),
          ),
        POLL,
      )
      .toBe(true);

    const cell = at(page, 'costs', 'circular', 'y2023');
    await cell.fill('12,3,4');
    await page.keyboard.press('Tab');
    await panel(page)
      .getByRole('button', { name: /economia circolare · 2023/ })
      .click();
    await expectFocus(cell);
    await cell.fill('');

    await at(page, 'costs', 'staff', 'y2023').fill('1000');
    await panel(page)
      .getByRole('button', { name: /Interventi per il clima · Totale spese · Spese/ })
      .first()
      .click();
    await expectFocus(at(page, 'climate', 'total', 'amount'));
  });

  test('PLAN-13 a rule that did not hold and now does says so once', async () => {
    const { page } = elena;
    await page.getByRole('button', { name: 'Aggiungi una riga: Interventi per il clima' }).click();
    await expect.poll(() => rowsOf(page, 'climate'), POLL).toHaveLength(1);
    const [row] = await rowsOf(page, 'climate');
    const said = page.getByRole('status').filter({ hasText: 'Ora va bene: Lotta al cambiamento climatico' });
    await at(page, ...row!, 'amount').fill('209,99');
    await page.getByRole('button', { name: /^Clima 15,00.*mancano 0,01/ }).waitFor();
    expect(await said.count()).toBe(0);
    await at(page, ...row!, 'amount').fill('210');
    await page.getByRole('button', { name: /^Clima 15,00\s% ok/ }).waitFor();
    await said.waitFor({ state: 'attached' });
  });

  test('PLAN-22 what is pasted into a text keeps its words and loses what the form has no place for', async () => {
    const { page, context } = elena;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const block = page.getByRole('textbox', { name: 'Note sulle spese' }).first();
    await block.click();
    await page.evaluate(() => {
      const html =
        '<h1>Titolo</h1><p>Testo <b>forte</b><img src="x"></p><table><tr><td>uno</td><td>due</td></tr></table>' +
        '<p><a href="javascript:alert(1)">cattivo</a> <a href="https://www.example.org/">buono</a></p>';
      return navigator.clipboard.write([
        new ClipboardItem({ 'text/html': new Blob([html], { type: 'text/html' }) }),
      ]);
    });
    await page.keyboard.press('Control+V');
    await expect.poll(() => block.textContent(), POLL).toBe('TitoloTesto forteuno | duecattivo buono');
    expect(await block.locator('h1, img, table').count()).toBe(0);
    expect(await block.locator('strong').textContent()).toBe('forte');
    expect(
      await block.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['https://www.example.org/']);

    await page.keyboard.press('Control+A');
    await page.keyboard.type('Vedi il sito');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    const toolbar = page.getByRole('toolbar', { name: 'Formattazione: Note sulle spese' });
    await toolbar.getByRole('button', { name: 'Collegamento', exact: true }).click();
    const address = page.getByLabel('Indirizzo del collegamento');
    await expectFocus(address);
    await address.fill('javascript:alert(1)');
    await page.keyboard.press('Enter');
    await page.getByText(/^Non è un indirizzo/).waitFor();
    expect(await axe(page, page.locator('form', { has: address }), toolbar)).toEqual([]);
    await address.fill('www.clust-er.it/salute');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => block.locator('a').getAttribute('href'), POLL)
      .toBe('https://www.clust-er.it/salute');
  });

  test('PLAN-23 a caret that a key has just moved stays there, whatever others write at that moment', async () => {
    const block = (page: Page): Locator =>
      page.getByRole('textbox', { name: 'Descrizione puntuale delle azioni' }).first();
    const { page } = elena;
    await block(page).click();
    await page.keyboard.insertText('Le azioni sono molte e vanno descritte una per una.');
    await expect.poll(() => block(anna.page).textContent(), POLL).toContain('una per una.');
    await block(anna.page).click();
    await anna.page.keyboard.press('Control+End');
    let writing = true;
    const other = (async () => {
      while (writing)
        for (const key of ['a', 'ArrowLeft', 'ArrowRight', 'Backspace']) await anna.page.keyboard.press(key);
    })();
    const wrong: string[] = [];
    for (let round = 0; round < 30; round += 1) {
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('X');
      const text = (await block(page).textContent()) ?? '';
      if (!text.startsWith('X')) wrong.push(text);
      await page.keyboard.press('Backspace');
    }
    writing = false;
    await other;
    expect(wrong).toEqual([]);
  });

  test('PLAN-14 on a phone tables are cards, outline and panel are drawers, PLAN-37 the switches stand in one line, PLAN-38 nothing moves where less motion is asked for, and axe finds nothing', async () => {
    const phone = await meeting.browser.browser.newContext({
      ...(await elena.context.storageState().then((storageState) => ({ storageState }))),
      viewport: { width: 390, height: 844 },
      baseURL: meeting.server.url,
      locale: 'it-IT',
      reducedMotion: 'reduce',
    });
    const page = await phone.newPage();
    await openPlan(page, planId);
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const switches = ['Autori', /da compilare/, 'Commenti', 'Cronologia'].map((name) =>
      page.locator('header').getByRole('button', { name, exact: true }),
    );
    const middles = await Promise.all(
      switches.map(async (one) => {
        const { y, height } = (await one.boundingBox())!;
        return y + height / 2;
      }),
    );
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(1);
    expect(
      await page.evaluate(() =>
        [...document.querySelectorAll('*')].filter(
          (element) => getComputedStyle(element).transitionDuration !== '0s',
        ),
      ),
    ).toEqual([]);
    await page.getByRole('button', { name: 'Indice' }).click();
    const outline = page.getByRole('dialog', { name: 'Indice' });
    await outline.waitFor();
    expect(await axe(page, outline)).toEqual([]);
    await outline.getByRole('button', { name: /Piano dei costi/ }).click();
    await expectFocus(page.getByRole('heading', { name: /IL PIANO DEI COSTI/ }));
    await page.getByRole('button', { name: /da compilare/ }).click();
    const drawer = page.getByRole('dialog', { name: 'Da sistemare' });
    await drawer.waitFor();
    expect(await axe(page, drawer)).toEqual([]);
    await drawer.getByRole('button', { name: /^Obiettivi specifici Promozione/ }).click();
    await expectFocus(page.getByRole('textbox', { name: 'Obiettivi specifici' }).nth(1));
    await phone.close();
  });
});

describe('groups that repeat', () => {
  test('PLAN-15 a country is added with its fields, text, table and cost column, and removed with all of them', async () => {
    await openTogether('promotion-2018', 'Promozione');
    const { page } = anna;
    await page.getByRole('button', { name: 'Aggiungi un paese' }).click();
    const country = page.getByRole('region', { name: 'PAESE 1' });
    await expectFocus(country.getByLabel('Nome del paese'));
    await page.keyboard.type('Belgio');
    await country.getByLabel('Area').selectOption({ label: 'Paese europeo' });
    await country.getByRole('textbox', { name: 'Finalità nel paese' }).click();
    await page.keyboard.type('Nuove alleanze.');
    await page.getByRole('button', { name: 'Aggiungi un paese' }).click();
    await page.getByRole('region', { name: 'PAESE 2' }).waitFor();
    await expect
      .poll(() => page.getByRole('columnheader', { name: /^PAESE/ }).allTextContents(), POLL)
      .toEqual(['PAESE 1', 'PAESE 2']);
    await page.getByRole('textbox', { name: 'PAESE 1, Spese di viaggio' }).fill('5.000,01');
    await page.getByRole('button', { name: /^Paesi europei 5\.000,01.*eccedono 0,01/ }).waitFor();
    expect(await axe(page)).toEqual([]);

    const other = elena.page.getByRole('region', { name: 'PAESE 1' });
    await expect.poll(() => other.getByLabel('Nome del paese').inputValue(), POLL).toBe('Belgio');
    await expect
      .poll(() => other.getByRole('textbox', { name: 'Finalità nel paese' }).textContent(), POLL)
      .toContain('Nuove alleanze.');

    await page.getByRole('button', { name: 'Togli PAESE 1' }).click();
    await page.getByRole('button', { name: 'Togli', exact: true }).click();
    await expect.poll(() => page.getByRole('columnheader', { name: /^PAESE/ }).count(), POLL).toBe(1);
    await page.getByRole('button', { name: 'Ripristina' }).click();
    await expect
      .poll(() => country.getByRole('textbox', { name: 'Finalità nel paese' }).textContent(), POLL)
      .toContain('Nuove alleanze.');
    await expect
      .poll(() => page.getByRole('textbox', { name: 'PAESE 1, Spese di viaggio' }).inputValue(), POLL)
      .toBe('5.000,01');
  });
});

describe('saving, freezing, reading', () => {
  let planId: string;
  beforeAll(async () => {
    planId = await openTogether('a1-2023-2024', 'Evidenza');
  });

  test('PLAN-16 without a network the page says so and keeps what is typed; then it is saved and others have it', async () => {
    const { page, context } = anna;
    await context.setOffline(true);
    await saying(page, 'Non in linea: le modifiche restano qui');
    await at(page, 'costs', 'climate', 'y2023').fill('777');
    await page.getByRole('textbox', { name: 'Obiettivi specifici' }).first().click();
    await page.keyboard.insertText('Scritto senza rete.');
    expect(await axe(page, page.getByRole('banner'))).toEqual([]);
    await context.setOffline(false);
    await saved(page);
    await expect.poll(() => at(elena.page, 'costs', 'climate', 'y2023').inputValue(), POLL).toBe('777,00');
    await expect
      .poll(
        () => elena.page.getByRole('textbox', { name: 'Obiettivi specifici' }).first().textContent(),
        POLL,
      )
      .toContain('Scritto senza rete.');
  });

  test('PLAN-17 leaving the page for the list at once loses nothing', async () => {
    const { page } = anna;
    await at(page, 'costs', 'climate', 'y2024').fill('888');
    await page.getByRole('link', { name: 'Filiera, elenco dei piani' }).click();
    await page.getByRole('heading', { name: 'Piani', level: 1 }).waitFor();
    await expect.poll(() => at(elena.page, 'costs', 'climate', 'y2024').inputValue(), POLL).toBe('888,00');
    await page.goBack();
    await saved(page);
  });

  test('PLAN-18 a reader sees everything and no control that would do nothing', async () => {
    const { page } = bruno;
    await page.goto(`/piani/${planId}`);
    await saying(page, 'Sola lettura');
    await page.getByText('Scritto senza rete.').waitFor();
    await page.getByText('777,00').first().waitFor();
    const article = page.getByRole('article');
    expect(await article.locator('input, textarea, select, button, [contenteditable="true"]').count()).toBe(
      0,
    );
    expect(await page.getByRole('button', { name: /Congela/ }).count()).toBe(0);
    expect(await axe(page)).toEqual([]);
  });

  test('PLAN-19 the freeze says what stops it, and goes over errors only with a reason', async () => {
    const { page } = elena;
    await page.getByRole('button', { name: 'Congela', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Congelare la versione finale' });
    await dialog.getByText(/Ci sono \d+ errori che fermano il congelamento/).waitFor();
    expect(await dialog.getByRole('button', { name: 'Congela la versione' }).count()).toBe(0);
    expect(await axe(page, dialog)).toEqual([]);
    await dialog.getByLabel('Congelare lo stesso, spiegando perché').check();
    await dialog.getByLabel('Motivo').fill('troppo');
    await dialog.getByRole('button', { name: 'Congela la versione' }).click();
    await dialog.getByText('Il motivo deve avere almeno 10 caratteri.').waitFor();
    await dialog.getByRole('button', { name: 'Annulla' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await at(page, 'costs', 'staff', 'y2023').isEditable()).toBe(true);
  });

  test('PLAN-20 after a freeze every page is final, and what was typed offline is shown, copied and not lost', async () => {
    const { page, context } = anna;
    await context.setOffline(true);
    await saying(page, 'Non in linea');
    await at(page, 'costs', 'climate', 'y2023').fill('12.345,67');
    await page.getByRole('textbox', { name: 'Risultati attesi' }).first().click();
    await page.keyboard.insertText('Un risultato scritto troppo tardi.');

    await freezeOverErrors(elena.page, 'Scadenza del bando, il resto segue');
    const band = elena.page.getByRole('region', { name: 'Versione finale' });
    await band.getByText(/congelata da Elena Marchetti/).waitFor();
    expect(await band.locator('code').textContent()).toMatch(/^(?:[0-9a-f]{4} ){15}[0-9a-f]{4}$/);
    await band.getByText(/Scadenza del bando, il resto segue/).waitFor();
    // The hint of a cell that happens to lie under the pointer offers to comment on it.
    await elena.page.mouse.move(0, 0);
    const article = elena.page.getByRole('article');
    await expect
      // A final version is still talked about.
      .poll(() => article.locator(`input, textarea, select, button:not(${COMMENT}), ${EDITED}`).count(), POLL)
      .toBe(0);
    await elena.page.getByText('La versione finale è congelata.').last().waitFor({ state: 'attached' });

    await context.setOffline(false);
    const lost = page.getByRole('region', { name: 'Modifiche tardive' });
    await lost.getByText('Un risultato scritto troppo tardi.').waitFor();
    await lost.getByText('12.345,67').waitFor();
    await lost.getByText(/Di cui per il clima · 2023/).waitFor();
    await saying(page, 'Congelato');
    // The page itself shows what the server holds.
    await expect.poll(() => at(page, 'costs', 'climate', 'y2023').textContent(), POLL).toBe('777,00');
    expect(await page.getByRole('article').textContent()).not.toContain('troppo tardi');
    expect(await axe(page, lost)).toEqual([]);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await lost.getByRole('button', { name: 'Copia: Risultati attesi' }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()), POLL)
      .toBe('Un risultato scritto troppo tardi.');
    await lost.getByRole('button', { name: /^Ho finito/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Elimina' }).click();
    await lost.waitFor({ state: 'detached' });

    // Both files are there for whoever may only read, too.
    await bruno.page.getByRole('region', { name: 'Versione finale' }).waitFor();
    const [file] = await Promise.all([
      bruno.page.waitForEvent('download'),
      bruno.page.getByRole('link', { name: 'Documento Word (DOCX)' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.docx$/);
  });

  test('PLAN-21 no page has complained', () => {
    expect(meeting.problems(/ERR_INTERNET_DISCONNECTED/)).toEqual([]);
  });
});
