import { Hono } from 'hono';
import type { Collab } from './collab/collab.ts';
import { GoingDown } from './collab/rooms.ts';
import { TookTooLong } from './desk.ts';
import { accountRoutes } from './routes/account.ts';
import { associationRoutes } from './routes/associations.ts';
import { clientFiles } from './routes/client-files.ts';
import { demoRoutes } from './routes/demo.ts';
import type { AppDeps, AppEnv } from './routes/deps.ts';
import { dossierRoutes } from './routes/dossier.ts';
import { ApiFailure } from './routes/failure.ts';
import { securityHeaders } from './routes/headers.ts';
import { historyRoutes } from './routes/history.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { lateEditRoutes } from './routes/late-edits.ts';
import { isOwnOrigin, isSecure } from './routes/origin.ts';
import { planRoutes } from './routes/plans.ts';
import { rehearsalRoutes } from './routes/rehearsal.ts';
import { limitBody } from './routes/request.ts';
import { threadRoutes } from './routes/threads.ts';
import { oneClickRoutes, unsubscribeRoutes } from './routes/unsubscribe.ts';
import { verifyRoutes } from './routes/verify.ts';
import { versionRoutes } from './routes/versions.ts';
import { StoreError } from './store/failure.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Everything under `/api`: who asks and whence is settled here, what they may do in each route. */
function api(deps: AppDeps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.use(limitBody);
  // Before it is asked whence: what counts there is the link alone, and no cookie is looked at.
  routes.route('/', unsubscribeRoutes(deps));
  routes.use(async (c, next) => {
    if (!SAFE_METHODS.has(c.req.method) && !isOwnOrigin(c.req.raw, deps.config)) {
      throw new ApiFailure('cross-site');
    }
    await next();
  });
  routes.use(async (c, next) => {
    const cookies = c.req.header('cookie');
    const auth = await deps.sessions.authenticate(cookies);
    c.set('auth', auth);
    await next();
    if (c.res.headers.get('cache-control') === null) c.res.headers.set('cache-control', 'no-store');
    // A session in use lasts longer in the store; the browser must hear of it, unless it was just told otherwise.
    if (auth?.session.fresh && cookies !== undefined && c.res.headers.get('set-cookie') === null) {
      const cookie = deps.sessions.prolong(cookies, isSecure(c.req.raw, deps.config));
      if (cookie !== null) c.res.headers.set('set-cookie', cookie);
    }
  });
  for (const part of [
    accountRoutes,
    invitationRoutes,
    associationRoutes,
    planRoutes,
    rehearsalRoutes,
    dossierRoutes,
    versionRoutes,
    lateEditRoutes,
    verifyRoutes,
    historyRoutes,
    threadRoutes,
    inboxRoutes,
  ]) {
    routes.route('/', part(deps));
  }
  routes.all('*', () => {
    throw new ApiFailure('not-found');
  });
  return routes;
}

/**
 * The whole HTTP side as one function from a request to an answer. `collab` is the socket's route; `clientFolder` is
 * the built client, or `null` where something else serves it.
 */
export function createApp(
  deps: AppDeps,
  { collab, clientFolder }: { collab?: Collab['routes']; clientFolder: string | null },
): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(securityHeaders(deps.config));
  app.onError((error, c) => {
    if (error instanceof ApiFailure) return error.toResponse();
    const isBusy = error instanceof GoingDown || (error instanceof StoreError && error.kind === 'busy');
    if (isBusy) return new ApiFailure('busy').toResponse();
    console.error(`${c.req.method} ${c.req.path} failed:`, error);
    if (error instanceof TookTooLong) return new ApiFailure('took-too-long').toResponse();
    return new ApiFailure('internal').toResponse();
  });
  app.notFound((c) => c.text('Not found\n', 404));

  app.get('/healthz', async (c) => {
    await deps.store.hasAssociation();
    return c.json({ status: 'ok' });
  });
  if (collab !== undefined) app.route('/', collab);
  app.route('/api', api(deps));
  app.route('/', oneClickRoutes(deps));
  if (deps.demo !== null) {
    app.use('/demo/*', async (c, next) => {
      c.set('auth', await deps.sessions.authenticate(c.req.header('cookie')));
      await next();
    });
    app.route('/demo', demoRoutes(deps));
  }
  if (clientFolder !== null) app.route('/', clientFiles(clientFolder));
  return app;
}
