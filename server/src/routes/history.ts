import {
  type Authors,
  type CellHistory,
  type Feed,
  feedQuery,
  type HistoryOverview,
  type HistoryPerson,
  type Structs,
} from '@filiera/shared/history/api.ts';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { dayInItaly } from '../history/day.ts';
import type { PlanRecord } from '../store/store.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { planFor } from './request.ts';

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

/** The query, as its schema wants it. Throws `bad-request` with the names of what is not right. */
function readQuery<T extends z.ZodType>(c: Context<AppEnv>, schema: T): z.output<T> {
  const parsed = schema.safeParse(c.req.query());
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')))];
  throw new ApiFailure('bad-request', { fields });
}

/** Those members, as the history names them; who has left keeps the name. */
async function peopleOf(
  { store }: AppDeps,
  plan: PlanRecord,
  ids: Iterable<string>,
): Promise<HistoryPerson[]> {
  const [users, members] = await Promise.all([
    store.listUsers([...new Set(ids)]),
    store.listMembers(plan.associationId),
  ]);
  const organisations = new Map(members.map(({ userId, organisation }) => [userId, organisation]));
  return users.map(({ id, name, color }) => ({
    id,
    name,
    color,
    organisation: organisations.get(id) ?? null,
  }));
}

/** What a plan's history tells to whoever may open the plan. */
export function historyRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store, history } = deps;
  const routes = new Hono<AppEnv>();

  const reading = async (c: Context<AppEnv>): Promise<PlanRecord> =>
    (await planFor(deps, c, c.req.param('id') ?? '', 'open')).plan;

  /** The history as a whole, with the points that were given names. */
  const overviewOf = async (plan: PlanRecord): Promise<HistoryOverview> => {
    const [{ users, ...rest }, versions] = await Promise.all([
      history.ask(plan, { kind: 'overview' }),
      store.listVersions(plan.id),
    ]);
    const names = versions.map(({ number, seq, frozenAt, frozenBy }) => ({
      id: `version-${number}`,
      name: String(number),
      seq,
      at: frozenAt,
      userId: frozenBy,
      version: number,
    }));
    const people = await peopleOf(deps, plan, [...users, ...names.map(({ userId }) => userId)]);
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
      deps,
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
      deps,
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
      deps,
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
      deps,
      plan,
      structs.flatMap((struct) => struct?.userId ?? []),
    );
    return c.json({ structs, people } satisfies Structs);
  });

  return routes;
}
