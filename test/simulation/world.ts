import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { PlanRecord, Store, UserRow } from '@filiera/server/src/store/store.ts';
import { mayEdit, type PlanRole } from '@filiera/shared/permissions.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { anAssociation, aPlan, aUser } from '../support/stores.ts';
import { DrivenClock } from './clock.ts';
import { TEMPLATE } from './edits.ts';
import type { Commit, Faults } from './faults.ts';
import type { Freezing } from './freezing.ts';
import { type Link, Network } from './network.ts';
import { type Rights, SimulatedPage } from './page.ts';
import { type ServerProcess, startProcess } from './process.ts';
import type { Random } from './random.ts';
import { Witness } from './witness.ts';

/** One plan of the world, as somebody who knows everything sees it. */
export interface SimulatedPlan {
  readonly id: string;
  readonly template: Template;
  readonly witness: Witness;
  /** What each member may do now; as manager everything, `null` nothing. */
  readonly roles: Map<string, PlanRole | null>;
  isArchived: boolean;
  /** How often somebody was given the right to edit; for each member, or for all. */
  readonly given: Map<string, number>;
}

/** Everything that a run is about: the disk, the server's process, the network, the clock, people and their pages. */
export class World {
  readonly random: Random;
  readonly clock = new DrivenClock();
  readonly network: Network;
  readonly plans: SimulatedPlan[] = [];
  readonly pages: SimulatedPage[] = [];
  readonly violations: string[] = [];
  readonly freezing = new Map<SimulatedPlan, Freezing>();
  server: ServerProcess | null = null;
  /** How the next commits go, while anything may go wrong. */
  mood: () => Commit = () => 'prompt';
  #loadsToFail = 0;
  store: Store;
  #members: UserRow[] = [];
  #signIns = 0;
  readonly #sessions = new Set<string>();
  /** The page whose socket closed last: it is the one that asks why. */
  #closing: SimulatedPage | null = null;
  readonly #owners = new Map<number, string>();
  readonly #folder: string | null;
  readonly #undo: (() => void)[];

  constructor(random: Random, { onDisk }: { onDisk: boolean }) {
    this.random = random;
    this.network = new Network(random);
    this.#folder = onDisk ? mkdtempSync(join(tmpdir(), 'filiera-simulation-')) : null;
    this.store = this.#openStore();
    this.#undo = [this.clock.install(), this.#installBrowser()];
  }

  /** What the client asks of its browser. No page here hears of the network but through its socket. */
  #installBrowser(): () => void {
    const { WebSocket, fetch } = globalThis;
    const window = {
      location: { origin: 'http://filiera.example' },
      addEventListener: () => {},
      removeEventListener: () => {},
    };
    Object.assign(globalThis, { window, fetch: () => this.#answer() });
    return () => {
      Object.assign(globalThis, { WebSocket, fetch });
      Reflect.deleteProperty(globalThis, 'window');
    };
  }

  /** What the plan's own address says to a page whose socket was not let in. */
  async #answer(): Promise<Response> {
    const page = this.#closing;
    if (this.server === null || page === null) throw new TypeError('fetch failed');
    if (!this.#sessions.has(page.session)) return Response.json({ error: 'signed-out' }, { status: 401 });
    if (!this.hasAccess(page)) return Response.json({ error: 'not-found' }, { status: 404 });
    return Response.json({});
  }

  #openStore(): Store {
    return openSqliteStore(this.#folder === null ? ':memory:' : join(this.#folder, 'filiera.db'), {
      journal: false,
    });
  }

  readonly report = (violation: string): void => {
    this.violations.push(violation);
  };

  /** Makes the association with its members and plans, and starts the server. The first member runs it. */
  async begin({ members, plans }: { members: number; plans: number }): Promise<void> {
    const association = anAssociation();
    await this.store.createAssociation(association);
    for (let index = 0; index < members; index += 1) {
      const user = aUser({ id: `u${index}`, email: `u${index}@example.org`, name: `Member ${index}` });
      await this.store.createUser(user);
      const role = index === 0 ? 'admin' : 'member';
      await this.store.putMember({
        associationId: association.id,
        userId: user.id,
        role,
        organisation: null,
        valueChain: null,
      });
      this.#members.push(user);
    }
    for (let index = 0; index < plans; index += 1) {
      const record = aPlan(association.id, 'u0', { id: `plan${index}`, templateId: TEMPLATE });
      await this.#addPlan(record);
    }
    this.start();
  }

  async #addPlan(record: PlanRecord): Promise<void> {
    await this.store.createPlan(record);
    const plan: SimulatedPlan = {
      id: record.id,
      template: findTemplate(record.templateId, record.templateVersion)!,
      witness: new Witness(record.id, this.#owners, this.report),
      roles: new Map([['u0', 'manager']]),
      isArchived: false,
      given: new Map(),
    };
    for (const { id } of this.#members.slice(1)) {
      const role = this.random.chance(0.8) ? 'contributor' : 'reader';
      await this.store.setPlanRole(plan.id, id, role);
      plan.roles.set(id, role);
    }
    this.plans.push(plan);
  }

  get members(): readonly string[] {
    return this.#members.map(({ id }) => id);
  }

  planOf(page: SimulatedPage): SimulatedPlan {
    return this.plans.find(({ id }) => id === page.witness.planId)!;
  }

  mayEdit(plan: SimulatedPlan, userId: string): boolean {
    const role = plan.roles.get(userId);
    return role != null && !plan.isArchived && mayEdit(role, plan.witness.isFrozen ? 'frozen' : 'open');
  }

  /** May the page's member see its plan? */
  hasAccess(page: SimulatedPage): boolean {
    return this.planOf(page).roles.get(page.userId) != null;
  }

  rights(plan: SimulatedPlan, userId: string): Rights {
    return { has: this.mayEdit(plan, userId), times: plan.given.get(userId) ?? 0 };
  }

  async signIn(userId: string): Promise<string> {
    this.#signIns += 1;
    const session = `session-${this.#signIns}`;
    this.#sessions.add(session);
    await this.store.putSession({ idHash: session, userId, expiresAt: this.clock.now + 86_400_000 });
    return session;
  }

  async openPage(plan: SimulatedPlan, userId: string): Promise<SimulatedPage> {
    const page = new SimulatedPage(
      {
        name: `page ${this.pages.length} of ${userId}`,
        userId,
        witness: plan.witness,
        random: this.random,
        report: this.report,
        dial: () => this.#dial(),
        closed: (closing) => {
          this.#closing = closing;
        },
        own: (client, owner) => this.#owners.set(client, owner),
        rights: () => this.rights(plan, userId),
      },
      await this.signIn(userId),
    );
    this.pages.push(page);
    return page;
  }

  #dial(): Link {
    const link = this.network.connect();
    if (this.server === null) link.kill(0);
    else this.server.accept(link);
    return link;
  }

  /** Somebody opens the lid again, or signs in again where they were signed out. */
  async comeBack(page: SimulatedPage): Promise<void> {
    if (!this.#sessions.has(page.session)) page.session = await this.signIn(page.userId);
    page.reconnect();
  }

  // --- the server's process ---

  start(): void {
    const faults: Faults = {
      next: () => this.mood(),
      loadFails: () => {
        const fails = this.#loadsToFail > 0;
        if (fails) this.#loadsToFail -= 1;
        return fails;
      },
      committed: (entries, results) => {
        for (const [index, entry] of entries.entries()) {
          const plan = this.plans.find(({ id }) => id === entry.planId);
          plan?.witness.committed(entry, results[index]!);
        }
      },
    };
    this.server = startProcess(this.store, faults, () => this.clock.now);
  }

  failNextLoad(): void {
    this.#loadsToFail = 1;
  }

  /** From now on everything goes well. */
  mend(): void {
    this.mood = () => 'prompt';
    this.#loadsToFail = 0;
    for (const freezing of this.freezing.values()) freezing.finish();
    if (this.server === null) this.start();
  }

  /** SIGKILL. What was being frozen is not. */
  async crash(): Promise<void> {
    this.server?.kill(this.random);
    this.server = null;
    this.freezing.clear();
    if (this.#folder === null) return;
    await this.store.close();
    this.store = this.#openStore();
  }

  // --- what managers do ---

  async setRole(plan: SimulatedPlan, userId: string, role: PlanRole | null): Promise<void> {
    await this.store.setPlanRole(plan.id, userId, role);
    plan.roles.set(userId, role);
    if (this.mayEdit(plan, userId)) plan.given.set(userId, (plan.given.get(userId) ?? 0) + 1);
    this.#mayLose(userId);
    await this.server?.collab.live.accessChanged(plan.id);
  }

  async setArchived(plan: SimulatedPlan, isArchived: boolean): Promise<void> {
    await this.store.archivePlan(plan.id, isArchived);
    plan.isArchived = isArchived;
    for (const userId of this.members) this.#mayLose(userId);
    for (const userId of this.members) plan.given.set(userId, (plan.given.get(userId) ?? 0) + 1);
    await this.server?.collab.live.accessChanged(plan.id);
  }

  /** The plan is frozen, and a new version is begun. */
  async reopen(plan: SimulatedPlan): Promise<void> {
    const { epoch } = plan.witness;
    plan.witness.reopened();
    const reopening = { planId: plan.id, number: epoch, at: this.clock.now, userId: 'u0', reason: 'on' };
    const outcome = await this.store.reopen(reopening);
    if (outcome !== 'reopened') this.report(`${plan.id} is ${outcome} and cannot be opened again`);
    for (const userId of this.members) plan.given.set(userId, (plan.given.get(userId) ?? 0) + 1);
    await this.server?.collab.live.accessChanged(plan.id);
  }

  async endSession(page: SimulatedPage): Promise<void> {
    await this.store.deleteSession(page.session);
    this.#sessions.delete(page.session);
    this.#mayLose(page.userId);
    this.server?.collab.live.sessionEnded(page.session);
  }

  /** Who loses a role or a session while a freeze waits for its turn may find the last edits not taken. */
  #mayLose(userId: string): void {
    for (const freezing of this.freezing.values())
      freezing.arrived = freezing.arrived.filter((edit) => edit.userId !== userId);
  }

  async end(): Promise<void> {
    for (const page of this.pages) page.close();
    for (const undo of this.#undo) undo();
    await this.store.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }
}
