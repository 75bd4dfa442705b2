import { parse } from 'hono/utils/cookie';
import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from 'lucia';
import type { Store, UserRow } from '../store/store.ts';
import { sha256 } from './tokens.ts';

/**
 * Who is signed in. Lucia makes the ids, prolongs the sessions and writes the cookies; this file is the only one that
 * knows it, so leaving it means writing these sixty lines anew. The cookie holds the session's id, the store only the
 * id's hash: who reads the store cannot sign in with it.
 */

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, { row: UserRow }>;
    DatabaseUserAttributes: { row: UserRow };
  }
}

export const SESSION_COOKIE = 'filiera_session';
/** A session ends this long after it was last prolonged; one in use is prolonged once half of it has passed. */
const LIFETIME = new TimeSpan(30, 'd');

export interface Authenticated {
  readonly user: UserRow;
  readonly session: {
    /** SHA-256 of the id in the cookie, hex: what the store and `Live.sessionEnded` know the session by. */
    readonly idHash: string;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
    /** True where it was just prolonged: the cookie should be sent again. */
    readonly fresh: boolean;
  };
}

export interface Sessions {
  /** The member whose session the request's `Cookie` header names, or `null`. */
  authenticate(cookieHeader: string | null | undefined): Promise<Authenticated | null>;
  /** Opens a session; returns the `Set-Cookie` header. `secure`: the member's browser came over https. */
  open(userId: string, secure: boolean): Promise<string>;
  /** The `Set-Cookie` header that lets the same session last longer in the browser. */
  prolong(cookieHeader: string, secure: boolean): string | null;
  /** Ends the session for good; returns the `Set-Cookie` header that removes it from the browser. */
  close(idHash: string, secure: boolean): Promise<string>;
}

function adapter(store: Store): Adapter {
  const toLucia = (id: string, userId: string, expiresAt: number): DatabaseSession => ({
    id,
    userId,
    expiresAt: new Date(expiresAt),
    attributes: {},
  });
  return {
    async getSessionAndUser(id) {
      const session = await store.getSession(sha256(id));
      if (session === null) return [null, null];
      const row = await store.getUser(session.userId);
      return [
        toLucia(id, session.userId, session.expiresAt),
        row === null ? null : { id: row.id, attributes: { row } },
      ];
    },
    async getUserSessions(userId) {
      const rows = await store.listSessions(userId);
      return rows.map((row) => toLucia(row.idHash, row.userId, row.expiresAt));
    },
    setSession: ({ id, userId, expiresAt }) =>
      store.putSession({ idHash: sha256(id), userId, expiresAt: expiresAt.getTime() }),
    updateSessionExpiration: (id, expiresAt) => store.setSessionExpiry(sha256(id), expiresAt.getTime()),
    deleteSession: (id) => store.deleteSession(sha256(id)),
    deleteUserSessions: (userId) => store.deleteUserSessions(userId),
    deleteExpiredSessions: () => store.deleteExpiredSessions(Date.now()),
  };
}

export function createSessions(store: Store): Sessions {
  const lucia = new Lucia(adapter(store), {
    sessionExpiresIn: LIFETIME,
    sessionCookie: { name: SESSION_COOKIE, attributes: { sameSite: 'lax', path: '/' } },
    getUserAttributes: ({ row }) => ({ row }),
  });
  // Not Lucia's own reading, which throws where another program on the same host left a malformed cookie.
  const readId = (header: string): string | null => parse(header, SESSION_COOKIE)[SESSION_COOKIE] || null;
  const serialize = (cookie: ReturnType<typeof lucia.createBlankSessionCookie>, secure: boolean): string => {
    cookie.attributes.secure = secure;
    return cookie.serialize();
  };
  return {
    async authenticate(cookieHeader) {
      const id = readId(cookieHeader ?? '');
      if (id === null) return null;
      const { user, session } = await lucia.validateSession(id);
      if (session === null) return null;
      return {
        user: user.row,
        session: { idHash: sha256(id), expiresAt: session.expiresAt.getTime(), fresh: session.fresh },
      };
    },
    async open(userId, secure) {
      const session = await lucia.createSession(userId, {});
      return serialize(lucia.createSessionCookie(session.id), secure);
    },
    prolong(cookieHeader, secure) {
      const id = readId(cookieHeader);
      return id === null ? null : serialize(lucia.createSessionCookie(id), secure);
    },
    async close(idHash, secure) {
      await store.deleteSession(idHash);
      return serialize(lucia.createBlankSessionCookie(), secure);
    },
  };
}
