import { createApp } from '@filiera/server/src/app.ts';
import { createAttempts } from '@filiera/server/src/auth/attempts.ts';
import { hashPassword } from '@filiera/server/src/auth/passwords.ts';
import { createSessions } from '@filiera/server/src/auth/sessions.ts';
import { type Collab, createCollab } from '@filiera/server/src/collab/collab.ts';
import { DEFAULT_LIMITS } from '@filiera/server/src/collab/limits.ts';
import { MACHINE_TIMING, type Timing } from '@filiera/server/src/collab/timing.ts';
import { freezePlan } from '@filiera/server/src/freeze/freeze.ts';
import { type Makers, THREADS } from '@filiera/server/src/freeze/makers.ts';
import { Historian } from '@filiera/server/src/history/historian.ts';
import { type PlanEvent, tellAll } from '@filiera/server/src/inbox/event.ts';
import { MemberInbox } from '@filiera/server/src/inbox/inbox.ts';
import { createUnsubscribing } from '@filiera/server/src/inbox/mail/unsubscribe.ts';
import { InboxStreams } from '@filiera/server/src/inbox/streams.ts';
import type { AppDeps } from '@filiera/server/src/routes/deps.ts';
import { Database } from '@filiera/server/src/store/sqlite/database.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type {
  AssociationRow,
  PlanRecord,
  Store,
  StructRange,
  UserRow,
} from '@filiera/server/src/store/store.ts';
import { DEFAULT_COMMENT_LIMITS } from '@filiera/server/src/threads/limits.ts';
import { type State, stateSchema } from '@filiera/shared/api.ts';
import type { AssociationRole, PlanRole } from '@filiera/shared/permissions.ts';
import * as Y from 'yjs';
import { anAssociation, aPlan, aUser } from './stores.ts';

/** What every user that `addMember` makes signs in with. */
export const PASSWORD = 'una password lunga';
let passwordHash: Promise<string> | null = null;

/** An answer with its body read; `json` is `undefined` where there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
  readonly bytes: Uint8Array;
}

/** A browser as far as HTTP goes: it keeps its cookie and names its origin. */
export interface Browser {
  cookie: string | null;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
}

export interface TestApp {
  readonly store: Store;
  readonly deps: AppDeps;
  readonly association: AssociationRow;
  /** The server's clock; tests may set it forward. */
  readonly clock: { now: number };
  /** What members were to hear of so far. */
  readonly told: readonly PlanEvent[];
  request(path: string, init?: RequestInit): Promise<Response>;
  browser(): Browser;
  addMember(role: AssociationRole, fields?: Partial<UserRow>, associationId?: string): Promise<UserRow>;
  /** A browser in which the user is signed in. */
  signedIn(user: UserRow): Promise<Browser>;
  addPlan(by: UserRow, roles?: readonly (readonly [UserRow, PlanRole])[]): Promise<PlanRecord>;
  /** Writes into a plan as its user's page would, past the socket. */
  write(plan: PlanRecord, user: UserRow, edit: (doc: Y.Doc) => void): Promise<void>;
  close(): Promise<void>;
}

/** The whole HTTP side on a store in memory, with the real rooms behind it and one association in it. */
export async function makeApp({
  demo = null,
  clientFolder = null,
  config = {},
  empty = false,
  within,
  timing,
  posted = null,
  makers = THREADS,
}: {
  demo?: AppDeps['demo'];
  clientFolder?: string | null;
  config?: Partial<AppDeps['config']>;
  /** True for an installation that nobody has set up. */
  empty?: boolean;
  /** The rooms and the store of a server with real sockets, which lives on when this is closed. */
  within?: { readonly collab: Collab; readonly store: Store; readonly plan: PlanRecord };
  /** Drives the streams of the inbox; its clock counts instead of `clock`. */
  timing?: Timing;
  /** Given where the installation sends mail. */
  posted?: (() => void) | null;
  /** What makes documents, where it is not to take as long as it likes. */
  makers?: Makers;
} = {}): Promise<TestApp> {
  const store = within?.store ?? openSqliteStore(':memory:');
  const clock = { now: Date.now() };
  const now = timing?.now ?? ((): number => clock.now);
  const sessions = createSessions(store);
  const collab =
    within?.collab ??
    createCollab({
      store,
      authenticate: async () => null,
      isOwnOrigin: () => true,
      limits: DEFAULT_LIMITS,
      now,
    });
  const { live } = collab;
  // The store is closed by itself.
  const history = new Historian(new Database(':memory:'), { ...store, close: async () => {} });
  const told: PlanEvent[] = [];
  const streams = new InboxStreams(store, timing ?? { ...MACHINE_TIMING, now });
  const inbox = new MemberInbox({ store, streams, now, posted });
  const deps: AppDeps = {
    config: { publicUrl: null, behindProxy: false, comments: DEFAULT_COMMENT_LIMITS, ...config },
    store,
    sessions,
    attempts: createAttempts(now),
    live,
    history,
    freeze: (request) => freezePlan({ store, live, history, now, makers }, request),
    makers,
    tell: tellAll([
      async (event) => {
        told.push(event);
      },
      (event) => inbox.tell(event),
    ]),
    inbox,
    streams,
    unsubscribing: createUnsubscribing(store),
    now,
    demo,
  };
  const app = createApp(deps, { clientFolder });
  const association = within ? (await store.getAssociation(within.plan.associationId))! : anAssociation();
  if (!empty && !within) await store.createAssociation(association);

  const browser = (): Browser => ({
    cookie: null,
    async send(method, path, body, headers = {}) {
      const response = await app.request(path, {
        method,
        headers: {
          ...(method === 'GET' ? {} : { origin: 'http://localhost' }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(this.cookie === null ? {} : { cookie: this.cookie }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const set = response.headers.get('set-cookie');
      if (set !== null) this.cookie = set.includes('Max-Age=0') ? null : set.split(';')[0]!;
      const bytes = new Uint8Array(await response.arrayBuffer());
      const isJson = /^application\/json(;|$)/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        headers: response.headers,
        bytes,
        json: isJson ? JSON.parse(new TextDecoder().decode(bytes)) : undefined,
      };
    },
  });

  return {
    store,
    deps,
    association,
    clock,
    told,
    request: async (path, init) => app.request(path, init),
    browser,
    async addMember(role, fields = {}, associationId = association.id) {
      passwordHash ??= hashPassword(PASSWORD);
      const user = aUser({ passwordHash: await passwordHash, ...fields });
      if (!(await store.createUser(user))) throw new Error(`${user.email} is taken`);
      await store.putMember({ associationId, userId: user.id, role, organisation: null, valueChain: null });
      return user;
    },
    async signedIn(user) {
      const one = browser();
      one.cookie = (await sessions.open(user.id, false)).split(';')[0]!;
      return one;
    },
    async addPlan(by, roles = []) {
      const plan = aPlan(association.id, by.id, {
        templateId: 'promotion-2018',
        title: 'Piano di promozione',
      });
      await store.createPlan(plan);
      for (const [user, role] of roles) await store.setPlanRole(plan.id, user.id, role);
      return plan;
    },
    async write(plan, user, edit) {
      const doc = new Y.Doc();
      const ranges: StructRange[] = [];
      edit(doc);
      const update = Y.encodeStateAsUpdate(doc);
      const { from, to } = Y.parseUpdateMeta(update);
      for (const [client, end] of to) ranges.push({ client, from: from.get(client) ?? 0, to: end });
      const results = await store.append([
        {
          planId: plan.id,
          userId: user.id,
          at: clock.now,
          update,
          ranges,
          offline: false,
          origin: 'edit',
        },
      ]);
      if (results[0]?.kind !== 'stored') throw new Error(`not stored: ${results[0]?.kind}`);
    },
    async close() {
      streams.close();
      if (!within) await collab.close();
      await history.close();
      if (!within) await store.close();
    },
  };
}

/** The state that a browser is told. */
export async function stateOf(browser: Browser): Promise<State> {
  return stateSchema.parse((await browser.send('GET', '/api/state')).json);
}
