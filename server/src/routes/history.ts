import {
  type Authors,
  type Causes,
  type CellHistory,
  type Comparison,
  type Feed,
  feedQuery,
  type HistoryOverview,
  type NamedPoint,
  namePointBody,
  restoreBody,
  type Shares,
  type Structs,
  seenBody,
  type Unseen,
  type Verification,
} from '@filiera/shared/history/api.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { newId } from '../auth/tokens.ts';
import { dayInItaly } from '../history/day.ts';
import { Places } from '../history/places.ts';
import { RestoreClients } from '../history/restore-clients.ts';
import type { PlanRecord } from '../store/store.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { peopleOf } from './people-view.ts';
import { planFor, readBody, signedIn } from './request.ts';

/** How many clients or structs one request may ask about, so that they fit into an address. */
const MAX_CLIENTS = 1_000;
const MAX_STRUCTS = 500;

const cellQuery = z.object({ root: z.string().min(1).max(200), key: z.string().min(1).max(200) });
const clientSchema = z.string().transform(Number).pipe(z.int().min(0).max(0xffff_ffff));
const authorsQuery = z.object({
  clients: z
    .string()
    .regex(/^\d{1,10}(,\d{1,10})*$/)
    .transform((text) => text.split(','))
    .pipe(z.array(clientSchema).max(MAX_CLIENTS))
    .optional(),
});
const structsQuery = z.object({
  at: z
    .string()
    .regex(/^\d{1,10}\.\d{1,10}(,\d{1,10}\.\d{1,10})*$/)
    .transform((text) => text.split(',').map((pair) => pair.split('.')))
    .pipe(z.array(z.tuple([clientSchema, clientSchema])).max(MAX_STRUCTS)),
});

const seqSchema = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const compareQuery = z
  .object({ from: seqSchema, to: seqSchema })
  .refine(({ from, to }) => from <= to, { path: ['from'] });

const OCTETS = { 'content-type': 'application/octet-stream' };

/** The query, as its schema wants it. Throws `bad-request` with the names of what is not right. */
function readQuery<T extends z.ZodType>(c: Context<AppEnv>, schema: T): z.output<T> {
  const parsed = schema.safeParse(c.req.query());
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')))];
  throw new ApiFailure('bad-request', { fields });
}

/** What a plan's history tells to whoever may open the plan. */
export function historyRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store, history, live } = deps;
  const restoreClients = new RestoreClients();
  const routes = new Hono<AppEnv>();

  const reading = async (c: Context<AppEnv>): Promise<PlanRecord> =>
    (await planFor(deps, c, c.req.param('id') ?? '', 'open')).plan;

  /** The history as a whole, with the points that were given names. */
  const overviewOf = async (plan: PlanRecord): Promise<HistoryOverview> => {
    const [{ users, ...rest }, named, versions] = await Promise.all([
      history.ask(plan, { kind: 'overview' }),
      store.listNamedPoints(plan.id),
      store.listVersions(plan.id),
    ]);
    const given = named.map(({ planId: _, ...point }): NamedPoint => ({ ...point, version: null }));
    const frozen = versions.map(
      ({ number, seq, frozenAt, frozenBy }): NamedPoint => ({
        id: `version-${number}`,
        name: String(number),
        seq,
        at: frozenAt,
        userId: frozenBy,
        version: number,
      }),
    );
    const names = [...given, ...frozen].sort((a, b) => a.seq - b.seq || a.at - b.at);
    const people = await peopleOf(store, plan, [...users, ...names.map(({ userId }) => userId)]);
    return { ...rest, names, people };
  };

  routes.get('/plans/:id/history', async (c) => {
    const plan = await reading(c);
    return c.json(await overviewOf(plan));
  });

  routes.get('/plans/:id/history/feed', async (c) => {
    const plan = await reading(c);
    const { person = null, section = null, day, before = null, limit } = readQuery(c, feedQuery);
    const span = day === undefined ? null : dayInItaly(day);
    if (day !== undefined && span === null) throw new ApiFailure('bad-request', { fields: ['day'] });
    const page = await history.ask(plan, { kind: 'feed', person, section, span, before, limit });
    const people = await peopleOf(
      store,
      plan,
      page.sittings.map(({ userId }) => userId),
    );
    return c.json({ ...page, people } satisfies Feed);
  });

  routes.get('/plans/:id/history/cell', async (c) => {
    const plan = await reading(c);
    const { root, key } = readQuery(c, cellQuery);
    const changes = await history.ask(plan, { kind: 'cell', root, key });
    const people = await peopleOf(
      store,
      plan,
      changes.map(({ userId }) => userId),
    );
    return c.json({ changes, people } satisfies CellHistory);
  });

  routes.get('/plans/:id/history/authors', async (c) => {
    const plan = await reading(c);
    const { clients: asked } = readQuery(c, authorsQuery);
    const bound = await store.readClients(plan.id);
    const clients = (asked ?? [...bound.keys()]).flatMap((client): [number, string][] => {
      const userId = bound.get(client);
      return userId === undefined ? [] : [[client, userId]];
    });
    const people = await peopleOf(
      store,
      plan,
      clients.map(([, userId]) => userId),
    );
    return c.json({ clients, people } satisfies Authors);
  });

  routes.get('/plans/:id/history/structs', async (c) => {
    const plan = await reading(c);
    const { at } = readQuery(c, structsQuery);
    const structs = await history.ask(plan, {
      kind: 'structs',
      structs: at.map(([client, clock]) => ({ client, clock })),
    });
    const people = await peopleOf(
      store,
      plan,
      structs.flatMap((struct) => struct?.userId ?? []),
    );
    return c.json({ structs, people } satisfies Structs);
  });

  routes.get('/plans/:id/history/shares', async (c) => {
    const plan = await reading(c);
    const sections = await history.ask(plan, { kind: 'shares' });
    const authors = sections.flatMap((section) => section.authors.map(({ userId }) => userId));
    return c.json({ sections, people: await peopleOf(store, plan, authors) } satisfies Shares);
  });

  routes.get('/plans/:id/history/causes', async (c) => {
    const plan = await reading(c);
    const found = await history.ask(plan, { kind: 'causes' });
    const authors = found.causes.flatMap(({ edit }) => edit?.userId ?? []);
    return c.json({ ...found, people: await peopleOf(store, plan, authors) } satisfies Causes);
  });

  routes.get('/plans/:id/history/at/:seq{[0-9]{1,15}}', async (c) => {
    const plan = await reading(c);
    const state = await history.ask(plan, { kind: 'at', seq: Number(c.req.param('seq')) });
    if (state === null) throw new ApiFailure('not-found');
    return c.body(state as Uint8Array<ArrayBuffer>, 200, OCTETS);
  });

  routes.get('/plans/:id/history/compare', async (c) => {
    const plan = await reading(c);
    const { from, to } = readQuery(c, compareQuery);
    const found = await history.ask(plan, { kind: 'compare', from, to });
    if (found === null) throw new ApiFailure('bad-request', { fields: ['to'] });
    const people = await peopleOf(store, plan, authorsOf(found));
    return c.json({ ...found, people } satisfies Comparison);
  });

  const unseenBy = async (c: Context<AppEnv>, plan: PlanRecord): Promise<Unseen> => {
    const { id: userId } = signedIn(c);
    const { base, sections } = await store.readSeen(plan.id, userId);
    const marks = Object.fromEntries(sections);
    const found = await history.ask(plan, { kind: 'unseen', userId, base, marks });
    const authors = found.sections.flatMap(({ userIds }) => userIds);
    return { ...found, people: await peopleOf(store, plan, authors) };
  };

  routes.get('/plans/:id/history/unseen', async (c) => {
    const plan = await reading(c);
    return c.json(await unseenBy(c, plan));
  });

  routes.put('/plans/:id/history/seen', async (c) => {
    const plan = await reading(c);
    const { section, seq } = await readBody(c, seenBody);
    const template = findTemplate(plan.templateId, plan.templateVersion);
    const isOfForm = template !== null && formOf(template).sections.some(({ id }) => id === section);
    if (!isOfForm) throw new ApiFailure('bad-request', { fields: ['section'] });
    await store.putSeen(plan.id, signedIn(c).id, section, seq);
    return c.json(await unseenBy(c, plan));
  });

  routes.post('/plans/:id/history/names', async (c) => {
    const { plan } = await planFor(deps, c, c.req.param('id'), 'edit');
    const { name, seq } = await readBody(c, namePointBody);
    const outcome = await store.addNamedPoint({
      id: newId(),
      planId: plan.id,
      name,
      seq,
      at: deps.now(),
      userId: signedIn(c).id,
    });
    if (outcome === 'taken') throw new ApiFailure('name-taken', { fields: ['name'] });
    if (outcome === 'beyond') throw new ApiFailure('bad-request', { fields: ['seq'] });
    return c.json(await overviewOf(plan), 201);
  });

  routes.delete('/plans/:id/history/names/:name', async (c) => {
    const { plan, role } = await planFor(deps, c, c.req.param('id'), 'edit');
    const id = c.req.param('name');
    const point = (await store.listNamedPoints(plan.id)).find((one) => one.id === id);
    if (point === undefined) throw new ApiFailure('not-found');
    if (point.userId !== signedIn(c).id && role !== 'manager') throw new ApiFailure('forbidden');
    await store.removeNamedPoint(plan.id, id);
    return c.json(await overviewOf(plan));
  });

  routes.post('/plans/:id/history/restore', async (c) => {
    const { plan } = await planFor(deps, c, c.req.param('id'), 'edit');
    const { seq, root, client } = await readBody(c, restoreBody);
    if (plan.status !== 'open') throw new ApiFailure('plan-closed');
    const template = findTemplate(plan.templateId, plan.templateVersion);
    if (template === null || (root !== null && !new Places(template).has(root))) {
      throw new ApiFailure('bad-request', { fields: ['root'] });
    }
    const isKnown = (await store.readClients(plan.id)).has(client);
    if (isKnown || !restoreClients.claim(plan.id, client)) {
      throw new ApiFailure('bad-request', { fields: ['client'] });
    }
    const present = await live.state(plan.id);
    const update = await history.ask(plan, { kind: 'restore', seq, root, client, present });
    if (update === null) throw new ApiFailure('bad-request', { fields: ['seq'] });
    live.expectRestore(plan.id, signedIn(c).id, update);
    return c.body(update as Uint8Array<ArrayBuffer>, 200, OCTETS);
  });

  routes.post('/plans/:id/history/verify', async (c) => {
    const plan = await reading(c);
    const verification = await history.ask(plan, { kind: 'verify' });
    if (verification === null) throw new ApiFailure('not-found');
    return c.json(verification satisfies Verification);
  });

  return routes;
}

/** Everyone whom a comparison names. */
function authorsOf({ texts, cells }: Pick<Comparison, 'texts' | 'cells'>): string[] {
  const runs = texts.flatMap(({ paragraphs }) => paragraphs.flatMap((paragraph) => paragraph.runs));
  return [...new Set([...runs, ...cells].flatMap(({ userId }) => userId ?? []))];
}
