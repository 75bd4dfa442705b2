import { PAGES } from '@filiera/shared/api.ts';
import type { Unsubscribe } from '@filiera/shared/inbox/api.ts';
import { type Context, Hono } from 'hono';
import { maskEmail } from '../inbox/mail/unsubscribe.ts';
import type { UserRow } from '../store/store.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { countAttempt, limitBody } from './request.ts';

/** Whose link it is. Throws `bad-link`, and `too-many-attempts` where somebody guesses at links. */
async function ownerOf(deps: AppDeps, c: Context<AppEnv>): Promise<UserRow> {
  const clear = countAttempt(deps, c, 'unsubscribe');
  const user = await deps.unsubscribing.userOf(c.req.param('token') ?? '');
  if (user === null) throw new ApiFailure('bad-link');
  clear();
  return user;
}

async function viewOf(deps: AppDeps, user: UserRow): Promise<Unsubscribe> {
  return { email: maskEmail(user.email), mail: await deps.inbox.mailMode(user.id) };
}

async function unsubscribe(deps: AppDeps, c: Context<AppEnv>): Promise<Response> {
  const user = await ownerOf(deps, c);
  await deps.inbox.setMailMode(user.id, 'none');
  return c.json(await viewOf(deps, user), 200, { 'cache-control': 'no-store' });
}

/** Taking oneself off the mail by the link in it: without a session, from any page or program that has the link. */
export function unsubscribeRoutes(deps: AppDeps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get('/unsubscribe/:token', async (c) =>
    c.json(await viewOf(deps, await ownerOf(deps, c)), 200, { 'cache-control': 'no-store' }),
  );
  routes.post('/unsubscribe/:token', (c) => unsubscribe(deps, c));
  return routes;
}

/**
 * The same where a mail program asks for it with one click (RFC 8058): it posts to the address in the mail's header,
 * which is that of the page, so that programs which only open it show the page.
 */
export function oneClickRoutes(deps: AppDeps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.post(PAGES.unsubscribe(':token'), limitBody, (c) => unsubscribe(deps, c));
  return routes;
}
