import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, type Visitor } from '../support/browser.ts';
import { findChrome } from '../support/chrome.mjs';
import { type Meeting, meet } from '../support/meeting.ts';
import { ANNA, ELENA, giveRole, signUpInvited } from '../support/people.ts';
import {
  at,
  beDone,
  download,
  freezeOverErrors,
  openPlan,
  POLL,
  saved,
  saying,
} from '../support/plan-page.ts';
import type { TestServer } from '../support/test-server.ts';

/** A plan on which one goes on writing without network, through reloads and restarts of the browser. */

let meeting: Meeting<'elena'>;
let server: TestServer;
let elena: Visitor;
/** Anna's browser keeps its storage in a folder, so that it can be closed and started again. */
let anna: Visitor;
/** The plan that both have open. */
let planId: string;
const folder = mkdtempSync(join(tmpdir(), 'filiera-browser-'));

async function startAnna(offline: boolean): Promise<Visitor> {
  const context: BrowserContext = await chromium.launchPersistentContext(folder, {
    executablePath: findChrome()!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
    baseURL: server.url,
    viewport: { width: 1440, height: 900 },
    locale: 'it-IT',
    timezoneId: 'Europe/Rome',
    reducedMotion: 'reduce',
    offline,
  });
  context.setDefaultTimeout(10_000);
  const problems: string[] = [];
  context.on('weberror', (error) => problems.push(`uncaught: ${String(error.error())}`));
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page, server, problems, close: () => context.close() };
}

beforeAll(async () => {
  meeting = await meet({ elena: ELENA });
  ({ server } = meeting);
  ({ elena } = meeting.people);
  anna = await startAnna(false);
  await signUpInvited(elena, anna, ANNA);
});
afterAll(async () => {
  await anna?.close();
  await meeting?.close();
  rmSync(folder, { recursive: true, force: true });
});

const away = (page: Page): Promise<void> => saying(page, 'Non in linea: le modifiche restano qui');
const block = (page: Page): Locator => page.getByRole('textbox', { name: 'Risultati attesi' }).first();
const valueIn = (cell: Locator) => expect.poll(() => cell.inputValue(), POLL);
const lost = (name = 'Modifiche non accolte'): Locator => anna.page.getByRole('region', { name });

/** The worker is in charge and holds the pages. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
  });
}

/** A new plan that Elena manages and Anna writes, open in both windows. */
async function openTogether(title: string): Promise<void> {
  planId = await meeting.startPlan('a1-2023-2024', title);
  await openPlan(elena.page, planId);
  await letAnnaWrite();
}

/** Gives Anna the plan that Elena has open. */
async function letAnnaWrite(): Promise<void> {
  await giveRole(elena, planId, ANNA.email, 'contributor');
  await openPlan(anna.page, planId);
  await kept(anna.page);
}

/** A reload that nothing asks about: what is unsent is kept. */
async function reload(page: Page): Promise<void> {
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  page.removeAllListeners('dialog');
}

const freeze = (page: Page): Promise<void> => freezeOverErrors(page, 'Scadenza del bando, il resto segue');

/** Names of the databases and caches that this browser holds. */
const storage = (page: Page): Promise<{ databases: string[]; caches: string[] }> =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name ?? ''),
    caches: await caches.keys(),
  }));

describe('without network', () => {
  test('OFFLINE-1 an open page goes on, also after a reload, and says that it is offline', async () => {
    await openTogether('Senza rete');
    const { page, context } = anna;
    await at(page, 'costs', 'staff', 'y2023').fill('1.000');
    await saved(page);

    await context.setOffline(true);
    await away(page);
    await at(page, 'costs', 'staff', 'y2024').fill('2.000');
    await block(page).click();
    await page.keyboard.type('Scritto in treno.');

    await reload(page);
    await away(page);
    await valueIn(at(page, 'costs', 'staff', 'y2023')).toBe('1.000,00');
    await valueIn(at(page, 'costs', 'staff', 'y2024')).toBe('2.000,00');
    await expect.poll(() => block(page).textContent(), POLL).toBe('Scritto in treno.');
    await block(page).click();
    await page.keyboard.press('End');
    await page.keyboard.type(' E ancora.');
    await page.keyboard.press('Control+z');
    await expect.poll(() => block(page).textContent(), POLL).toBe('Scritto in treno.');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => block(page).textContent(), POLL).toBe('Scritto in treno. E ancora.');
    expect(await axe(page, page.getByRole('banner'))).toEqual([]);
  });

  test('OFFLINE-2 it is all there when the browser starts again offline, and merges on the return, said once', async () => {
    await anna.context.close();
    await at(elena.page, 'costs', 'climate', 'y2023').fill('300');
    await saved(elena.page);
    anna = await startAnna(true);
    const { page, context } = anna;
    await page.goto(`/piani/${planId}`);
    await away(page);
    await expect.poll(() => block(page).textContent(), POLL).toBe('Scritto in treno. E ancora.');
    await at(page, 'costs', 'climate', 'y2024').fill('150');

    await context.setOffline(false);
    await saved(page);
    await page.getByText('Di nuovo in linea: 3 modifiche inviate, 1 ricevuta').first().waitFor();
    await valueIn(at(page, 'costs', 'climate', 'y2023')).toBe('300,00');
    await valueIn(at(elena.page, 'costs', 'staff', 'y2024')).toBe('2.000,00');
    await valueIn(at(elena.page, 'costs', 'climate', 'y2024')).toBe('150,00');
    await expect.poll(() => block(elena.page).textContent(), POLL).toBe('Scritto in treno. E ancora.');

    // Nothing is left to be sent, so nothing is said on the next visit.
    await page.reload();
    await saved(page);
    expect(await page.getByText(/Di nuovo in linea/).count()).toBe(0);
    expect(anna.problems).toEqual([]);
  });

  test('OFFLINE-3 only files of the pages are kept by the worker, and only those of this version', async () => {
    const { page } = anna;
    await page.evaluate(async () => {
      await (await caches.open('filiera-older')).put('/assets/old.js', new Response('old'));
    });
    await page.reload();
    await saved(page);
    await expect.poll(async () => (await storage(page)).caches.length, POLL).toBe(1);
    const addresses = await page.evaluate(async () => {
      const [name] = await caches.keys();
      const requests = await (await caches.open(name ?? '')).keys();
      return requests.map(({ url }) => new URL(url).pathname);
    });
    expect(addresses).toContain('/');
    expect(addresses.filter((path) => /^\/(?:api|collab)/.test(path))).toEqual([]);
    const worker = await fetch(`${server.url}/sw.js`);
    expect(worker.headers.get('cache-control')).toBe('no-cache');
    expect(worker.headers.get('content-type')).toMatch(/javascript/);
  });
});

describe('a connection that dies without a word', () => {
  test('OFFLINE-8 is noticed within seconds, and what comes back is whole', async () => {
    const { page } = anna;
    let dead = false;
    await page.routeWebSocket(/\/collab\//, (route) => {
      if (dead) {
        void route.close();
        return;
      }
      const upstream = route.connectToServer();
      upstream.onMessage((message) => {
        if (!dead) route.send(message);
      });
    });
    await openPlan(page, planId);
    // As long as the server speaks, quiet is no silence: nothing happens here for longer than a dead line would last.
    let wavered = false;
    const quiet = page
      .getByTestId('saved-state')
      .filter({ hasNotText: 'Salvato' })
      .waitFor({ timeout: 9_500 })
      .then(
        () => {
          wavered = true;
        },
        () => {},
      );
    await quiet;
    expect(wavered).toBe(false);

    dead = true;
    await page.getByTestId('saved-state').filter({ hasText: 'Non in linea' }).waitFor({ timeout: 30_000 });
    await at(elena.page, 'costs', 'staff', 'y2023').fill('5');
    dead = false;
    await valueIn(at(page, 'costs', 'staff', 'y2023')).toBe('5,00');
    await saved(page);
  }, 60_000);
});

describe('what cannot be merged any more', () => {
  test('OFFLINE-4 frozen meanwhile: what was typed is shown to be copied, also after a reload, and nothing lands', async () => {
    await openTogether('Congelato intanto');
    const { page, context } = anna;
    await context.setOffline(true);
    await away(page);
    await at(page, 'costs', 'staff', 'y2023').fill('12.345,67');
    await block(page).click();
    await page.keyboard.insertText('Un risultato scritto troppo tardi.');
    await reload(page);
    await away(page);
    await freeze(elena.page);

    await context.setOffline(false);
    await lost('Modifiche tardive').getByText('Un risultato scritto troppo tardi.').waitFor();
    await lost('Modifiche tardive').getByText('12.345,67').waitFor();
    await saying(page, 'Congelato');
    await page.reload();
    await saying(page, 'Congelato');
    await lost('Modifiche tardive').getByText('Un risultato scritto troppo tardi.').waitFor();
    expect(await page.getByRole('article').textContent()).not.toContain('troppo tardi');
    expect(await elena.page.getByRole('article').textContent()).not.toContain('troppo tardi');
    expect(await axe(page, lost('Modifiche tardive'))).toEqual([]);

    await beDone(page, lost('Modifiche tardive'));
    await page.reload();
    await saying(page, 'Congelato');
    expect(await lost('Modifiche tardive').count()).toBe(0);
  });

  test('LATE-5 frozen and opened again meanwhile: what was typed is not merged, its author finds it on any device, and the page goes on', async () => {
    await openTogether('Variato intanto');
    const { page, context } = anna;
    await context.setOffline(true);
    await away(page);
    await at(page, 'costs', 'staff', 'y2023').fill('7.654,32');
    await freeze(elena.page);
    const reopened = await elena.page.evaluate(async (id) => {
      const answer = await fetch(`/api/plans/${id}/reopen`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ reason: 'Variazione del bilancio' }),
      });
      return answer.status;
    }, planId);
    expect(reopened).toBe(200);
    // Elena had nothing unsent: her page goes on as it is.
    await at(elena.page, 'costs', 'staff', 'y2024').fill('8');

    await context.setOffline(false);
    await lost('Modifiche tardive').getByText('7.654,32').waitFor();
    await valueIn(at(page, 'costs', 'staff', 'y2024')).toBe('8,00');
    expect(await at(page, 'costs', 'staff', 'y2023').inputValue()).toBe('');
    const late = (): Promise<{ version: number; items: { after: string }[] }[]> =>
      page.evaluate(async (id) => {
        const answer = await fetch(`/api/plans/${id}/late-edits`);
        return (await answer.json()).edits;
      }, planId);
    await expect.poll(async () => (await late()).map(({ version }) => version), POLL).toEqual([1]);
    expect((await late())[0]!.items.map(({ after }) => after)).toEqual([expect.stringContaining('7.654,32')]);

    await at(page, 'costs', 'staff', 'y2023').fill('9');
    await valueIn(at(elena.page, 'costs', 'staff', 'y2023')).toBe('9,00');
    await reload(page);
    await lost('Modifiche tardive').getByText('7.654,32').waitFor();
    await beDone(page, lost('Modifiche tardive'));
    await expect.poll(late, POLL).toEqual([]);
    await page.reload();
    await saved(page);
    expect(await lost('Modifiche tardive').count()).toBe(0);
  });

  test('OFFLINE-5 access lost meanwhile: the page shows what was typed and nothing else of the plan', async () => {
    await openTogether('Tolto intanto');
    const { page, context } = anna;
    await context.setOffline(true);
    await away(page);
    await at(page, 'costs', 'staff', 'y2023').fill('4.321');
    await giveRole(elena, planId, ANNA.email, null);

    await context.setOffline(false);
    await page.getByRole('alert').getByText('Questo piano non è più condiviso con questa persona.').waitFor();
    await lost().getByText('4.321,00').waitFor();
    expect(await page.getByRole('article').count()).toBe(0);

    await page.reload();
    await page.getByRole('heading', { name: /non trovata|non esiste/i }).waitFor();
    await lost().getByText('4.321,00').waitFor();
    expect((await storage(page)).databases.filter((name) => name.includes(planId))).toEqual([]);
    expect(await axe(page)).toEqual([]);
    const text = await download(page, lost().getByRole('button', { name: 'Salva come testo' }));
    expect(text.name).toBe('Modifiche non accolte.txt');
    expect(text.bytes.toString()).toMatch(
      /^Modifiche non accolte\. Questo piano non è più condiviso[^\n]*\n\n[^\n]*Costi di personale · 2023\n4\.321,00\n$/,
    );
    // Nothing goes before a question is answered.
    const done = lost().getByRole('button', { name: /^Ho finito/ });
    await done.press('Enter');
    const question = page.getByRole('dialog', { name: 'Eliminare le modifiche non accolte?' });
    await question.getByText(/soltanto in questo browser e non si possono recuperare/).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await lost().getByText('4.321,00').waitFor();
    await beDone(page, lost());
    await page.reload();
    await page.getByRole('heading', { name: /non trovata|non esiste/i }).waitFor();
    expect(await lost().count()).toBe(0);
    expect(await at(elena.page, 'costs', 'staff', 'y2023').inputValue()).toBe('');
  });

  test('OFFLINE-6 access lost while the page was closed: the same when it is opened again', async () => {
    await letAnnaWrite();
    const { page, context } = anna;
    await context.setOffline(true);
    await away(page);
    await block(page).click();
    await page.keyboard.insertText('Rimasto qui.');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.goto('about:blank');
    await giveRole(elena, planId, ANNA.email, null);
    await context.setOffline(false);
    await page.goto(`/piani/${planId}`);
    await lost().getByText('Rimasto qui.').waitFor();
    await page.reload();
    await lost().getByText('Rimasto qui.').waitFor();
    await beDone(page, lost());
    expect(await block(elena.page).textContent()).toBe('');
  });
});

describe('signing out', () => {
  test('OFFLINE-7 takes the copies with it, and asks first where something is unsent', async () => {
    await letAnnaWrite();
    const { page, context } = anna;
    await page.routeWebSocket(/\/collab\//, (route) => route.close());
    await reload(page);
    await at(page, 'costs', 'staff', 'y2023').fill('99');
    await page.getByRole('button', { name: /^Menu di/ }).click();
    await page.getByRole('menuitem', { name: 'Uscita' }).click();
    const dialog = page.getByRole('dialog', { name: 'Uscire con modifiche o commenti non inviati?' });
    await dialog.getByText(/che il server non ha ancora/).waitFor();
    expect(await axe(page, dialog)).toEqual([]);
    expect((await storage(page)).databases.some((name) => name.includes(planId))).toBe(true);
    await dialog.getByRole('button', { name: 'Esci e cancella' }).click();
    await page.waitForURL('**/accedi*');
    await expect.poll(async () => (await storage(page)).databases, POLL).toEqual(['filiera']);

    await context.setOffline(true);
    await page.goto(`/piani/${planId}`);
    await page.getByText('Il server non risponde').first().waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
    await context.setOffline(false);
    expect(await at(elena.page, 'costs', 'staff', 'y2023').inputValue()).toBe('');
  });
});
