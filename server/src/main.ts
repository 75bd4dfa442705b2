import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { PAGES } from '@filiera/shared/api.ts';
import { createAdaptorServer, type WebSocketServerLike } from '@hono/node-server';
import { createApp } from './app.ts';
import { createAttempts } from './auth/attempts.ts';
import { createSessions } from './auth/sessions.ts';
import { newToken, sha256 } from './auth/tokens.ts';
import { createCollab } from './collab/collab.ts';
import { MACHINE_TIMING } from './collab/timing.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { freezePlan } from './freeze/freeze.ts';
import { createMakers } from './freeze/makers.ts';
import { Follower } from './history/follower.ts';
import { HistoryThread } from './history/thread.ts';
import { type Tell, tellAll } from './inbox/event.ts';
import { MemberInbox } from './inbox/inbox.ts';
import { Postman } from './inbox/mail/postman.ts';
import { createSmtp } from './inbox/mail/smtp.ts';
import { createUnsubscribing } from './inbox/mail/unsubscribe.ts';
import { startRounds } from './inbox/rounds.ts';
import { InboxStreams } from './inbox/streams.ts';
import type { Demo } from './routes/deps.ts';
import { isOwnOrigin } from './routes/origin.ts';
import { StoreError } from './store/failure.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';

/** Where `npm start` leaves the built client. */
const CLIENT_FOLDER = resolve(import.meta.dirname, '../../client/dist');
/** How often sessions that have ended are thrown away, in milliseconds. */
const HOUSEKEEPING = 60 * 60 * 1000;
/** How often requests that do not arrive are looked for, in milliseconds. */
const CHECKING = 1000;
/** How long a connection may go on after the server was told to stop, in milliseconds. */
const GRACE = 5000;

/** Why the server cannot start, in one sentence for whoever starts it. */
export class StartError extends Error {}

export interface Running {
  readonly port: number;
  /** Where a browser on this machine finds it. */
  readonly url: string;
  /** The one-time link that sets the installation up, until somebody has. */
  readonly setupLink: string | null;
  /** What is in memory at present: plans, their sockets, and connections of any kind. */
  holds(): { readonly plans: number; readonly sockets: number; readonly connections: number };
  /** Takes in what has arrived, closes every connection and then the store. */
  close(): Promise<void>;
}

/** The sentence for an error of `listen`, where its cause is the configuration. */
function listenFailure(error: unknown, { port, host }: Config): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} is in use by another program: stop it, or set PORT to another one.`,
      );
    case 'EACCES':
      return new StartError(`Port ${port} may not be used by this account: set PORT to one above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
    case 'EAFNOSUPPORT':
      return new StartError(`HOST is ${host}, which is not an address of this machine.`);
    default:
      return error;
  }
}

async function listen(server: Server, config: Config): Promise<number> {
  try {
    server.listen({ port: config.port, ...(config.host === null ? {} : { host: config.host }) });
    await once(server, 'listening');
  } catch (error) {
    throw listenFailure(error, config);
  }
  return (server.address() as AddressInfo).port;
}

/** Where a browser on this machine finds a server that listens on `host`. */
function localUrl(host: string | null, port: number): string {
  if (host === null || host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Wires everything and serves. The only place that knows which store there is. `prepare` may fill the store before
 * anything is served (a demonstration does); `clientFolder: null` leaves the pages to somebody else.
 * Throws `StartError` or `StoreError` where the machine does not allow it.
 */
export async function start(
  config: Config,
  {
    prepare,
    clientFolder = CLIENT_FOLDER,
  }: { prepare?: (store: Store) => Promise<Demo>; clientFolder?: string | null } = {},
): Promise<Running> {
  const logFile = join(config.dataDir, 'filiera.db');
  const store = openSqliteStore(logFile);
  const now = Date.now;
  const sessions = createSessions(store);
  const history = new HistoryThread(
    new URL('history-thread.ts', import.meta.url),
    { log: logFile, index: join(config.dataDir, 'history.db') },
    // Who asks for the last row has the file brought up to it first.
    (planId) => store.lastEdit(planId),
  );
  const follower = new Follower(history, (planId) => store.getPlan(planId), MACHINE_TIMING.later);
  const collab = createCollab({
    store,
    authenticate: async (request) => {
      const auth = await sessions.authenticate(request.headers.get('cookie'));
      if (auth === null) return null;
      const { id, name, color } = auth.user;
      return { id, name, color, session: auth.session.idHash };
    },
    isOwnOrigin: (request) => isOwnOrigin(request, config),
    limits: config.limits,
    now,
    moved: (planId, seq) => follower.moved(planId, seq),
  });
  const { live } = collab;
  const makers = createMakers(config.documentMillis);
  const streams = new InboxStreams(store, MACHINE_TIMING);
  const unsubscribing = createUnsubscribing(store);
  let postman: Postman | null = null;
  const posted = config.mail && ((): void => void postman?.wake());
  const inbox = new MemberInbox({ store, streams, now, posted });
  /** Who hears of what happens on plans. */
  const listeners: Tell[] = [(event) => inbox.tell(event)];

  let server: Server | null = null;
  try {
    const demo = prepare === undefined ? null : await prepare(store);
    const app = createApp(
      {
        config,
        store,
        sessions,
        attempts: createAttempts(now),
        live,
        history,
        freeze: (request) => freezePlan({ store, live, history, now, makers }, request),
        makers,
        tell: tellAll(listeners),
        inbox,
        streams,
        unsubscribing,
        now,
        demo,
      },
      { collab: collab.routes, clientFolder },
    );
    // The adapter's type of the socket server says what ws says, without `undefined` for what may be left out.
    const websocket = { server: collab.sockets as WebSocketServerLike };
    server = createAdaptorServer({
      fetch: app.fetch,
      websocket,
      serverOptions: {
        headersTimeout: config.requestMillis,
        requestTimeout: config.requestMillis,
        connectionsCheckingInterval: Math.min(config.requestMillis, CHECKING),
        // Anything else that a connection might be upgraded to would be waited for by nobody.
        shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
      },
    }) as Server;
    const connections = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      connections.add(socket);
      socket.once('close', () => connections.delete(socket));
      // All is said, and a browser that does not hang up must not hold the connection open for ever.
      socket.once('finish', () => socket.destroy());
    });
    const port = await listen(server, config);
    const listening = server;

    const url = config.publicUrl?.origin ?? localUrl(config.host, port);
    let setupLink: string | null = null;
    if (!(await store.hasAssociation())) {
      const token = newToken();
      await store.setSetupToken(sha256(token), now());
      setupLink = url + PAGES.setup(token);
    }
    if (config.mail) {
      const send = createSmtp(config.mail);
      postman = new Postman({ store, send, unsubscribing, baseUrl: url, timing: MACHINE_TIMING });
      void postman.wake();
    }
    const stopRounds = startRounds({ inbox, store, posted, timing: MACHINE_TIMING });
    const housekeeping = setInterval(() => {
      store
        .deleteExpiredSessions(now())
        .catch((error) => console.error('ended sessions were not removed', error));
    }, HOUSEKEEPING).unref();

    return {
      port,
      url,
      setupLink,
      holds: () => ({ ...collab.holds(), connections: connections.size }),
      async close() {
        clearInterval(housekeeping);
        stopRounds();
        streams.close();
        const closed = once(listening, 'close');
        listening.close();
        await collab.close();
        listening.closeIdleConnections();
        const force = setTimeout(() => {
          for (const socket of connections) socket.destroy();
        }, GRACE);
        await closed;
        clearTimeout(force);
        await postman?.close();
        follower.close();
        await history.close();
        await store.close();
      },
    };
  } catch (error) {
    server?.close();
    streams.close();
    await collab.close();
    follower.close();
    await history.close();
    await store.close();
    throw error;
  }
}

/** What was started and where, in plain lines. */
function announce(running: Running, config: Config): void {
  console.log(`Filiera is running at ${running.url}`);
  if (config.host === null && config.publicUrl === null) {
    const others = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of others) {
      console.log(`and for others on this network at http://${address}:${running.port}`);
    }
  }
  console.log(`Everything is kept in ${config.dataDir}`);
  if (config.mail !== null && config.publicUrl === null) {
    console.log(
      `Links in mail lead to ${running.url}: set PUBLIC_URL where members come by another address.`,
    );
  }
  if (running.setupLink !== null) {
    console.log(`
Nobody has set it up yet. This link does, once: it creates the association and its first administrator.

  ${running.setupLink}

Until then each start prints a new link, and the last one is the one that works.`);
  }
}

/**
 * Prints why the server did not start and ends the process with 1. What is the configuration's or the machine's fault
 * is said in a sentence; anything else is a fault of the program and keeps its trace.
 */
export function failToStart(error: unknown): never {
  if (error instanceof ConfigError) for (const problem of error.problems) console.error(problem);
  else if (error instanceof StartError || error instanceof StoreError) console.error(error.message);
  else console.error(error);
  process.exit(1);
}

/**
 * Ends the process when the system asks for it, after what has arrived is stored. Whoever asks again ends it at once;
 * a terminal and `npm start` both pass an interrupt on, so a second one right behind the first is the same one.
 */
export function stopOnSignals(running: Running): void {
  let since: number | null = null;
  const stop = (): void => {
    if (since !== null && performance.now() - since > 1000) process.exit(1);
    if (since !== null) return;
    since = performance.now();
    running.close().then(
      () => process.exit(0),
      (error) => {
        console.error('the server did not stop cleanly', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

if (import.meta.main) {
  // What is kept is for this account's eyes only.
  process.umask(0o077);
  try {
    const config = readConfig(process.env, process.cwd());
    const running = await start(config);
    stopOnSignals(running);
    announce(running, config);
  } catch (error) {
    failToStart(error);
  }
}
