import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { Random } from '../simulation/random.ts';
import { until } from '../support/waiting.ts';
import type { Answer, Browsing, PageNews, PageState, Question, Setup, Vectors } from './messages.ts';
import { ChaosPage } from './page.ts';

/** How long a page may take to come back to a server that is there, in milliseconds. */
const PATIENCE = 90_000;
/** How long pauses between two edits on a page are, in milliseconds. */
const TYPING = { shortest: 5, longest: 120 };
/** How likely it is that a page is reloaded instead of typed on. */
const RELOAD = 0.004;

/** The browser of one member, in a process of its own: the pages are the client's code, the sockets are real. */
class Browser implements Browsing {
  readonly #setup: Setup;
  readonly #random: Random;
  #pages: ChaosPage[] = [];
  /** Fresh pages that wait for what the server gives them. */
  readonly #visitors = new Set<ChaosPage>();
  /** Pages that were closed and about which nobody has asked since. */
  #closed: ChaosPage[] = [];
  #serial = 0;
  #isHeld = false;
  #isResting = false;
  /** What `reach` waits for was given up. */
  #stamp = 0;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#random = new Random(setup.seed);
    for (const planId of setup.plans) {
      const page = this.#open(planId);
      this.#pages.push(page);
      this.#typeOn(this.#pages.length - 1);
    }
  }

  #open(planId: string): ChaosPage {
    const { userId } = this.#setup;
    this.#serial += 1;
    const random = new Random(this.#random.int(2 ** 31));
    return new ChaosPage(`page ${this.#serial} of ${userId} on ${planId}`, planId, userId, random);
  }

  /** Somebody sits before the page in this place, and types on and on. */
  #typeOn(place: number): void {
    setTimeout(
      () => {
        if (this.#isResting) return;
        if (!this.#isHeld && this.#random.chance(RELOAD)) this.#reload(place);
        else this.#pages[place]!.type();
        this.#typeOn(place);
      },
      this.#random.between(TYPING.shortest, TYPING.longest),
    );
  }

  #reload(place: number): void {
    const old = this.#pages[place]!;
    old.close();
    this.#closed.push(old);
    this.#pages[place] = this.#open(old.planId);
  }

  async news(isDown: boolean): Promise<PageNews[]> {
    const open = (): ChaosPage[] => [...this.#pages, ...this.#visitors];
    const areGone = await until(() => !isDown || !open().some((page) => page.isConnected), PATIENCE);
    if (!areGone) throw new Error('a page believes that it is connected to a server that is gone');
    const pages = [...this.#closed, ...open()];
    this.#closed = [];
    return pages.map((page) => page.news());
  }

  async hold(): Promise<Vectors> {
    this.#isHeld = true;
    const vectors = new Map<string, Map<number, number>>();
    for (const { planId, vector } of this.#pages) {
      const known = vectors.get(planId) ?? new Map<number, number>();
      for (const [client, clock] of vector) known.set(client, Math.max(clock, known.get(client) ?? 0));
      vectors.set(planId, known);
    }
    return vectors;
  }

  async reach(vectors: Vectors): Promise<string | null> {
    this.#stamp += 1;
    const stamp = this.#stamp;
    const pages = this.#pages.map((page) => ({ page, made: page.count }));
    const late = (): ChaosPage[] =>
      pages
        .filter(({ page, made }) => !page.isSynced || !page.hasSaved(made) || !shows(page, vectors))
        .map(({ page }) => page);
    await until(() => stamp !== this.#stamp || late().length === 0, PATIENCE);
    const left = late();
    if (left.length === 0) return null;
    return stamp === this.#stamp
      ? left.map((page) => `${page.name}: ${JSON.stringify(page.connection.save)}`).join(', ')
      : 'given up';
  }

  async goOn(): Promise<void> {
    this.#stamp += 1;
    this.#isHeld = false;
  }

  async rest(): Promise<void> {
    this.#isResting = true;
  }

  async states(): Promise<PageState[]> {
    return this.#pages.map((page) => page.state());
  }

  async observe(planId: string): Promise<Uint8Array> {
    const page = this.#open(planId);
    this.#visitors.add(page);
    const isThere = await until(() => page.isSynced, PATIENCE);
    if (!isThere) throw new Error(`a fresh page does not come in: ${JSON.stringify(page.connection.save)}`);
    const whole = Y.encodeStateAsUpdate(page.connection.confirmed);
    page.close();
    this.#visitors.delete(page);
    this.#closed.push(page);
    return whole;
  }
}

function shows(page: ChaosPage, vectors: Vectors): boolean {
  const has = page.vector;
  return [...(vectors.get(page.planId) ?? [])].every(([client, clock]) => (has.get(client) ?? 0) >= clock);
}

/** What the client asks of its browser: where it is, its sockets and its requests with the member's cookie. */
function installBrowser({ origin, cookie }: Setup): void {
  const nodeFetch = globalThis.fetch;
  class CookieSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { origin, headers: { cookie }, perMessageDeflate: false });
    }
  }
  Object.assign(globalThis, {
    window: { location: { origin }, addEventListener: () => {}, removeEventListener: () => {} },
    WebSocket: CookieSocket,
    fetch: (path: string, init: RequestInit = {}) =>
      nodeFetch(new URL(path, origin), { ...init, headers: { ...init.headers, cookie } }),
  });
  Object.defineProperty(navigator, 'onLine', { value: true });
}

const [setup] = (await once(process, 'message')) as [Setup];
installBrowser(setup);
const browser = new Browser(setup);
process.on('message', ({ id, method, argument }: Question) => {
  const send = (answer: Answer): void => {
    process.send!(answer);
  };
  (browser[method] as (argument: unknown) => Promise<unknown>).call(browser, argument).then(
    (value) => send({ id, value }),
    (error: unknown) => send({ id, failure: String(error) }),
  );
});
// An interrupt from the terminal is the supervisor's to answer.
process.on('SIGINT', () => {});
// A supervisor that is gone needs no browsers.
process.on('disconnect', () => process.exit());
