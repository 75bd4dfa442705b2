import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Collab, createCollab } from '@filiera/server/src/collab/collab.ts';
import type { Member } from '@filiera/server/src/collab/connection.ts';
import { type CollabLimits, DEFAULT_LIMITS } from '@filiera/server/src/collab/limits.ts';
import type { Timing } from '@filiera/server/src/collab/timing.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { PlanRecord, Store, UserRow } from '@filiera/server/src/store/store.ts';
import {
  decodeFiliera,
  type FilieraMessage,
  MESSAGE_FILIERA,
  PROTOCOL_VERSION,
} from '@filiera/shared/protocol/protocol.ts';
import { serve, type WebSocketServerLike } from '@hono/node-server';
import { Hono } from 'hono';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { anAssociation, aPlan, aUser } from './stores.ts';

/** The rooms of a real server on a free port, with a store and members; a cookie `user=<id>` stands for a session. */
export interface CollabServer {
  readonly store: Store;
  readonly collab: Collab;
  readonly plan: PlanRecord;
  /** The administrator first, then a contributor, another contributor, a reader, and one from elsewhere. */
  readonly users: {
    readonly admin: UserRow;
    readonly anna: UserRow;
    readonly bruno: UserRow;
    readonly reader: UserRow;
    readonly stranger: UserRow;
  };
  readonly url: string;
  stop(): Promise<void>;
}

/** What the store knows the session of a user by, who has one. */
export const sessionOf = (userId: string): string => `session of ${userId}`;

export async function startCollab(
  options: {
    store?: Store;
    limits?: Partial<CollabLimits>;
    now?: () => number;
    timing?: Timing;
    /** What an earlier start in the same store made. */
    plan?: PlanRecord;
    users?: CollabServer['users'];
  } = {},
): Promise<CollabServer> {
  const store = options.store ?? openSqliteStore(':memory:');
  const { plan, users } =
    options.plan && options.users ? { plan: options.plan, users: options.users } : await populate(store);

  const authenticate = async (request: Request): Promise<Member | null> => {
    const id = /user=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1];
    const user = id ? await store.getUser(id) : null;
    return user && { id: user.id, name: user.name, color: user.color, session: sessionOf(user.id) };
  };
  const collab = createCollab({
    store,
    authenticate,
    isOwnOrigin: (request) => request.headers.get('origin') !== 'https://elsewhere.example',
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    now: options.now ?? Date.now,
    ...(options.timing ? { timing: options.timing } : {}),
  });
  const app = new Hono().route('/', collab.routes);
  const server = serve({
    fetch: app.fetch,
    port: 0,
    hostname: '127.0.0.1',
    // The adapter's type says what ws says, without `undefined` for what may be left out.
    websocket: { server: collab.sockets as WebSocketServerLike },
  });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/collab`;
  return {
    store,
    collab,
    plan,
    users,
    url,
    stop: async () => {
      await collab.close();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
    },
  };
}

/** An association with its members and an A1 plan. */
async function populate(store: Store): Promise<Pick<CollabServer, 'plan' | 'users'>> {
  const association = anAssociation();
  await store.createAssociation(association);
  const make = async (name: string, role: 'admin' | 'member' | null): Promise<UserRow> => {
    const user = aUser({ name });
    await store.createUser(user);
    await store.putSession({
      idHash: sessionOf(user.id),
      userId: user.id,
      expiresAt: Number.MAX_SAFE_INTEGER,
    });
    if (role)
      await store.putMember({
        associationId: association.id,
        userId: user.id,
        role,
        organisation: null,
        valueChain: null,
      });
    return user;
  };
  const users = {
    admin: await make('Giulia Ferri', 'admin'),
    anna: await make('Anna Rossi', 'member'),
    bruno: await make('Bruno Neri', 'member'),
    reader: await make('Carla Gatti', 'member'),
    stranger: await make('Dario Riva', null),
  };
  const plan = aPlan(association.id, users.admin.id, { templateId: 'a1-2023-2024' });
  await store.createPlan(plan);
  await store.setPlanRole(plan.id, users.anna.id, 'contributor');
  await store.setPlanRole(plan.id, users.bruno.id, 'contributor');
  await store.setPlanRole(plan.id, users.reader.id, 'reader');
  return { plan, users };
}

/** The socket class that the provider gets: the browser's cookie, which Node's socket does not have by itself. */
function socketOf(userId: string): typeof globalThis.WebSocket {
  class SignedIn extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { cookie: `user=${userId}` } });
    }
  }
  return SignedIn as unknown as typeof globalThis.WebSocket;
}

/** One open page: the stock provider with its document, and what the server says beside the protocol. */
export interface Page {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Everything that came in of Filiera's own messages, in order. */
  readonly heard: FilieraMessage[];
  /** The close codes that the server gave. */
  readonly closed: number[];
  synced(): Promise<void>;
  leave(): void;
}

/** Opens a page as that user. `plain`: exactly the stock provider, which knows nothing of Filiera's messages. */
export function openPage(
  server: Pick<CollabServer, 'url' | 'plan'>,
  userId: string,
  options: { doc?: Y.Doc; plain?: boolean; connect?: boolean; epoch?: number } = {},
): Page {
  const doc = options.doc ?? new Y.Doc();
  const heard: FilieraMessage[] = [];
  const closed: number[] = [];
  const provider = new WebsocketProvider(server.url, server.plan.id, doc, {
    WebSocketPolyfill: socketOf(userId),
    disableBc: true,
    connect: false,
    ...(options.plain
      ? {}
      : {
          params: {
            protocol: String(PROTOCOL_VERSION),
            ...(options.epoch === undefined ? {} : { epoch: String(options.epoch) }),
          },
        }),
  });
  provider.messageHandlers[MESSAGE_FILIERA] = (_encoder, decoder) => {
    heard.push(decodeFiliera(decoder));
  };
  provider.on('connection-close', (event) => {
    if (event) closed.push(event.code);
  });
  if (options.connect !== false) provider.connect();
  return {
    doc,
    provider,
    heard,
    closed,
    synced: () => until(() => provider.synced),
    leave: () => {
      provider.destroy();
      doc.destroy();
    },
  };
}

/** The pages that the tests of a file open on its server, of which there may be another for each test. */
export function pagesOn(server: () => Pick<CollabServer, 'url' | 'plan'>): {
  readonly pages: Page[];
  open(userId: string, options?: Parameters<typeof openPage>[2]): Page;
  leaveAll(): void;
} {
  const pages: Page[] = [];
  return {
    pages,
    open: (userId, options) => {
      const page = openPage(server(), userId, options);
      pages.push(page);
      return page;
    },
    leaveAll: () => {
      for (const page of pages.splice(0)) page.leave();
    },
  };
}

/** Waits for a condition, looking again at every turn of the event loop; fails loudly when it does not come. */
export async function until(holds: () => boolean | Promise<boolean>, millis = 10_000): Promise<void> {
  const end = Date.now() + millis;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come to hold within ${millis} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A bare socket, for frames that no honest page sends. Resolves once it is open, or with the HTTP status. */
export async function openSocket(
  server: Pick<CollabServer, 'url'>,
  path: string,
  headers: Record<string, string>,
): Promise<{ socket: WebSocket } | { status: number }> {
  const socket = new WebSocket(`${server.url}/${path}`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve({ socket }));
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    });
    socket.once('error', reject);
  });
}

/** How many of its messages the page has been told are durable. */
export const acked = (page: Page): number =>
  page.heard.reduce((most, message) => (message.kind === 'ack' ? Math.max(most, message.upTo) : most), 0);

/** Why edits of the page were not taken. */
export const refusals = (page: Page): string[] =>
  page.heard.flatMap((message) =>
    message.kind === 'notice' && message.notice.kind === 'refused' ? [message.notice.reason] : [],
  );

/** An edit of a field made by a document with that client id, which knows all of `basis`. */
export function editAs(clientID: number, key: string, value: string, basis?: Y.Doc): Uint8Array {
  const doc = new Y.Doc();
  if (basis) Y.applyUpdate(doc, Y.encodeStateAsUpdate(basis));
  // Only now: Yjs takes another id as soon as it hears of itself from outside.
  doc.clientID = clientID;
  const before = Y.encodeStateVector(doc);
  doc.getMap('fields').set(key, value);
  return Y.encodeStateAsUpdate(doc, before);
}

/** The document as the log alone makes it. */
export async function openLog({ store, plan }: Pick<CollabServer, 'store' | 'plan'>): Promise<Y.Doc> {
  const doc = new Y.Doc();
  for (const row of await store.readLog(plan.id, 0)) Y.applyUpdate(doc, row.update);
  return doc;
}

/** A member's bare socket. Throws where it is not let in. */
export async function rawSocket(
  server: Pick<CollabServer, 'url' | 'plan'>,
  userId: string,
): Promise<WebSocket> {
  const opened = await openSocket(server, server.plan.id, { cookie: `user=${userId}` });
  if (!('socket' in opened)) throw new Error(`refused with ${opened.status}`);
  return opened.socket;
}

/** The code with which the server closes the socket. */
export async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}
