import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { firstOutOfOrder, openDocx } from '../support/documents.ts';
import { type Meeting, meet } from '../support/meeting.ts';
import { giveRole } from '../support/people.ts';
import { FREEZING, saved } from '../support/plan-page.ts';
import { promotionSeed } from '../support/promotion-seed.ts';

/** The promotion plan of 2018, typed through the page as its authors would, frozen, and read back as a document. */

const seed = readFileSync(new URL('../fixtures/seeds/promotion-2018.txt', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.replace(/^\s*•\s*/, '').trim())
  .filter((line) => line !== '');
const between = (from: string | RegExp, to: string | RegExp): string[] => {
  const find = (mark: string | RegExp): number =>
    seed.findIndex((line) => (typeof mark === 'string' ? line === mark : mark.test(line)));
  return seed.slice(find(from) + 1, find(to));
};
const objectives = seed.slice(0, 2);
const belgium = between(/^PAESE 1/, /^Tra gli eventi/);
const events = between(/^Tra gli eventi/, /^Paese 2/);
const america = between(/^Paese 2/, /^Riepilogo/);

let meeting: Meeting<'manager' | 'colleague'>;
let manager: Visitor;
let colleague: Visitor;
let planId: string;

beforeAll(async () => {
  meeting = await meet({
    manager: { name: 'Andrea Ruggeri', email: 'andrea@example.org' },
    colleague: { name: 'Marta Benassi', email: 'marta@example.org' },
  });
  ({ manager, colleague } = meeting.people);
});
afterAll(() => meeting?.close());

const headline = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^${name} \\d`) });

async function write(page: Page, block: Locator, paragraphs: readonly string[]): Promise<void> {
  await block.click();
  for (const [index, paragraph] of paragraphs.entries()) {
    if (index > 0) await page.keyboard.press('Enter');
    await page.keyboard.insertText(paragraph);
  }
  await expect
    .poll(async () => (await block.textContent())?.length ?? 0)
    .toBeGreaterThanOrEqual(paragraphs.join('').length);
}

describe('the promotion plan of 2018', () => {
  test('LIVE-8 the seed typed through the page fills the form', async () => {
    expect([objectives.length, belgium.length, events.length, america.length]).toEqual([2, 1, 5, 2]);
    const { page } = manager;
    await page.goto('/');
    await page.getByRole('button', { name: 'Nuovo piano' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/promozione/i)
      .first()
      .click();
    await dialog.getByRole('textbox').fill('Piano di promozione 2018');
    await dialog.getByRole('button', { name: /Crea/ }).click();
    await page.waitForURL(/\/piani\//);
    planId = page.url().split('/').at(-1)!;
    await giveRole(manager, planId, 'marta@example.org', 'contributor');
    await colleague.page.goto(`/piani/${planId}`);

    await write(page, page.getByRole('textbox', { name: 'Descrizione degli obiettivi' }), objectives);
    for (const [index, country] of [
      { name: 'Belgio', area: 'Paese europeo', aims: belgium, events },
      { name: 'U.S.A.', area: 'Paese extra-europeo', aims: america, events: [] },
    ].entries()) {
      await page.getByRole('button', { name: 'Aggiungi un paese' }).click();
      const region = page.getByRole('region', { name: `PAESE ${index + 1}` });
      await region.getByRole('textbox', { name: 'Nome del paese' }).fill(country.name);
      await region.getByRole('combobox', { name: 'Area' }).selectOption({ label: country.area });
      await write(page, region.getByRole('textbox', { name: 'Finalità nel paese' }), country.aims);
      for (const [row, event] of country.events.entries()) {
        await region.getByRole('button', { name: /Aggiungi una riga/ }).click();
        await region.getByRole('textbox', { name: new RegExp(`^Evento, riga ${row + 1}`) }).fill(event);
      }
    }
    await saved(page);
  });

  test('LIVE-9 every rule holds exactly at its cap, and one cent more breaks it', async () => {
    const { page } = manager;
    const cost = (on: Page, country: number, row: string): Locator =>
      on.getByRole('textbox', { name: new RegExp(`^PAESE ${country}, ${row}`) });
    await cost(page, 1, 'Spese di viaggio').fill('5.000');
    await cost(page, 2, 'Spese di viaggio').fill('4.000');
    await cost(page, 2, 'Spese di adesione').fill('1.000,01');
    await headline(page, 'Totale').filter({ hasText: '10.000,01' }).waitFor();
    await page
      .getByText(/eccedono 0,01\s€/)
      .first()
      .waitFor();
    await cost(page, 2, 'Spese di adesione').fill('1.000');
    const holds = (on: Page, name: RegExp): Promise<void> => on.getByRole('button', { name }).waitFor();
    await holds(page, /^Totale 10\.000,00.*ok/);
    await holds(page, /^Paesi europei 5\.000,00.*ok/);
    await holds(page, /^Paesi extra-europei 5\.000,00.*ok/);
    await page.getByText('Nessun errore').first().waitFor();
    expect(await page.getByText(/eccedono/).count()).toBe(0);
    // The colleague sees the same figures.
    await holds(colleague.page, /^Totale 10\.000,00.*ok/);
    await saved(page);
  });

  test('LIVE-10 frozen, everyone is told, and an edit typed at that very moment or offline does not land', async () => {
    const { page } = manager;
    const other = colleague.page;
    await colleague.context.setOffline(true);
    await other.getByRole('textbox', { name: 'Descrizione degli obiettivi' }).click();
    await other.keyboard.press('Control+End');
    await other.keyboard.insertText(' Aggiunta troppo tardi.');
    await page.getByRole('button', { name: 'Congela', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Congela la versione' }).click();
    const band = page.getByRole('region', { name: 'Versione finale' });
    await band.getByText('congelata da Andrea Ruggeri').waitFor(FREEZING);
    await colleague.context.setOffline(false);
    await other.getByRole('region', { name: 'Versione finale' }).waitFor();
    // What was typed is neither merged nor lost: it stands there to be copied.
    await other
      .getByText(/Aggiunta troppo tardi\./)
      .first()
      .waitFor();
    expect(await page.getByText(/Aggiunta troppo tardi/).count()).toBe(0);
    for (const on of [page, other]) {
      expect(await on.locator('[contenteditable="true"]').count()).toBe(0);
      expect(
        await on
          .locator(
            'main input:not([readonly]):not([disabled]), main textarea:not([readonly]):not([disabled])',
          )
          .count(),
      ).toBe(0);
    }
    expect(await axe(page)).toEqual([]);
    expect(await axe(other, other.getByRole('region', { name: 'Modifiche tardive' }))).toEqual([]);
  });

  test('LIVE-11 the frozen files: the same bytes for every member, every time, and the digest of the page', async () => {
    const files = async (person: Visitor, name: string): Promise<Buffer> => {
      const response = await person.context.request.get(`/api/plans/${planId}/versions/1/${name}`, {
        headers: { connection: 'close' },
      });
      expect(response.status()).toBe(200);
      return response.body();
    };
    const json = await files(manager, 'plan.json');
    expect(Buffer.compare(json, await files(colleague, 'plan.json'))).toBe(0);
    const digest = createHash('sha256').update(json).digest('hex');
    const shown = await manager.page
      .getByRole('region', { name: 'Versione finale' })
      .locator('code')
      .textContent();
    expect(shown?.replaceAll(' ', '')).toBe(digest);

    const docx = await files(manager, 'plan.docx');
    const link = manager.page
      .getByRole('region', { name: 'Versione finale' })
      .getByRole('link', { name: /Word|DOCX/i });
    const [download] = await Promise.all([manager.page.waitForEvent('download'), link.click()]);
    expect(Buffer.compare(docx, readFileSync(await download.path()))).toBe(0);
    const opened = openDocx(docx);
    expect(firstOutOfOrder(`${opened.text()}\n${opened.text('word/footer1.xml')}`, promotionSeed())).toBe(
      null,
    );
  });

  test('LIVE-12 no page has complained, and none has asked anybody else for anything', () => {
    expect(meeting.problems(/ERR_INTERNET_DISCONNECTED/)).toEqual([]);
  });
});
