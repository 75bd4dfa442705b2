import {
  inboxQuery,
  type Preferences,
  preferencesBody,
  readBody as readNotificationsBody,
} from '@filiera/shared/inbox/api.ts';
import { type Context, Hono } from 'hono';
import type { UserRow } from '../store/store.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { readBody, signedIn } from './request.ts';

/** Where a page of notifications begins: the serial that the one before ended with. */
const CURSOR = /^\d{1,15}$/;

/** What the member was told, across all plans, and how they want to be told. */
export function inboxRoutes(deps: AppDeps): Hono<AppEnv> {
  const { inbox, streams } = deps;
  const routes = new Hono<AppEnv>();

  const queryOf = (c: Context<AppEnv>) => {
    const parsed = inboxQuery.safeParse(c.req.query());
    const before = parsed.data?.before;
    if (!parsed.success || (before !== undefined && !CURSOR.test(before))) {
      throw new ApiFailure('bad-request');
    }
    return { ...parsed.data, before: before === undefined ? null : Number(before) };
  };
  const preferencesOf = async (user: UserRow): Promise<Preferences> => ({
    mail: await inbox.mailMode(user.id),
    available: inbox.sendsMail,
    email: user.email,
  });

  routes.get('/inbox', async (c) => {
    const user = signedIn(c);
    return c.json(await inbox.list(user, queryOf(c)));
  });

  routes.post('/inbox/read', async (c) => {
    const user = signedIn(c);
    const body = await readBody(c, readNotificationsBody);
    if ('all' in body) await inbox.mark(user, 'all', true);
    else await inbox.mark(user, body.ids, body.read);
    return c.json(await inbox.list(user, { ...inboxQuery.parse({}), before: null }));
  });

  routes.get('/inbox/live', (c) => {
    const user = signedIn(c);
    const session = c.get('auth')!.session.idHash;
    if (!streams.mayOpen(user.id)) throw new ApiFailure('too-many-attempts', {}, { 'retry-after': '60' });
    const body = streams.open(user.id, session, (send) => {
      inbox
        .current(user.id)
        .then(send)
        .catch((error) => console.error('what is unread could not be counted', error));
    });
    return c.body(body, 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // The stream is the last thing on its connection, which closes with it when the server stops.
      connection: 'close',
      // Proxies hand each event on as it comes.
      'x-accel-buffering': 'no',
    });
  });

  routes.get('/me/notifications', async (c) => c.json(await preferencesOf(signedIn(c))));

  routes.put('/me/notifications', async (c) => {
    const user = signedIn(c);
    const { mail } = await readBody(c, preferencesBody);
    await inbox.setMailMode(user.id, mail);
    return c.json(await preferencesOf(user));
  });

  return routes;
}
