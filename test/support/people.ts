import {
  type Association,
  associationSchema,
  invitationLinkSchema,
  type PlanDetail,
  planSchema,
  type State,
  stateSchema,
} from '@filiera/shared/api.ts';
import type { AssociationRole, PlanRole } from '@filiera/shared/permissions.ts';
import type * as z from 'zod';
import type { Visitor } from './browser.ts';

/**
 * What a test in a browser is not about (accounts, a plan to work on), made over HTTP with the person's own cookie,
 * which is quicker than through the pages.
 */

/** Good enough for everyone whom a test invents. */
export const PASSWORD = 'una frase abbastanza lunga';

/** What a page asks of the server, with its person's cookie; `path` is what stands behind `/api`. Rejects where it is refused. */
export async function send<T extends z.ZodType>(
  { context, server }: Visitor,
  schema: T,
  method: 'POST' | 'PUT' | 'GET',
  path: string,
  body?: unknown,
): Promise<z.infer<T>> {
  const response = await context.request.fetch(`${server.url}/api${path}`, {
    method,
    // A connection of its own: one that has lain idle may be closed by the server just as it is used again.
    headers: { origin: server.url, connection: 'close' },
    ...(body === undefined ? {} : { data: body }),
  });
  if (!response.ok()) {
    throw new Error(`${method} ${path} answered ${response.status()}: ${await response.text()}`);
  }
  return schema.parse(await response.json());
}

export interface Person {
  readonly name: string;
  readonly email: string;
}

export const ELENA: Person = { name: 'Elena Marchetti', email: 'elena@example.org' };
export const ANNA: Person = { name: 'Anna Rossi', email: 'anna@example.org' };
export const BRUNO: Person = { name: 'Bruno Neri', email: 'bruno@example.org' };

/** Sets the server up in this person's browser: they run the association, and are signed in. */
export function signUpFirst(
  visitor: Visitor,
  { name, email }: Person,
  association = 'Clust-ER Health',
): Promise<State> {
  const token = visitor.server.setupLink?.split('/').at(-1);
  return send(visitor, stateSchema, 'POST', '/setup', {
    token,
    association,
    name,
    email,
    password: PASSWORD,
  });
}

/** Has `admin` invite a person, who accepts in their own browser and is signed in there. */
export async function signUpInvited(
  admin: Visitor,
  visitor: Visitor,
  { name, email }: Person,
  role: AssociationRole = 'member',
  {
    organisation = null,
    valueChain = null,
  }: { organisation?: string | null; valueChain?: string | null } = {},
): Promise<State> {
  const association = await associationOf(admin);
  const { link } = await send(
    admin,
    invitationLinkSchema,
    'POST',
    `/associations/${association}/invitations`,
    { email, role, organisation, valueChain },
  );
  const token = link.split('/').at(-1);
  return send(visitor, stateSchema, 'POST', `/invitations/${token}`, { name, password: PASSWORD });
}

/** Signs in over HTTP, with the password that everyone has. */
export function signIn(visitor: Visitor, email: string): Promise<State> {
  return send(visitor, stateSchema, 'POST', '/sign-in', { email, password: PASSWORD });
}

/** The id of the first association of whoever is signed in. */
async function associationOf(visitor: Visitor): Promise<string> {
  const { associations } = await send(visitor, stateSchema, 'GET', '/state');
  const id = associations[0]?.id;
  if (id === undefined) throw new Error('nobody is signed in, or belongs to no association');
  return id;
}

/** The people of that association, as its members see them. */
export async function readAssociation(visitor: Visitor): Promise<Association> {
  return send(visitor, associationSchema, 'GET', `/associations/${await associationOf(visitor)}`);
}

/** Starts a plan from a form, by its template id. */
export async function createPlan(visitor: Visitor, template: string, title: string): Promise<PlanDetail> {
  const association = await associationOf(visitor);
  return send(visitor, planSchema, 'POST', '/plans', { association, template, title });
}

/** Gives the member with this address a role on a plan. */
export async function giveRole(
  manager: Visitor,
  planId: string,
  email: string,
  role: PlanRole | null,
): Promise<PlanDetail> {
  const member = (await readAssociation(manager)).members.find((one) => one.email === email);
  if (member === undefined) throw new Error(`${email} is no member`);
  return send(manager, planSchema, 'PUT', `/plans/${planId}/roles/${member.id}`, { role });
}
