import { Hono } from 'hono';
import type { AppDeps, AppEnv } from './deps.ts';
import { signIn } from './request.ts';

/** `GET /demo/:token`: the links that a demonstration prints, each of which signs one of its members in. */
export function demoRoutes(deps: AppDeps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get('/:token', async (c) => {
    const link = deps.demo?.links.get(c.req.param('token'));
    if (link === undefined) return c.notFound();
    await signIn(deps, c, link.userId);
    return c.redirect('/');
  });
  return routes;
}
