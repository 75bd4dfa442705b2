import {
  CLOSE,
  KEEP_ALIVE_MILLIS,
  MAX_EPOCH,
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
import { GoingDown, Rooms } from './rooms.ts';
import { MACHINE_TIMING, repeat, type Timing } from './timing.ts';

export interface CollabDeps {
  readonly store: Store;
  /** Whoever the cookie of this request signs in, or `null`. */
  readonly authenticate: (request: Request) => Promise<Member | null>;
  /** Is a request with this Origin header ours? */
  readonly isOwnOrigin: (request: Request) => boolean;
  readonly limits: CollabLimits;
  readonly now: () => number;
  /** The machine's own, with `now` for its clock, where none is given. */
  readonly timing?: Timing;
  /** Told now and then how far the log of a plan has come that is being written. */
  readonly moved?: (planId: string, seq: number) => void;
}

/** How often it is looked whether the sessions of sockets have ended, in milliseconds: twice within a second. */
const SESSIONS_MILLIS = 500;
/** How long the other side may take to answer that a socket is closed, in milliseconds. */
const CLOSING_MILLIS = 5_000;

export interface Collab {
  readonly live: Live;
  /** What is in memory: plans, and the sockets on them. */
  holds(): { readonly plans: number; readonly sockets: number };
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
  /** `Rooms.accessChanges` before the access was looked up. */
  readonly accessChanges: number;
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
  const timing: Timing = deps.timing ?? { ...MACHINE_TIMING, now: deps.now };
  const rooms = new Rooms(store, limits, timing, deps.moved);
  // Compression would cost more time on every key press than it saves in bytes.
  const options = { maxPayload: limits.frameBytes, perMessageDeflate: false, clientTracking: false };
  // A variable, since the types of `ws` do not know this option yet.
  const closing = { noServer: true, closeTimeout: CLOSING_MILLIS };
  const sockets = new WebSocketServer({ ...options, ...closing });
  /** How many sockets each member has. */
  const held = new Map<string, number>();
  const hasTooMany = ({ id }: Member, room: Room): boolean =>
    (held.get(id) ?? 0) >= limits.socketsPerMemberAllPlans ||
    [...room.connections].filter(({ member }) => member.id === id).length >= limits.socketsPerMember;
  const count = (id: string, by: 1 | -1): void => {
    const now = (held.get(id) ?? 0) + by;
    if (now > 0) held.set(id, now);
    else held.delete(id);
  };

  const routes = new Hono<SocketEnv>();
  routes.get(
    '/collab/:planId',
    async (c, next) => {
      if (c.req.header('upgrade')?.toLowerCase() !== 'websocket')
        return c.json({ error: 'bad-request' }, 426);
      if (!deps.isOwnOrigin(c.req.raw)) return c.json({ error: 'cross-site' }, 403);
      const member = await deps.authenticate(c.req.raw);
      if (!member) return c.json({ error: 'signed-out' }, 401);
      const { accessChanges } = rooms;
      const access = await accessTo(store, c.req.param('planId'), member.id);
      if (!access) return c.json({ error: 'not-found' }, 404);
      try {
        c.set('accepted', { ...access, member, room: await rooms.get(access.plan.id), accessChanges });
      } catch (error) {
        if (!(error instanceof GoingDown)) console.error(`plan ${access.plan.id} cannot be loaded`, error);
        return c.json({ error: 'busy' }, 503);
      }
      if (hasTooMany(member, c.get('accepted').room)) return c.json({ error: 'too-many-attempts' }, 429);
      return next();
    },
    upgradeWebSocket((c) => {
      const { member, role, room, accessChanges } = c.get('accepted') as Accepted;
      const protocol = c.req.query('protocol');
      const schema = c.req.query('schema');
      const epoch = epochOf(c.req.query('epoch'));
      return {
        onOpen: (_event, ws) => {
          const socket = ws.raw as WebSocket;
          if (epoch === undefined || (protocol !== undefined && !isCurrent(protocol, schema))) {
            socket.close(CLOSE.wrongVersion, 'wrongVersion');
            return;
          }
          if (room.discarded) {
            socket.close(CLOSE.restart, 'restart');
            return;
          }
          // Those who were let in at the same moment did not see each other.
          if (hasTooMany(member, room)) {
            socket.close(CLOSE.tooFast, 'tooFast');
            return;
          }
          count(member.id, 1);
          socket.once('close', () => count(member.id, -1));
          const connection = new Connection(socket, member, role, {
            speaksFiliera: protocol !== undefined,
            epoch,
            limits,
            now: timing.now,
          });
          watch(connection, socket);
          room.join(connection);
          if (rooms.accessChanges !== accessChanges) void rooms.reconsider(room, connection);
        },
      };
    }),
  );

  // Each socket is pinged, and its page told that the server is there; each at a time of its own, since hundreds of
  // writes in one turn would keep everybody's edits waiting.
  const watch = (connection: Connection, socket: WebSocket): void => {
    let isAlive = true;
    connection.onPong(() => {
      isAlive = true;
    });
    const stop = repeat(timing, KEEP_ALIVE_MILLIS, () => {
      // No answer since the last ping: the other side is gone without a word.
      if (!isAlive) connection.terminate();
      else connection.keepAlive();
      isAlive = false;
    });
    socket.once('close', stop);
  };
  // Who signs out is told at once (`sessionEnded`); this finds what ends by itself, or is ended by another program.
  const lookAtSessions = async (): Promise<void> => {
    const sessions = new Set(rooms.connections().map((connection) => connection.member.session));
    if (sessions.size === 0) return;
    try {
      for (const session of await store.endedSessions([...sessions], timing.now()))
        rooms.sessionEnded(session);
    } catch (error) {
      console.error('sessions could not be looked at', error);
    }
  };
  const stopLooking = repeat(timing, SESSIONS_MILLIS, lookAtSessions);

  return {
    live: rooms,
    holds: () => ({ plans: rooms.size, sockets: rooms.connections().length }),
    routes,
    sockets,
    close: async () => {
      stopLooking();
      await rooms.close();
      sockets.close();
    },
  };
}

/** A page of another version must reload; the stock provider names none and is taken as it is. */
function isCurrent(protocol: string, schema: string | undefined): boolean {
  return protocol === String(PROTOCOL_VERSION) && (schema === undefined || schema === String(SCHEMA_VERSION));
}

/** The epoch that a page names; `null` where it names none, `undefined` where it is no epoch. */
function epochOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return null;
  const epoch = /^\d{1,7}$/.test(text) ? Number(text) : MAX_EPOCH + 1;
  return epoch > MAX_EPOCH ? undefined : epoch;
}
