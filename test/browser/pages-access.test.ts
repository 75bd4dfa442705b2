import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts';
import { createPlan, readAssociation, signUpFirst, signUpInvited } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

const ANNA = { name: 'Anna Rossi', email: 'anna.rossi@health.example' };
const GIULIA = { name: 'Giulia Ferri-Montanari di Castelfranco', email: 'giulia.ferri@unibo.example' };

let browser: TestBrowser;
let unset: TestServer;
let server: TestServer;
let anna: Visitor;
let association: string;
beforeAll(async () => {
  browser = await openBrowser();
  [unset, server] = await Promise.all([startServer(), startServer()]);
  anna = await browser.visit(server);
  await signUpFirst(anna, ANNA);
  const giulia = await browser.visit(server);
  await signUpInvited(anna, giulia, GIULIA, 'member', {
    organisation: 'Alma Mater Studiorum – Università di Bologna',
    valueChain: 'Pharma e ATMPs',
  });
  await giulia.close();
  association = (await readAssociation(anna)).id;
  await createPlan(anna, 'a1-2023-2024', 'Piano di attività 2023-2024');
  await createPlan(anna, 'promotion-2018', 'Piano di promozione 2018: Belgio e Stati Uniti d’America');
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([unset?.stop(), server?.stop()]);
});

/** Each page and state, and how to get there as Anna or as nobody. */
const STATES: readonly {
  readonly name: string;
  readonly who: 'nobody' | 'anna';
  readonly path: () => string;
  readonly act?: (page: Page) => Promise<void>;
}[] = [
  { name: 'sign-in', who: 'nobody', path: () => '/accedi' },
  {
    name: 'sign-in, refused',
    who: 'nobody',
    path: () => '/accedi',
    act: async (page) => {
      await page.getByRole('button', { name: 'Entra' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'set-up', who: 'nobody', path: () => unset.setupLink ?? '' },
  { name: 'invitation that is gone', who: 'nobody', path: () => '/invito/nessun-invito-di-questo-nome' },
  { name: 'page that is not there', who: 'anna', path: () => '/nulla' },
  { name: 'plans', who: 'anna', path: () => '/' },
  { name: 'archived plans, none', who: 'anna', path: () => '/?archiviati=1' },
  {
    name: 'new plan',
    who: 'anna',
    path: () => '/',
    act: async (page) => {
      await page.getByRole('button', { name: 'Nuovo piano' }).click();
      await page.getByLabel('Nome del piano').fill('');
      await page.getByRole('button', { name: 'Crea il piano' }).click();
      await page.getByText('Il campo «Nome del piano» è da compilare.').first().waitFor();
    },
  },
  {
    name: 'menu of a plan',
    who: 'anna',
    path: () => '/',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Azioni per/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Rinomina' }).waitFor();
    },
  },
  {
    name: 'menu of the member',
    who: 'anna',
    path: () => '/',
    act: async (page) => {
      await page.getByRole('button', { name: /^Menu di/ }).click();
      await page.getByRole('menuitem', { name: 'Uscita' }).waitFor();
    },
  },
  {
    name: 'roles on a plan',
    who: 'anna',
    path: () => '/',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Azioni per/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Persone e ruoli' }).click();
      await page.getByLabel(`Ruolo di ${GIULIA.name}`).waitFor();
    },
  },
  { name: 'people', who: 'anna', path: () => `/associazione/${association}` },
  {
    name: 'invitation of a person',
    who: 'anna',
    path: () => `/associazione/${association}`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Invita' }).click();
      await page.getByRole('dialog').getByLabel('Value chain').waitFor();
    },
  },
  {
    name: 'details of a person',
    who: 'anna',
    path: () => `/associazione/${association}`,
    act: async (page) => {
      await page.getByRole('button', { name: `Modifica ${GIULIA.name}` }).click();
      await page.getByRole('dialog').getByLabel('Value chain').waitFor();
    },
  },
];

const SCREENS = [
  { name: '1440 light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: '390 dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

/** Goes to a page; where it is there already, what the state before opened over it is closed. */
async function come(page: Page, path: string): Promise<void> {
  if (page.url() === new URL(path, server.url).href) {
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('[role="dialog"], [role="menu"]').count()).toBe(0);
    return;
  }
  await page.goto(path);
  await page.locator('h1').waitFor();
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
}

describe.each(SCREENS)('on a screen of $name', ({ viewport, colorScheme }) => {
  test('PAGE-12 PAGE-13 every page and state is accessible, fits the screen and asks nobody else for anything', async () => {
    const cookies = await anna.context.cookies();
    const found: string[] = [];
    for (const who of ['nobody', 'anna'] as const) {
      const visitor = await browser.visit(server, { viewport, colorScheme });
      if (who === 'anna') await visitor.context.addCookies(cookies);
      const { page } = visitor;
      for (const state of STATES.filter((one) => one.who === who)) {
        await come(page, state.path());
        await state.act?.(page);
        for (const violation of await axe(page)) found.push(`${state.name}: ${violation}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (overflow > 0) found.push(`${state.name}: ${overflow} px too wide`);
        for (const problem of visitor.problems) {
          // The page of the server that is not set up is on another port, and not asked for by a page.
          if (!problem.startsWith(`request to ${unset.url}`)) found.push(`${state.name}: ${problem}`);
        }
      }
      await visitor.close();
    }
    expect(found).toEqual([]);
  }, 120_000);
});

/** What the keyboard is on, in words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });

describe('with the keyboard alone', () => {
  test('PAGE-14 the header can be passed, dialogs hold the focus and give it back, and pages start at their heading', async () => {
    const { page } = anna;
    await page.goto('/');
    await page.getByRole('listitem').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Vai al contenuto');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Nuovo piano');

    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Nuovo piano' });
    await dialog.waitFor();
    const inside = () => dialog.evaluate((box) => box.contains(document.activeElement));
    await expect.poll(inside).toBe(true);
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press(press % 2 === 0 ? 'Tab' : 'Shift+Tab');
      expect(await inside()).toBe(true);
      if (press % 2 === 0) await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe('Nuovo piano');

    await page.getByRole('link', { name: 'Persone di Clust-ER Health' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Clust-ER Health', level: 1 }).waitFor();
    await expect.poll(() => focused(page)).toBe('Clust-ER Health');
    await expect.poll(() => page.title()).toBe('Clust-ER Health · Filiera');
  });

  test('PAGE-14 a dialog that a menu opened gives the focus back to the menu’s button', async () => {
    const { page } = anna;
    await page.goto('/');
    const button = page.getByRole('button', { name: 'Azioni per Piano di attività 2023-2024' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Rinomina' }).waitFor();
    await expect.poll(() => focused(page)).toBe('Rinomina');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Rinomina' });
    await expect.poll(() => dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true);
  });
});

test('PAGE-15 the chosen appearance is there before the first paint, and stays', async () => {
  const visitor = await browser.visit(server, { colorScheme: 'light' });
  await visitor.context.addCookies(await anna.context.cookies());
  const { page } = visitor;
  await page.goto('/');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: /^Menu di/ }).click();
  await page.getByRole('menuitemradio', { name: 'Scuro' }).click();
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();

  // The modules are held back: what is on screen is what the page itself brings.
  await page.route('**/assets/*.js', () => {});
  await page.goto('/', { waitUntil: 'commit' });
  const before = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await expect.poll(before).toBe(dark);
  expect(await page.locator('#root').innerHTML()).toBe('');
  await visitor.close();
});

test('PAGE-16 signing in loads neither the editor nor the forms, and less than 200 kB of script', async () => {
  const visitor = await browser.visit(server);
  const scripts: Promise<Buffer>[] = [];
  visitor.page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.body());
  });
  await visitor.page.goto('/accedi', { waitUntil: 'networkidle' });
  const sources = await Promise.all(scripts);
  expect(sources.length).toBeGreaterThan(1);
  const bytes = sources.reduce((sum, source) => sum + gzipSync(source).length, 0);
  expect(bytes).toBeLessThan(200_000);
  const all = sources.map((source) => source.toString('utf8')).join('\n');
  expect(all).not.toContain('ProseMirror');
  expect(all).not.toContain('EMILIA-ROMAGNA 2023-2024');
  await visitor.close();
});
