import { createPlanBody, patchPlanBody, roleBody } from '@filiera/shared/api.ts';
import { effectivePlanRole, type PlanAction } from '@filiera/shared/permissions.ts';
import { latestTemplates } from '@filiera/shared/template/catalogue.ts';
import { type Context, Hono } from 'hono';
import { newId } from '../auth/tokens.ts';
import { accessTo, type PlanAccess } from '../collab/access.ts';
import type { PlanRecord } from '../store/store.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { detailOf, summaryOf } from './plan-view.ts';
import { memberWho, planFor, readBody, signedIn } from './request.ts';

/** Plans: making, listing, opening, renaming, putting away, and who may do what on them. */
export function planRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store, live } = deps;
  const routes = new Hono<AppEnv>();

  /** The plan as it is now, for who just changed it; they may have given up their own access with that. */
  const detailNow = async (c: Context<AppEnv>, planId: string): Promise<Response> => {
    const access = await accessTo(store, planId, signedIn(c).id);
    if (access === null) throw new ApiFailure('not-found');
    return c.json(await detailOf(deps, access));
  };

  routes.get('/plans', async (c) => {
    const user = signedIn(c);
    const archived = c.req.query('archived') === '1';
    const memberships = await store.listMemberships(user.id);
    const roles = new Map(memberships.map(({ associationId, role }) => [associationId, role]));
    const plans = await store.listPlans([...roles.keys()]);
    const seen = await Promise.all(
      plans
        .filter((plan) => (plan.status === 'archived') === archived)
        .map(async (plan): Promise<PlanAccess | null> => {
          const own = await store.getPlanRole(plan.id, user.id);
          const role = effectivePlanRole(roles.get(plan.associationId)!, own);
          return role === null ? null : { plan, role };
        }),
    );
    const mine = seen.filter((access) => access !== null);
    return c.json(await Promise.all(mine.map((access) => summaryOf(deps, access))));
  });

  routes.post('/plans', async (c) => {
    const user = signedIn(c);
    const body = await readBody(c, createPlanBody);
    await memberWho(deps, c, body.association, 'create-plan');
    const template = latestTemplates().find((one) => one.id === body.template);
    if (template === undefined) throw new ApiFailure('unknown-template');
    const plan: PlanRecord = {
      id: newId(),
      associationId: body.association,
      templateId: template.id,
      templateVersion: template.version,
      title: body.title,
      status: 'open',
      statusBefore: 'open',
      createdBy: user.id,
      createdAt: deps.now(),
      seq: 0,
      epoch: 0,
    };
    await store.createPlan(plan);
    await store.setPlanRole(plan.id, user.id, 'manager');
    return c.json(await detailOf(deps, { plan, role: 'manager' }), 201);
  });

  routes.get('/plans/:id', async (c) => {
    return c.json(await detailOf(deps, await planFor(deps, c, c.req.param('id'), 'open')));
  });

  routes.patch('/plans/:id', async (c) => {
    const id = c.req.param('id');
    await planFor(deps, c, id, 'open');
    const body = await readBody(c, patchPlanBody);
    const actions: PlanAction[] = [];
    if (body.title !== undefined) actions.push('rename');
    if (body.archived !== undefined) actions.push('archive');
    await planFor(deps, c, id, ...actions);
    if (body.title !== undefined) await store.renamePlan(id, body.title);
    if (body.archived !== undefined) {
      await store.archivePlan(id, body.archived);
      await live.accessChanged(id);
    }
    return detailNow(c, id);
  });

  routes.put('/plans/:id/roles/:user', async (c) => {
    const { id, user } = c.req.param();
    const { plan } = await planFor(deps, c, id, 'assign-roles');
    const { role } = await readBody(c, roleBody);
    if ((await store.getMember(plan.associationId, user)) === null) throw new ApiFailure('not-found');
    if (role !== 'manager') {
      const managers = (await store.listPlanRoles(id)).filter((one) => one.role === 'manager');
      if (managers.length === 1 && managers[0]!.userId === user) throw new ApiFailure('last-manager');
    }
    const before = await store.getPlanRole(id, user);
    await store.setPlanRole(id, user, role);
    await live.accessChanged(id);
    const by = signedIn(c).id;
    if (role !== before && user !== by) {
      await deps.tell({ kind: 'role', planId: id, by, at: deps.now(), userId: user, role });
    }
    return detailNow(c, id);
  });

  return routes;
}
