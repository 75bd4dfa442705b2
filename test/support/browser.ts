import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findChrome } from './chrome.mjs';
import type { TestServer } from './test-server.ts';

/** The product as its users meet it: a real browser, one context for each person. */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One person at one browser: their own cookies, storage and page. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly server: TestServer;
  /** What no page may do: errors on the console, uncaught errors, requests to anybody else. Empty when all is well. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

export interface TestBrowser {
  readonly browser: Browser;
  /** A new person, at `/` nowhere yet; `options` such as `viewport` or `colorScheme`. */
  visit(server: TestServer, options?: BrowserContextOptions): Promise<Visitor>;
  close(): Promise<void>;
}

/**
 * Starts the browser that the machine has (`CHROME_PATH` names another one); where `CHROME_SHELL_PATH` names one that
 * does without what stands around a page, that one, unless the `whole` browser is meant.
 */
export async function openBrowser({ whole = false } = {}): Promise<TestBrowser> {
  const executablePath = (whole ? undefined : process.env.CHROME_SHELL_PATH) ?? findChrome();
  if (executablePath === null) throw new Error('No Chrome or Chromium was found: set CHROME_PATH.');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // Pages here live for seconds: optimizing their code again for each costs more than it ever saves.
      '--js-flags=--no-turbofan',
    ],
  });
  return {
    browser,
    async visit(server, options = {}) {
      const context = await browser.newContext({
        baseURL: server.url,
        viewport: { width: 1440, height: 900 },
        locale: 'it-IT',
        timezoneId: 'Europe/Rome',
        reducedMotion: 'reduce',
        // Tests that answer for the server, or take it away, mean the page: not a worker beside it.
        serviceWorkers: 'block',
        ...options,
      });
      // Only bounds how long a failure takes: a machine that is busy may be slow.
      context.setDefaultTimeout(20_000);
      const problems: string[] = [];
      const own = new URL(server.url).host;
      context.on('request', (request) => {
        const url = new URL(request.url());
        // What a browser shows a PDF with is its own.
        const inside = /^(?:data|blob|chrome|chrome-extension):$/.test(url.protocol) || url.host === own;
        if (!inside) problems.push(`request to ${url.href}`);
      });
      context.on('weberror', (error) => problems.push(`uncaught: ${String(error.error())}`));
      context.on('console', (message) => {
        // An answer such as 401 is the browser's remark about what a test did, and no fault of the page.
        const remark = message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && !remark) problems.push(`console: ${message.text()}`);
      });
      const page = await context.newPage();
      return { context, page, server, problems, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}

/**
 * What axe finds wrong with the page as it is now (WCAG 2.2 AA and good practice), a line each. A whole plan has
 * thousands of places and takes axe seconds: where the same plan is looked at as a whole elsewhere, a test names the
 * `parts` that are new, and only they are looked at.
 */
export async function axe(page: Page, ...parts: readonly Locator[]): Promise<string[]> {
  const loaded = await page.evaluate(() => 'axe' in window);
  if (!loaded) await page.evaluate(AXE);
  const elements = await Promise.all(parts.map((part) => part.elementHandle()));
  return page.evaluate(async (include) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const context = include.length === 0 ? document : { include: include.filter((one) => one !== null) };
    const { violations } = await axe.run(context as import('axe-core').ElementContext, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // Only what is wrong is worked out in full: whole plans have thousands of places that are right.
      resultTypes: ['violations'],
    });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`,
    );
  }, elements);
}
