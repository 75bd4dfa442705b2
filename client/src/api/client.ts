import {
  type acceptBody,
  associationSchema,
  type createPlanBody,
  type freezeBody,
  type InvitationLink,
  invitationLinkSchema,
  invitationViewSchema,
  type inviteBody,
  type memberBody,
  type patchPlanBody,
  planSchema,
  planSummarySchema,
  type profileBody,
  type roleBody,
  type setupBody,
  type signInBody,
  stateSchema,
  versionSchema,
} from '@filiera/shared/api.ts';
import {
  type lateEditsBody,
  lateEditsSchema,
  type reopenBody,
  verifiedSchema,
} from '@filiera/shared/dossier/api.ts';
import * as z from 'zod';
import { ApiFailure, failureOf } from './failure.ts';

/**
 * Every request of the pages, one function each. All reject with an `ApiFailure`; an answer that is not of the
 * schema counts as `internal`, since a page must not show what it cannot trust.
 */

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request; `path` is what stands behind `/api`. */
export async function send(method: Method, path: string, body?: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiFailure('offline', 0);
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}

/** One request whose answer is checked against its schema; `path` is what stands behind `/api`. */
export async function ask<T extends z.ZodType>(
  schema: T,
  method: Method,
  path: string,
  body?: unknown,
): Promise<z.infer<T>> {
  const response = await send(method, path, body);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new ApiFailure('internal', response.status);
  return parsed.data;
}

const part = encodeURIComponent;
const association = (id: string) => `/associations/${part(id)}`;
const plan = (id: string) => `/plans/${part(id)}`;

export const api = {
  state: () => ask(stateSchema, 'GET', '/state'),
  setUp: (body: z.input<typeof setupBody>) => ask(stateSchema, 'POST', '/setup', body),
  signIn: (body: z.input<typeof signInBody>) => ask(stateSchema, 'POST', '/sign-in', body),
  signOut: async (): Promise<void> => {
    await send('POST', '/sign-out');
  },
  saveProfile: (body: z.input<typeof profileBody>) => ask(stateSchema, 'PATCH', '/me', body),

  invitation: (token: string) => ask(invitationViewSchema, 'GET', `/invitations/${part(token)}`),
  acceptInvitation: (token: string, body: z.input<typeof acceptBody>) =>
    ask(stateSchema, 'POST', `/invitations/${part(token)}`, body),

  association: (id: string) => ask(associationSchema, 'GET', association(id)),
  invite: (id: string, body: z.input<typeof inviteBody>): Promise<InvitationLink> =>
    ask(invitationLinkSchema, 'POST', `${association(id)}/invitations`, body),
  revokeInvitation: async (id: string, invitation: string): Promise<void> => {
    await send('DELETE', `${association(id)}/invitations/${part(invitation)}`);
  },
  changeMember: (id: string, user: string, body: z.input<typeof memberBody>) =>
    ask(associationSchema, 'PATCH', `${association(id)}/members/${part(user)}`, body),
  removeMember: async (id: string, user: string): Promise<void> => {
    await send('DELETE', `${association(id)}/members/${part(user)}`);
  },
  addValueChain: (id: string, name: string) =>
    ask(associationSchema, 'POST', `${association(id)}/value-chains`, { name }),
  addOrganisation: (id: string, name: string) =>
    ask(associationSchema, 'POST', `${association(id)}/organisations`, { name }),

  plans: (archived: boolean) =>
    ask(z.array(planSummarySchema), 'GET', archived ? '/plans?archived=1' : '/plans'),
  createPlan: (body: z.input<typeof createPlanBody>) => ask(planSchema, 'POST', '/plans', body),
  plan: (id: string) => ask(planSchema, 'GET', plan(id)),
  changePlan: (id: string, body: z.input<typeof patchPlanBody>) => ask(planSchema, 'PATCH', plan(id), body),
  setRole: (id: string, user: string, role: z.input<typeof roleBody>['role']) =>
    ask(planSchema, 'PUT', `${plan(id)}/roles/${part(user)}`, { role }),
  freeze: (id: string, body: z.input<typeof freezeBody>) =>
    ask(versionSchema, 'POST', `${plan(id)}/freeze`, body),
  reopen: (id: string, body: z.input<typeof reopenBody>) =>
    ask(planSchema, 'POST', `${plan(id)}/reopen`, body),
  lateEdits: (id: string) => ask(lateEditsSchema, 'GET', `${plan(id)}/late-edits`),
  keepLateEdits: (id: string, body: z.input<typeof lateEditsBody>) =>
    ask(lateEditsSchema, 'POST', `${plan(id)}/late-edits`, body),
  dropLateEdits: (id: string, key: string) =>
    ask(lateEditsSchema, 'DELETE', `${plan(id)}/late-edits/${part(key)}`),
  verified: (sha256: string) => ask(verifiedSchema, 'GET', `/verify/${part(sha256)}`),
  versions: (id: string) => ask(z.array(versionSchema), 'GET', `${plan(id)}/versions`),
};

/** Where a file of a frozen version is downloaded; `name` is `plan.json` or `plan.docx`. */
export function versionFileUrl(planId: string, number: number, name: string): string {
  return `/api${plan(planId)}/versions/${number}/${part(name)}`;
}
