import type { Obstacle, Rehearsal } from '@filiera/shared/dossier/api.ts';
import { effectivePlanRole, type PlanRole, planAllows } from '@filiera/shared/permissions.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { type Context, Hono } from 'hono';
import * as Y from 'yjs';
import type { PlanAccess } from '../collab/access.ts';
import type { Draft, Edition } from '../freeze/edition.ts';
import { blockingThreads } from '../freeze/freeze.ts';
import { PDF_MEDIA_TYPE } from '../freeze/pdf/render.ts';
import type { PlanRecord } from '../store/store.ts';
import { paperComments } from '../threads/on-paper.ts';
import { sendFile } from './attachment.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { planFor, signedIn } from './request.ts';

/** What the final version would be, and copies of the plan as it is, each page of them marked as a draft. */
export function rehearsalRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store, live, makers } = deps;
  const routes = new Hono<AppEnv>();

  routes.get('/plans/:id/rehearsal', async (c) => {
    const access = await planFor(deps, c, c.req.param('id'), 'open');
    return c.json(await rehearse(deps, access));
  });

  const draftOf = async (
    c: Context<AppEnv>,
    plan: PlanRecord,
  ): Promise<Draft & { readonly kind: 'draft' }> => {
    const association = await store.getAssociation(plan.associationId);
    const said = { association: association!.name, planTitle: plan.title };
    return { kind: 'draft', ...said, at: deps.now(), by: signedIn(c).name };
  };

  const nameOf = (edition: Edition, name: string): string =>
    `${edition.association} - ${edition.planTitle} - ${name}`;

  for (const [path, action, called] of [
    ['/plans/:id/rehearsal/plan.pdf', 'open', 'prova della versione finale.pdf'],
    ['/plans/:id/working-copy/plan.pdf', 'working-copy', 'bozza.pdf'],
  ] as const) {
    routes.get(path, async (c) => {
      const { plan } = await planFor(deps, c, c.req.param('id') ?? '', action);
      const edition = await draftOf(c, plan);
      const content = await makers.pdf(await live.read(plan.id), edition, { json: null });
      return sendFile(c, { content, mediaType: PDF_MEDIA_TYPE }, nameOf(edition, called));
    });
  }

  routes.get('/plans/:id/working-copy/plan.docx', async (c) => {
    const withComments = c.req.query('comments') === '1';
    const { plan } = await planFor(
      deps,
      c,
      c.req.param('id'),
      'working-copy',
      ...(withComments ? (['comment'] as const) : []),
    );
    const template = findTemplate(plan.templateId, plan.templateVersion);
    if (template === null) throw new ApiFailure('unknown-template');
    const edition = await draftOf(c, plan);
    // Text and comments are of the same moment, so that each stands beside its words.
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await live.state(plan.id));
    const threads = withComments ? (await store.listThreads(plan.id)).threads : [];
    const authors = new Set(threads.flatMap(({ comments }) => comments.map(({ authorId }) => authorId)));
    const names = new Map((await store.listUsers([...authors])).map(({ id, name }) => [id, name]));
    const comments = paperComments(threads, doc, (id) => names.get(id) ?? '');
    const reading = { template, plan: readPlan(doc, template) };
    doc.destroy();
    const [made] = await makers.papers({ kind: 'docx', reading, edition, comments });
    return sendFile(c, made!, nameOf(edition, 'bozza.docx'));
  });

  return routes;
}

/** What stands in the way of a freeze, with who can mend it. Who may not read comments learns that there are some. */
async function rehearse(deps: AppDeps, { plan, role }: PlanAccess): Promise<Rehearsal> {
  const { store } = deps;
  const reading = await deps.live.read(plan.id);
  const roles = await rolesOn(deps, plan);
  const who = (may: (role: PlanRole, id: string) => boolean): string[] =>
    [...roles].filter(([id, theirs]) => may(theirs, id)).map(([id]) => id);
  const editors = who((theirs) => planAllows(theirs, 'edit'));
  const mayRead = planAllows(role, 'comment');
  const open = await store.openBlockingThreads(plan.id);
  const said = await blockingThreads(store, plan.id, reading);
  const obstacles: Obstacle[] = [
    ...errorsOf(reading.issues).map((issue): Obstacle => ({ kind: 'issue', issue, who: editors })),
    ...said.flatMap(({ id, where, text, author }): Obstacle[] => {
      const thread = open.find((one) => one.id === id);
      if (!thread) return [];
      const mend = who(
        (theirs, member) =>
          planAllows(theirs, 'freeze') ||
          (planAllows(theirs, 'comment') && (member === thread.createdBy || member === thread.assignee)),
      );
      return [{ kind: 'thread', thread: id, where, text: mayRead ? text : '', author, who: mend }];
    }),
  ];
  const named = new Set(obstacles.flatMap((obstacle) => obstacle.who));
  const people = (await store.listUsers([...named])).map(({ id, name, color }) => ({ id, name, color }));
  const warnings = reading.issues.filter(({ severity }) => severity === 'warning');
  return { seq: reading.seq, version: plan.epoch + 1, obstacles, warnings, people };
}

/** What everyone who can open the plan is on it. */
async function rolesOn({ store }: AppDeps, plan: PlanRecord): Promise<Map<string, PlanRole>> {
  const given = new Map((await store.listPlanRoles(plan.id)).map(({ userId, role }) => [userId, role]));
  const members = await store.listMembers(plan.associationId);
  return new Map(
    members.flatMap(({ userId, role }): [string, PlanRole][] => {
      const effective = effectivePlanRole(role, given.get(userId) ?? null);
      return effective ? [[userId, effective]] : [];
    }),
  );
}
