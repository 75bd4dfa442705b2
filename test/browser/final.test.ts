import { type Thread, threadSchema } from '@filiera/shared/threads/api.ts';
import { unzipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { openDocx } from '../support/documents.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, ELENA, send, signIn } from '../support/people.ts';
import { at, download, FREEZING, openPlan, POLL, saved, saying, write } from '../support/plan-page.ts';
import type { TestServer } from '../support/test-server.ts';
import { words } from '../support/threads.ts';

/** The final version in the hands of who manages a plan and who writes it: rehearsed, frozen, filed, opened again. */

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

let meeting: Meeting<'elena' | 'anna'>;
let server: TestServer;
let elena: Visitor;
let anna: Visitor;
let planId: string;

const late = (page: Page): Locator => page.getByRole('region', { name: 'Modifiche tardive' });
const band = (page: Page): Locator => page.getByRole('region', { name: 'Versione finale 1' });

/** What axe finds in these parts, or the whole page, at a desk and on a phone; nothing is wider than the phone. */
async function lookAt(page: Page, ...parts: readonly Locator[]): Promise<void> {
  expect(await axe(page, ...parts)).toEqual([]);
  await page.setViewportSize(PHONE);
  expect(await axe(page, ...parts)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
  await page.setViewportSize(DESK);
}

/** A comment that stops the freeze, written over HTTP: what this is about comes after it. */
const block = (visitor: Visitor, text: string): Promise<Thread> =>
  send(visitor, threadSchema, 'POST', `/plans/${planId}/threads`, {
    key: crypto.randomUUID(),
    anchor: { kind: 'table', root: 'table/costs' },
    text: words(text),
    blocking: true,
  });

beforeAll(async () => {
  // The rehearsal is shown by the browser's own viewer of PDFs.
  meeting = await meet({ elena: ELENA, anna: ANNA }, { whole: true });
  ({ server } = meeting);
  ({ elena, anna } = meeting.people);
  planId = await meeting.startPlan('a1-2023-2024', 'Piano da consegnare', { anna: 'contributor' });
  await block(anna, 'Mancano i preventivi delle fiere.');
});
afterAll(() => meeting?.close());

describe('before the freeze', () => {
  test('FINAL-1 the rehearsal shows the document, and what stops it with who can put it right and the way there', async () => {
    await elena.page.goto(`/piani/${planId}`);
    await write(elena.page, ['costs', 'staff', 'y2023'], '1.000');
    const { page } = anna;
    await openPlan(page, planId);
    await page.getByRole('link', { name: 'Prova della versione finale' }).click();
    await page.getByRole('heading', { level: 1, name: 'La versione finale come sarebbe' }).waitFor();
    const stops = page.getByRole('region', { name: 'Che cosa ferma il congelamento' });
    await stops.getByRole('heading', { name: /^Errori \(\d+\)$/ }).waitFor();
    await stops
      .getByText('Possono intervenire Anna Rossi (profilo in uso) e Elena Marchetti')
      .first()
      .waitFor();
    const threads = stops.getByRole('region', { name: 'Commenti bloccanti (1)' });
    await threads.getByText('Mancano i preventivi delle fiere.').waitFor();
    const href = await threads.getByRole('link', { name: /^Apri il commento/ }).getAttribute('href');
    expect(href).toMatch(new RegExp(`^/piani/${planId}\\?commento=`));
    // The document is there, and framed.
    await page.locator('iframe[title="Documento PDF della prova"]').waitFor();
    await expect.poll(() => page.frames().length, POLL).toBeGreaterThan(1);
    const saving = await download(page, page.getByRole('button', { name: 'Scarica il PDF' }));
    expect([saving.name, saving.bytes.subarray(0, 5).toString()]).toEqual([
      'Piano da consegnare - Prova della versione finale.pdf',
      '%PDF-',
    ]);
    expect(await page.getByRole('button', { name: 'Congela la versione' }).count()).toBe(0);
    await lookAt(page);

    const missing = stops.getByRole('region', { name: /^Posti obbligatori vuoti/ });
    await missing.getByRole('button').first().click();
    await expect.poll(() => page.url(), POLL).toBe(`${server.url}/piani/${planId}`);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[id^="at/"]')?.id ?? ''), POLL)
      .toMatch(/^at\//);
  });

  test('FINAL-2 it stays as it was made, says when the plan has changed, and is made anew on request', async () => {
    const { page } = anna;
    await page.goto(`/piani/${planId}/prova`);
    const stops = page.getByRole('region', { name: 'Che cosa ferma il congelamento' });
    await stops.getByRole('heading', { name: /^Errori/ }).waitFor();
    await page.locator('iframe').waitFor();
    const before = await stops.textContent();
    expect(await page.getByText('Il piano è cambiato.').count()).toBe(0);
    await write(elena.page, ['costs', 'staff', 'y2023'], '2.000');
    await page.getByText('Il piano è cambiato.').waitFor();
    expect(await stops.textContent()).toBe(before);
    await page.getByRole('button', { name: 'Aggiorna la prova' }).click();
    await page.getByText('Il piano è cambiato.').waitFor({ state: 'detached' });
    await expect.poll(() => stops.textContent(), POLL).not.toBe(before);
  });

  test('FINAL-3 a working copy is made of an open plan, in Word with and without comments, and in PDF', async () => {
    const { page } = anna;
    await openPlan(page, planId);
    const copy = async (name: string): Promise<{ name: string; bytes: Buffer }> => {
      await page.getByRole('button', { name: 'Esporta' }).click();
      return download(page, page.getByRole('menuitem', { name, exact: true }));
    };
    const word = await copy('Copia di lavoro (Word)');
    expect(word.name).toBe('Clust-ER Health - Piano da consegnare - bozza.docx');
    expect(Object.keys(unzipSync(word.bytes))).not.toContain('word/comments.xml');
    const noted = await copy('Copia di lavoro (Word) con i commenti');
    expect(openDocx(noted.bytes).text('word/comments.xml')).toContain('Mancano i preventivi delle fiere.');
    const pdf = await copy('Copia di lavoro (PDF)');
    expect(pdf.name).toMatch(/bozza\.pdf$/);
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('the freeze and what comes after it', () => {
  test('FINAL-4 a manager freezes over a blocking comment with a reason; other pages turn final by themselves', async () => {
    // Anna writes without network, and does not hear of the freeze.
    await anna.context.setOffline(true);
    await saying(anna.page, 'Non in linea');
    await at(anna.page, 'costs', 'climate', 'y2023').fill('12.345,67');
    await anna.page.getByRole('textbox', { name: 'Risultati attesi' }).first().click();
    await anna.page.keyboard.insertText('Un risultato scritto troppo tardi.');

    const watcher = await anna.context.browser()!.newContext({ baseURL: server.url, locale: 'it-IT' });
    const second: Visitor = { ...anna, context: watcher, page: await watcher.newPage() };
    await signIn(second, ANNA.email);
    await openPlan(second.page, planId);

    const { page } = elena;
    await page.goto(`/piani/${planId}/prova`);
    await page.getByRole('button', { name: 'Congela la versione' }).click();
    const dialog = page.getByRole('dialog', { name: 'Congelare la versione finale' });
    await dialog.getByText('C’è un commento bloccante ancora aperto:').waitFor();
    await dialog.getByText('Mancano i preventivi delle fiere.').waitFor();
    await lookAt(page, dialog);
    await dialog.getByLabel('Congelare lo stesso, spiegando perché').check();
    await dialog.getByRole('button', { name: 'Congela la versione' }).click();
    await dialog.getByText('Il motivo deve avere almeno 10 caratteri.').waitFor();
    await dialog.getByLabel('Motivo').fill('La scadenza è oggi, i preventivi seguono.');
    await dialog.getByRole('button', { name: 'Congela la versione' }).click();
    await page.getByText('Il piano è congelato: al posto della prova').waitFor(FREEZING);
    await page.getByRole('main').getByRole('link', { name: 'Torna al piano' }).click();
    await band(page).getByText('congelata da Elena Marchetti').waitFor();
    await band(page)
      .getByText(/Congelata nonostante \d+ errori e 1 commento bloccante\. Motivo: La scadenza è oggi/)
      .waitFor();

    await band(second.page).getByText('congelata da Elena Marchetti').waitFor();
    expect(await second.page.locator('[contenteditable="true"]').count()).toBe(0);
    await watcher.close();
  });

  test('FINAL-5 the files of the dossier are named with their sizes, and come one by one and all at once', async () => {
    const { page } = elena;
    expect(await axe(page)).toEqual([]);
    await lookAt(page, band(page));
    expect(await band(page).locator('code').textContent()).toMatch(/^(?:[0-9a-f]{4} ){15}[0-9a-f]{4}$/);
    const zip = await download(page, band(page).getByRole('link', { name: 'Scarica tutto (zip)' }));
    expect(zip.name).toBe('Clust-ER Health - Piano da consegnare - versione 1 - fascicolo.zip');
    const names = Object.keys(unzipSync(zip.bytes)).map((name) => name.split('/').at(-1));
    expect(names).toEqual(expect.arrayContaining(['plan.docx', 'plan.pdf', 'plan.json', 'SHA256SUMS']));
    await band(page)
      .getByText(/^Altri file del fascicolo/)
      .click();
    const rules = band(page).getByRole('link', { name: 'Verifica delle regole (HTML)' });
    expect(await rules.getAttribute('aria-describedby')).not.toBe(null);
    await band(page)
      .getByText(/con l’esito\. \d+(?:,\d)? kB/)
      .waitFor();
    expect((await download(page, rules)).name).toMatch(/ - regole\.html$/);
  });

  test('FINAL-6 a manager puts down the protocol number, which everyone reads as put down and no more', async () => {
    const { page } = elena;
    await band(page).getByRole('button', { name: 'Registra il protocollo' }).click();
    const dialog = page.getByRole('dialog', { name: 'Registrare il protocollo della versione 1' });
    await dialog.getByText(/non può garantire/).waitFor();
    await dialog.getByRole('button', { name: 'Registra il protocollo' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Numero di protocollo').fill('PG/2023/123456');
    await dialog.getByLabel('Data del protocollo').fill('2023-12-14');
    expect(await axe(page, dialog)).toEqual([]);
    await dialog.getByRole('button', { name: 'Registra il protocollo' }).click();
    await band(page).getByText('Protocollo PG/2023/123456 del 14/12/2023').waitFor();
    await dialog.waitFor({ state: 'detached' });
  });

  test('FINAL-7 a manager opens a variation with a reason: the plan is open again on every page, and says so', async () => {
    const { page } = elena;
    await band(page).getByRole('button', { name: 'Apri una variazione' }).click();
    const dialog = page.getByRole('dialog', { name: 'Aprire una variazione' });
    await dialog.getByText('il prossimo congelamento farà la versione 2.').waitFor();
    await dialog.getByRole('button', { name: 'Apri la variazione' }).click();
    await dialog.getByText('Il motivo deve avere almeno 10 caratteri.').waitFor();
    expect(await axe(page, dialog)).toEqual([]);
    await dialog
      .getByLabel('Motivo della variazione')
      .fill('Chiesta dalla Regione con la nota del 20 gennaio.');
    await dialog.getByRole('button', { name: 'Apri la variazione' }).click();
    const variation = page.getByRole('region', { name: 'Variazione in corso dalla versione 1' });
    await variation.getByText(/aperta da Elena Marchetti il .* Chiesta dalla Regione/).waitFor();
    await saved(page);
    await dialog.waitFor({ state: 'detached' });
    await write(page, ['costs', 'staff', 'y2023'], '4.500');
  });

  test('FINAL-8 what was written before the freeze and arrives after the reopening is shown to its author alone, on any device, and FINAL-14 deleted after a question alone', async () => {
    const { page, context } = anna;
    await context.setOffline(false);
    await late(page).getByText('Un risultato scritto troppo tardi.').waitFor();
    await late(page).getByText('12.345,67').waitFor();
    await late(page).getByText('Modifiche tardive per la versione 1').waitFor();
    await saved(page);
    expect(await page.getByRole('article').textContent()).not.toContain('troppo tardi');
    await late(page)
      .getByText(/Le vede soltanto chi le ha scritte/)
      .waitFor();
    await lookAt(page, late(page));

    const other = await meeting.browser.visit(server);
    await signIn(other, ANNA.email);
    await other.page.goto(`/piani/${planId}`);
    await late(other.page).getByText('Un risultato scritto troppo tardi.').waitFor();
    const text = await download(
      other.page,
      late(other.page).getByRole('button', { name: 'Salva come testo' }),
    );
    expect(text.name).toBe('Modifiche tardive - versione 1.txt');
    expect(text.bytes.toString()).toMatch(/Di cui per il clima · 2023\n12\.345,67/);
    expect(await late(elena.page).count()).toBe(0);
    const done = late(other.page).getByRole('button', { name: /^Ho finito/ });
    const question = other.page.getByRole('dialog', {
      name: 'Eliminare le modifiche tardive per la versione 1?',
    });
    await done.press('Enter');
    await question.getByText('non si possono recuperare').waitFor();
    await lookAt(other.page);
    const holdsFocus = (control: Locator) => control.evaluate((one) => one === document.activeElement);
    // What deletes nothing has the focus.
    await expect.poll(() => holdsFocus(question.getByRole('button', { name: 'Annulla' })), POLL).toBe(true);
    await other.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => holdsFocus(done), POLL).toBe(true);
    await late(other.page).getByText('Un risultato scritto troppo tardi.').waitFor();
    await done.press('Enter');
    await question.getByRole('button', { name: 'Elimina' }).press('Enter');
    await late(other.page).waitFor({ state: 'detached' });
    await question.waitFor({ state: 'detached' });
    expect(await other.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await other.page.reload();
    await saved(other.page);
    expect(await late(other.page).count()).toBe(0);
    // Nor is it here any longer.
    await page.reload();
    await saved(page);
    await late(page).waitFor({ state: 'detached' });
    expect(other.problems).toEqual([]);
    await other.close();
  });

  test('FINAL-9 the differences from the version are shown with who made them, and given as a Word document', async () => {
    const { page } = anna;
    await page.getByRole('link', { name: 'Differenze dalla versione 1' }).click();
    await page.getByRole('heading', { level: 1, name: 'Differenze dalla versione 1' }).waitFor();
    await page.getByText('Motivo della variazione: Chiesta dalla Regione').waitFor();
    await page.getByTestId('bridge').waitFor();
    await page.getByText('4.500,00').first().waitFor();
    await page.getByText('Elena Marchetti').first().waitFor();
    await lookAt(page);
    const docx = await download(page, page.getByRole('button', { name: 'Scarica le differenze (Word)' }));
    expect(docx.name).toMatch(/ - versione 1 - differenze\.docx$/);
    expect(openDocx(docx.bytes).text()).toContain('4.500,00');
  });

  test('FINAL-10 every version has its place on one page, with what it was frozen over, its filing and its variation', async () => {
    const { page } = anna;
    await page.goto(`/piani/${planId}/versioni`);
    const card = page.getByRole('region', { name: 'Versione 1' });
    await card.getByText('Mancano i preventivi delle fiere.').waitFor();
    await card.getByText('Protocollo PG/2023/123456 del 14/12/2023').waitFor();
    await card.getByText(/Variazione aperta da Elena Marchetti/).waitFor();
    expect(await card.getByRole('link', { name: 'Dati del piano (JSON)' }).count()).toBe(1);
    expect(await card.getByRole('button', { name: /protocollo/ }).count()).toBe(0);
    await lookAt(page);
  });

  test('FINAL-11 no page has complained, and none has asked anybody else for anything', () => {
    expect(meeting.problems(/ERR_INTERNET_DISCONNECTED/)).toEqual([]);
  });
});
