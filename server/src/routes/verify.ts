import type { Verified } from '@filiera/shared/dossier/api.ts';
import { type Context, Hono } from 'hono';
import { createAttempts } from '../auth/attempts.ts';
import { FROZEN_SCHEMA_NAME, frozenSchema } from '../freeze/json-schema.ts';
import { findVerified } from '../freeze/verified.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { remoteAddress } from './request.ts';

/** How often one network address may ask: more than anybody who has files to check. */
const LIMIT = { limit: 120, window: 60_000 } as const;

/**
 * What anybody may ask, without an account: the schema of frozen documents, and whether a file with this SHA-256 was frozen.
 * Who is told of a plan by its digest alone holds the file already. What is no digest, and what was not frozen, are the same 404.
 */
export function verifyRoutes(deps: AppDeps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const asked = createAttempts(deps.now, LIMIT);

  const count = (c: Context<AppEnv>): void => {
    const wait = asked.begin(remoteAddress(deps, c));
    if (wait !== null)
      throw new ApiFailure('too-fast', {}, { 'retry-after': String(Math.ceil(wait / 1000)) });
  };

  routes.get('/verify/:sha256', async (c) => {
    count(c);
    const found = await findVerified(deps.store, c.req.param('sha256'));
    if (found === null) throw new ApiFailure('not-found');
    return c.json(found satisfies Verified);
  });

  const schema = frozenSchema();
  routes.get(`/schema/${FROZEN_SCHEMA_NAME}`, (c) =>
    c.body(schema, 200, {
      'content-type': 'application/schema+json',
      'cache-control': 'public, max-age=3600',
    }),
  );

  return routes;
}
