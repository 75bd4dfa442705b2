import {
  type LateEdits,
  lateEditsBody,
  lateItemSchema,
  MAX_LATE_EDITS_LENGTH,
} from '@filiera/shared/dossier/api.ts';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { planFor, readBody, signedIn } from './request.ts';

const itemsSchema = z.array(lateItemSchema);

/** What a member wrote and no version has, since it came after a freeze: theirs to read, and nobody else's. */
export function lateEditRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store } = deps;
  const routes = new Hono<AppEnv>();

  const own = async (c: Context<AppEnv>, planId: string): Promise<LateEdits> => {
    const rows = await store.listLateEdits(planId, signedIn(c).id);
    return {
      edits: rows.map(({ key, version, at, items }) => ({
        key,
        version,
        at,
        items: itemsSchema.parse(JSON.parse(items)),
      })),
    };
  };

  routes.get('/plans/:id/late-edits', async (c) => {
    const { plan } = await planFor(deps, c, c.req.param('id'), 'open');
    return c.json(await own(c, plan.id));
  });

  routes.post('/plans/:id/late-edits', async (c) => {
    const { plan } = await planFor(deps, c, c.req.param('id'), 'open');
    const { key, version, items } = await readBody(c, lateEditsBody);
    if (version > plan.epoch) throw new ApiFailure('bad-request', { fields: ['version'] });
    const row = { planId: plan.id, userId: signedIn(c).id, key, version, at: deps.now() };
    const outcome = await store.addLateEdit({ ...row, items: JSON.stringify(items) }, MAX_LATE_EDITS_LENGTH);
    if (outcome === 'full') throw new ApiFailure('late-edits-full');
    return c.json(await own(c, plan.id), outcome === 'added' ? 201 : 200);
  });

  routes.delete('/plans/:id/late-edits/:key', async (c) => {
    const { plan } = await planFor(deps, c, c.req.param('id'), 'open');
    await store.removeLateEdit(plan.id, signedIn(c).id, c.req.param('key'));
    return c.json(await own(c, plan.id));
  });

  return routes;
}
