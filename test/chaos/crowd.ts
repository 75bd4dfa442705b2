import type { Footprint } from '../simulation/ledger.ts';
import type { Random } from '../simulation/random.ts';
import type { Report } from '../simulation/witness.ts';
import { BrowserProcess } from './browser-process.ts';
import type { DoomedServer } from './doomed-server.ts';
import type { PageNews, PageState, Vectors } from './messages.ts';
import type { Tally } from './tally.ts';

/** All browsers: those of the members who write, and one whose fresh pages look at what the server gives. */
export class Crowd {
  readonly #writers: readonly BrowserProcess[];
  readonly #observer: BrowserProcess;
  readonly #report: Report;
  #observing: Promise<void> | null = null;
  /** How long pages took after each restart until all of them showed everything, where they did; milliseconds. */
  readonly converged: number[] = [];
  /** How many fresh pages were given all that they had to be given. */
  observations = 0;
  reloads = 0;

  /** A member for each cookie; the last one only looks. */
  constructor(cookies: readonly string[], { origin, plans, random, report }: CrowdOptions) {
    const browsers = cookies.map((cookie, index) => {
      const isObserver = index === cookies.length - 1;
      const seed = random.int(2 ** 31);
      return new BrowserProcess({
        userId: `member-${index}`,
        cookie,
        origin,
        plans: isObserver ? [] : plans,
        seed,
      });
    });
    this.#writers = browsers.slice(0, -1);
    this.#observer = browsers.at(-1)!;
    this.#report = report;
  }

  #all<T>(ask: (browser: BrowserProcess) => Promise<T>): Promise<T[]> {
    return Promise.all([...this.#writers, this.#observer].map(ask));
  }

  /**
   * Waits until every page shows all that was written on any of them until now, and called saved what it had written
   * itself; notes how long that took. Ends as well once the server is over and `goOn` was said.
   */
  async converge(server: DoomedServer): Promise<void> {
    const began = performance.now();
    const vectors = union(await this.#all((browser) => browser.hold()));
    // `goOn` may have been said before.
    if (server.isOver) return;
    const late = await this.#all((browser) => browser.reach(vectors));
    if (server.isOver) return;
    const complaints = late.filter((complaint) => complaint !== null);
    if (complaints.length === 0) this.converged.push(performance.now() - began);
    else this.#report(`pages do not come back: ${complaints.join('; ')}`);
    await this.goOn();
  }

  /** Pages may be reloaded again, and nobody waits for them. */
  async goOn(): Promise<void> {
    await this.#all((browser) => browser.goOn());
  }

  /** Nobody types any more. */
  async rest(): Promise<void> {
    await this.#all((browser) => browser.rest());
  }

  async states(): Promise<PageState[]> {
    return (await this.#all((browser) => browser.states())).flat();
  }

  /**
   * Sends a fresh page to each plan, unless one is on its way; it must be given all that the log held when it was read
   * last. Resolves once all have come.
   */
  observe(tallies: readonly Tally[]): Promise<void> {
    const known = new Map<Tally, Footprint>();
    if (!this.#observing) for (const tally of tallies) known.set(tally, tally.known);
    this.#observing ??= Promise.all(
      [...known].map(async ([tally, footprint]) => {
        tally.observed(await this.#observer.observe(tally.planId), footprint);
        this.observations += 1;
      }),
    )
      .catch((error: unknown) => this.#report(String(error)))
      .then(() => {
        this.#observing = null;
      });
    return this.#observing;
  }

  /** Resolves once no fresh page is on its way. */
  async observed(): Promise<void> {
    await this.#observing;
  }

  /** What happened on all pages since the last time, once none is connected any more. */
  async news(): Promise<PageNews[]> {
    const news = (await this.#all((browser) => browser.news(true))).flat();
    this.reloads += news.filter(
      ({ isClosed, userId }) => isClosed && userId !== this.#observer.userId,
    ).length;
    return news;
  }

  async close(): Promise<void> {
    await this.#all((browser) => browser.close());
  }
}

export interface CrowdOptions {
  readonly origin: string;
  readonly plans: readonly string[];
  readonly random: Random;
  readonly report: Report;
}

/** The furthest clock of each client, by plan. */
function union(all: readonly Vectors[]): Vectors {
  const merged = new Map<string, Map<number, number>>();
  for (const vectors of all) {
    for (const [planId, vector] of vectors) {
      const known = merged.get(planId) ?? new Map<number, number>();
      for (const [client, clock] of vector) known.set(client, Math.max(clock, known.get(client) ?? 0));
      merged.set(planId, known);
    }
  }
  return merged;
}
