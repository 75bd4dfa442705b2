import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Association,
  associationSchema,
  invitationLinkSchema,
  type PlanDetail,
  planSchema,
  type State,
  stateSchema,
} from '@filiera/shared/api.ts';
import type { AssociationRole, PlanRole } from '@filiera/shared/permissions.ts';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type * as z from 'zod';
import { findChrome } from './chrome.mjs';

/**
 * The product as its users meet it: the server as a process of its own on a folder that goes away, and real browsers,
 * one context for each person. What a test is not about (accounts, a plan to work on) is made over HTTP with the
 * person's own cookie, which is quicker than through the pages.
 */

const ROOT = resolve(import.meta.dirname, '../..');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Good enough for everyone whom a test invents. */
export const PASSWORD = 'una frase abbastanza lunga';

export interface TestServer {
  readonly url: string;
  /** The one-time link, while nobody has set the server up. */
  readonly setupLink: string | null;
  readonly dataDir: string;
  /** Everything that the server has printed. */
  output(): string;
  /** Ends it as an operator does; the folder goes too, unless it was given to `startServer`. */
  stop(): Promise<void>;
  /** Ends it as a power cut does, the folder left as it is. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts the server with the built pages on a free port. `dataDir`: a folder that outlives it. `port`: for a second
 * start at the same address. Rejects with what the server printed where it does not start.
 */
export async function startServer({
  dataDir,
  port = 0,
  env = {},
}: {
  dataDir?: string;
  port?: number;
  env?: Readonly<Record<string, string>>;
} = {}): Promise<TestServer> {
  if (!existsSync(join(ROOT, 'client/dist/index.html'))) {
    throw new Error('The pages have not been built: run the tests with "npm test".');
  }
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'filiera-test-'));
  const child = spawn(process.execPath, [join(ROOT, 'server/src/main.ts')], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder, PUBLIC_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const ended = once(child, 'exit').then(() => {
    running.delete(child);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  /** The first group of a pattern in what the server prints, as soon as it is there. */
  const printed = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(output)?.[1];
      if (found !== undefined) return found;
      if (!running.has(child)) throw new Error(`the server did not start:\n${output}`);
      await Promise.race([once(child.stdout, 'data'), ended]);
    }
  };
  const url = await printed(/running at (\S+)\n/);
  const setupLink = (await isSetUp(url)) ? null : await printed(/^\s*(\S+\/setup\/\S+)\n/m);

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return {
    url,
    setupLink,
    dataDir: folder,
    output: () => output,
    async stop() {
      await end('SIGTERM');
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
  };
}

async function isSetUp(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/state`);
  return !stateSchema.parse(await response.json()).setupNeeded;
}

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

/** Starts the browser that the machine has (`CHROME_PATH` names another one). */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = findChrome();
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
      context.setDefaultTimeout(10_000);
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

/** What a page asks of the server, with its person's cookie; `path` is what stands behind `/api`. Rejects where it is refused. */
export async function send<T extends z.ZodType>(
  { context, server }: Visitor,
  schema: T,
  method: 'POST' | 'PUT' | 'GET',
  path: string,
  body?: unknown,
): Promise<z.infer<T>> {
  const response = await context.request.fetch(`${server.url}/api${path}`, {
    method,
    headers: { origin: server.url },
    ...(body === undefined ? {} : { data: body }),
  });
  if (!response.ok()) {
    throw new Error(`${method} ${path} answered ${response.status()}: ${await response.text()}`);
  }
  return schema.parse(await response.json());
}

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** Sets the server up in this person's browser: they run the association, and are signed in. */
export function signUpFirst(
  visitor: Visitor,
  { name, email }: Person,
  association = 'Clust-ER Health',
): Promise<State> {
  const token = visitor.server.setupLink?.split('/').at(-1);
  return send(visitor, stateSchema, 'POST', '/setup', {
    token,
    association,
    name,
    email,
    password: PASSWORD,
  });
}

/** Has `admin` invite a person, who accepts in their own browser and is signed in there. */
export async function signUpInvited(
  admin: Visitor,
  visitor: Visitor,
  { name, email }: Person,
  role: AssociationRole = 'member',
  {
    organisation = null,
    valueChain = null,
  }: { organisation?: string | null; valueChain?: string | null } = {},
): Promise<State> {
  const association = await associationOf(admin);
  const { link } = await send(
    admin,
    invitationLinkSchema,
    'POST',
    `/associations/${association}/invitations`,
    { email, role, organisation, valueChain },
  );
  const token = link.split('/').at(-1);
  return send(visitor, stateSchema, 'POST', `/invitations/${token}`, { name, password: PASSWORD });
}

/** Signs in over HTTP, with the password that everyone has. */
export function signIn(visitor: Visitor, email: string): Promise<State> {
  return send(visitor, stateSchema, 'POST', '/sign-in', { email, password: PASSWORD });
}

/** The id of the first association of whoever is signed in. */
async function associationOf(visitor: Visitor): Promise<string> {
  const { associations } = await send(visitor, stateSchema, 'GET', '/state');
  const id = associations[0]?.id;
  if (id === undefined) throw new Error('nobody is signed in, or belongs to no association');
  return id;
}

/** The people of that association, as its members see them. */
export async function readAssociation(visitor: Visitor): Promise<Association> {
  return send(visitor, associationSchema, 'GET', `/associations/${await associationOf(visitor)}`);
}

/** Starts a plan from a form, by its template id. */
export async function createPlan(visitor: Visitor, template: string, title: string): Promise<PlanDetail> {
  const association = await associationOf(visitor);
  return send(visitor, planSchema, 'POST', '/plans', { association, template, title });
}

/** Gives the member with this address a role on a plan. */
export async function giveRole(
  manager: Visitor,
  planId: string,
  email: string,
  role: PlanRole | null,
): Promise<PlanDetail> {
  const member = (await readAssociation(manager)).members.find((one) => one.email === email);
  if (member === undefined) throw new Error(`${email} is no member`);
  return send(manager, planSchema, 'PUT', `/plans/${planId}/roles/${member.id}`, { role });
}

/** What axe finds wrong with the page as it is now (WCAG 2.2 AA and good practice), a line each. */
export async function axe(page: Page): Promise<string[]> {
  const loaded = await page.evaluate(() => 'axe' in window);
  if (!loaded) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // Only what is wrong is worked out in full: whole plans have thousands of places that are right.
      resultTypes: ['violations'],
    });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`,
    );
  });
}
