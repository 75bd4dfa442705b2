import { freezeBody } from '@filiera/shared/api.ts';
import { filingBody, reopenBody } from '@filiera/shared/dossier/api.ts';
import { type Context, Hono } from 'hono';
import type * as z from 'zod';
import { accessTo } from '../collab/access.ts';
import { sendFile } from './attachment.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { detailOf, versionViews } from './plan-view.ts';
import { planFor, readBody, signedIn } from './request.ts';

/** How the files of a version end that are not the plan itself. */
const ENDINGS: Readonly<Record<string, string>> = {
  'rules.html': ' - regole.html',
  'contributions.html': ' - contributi.html',
  'log.jsonl': ' - registro delle modifiche.jsonl',
  SHA256SUMS: ' - SHA256SUMS',
};

/** The body; a reason that is too short is called that. */
async function readReason<T extends z.ZodType>(c: Context<AppEnv>, schema: T): Promise<z.output<T>> {
  return readBody(c, schema).catch((failure: unknown) => {
    const isReason = failure instanceof ApiFailure && failure.body.fields?.includes('reason');
    throw isReason ? new ApiFailure('reason-too-short', { fields: ['reason'] }) : failure;
  });
}

/** Freezing a plan, and the frozen versions with their files, byte for byte as they were kept. */
export function versionRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store } = deps;
  const routes = new Hono<AppEnv>();

  routes.post('/plans/:id/freeze', async (c) => {
    const { plan } = await planFor(deps, c, c.req.param('id'), 'freeze');
    const body = await readReason(c, freezeBody);
    const { id, name } = signedIn(c);
    const outcome = await deps.freeze({ planId: plan.id, by: { id, name }, reason: body.reason ?? null });
    if (outcome.kind === 'closed') throw new ApiFailure('plan-closed');
    if (outcome.kind === 'errors') {
      const { issues, threads } = outcome;
      throw new ApiFailure('plan-has-errors', { issues: [...issues], threads: [...threads] });
    }
    const { number, frozenAt } = outcome.version;
    await deps.tell({ kind: 'freeze', planId: plan.id, by: id, at: frozenAt, version: number });
    const [version] = await versionViews(deps, [outcome.version]);
    return c.json(version, 201);
  });

  routes.post('/plans/:id/reopen', async (c) => {
    const { plan } = await planFor(deps, c, c.req.param('id'), 'reopen');
    const { reason } = await readReason(c, reopenBody);
    const { id: userId } = signedIn(c);
    const [from, at] = [plan.epoch, deps.now()];
    const outcome = await store.reopen({ planId: plan.id, number: from, at, userId, reason });
    if (outcome === 'not-frozen') throw new ApiFailure('plan-not-frozen');
    await deps.live.accessChanged(plan.id);
    await deps.tell({ kind: 'reopen', planId: plan.id, by: userId, at, from });
    const access = await accessTo(store, plan.id, userId);
    if (access === null) throw new ApiFailure('not-found');
    return c.json(await detailOf(deps, access));
  });

  routes.post('/plans/:id/versions/:number{[1-9][0-9]{0,5}}/filing', async (c) => {
    const number = Number(c.req.param('number'));
    const { plan } = await planFor(deps, c, c.req.param('id'), 'filing');
    const filing = { ...(await readBody(c, filingBody)), at: deps.now(), userId: signedIn(c).id };
    if (!(await store.addFiling({ ...filing, planId: plan.id, number }))) throw new ApiFailure('not-found');
    const versions = await store.listVersions(plan.id);
    const [version] = await versionViews(
      deps,
      versions.filter((one) => one.number === number),
    );
    return c.json(version, 201);
  });

  routes.get('/plans/:id/versions', async (c) => {
    const { plan } = await planFor(deps, c, c.req.param('id'), 'open');
    return c.json(await versionViews(deps, await store.listVersions(plan.id)));
  });

  routes.get('/plans/:id/versions/:number{[1-9][0-9]{0,5}}/:file', async (c) => {
    const { id, number, file: name } = c.req.param();
    const { plan } = await planFor(deps, c, id, 'download');
    const file = await store.getVersionFile(plan.id, Number(number), name);
    if (file === null) throw new ApiFailure('not-found');
    const etag = `"${file.sha256}"`;
    // Asked again each time, since access may have been taken away; the bytes themselves never change.
    const headers = { etag, 'cache-control': 'private, no-cache' };
    const known = c.req.header('if-none-match')?.split(',') ?? [];
    if (known.some((tag) => tag.trim().replace(/^W\//, '') === etag)) return c.body(null, 304, headers);
    const association = await store.getAssociation(plan.associationId);
    const called = `${association!.name} - ${plan.title} - versione ${number}`;
    return sendFile(c, file, called + (ENDINGS[name] ?? name.slice(name.lastIndexOf('.'))), headers);
  });

  return routes;
}
