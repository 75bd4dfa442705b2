import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import { contentOf } from '../simulation/edits.ts';
import { stateOf } from '../simulation/ledger.ts';
import { Random } from '../simulation/random.ts';
import { prepare } from '../support/prepared.ts';
import { pause, until } from '../support/waiting.ts';
import { Crowd } from './crowd.ts';
import { DoomedServer } from './doomed-server.ts';
import { type Fate, fates } from './kills.ts';
import { copyOf, readingCopy } from './log-reader.ts';
import type { PageNews, PageState } from './messages.ts';
import type { ChaosOptions, Outcome } from './outcome.ts';
import { findPort } from './port.ts';
import { type Counts, Tally } from './tally.ts';

/**
 * How long a server may take to start, to stop, or to come to the moment of its trap, in milliseconds. Only a failure
 * takes so long, or a machine that has much else to do.
 */
const PATIENCE = 60_000;
/** What Node says of itself is no complaint of the server's. */
const NODES_OWN = /ExperimentalWarning|node --trace-warnings/;

/**
 * The server's program as a process of its own, members whose browsers are processes of their own and type on, and
 * somebody who ends the server again and again, mostly by SIGKILL, and each time holds what it left on the disk against
 * what pages had been told and shown by then. In the end nobody types any more, and everything must be everywhere.
 * Ends early where something was not kept.
 */
export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const dataDir = mkdtempSync(join(tmpdir(), 'filiera-chaos-'));
  const plans = Array.from({ length: options.plans }, (_, index) => `plan-${index}`);
  const cookies = await prepare(dataDir, plans, options.members + 1);
  const chaos = new Chaos(options, { dataDir, port: await findPort(), plans, cookies });
  try {
    return await chaos.run();
  } finally {
    await chaos.end();
  }
}

const count = <K>(counts: Map<K, number>, key: K): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

interface Place {
  readonly dataDir: string;
  readonly port: number;
  readonly plans: readonly string[];
  readonly cookies: readonly string[];
}

class Chaos {
  readonly #options: ChaosOptions;
  readonly #dataDir: string;
  readonly #port: number;
  readonly #random: Random;
  readonly #crowd: Crowd;
  readonly #tallies: readonly Tally[];
  readonly #violations: string[] = [];
  readonly #moments = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  #server: DoomedServer | null = null;
  /** What the last run of the server left, and what pages said of it; not looked at yet. */
  #left: { readonly copy: string; readonly news: readonly PageNews[] } | null = null;
  #kills = 0;
  #stops = 0;
  #starts = 0;

  constructor(options: ChaosOptions, { dataDir, port, plans, cookies }: Place) {
    this.#options = options;
    this.#dataDir = dataDir;
    this.#port = port;
    this.#random = new Random(options.seed);
    const owners = new Map<number, string>();
    this.#tallies = plans.map((planId) => new Tally(planId, owners, this.#report));
    this.#crowd = new Crowd(cookies, {
      origin: `http://127.0.0.1:${port}`,
      plans,
      random: this.#random,
      report: this.#report,
    });
  }

  readonly #report = (violation: string): void => {
    this.#violations.push(`end ${this.#kills + this.#stops} of the server: ${violation}`);
  };

  async run(): Promise<Outcome> {
    const { kills, seed, plans, inOrder, told, isEnough } = this.#options;
    const began = performance.now();
    const dealt = fates(this.#random, plans, inOrder);
    while (this.#kills < kills && this.#violations.length === 0 && !isEnough?.aborted) {
      const fate = dealt.next().value;
      count(this.#kinds, fate.kind);
      await this.#live(fate);
      told?.(`${this.#kills} kills, ${this.#stops} stops, ${this.#rows} rows in the log (${fate.kind})`);
    }
    if (this.#violations.length === 0) await this.#comeToRest();
    const counts = this.#tallies.map((tally) => tally.count(tally.doc));
    const sum = (of: keyof Counts): number => counts.reduce((total, one) => total + one[of], 0);
    return {
      seed,
      kills: this.#kills,
      stops: this.#stops,
      restarts: this.#starts - 1,
      rows: this.#rows,
      reloads: this.#crowd.reloads,
      observations: this.#crowd.observations,
      converged: this.#crowd.converged,
      moments: this.#moments,
      kinds: this.#kinds,
      seconds: (performance.now() - began) / 1000,
      edits: sum('edits'),
      acknowledged: sum('acknowledged'),
      seen: sum('seen'),
      acknowledgedLost: sum('acknowledgedLost'),
      seenLost: sum('seenLost'),
      unsaved: sum('unsaved'),
      abandoned: sum('abandoned'),
      violations: this.#violations,
      dataDir: this.#violations.length > 0 ? this.#dataDir : null,
    };
  }

  get #rows(): number {
    return this.#tallies.reduce((total, { rows }) => total + rows, 0);
  }

  // --- one life of the server ---

  #start(fate: Fate): DoomedServer {
    this.#starts += 1;
    this.#server = new DoomedServer(this.#dataDir, this.#port, 'trap' in fate ? fate.trap : null);
    return this.#server;
  }

  async #live(fate: Fate): Promise<void> {
    // While the server starts there is time to look, unless its end is timed from its start.
    if (fate.kind === 'starting') await this.#reckon();
    const server = this.#start(fate);
    await this.#reckon();
    if (fate.kind === 'starting') {
      await Promise.race([pause(fate.after), server.ended]);
      server.kill();
    } else if (await this.#isReady(server, fate)) {
      const cameBack = this.#crowd.converge(server);
      void this.#crowd.observe(this.#tallies);
      await this.#bringAbout(fate, server, cameBack);
      await server.ended;
      await this.#crowd.goOn();
      await cameBack;
    }
    await this.#bury(server);
    // Now and then it stays down for longer, and people write on without it.
    if (this.#random.chance(0.1)) await pause(this.#random.between(500, 3_000));
  }

  /** Does it come to serve? It may well run into its trap before. */
  async #isReady(server: DoomedServer, fate: Fate): Promise<boolean> {
    let isSlow = false;
    const tooSlow = setTimeout(() => {
      isSlow = true;
      server.kill();
    }, PATIENCE);
    const isReady = await server.ready;
    clearTimeout(tooSlow);
    if (isReady) return true;
    const isTrapped = 'trap' in fate && !isSlow && (await server.ended) === null;
    if (!isTrapped) this.#report('it did not start');
    return false;
  }

  async #bringAbout(fate: Fate, server: DoomedServer, cameBack: Promise<void>): Promise<void> {
    switch (fate.kind) {
      case 'starting':
        break;
      case 'early':
        await Promise.race([pause(fate.after), server.ended]);
        break;
      case 'trapped':
        // A trap that does not spring is no reason to wait for ever.
        await until(() => server.isOver, PATIENCE);
        break;
      case 'late':
        await cameBack;
        await pause(fate.after);
        break;
      case 'stopping':
        await cameBack;
        server.stop();
        await Promise.race([pause(fate.after), server.ended]);
        break;
      case 'snapshot':
        await cameBack;
        await this.#stop(server);
        break;
      case 'orderly':
        await pause(fate.after);
        await this.#stop(server);
    }
    server.kill();
  }

  async #stop(server: DoomedServer): Promise<void> {
    server.stop();
    await until(() => server.isOver, PATIENCE);
    if (!server.isOver) this.#report('it does not stop');
    server.kill();
  }

  /** The server is gone: notes how, keeps what it left on the disk, and asks pages what they had been told by then. */
  async #bury(server: DoomedServer): Promise<void> {
    const code = await server.ended;
    if (code === null) {
      this.#kills += 1;
      count(this.#moments, server.lastMoment);
    } else {
      this.#stops += 1;
      if (code !== 0) this.#report(`it ended with ${code}`);
    }
    const complaints = server.complaints.filter((line) => !NODES_OWN.test(line));
    if (complaints.length > 0) this.#report(`it complained: ${complaints.join(' ')}`);
    await server.dispose();
    this.#left = { news: await this.#crowd.news(), copy: copyOf(this.#dataDir) };
  }

  /** Is all that the last run of the server had promised on the disk? */
  async #reckon(): Promise<void> {
    if (this.#left === null) return;
    const { copy, news } = this.#left;
    this.#left = null;
    await readingCopy(copy, async (store, broken) => {
      for (const violation of broken) this.#report(violation);
      for (const tally of this.#tallies)
        await tally.reckon(
          news.filter(({ planId }) => planId === tally.planId),
          store,
        );
    });
  }

  // --- the end ---

  /** Nobody types any more, and nothing goes wrong: everything must come to be saved, and to be the same everywhere. */
  async #comeToRest(): Promise<void> {
    await this.#reckon();
    const last: Fate = { kind: 'orderly', after: 0 };
    const server = this.#start(last);
    await this.#crowd.rest();
    if (!(await this.#isReady(server, last))) return;
    await this.#crowd.converge(server);
    // Those that are on their way may have been sent to an earlier run of the server.
    await this.#crowd.observed();
    await this.#crowd.observe(this.#tallies);
    const pages = await this.#crowd.states();
    await this.#stop(server);
    await this.#bury(server);
    await this.#reckon();
    const store = openSqliteStore(join(this.#dataDir, 'filiera.db'));
    try {
      for (const tally of this.#tallies) {
        const log = await tally.verify(store);
        for (const page of pages.filter(({ planId }) => planId === tally.planId))
          this.#compare(page, { vector: stateOf(log), content: contentOf(log) });
      }
    } finally {
      await store.close();
    }
  }

  #compare(page: PageState, log: Pick<PageState, 'vector' | 'content'>): void {
    if (page.save.kind !== 'saved' || page.unsaved > 0)
      this.#report(`${page.page} says ${JSON.stringify(page.save)}, with ${page.unsaved} edits unsaved`);
    if (page.vector !== log.vector)
      this.#report(`${page.page} has the state ${page.vector}, the log ${log.vector}`);
    if (page.content !== log.content)
      this.#report(`${page.page} shows ${page.content}, the log ${log.content}`);
  }

  /** Ends every process that there is, and takes the data away where all was kept. */
  async end(): Promise<void> {
    await this.#server?.dispose();
    await this.#crowd.close();
    if (this.#violations.length === 0) rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
