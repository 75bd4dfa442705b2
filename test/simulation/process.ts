import type { Server } from 'node:http';
import { type Collab, createCollab } from '@filiera/server/src/collab/collab.ts';
import { DEFAULT_LIMITS } from '@filiera/server/src/collab/limits.ts';
import type { Store } from '@filiera/server/src/store/store.ts';
import { createAdaptorServer, type WebSocketServerLike } from '@hono/node-server';
import { Hono } from 'hono';
import { type Faults, type FaultyStore, faultyStore } from './faults.ts';
import type { Link } from './network.ts';
import type { Random } from './random.ts';

/** One run of the server's process, from its start to its end. */
export interface ServerProcess {
  readonly collab: Collab;
  readonly faulty: FaultyStore;
  accept(link: Link): void;
  /** Ends at once, as by SIGKILL: what is not in the store by now is gone. */
  kill(random: Random): void;
}

/** Starts the real server side, HTTP and upgrade included, on links instead of a port. */
export function startProcess(disk: Store, faults: Faults, now: () => number): ServerProcess {
  const faulty = faultyStore(disk, faults);
  const { store } = faulty;
  const collab = createCollab({
    store,
    authenticate: async (request) => {
      const session = await store.getSession(request.headers.get('cookie') ?? '');
      const user = session && session.expiresAt > now() ? await store.getUser(session.userId) : null;
      return user && session && { id: user.id, name: user.name, color: user.color, session: session.idHash };
    },
    isOwnOrigin: () => true,
    limits: DEFAULT_LIMITS,
    now,
  });
  const app = new Hono().route('/', collab.routes);
  const server = createAdaptorServer({
    fetch: app.fetch,
    // The adapter's type says what ws says, without `undefined` for what may be left out.
    websocket: { server: collab.sockets as WebSocketServerLike },
  }) as Server;
  const links: Link[] = [];
  return {
    collab,
    faulty,
    accept(link) {
      links.push(link);
      server.emit('connection', link.server);
    },
    kill(random) {
      faulty.kill();
      for (const link of links) if (!link.isOver) link.kill(random.int(4));
    },
  };
}
