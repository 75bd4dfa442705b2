import { MAX_BODY_BYTES } from '@filiera/shared/api.ts';
import { MAX_LATE_EDITS_BYTES } from '@filiera/shared/dossier/api.ts';
import {
  type AssociationAction,
  associationAllows,
  type PlanAction,
  planAllows,
} from '@filiera/shared/permissions.ts';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type * as z from 'zod';
import { accessTo, type PlanAccess } from '../collab/access.ts';
import type { MemberRow, UserRow } from '../store/store.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { isSecure } from './origin.ts';

const limitTo = (maxSize: number): MiddlewareHandler<AppEnv> =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new ApiFailure('too-large');
    },
  });
const limit = limitTo(MAX_BODY_BYTES);
const wideLimit = limitTo(MAX_LATE_EDITS_BYTES);

/** Refuses a body that is too large before it is read whole. What came too late may be a whole day's writing. */
export const limitBody: MiddlewareHandler<AppEnv> = (c, next) =>
  (c.req.path.endsWith('/late-edits') ? wideLimit : limit)(c, next);

/**
 * The body, as its schema wants it. Throws `bad-request` with the names of the fields that are not right. Only JSON is
 * read: a form on another site could not send it without being asked first.
 */
export async function readBody<T extends z.ZodType>(c: Context<AppEnv>, schema: T): Promise<z.output<T>> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new ApiFailure('bad-request');
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch (error) {
    if (error instanceof ApiFailure) throw error;
    throw new ApiFailure('bad-request');
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')));
  fields.delete('');
  throw new ApiFailure('bad-request', fields.size > 0 ? { fields: [...fields] } : {});
}

/** Who asks. Throws `signed-out`. */
export function signedIn(c: Context<AppEnv>): UserRow {
  const auth = c.get('auth');
  if (auth === null) throw new ApiFailure('signed-out');
  return auth.user;
}

/**
 * The asking member, who may do this in the association. Throws `not-found` where there is no such association or they
 * are not of it, so that nobody learns which it is; `forbidden` where their role does not allow it.
 */
export async function memberWho(
  deps: AppDeps,
  c: Context<AppEnv>,
  associationId: string,
  action: AssociationAction,
): Promise<MemberRow> {
  const member = await deps.store.getMember(associationId, signedIn(c).id);
  if (member === null) throw new ApiFailure('not-found');
  if (!associationAllows(member.role, action)) throw new ApiFailure('forbidden');
  return member;
}

/** The plan, on which who asks may do this. Throws as `memberWho` does. */
export async function planFor(
  deps: AppDeps,
  c: Context<AppEnv>,
  planId: string,
  ...actions: readonly PlanAction[]
): Promise<PlanAccess> {
  const access = await accessTo(deps.store, planId, signedIn(c).id);
  if (access === null) throw new ApiFailure('not-found');
  if (!actions.every((action) => planAllows(access.role, action))) throw new ApiFailure('forbidden');
  return access;
}

/** The network address that a guess comes from: the last one that the proxy in front put down, or the socket's own. */
export function remoteAddress(deps: AppDeps, c: Context<AppEnv>): string {
  const forwarded = deps.config.behindProxy ? c.req.header('x-forwarded-for') : undefined;
  return forwarded?.split(',').at(-1)?.trim() || c.env?.incoming?.socket.remoteAddress || 'unknown';
}

/**
 * Counts a guess at what belongs to `key` (the password of an address) from where the request comes from. Throws
 * `too-many-attempts`; otherwise
 * returns what to call when the guess was right.
 */
export function countAttempt(deps: AppDeps, c: Context<AppEnv>, email: string): () => void {
  const key = `${email}|${remoteAddress(deps, c)}`;
  const wait = deps.attempts.begin(key);
  if (wait !== null) {
    throw new ApiFailure('too-many-attempts', {}, { 'retry-after': String(Math.ceil(wait / 1000)) });
  }
  return () => deps.attempts.clear(key);
}

/** Signs the user in with this answer; a session that the browser had before ends. */
export async function signIn(deps: AppDeps, c: Context<AppEnv>, userId: string): Promise<void> {
  await endSession(deps, c);
  c.header('set-cookie', await deps.sessions.open(userId, isSecure(c.req.raw, deps.config)));
}

/** Ends the session of the request, if there is one: its cookie, its row, its sockets and streams. */
export async function endSession(deps: AppDeps, c: Context<AppEnv>): Promise<void> {
  const auth = c.get('auth');
  if (auth === null) return;
  const { idHash } = auth.session;
  c.header('set-cookie', await deps.sessions.close(idHash, isSecure(c.req.raw, deps.config)));
  deps.live.sessionEnded(idHash);
  deps.streams.sessionEnded(idHash);
  c.set('auth', null);
}
