import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { AppEnv } from './deps.ts';

/** What the build puts under `/assets` carries a hash of its content in its name, so it may be kept for ever. */
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * The built client. A text file goes out compressed where the build left a compressed copy beside it; any address
 * that is no file is the client's own page, so that links into it work.
 */
export function clientFiles(folder: string): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  if (!existsSync(join(folder, 'index.html'))) {
    routes.get('*', (c) =>
      c.text('The pages have not been built: start the server with "npm start".\n', 503),
    );
    return routes;
  }
  routes.use(async (c, next) => {
    // The build leaves a stamp of its own there, which is nobody's business.
    if (c.req.path.includes('/.')) return c.notFound();
    await next();
    if (c.res.ok)
      c.res.headers.set('cache-control', c.req.path.startsWith('/assets/') ? FOREVER : 'no-cache');
  });
  routes.get('*', serveStatic({ root: folder, precompressed: true }));
  routes.get('/assets/*', (c) => c.notFound());
  routes.get('*', serveStatic({ root: folder, path: 'index.html', precompressed: true }));
  return routes;
}
