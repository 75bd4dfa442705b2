import {
  CLOSE,
  KEEP_ALIVE_MILLIS,
  PROTOCOL_VERSION,
  SCHEMA_VERSION,
} from '@filiera/shared/protocol/protocol.ts';
import { upgradeWebSocket } from '@hono/node-server';
import { Hono } from 'hono';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Store } from '../store/store.ts';
import { accessTo, type PlanAccess } from './access.ts';
import { Connection, type Member } from './connection.ts';
import type { CollabLimits } from './limits.ts';
import type { Live } from './live.ts';
import type { Room } from './room.ts';
import { Rooms } from './rooms.ts';
import { MACHINE_TIMING } from './timing.ts';

export interface CollabDeps {
  readonly store: Store;
  /** Whoever the cookie of this request signs in, or `null`. */
  readonly authenticate: (request: Request) => Promise<Member | null>;
  /** Is a request with this Origin header ours? */
  readonly isOwnOrigin: (request: Request) => boolean;
  readonly limits: CollabLimits;
  readonly now: () => number;
}

export interface Collab {
  readonly live: Live;
  /** `GET /collab/:planId`, the socket of a plan. */
  readonly routes: Hono<SocketEnv>;
  /** The server that takes the sockets over; give it to `serve({ websocket: { server } })`. */
  readonly sockets: WebSocketServer;
  /** Stores what has arrived and closes every socket. */
  close(): Promise<void>;
}

interface Accepted extends PlanAccess {
  readonly member: Member;
  readonly room: Room;
}
interface SocketEnv {
  Variables: { accepted: Accepted };
}

/**
 * The live side of the server. Everything that can be refused is refused before the upgrade: 403 for another site's
 * page, 401 without a session, 404 for a plan that one may not see, 503 where the plan cannot be loaded.
 */
export function createCollab(deps: CollabDeps): Collab {
  const { store, limits } = deps;
  const rooms = new Rooms(store, limits, { ...MACHINE_TIMING, now: deps.now });
  // Compression would cost more time on every key press than it saves in bytes.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });

  const routes = new Hono<SocketEnv>();
  routes.get(
    '/collab/:planId',
    async (c, next) => {
      if (c.req.header('upgrade')?.toLowerCase() !== 'websocket')
        return c.json({ error: 'bad-request' }, 426);
      if (!deps.isOwnOrigin(c.req.raw)) return c.json({ error: 'cross-site' }, 403);
      const member = await deps.authenticate(c.req.raw);
      if (!member) return c.json({ error: 'signed-out' }, 401);
      const access = await accessTo(store, c.req.param('planId'), member.id);
      if (!access) return c.json({ error: 'not-found' }, 404);
      try {
        c.set('accepted', { ...access, member, room: await rooms.get(access.plan.id) });
      } catch (error) {
        console.error(`plan ${access.plan.id} cannot be loaded`, error);
        return c.json({ error: 'busy' }, 503);
      }
      const sockets = [...c.get('accepted').room.connections];
      if (sockets.filter(({ member: { id } }) => id === member.id).length >= limits.socketsPerMember) {
        return c.json({ error: 'too-many-attempts' }, 429);
      }
      return next();
    },
    upgradeWebSocket((c) => {
      const { member, role, room } = c.get('accepted') as Accepted;
      const protocol = c.req.query('protocol');
      const schema = c.req.query('schema');
      return {
        onOpen: (_event, ws) => {
          const socket = ws.raw as WebSocket;
          if (protocol !== undefined && !isCurrent(protocol, schema)) {
            socket.close(CLOSE.wrongVersion, 'wrongVersion');
            return;
          }
          if (room.discarded) {
            socket.close(CLOSE.restart, 'restart');
            return;
          }
          const connection = new Connection(socket, member, role, {
            speaksFiliera: protocol !== undefined,
            limits,
            now: deps.now,
          });
          watch(connection);
          room.join(connection);
        },
      };
    }),
  );

  const alive = new WeakSet<Connection>();
  const watch = (connection: Connection): void => {
    alive.add(connection);
    connection.onPong(() => alive.add(connection));
  };
  // Sockets are pinged, their pages told that the server is there, and their sessions looked at.
  const sweep = async (): Promise<void> => {
    const connections = rooms.connections();
    for (const connection of connections) {
      // No answer since the last ping: the other side is gone without a word.
      if (!alive.delete(connection)) connection.terminate();
      else connection.keepAlive();
    }
    for (const session of new Set(connections.map((connection) => connection.member.session))) {
      const row = await store.getSession(session);
      if (!row || row.expiresAt <= deps.now()) rooms.sessionEnded(session);
    }
  };
  const sweeping = setInterval(() => {
    sweep().catch((error) => console.error('sockets could not be looked at', error));
  }, KEEP_ALIVE_MILLIS).unref();

  return {
    live: rooms,
    routes,
    sockets,
    close: async () => {
      clearInterval(sweeping);
      await rooms.close();
      sockets.close();
    },
  };
}

/** A page of another version must reload; the stock provider names none and is taken as it is. */
function isCurrent(protocol: string, schema: string | undefined): boolean {
  return protocol === String(PROTOCOL_VERSION) && (schema === undefined || schema === String(SCHEMA_VERSION));
}
