import {
  type Association,
  type InvitationLink,
  inviteBody,
  type Member,
  memberBody,
  nameBody,
  PAGES,
} from '@filiera/shared/api.ts';
import { associationAllows, mayInviteAs } from '@filiera/shared/permissions.ts';
import { Hono } from 'hono';
import { newId, newToken, sha256 } from '../auth/tokens.ts';
import type { MemberRow, UserRow } from '../store/store.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { baseUrl } from './origin.ts';
import { memberWho, readBody, signedIn } from './request.ts';

/** How long an invitation's link works, in milliseconds: a week. */
export const INVITATION_MILLIS = 7 * 24 * 60 * 60 * 1000;

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name, 'it');
const alphabetical = (names: readonly string[]): string[] =>
  [...names].sort((a, b) => a.localeCompare(b, 'it'));

export function memberView(member: MemberRow, user: UserRow): Member {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    color: user.color,
    role: member.role,
    organisation: member.organisation,
    valueChain: member.valueChain,
  };
}

/** The members of an association with their names, in alphabetical order. */
export async function membersOf(deps: AppDeps, associationId: string): Promise<Member[]> {
  const rows = await deps.store.listMembers(associationId);
  const users = new Map(
    (await deps.store.listUsers(rows.map((row) => row.userId))).map((user) => [user.id, user]),
  );
  return rows.map((row) => memberView(row, users.get(row.userId)!)).sort(byName);
}

async function associationFor(deps: AppDeps, asking: MemberRow): Promise<Association> {
  const { store } = deps;
  const id = asking.associationId;
  const mayInvite = associationAllows(asking.role, 'invite');
  const [association, valueChains, organisations, members, invitations] = await Promise.all([
    store.getAssociation(id),
    store.listValueChains(id),
    store.listOrganisations(id),
    membersOf(deps, id),
    mayInvite ? store.listInvitations(id, deps.now()) : [],
  ]);
  return {
    id,
    name: association!.name,
    valueChains: alphabetical(valueChains),
    organisations: alphabetical(organisations),
    members,
    invitations: invitations.map(({ id, email, role, organisation, valueChain, expiresAt }) => ({
      id,
      email,
      role,
      organisation,
      valueChain,
      expiresAt,
    })),
  };
}

/** Names that were typed for a member become names that the association knows. */
async function remember(
  deps: AppDeps,
  associationId: string,
  named: { organisation?: string | null | undefined; valueChain?: string | null | undefined },
): Promise<void> {
  if (named.organisation) await deps.store.addOrganisation(associationId, named.organisation);
  if (named.valueChain) await deps.store.addValueChain(associationId, named.valueChain);
}

/** Throws `last-admin` where nobody else runs the association. */
function keepAnAdmin(members: readonly MemberRow[], userId: string): void {
  const others = members.filter((member) => member.role === 'admin' && member.userId !== userId);
  if (others.length === 0) throw new ApiFailure('last-admin');
}

/** Associations: their members, invitations and lists of names. */
export function associationRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store, live } = deps;
  const routes = new Hono<AppEnv>();

  routes.get('/associations/:id', async (c) => {
    const asking = await memberWho(deps, c, c.req.param('id'), 'see-members');
    return c.json(await associationFor(deps, asking));
  });

  routes.post('/associations/:id/invitations', async (c) => {
    const id = c.req.param('id');
    const asking = await memberWho(deps, c, id, 'invite');
    const body = await readBody(c, inviteBody);
    if (!mayInviteAs(asking.role, body.role)) throw new ApiFailure('forbidden');
    const known = await store.getUserByEmail(body.email);
    if (known !== null && (await store.getMember(id, known.id)) !== null) throw new ApiFailure('email-taken');
    await remember(deps, id, body);
    // A new link takes the place of one that was lost on its way.
    for (const open of await store.listInvitations(id, deps.now())) {
      if (open.email === body.email) await store.deleteInvitation(id, open.id);
    }
    const token = newToken();
    const invitation = {
      id: newId(),
      tokenHash: sha256(token),
      associationId: id,
      ...body,
      invitedBy: signedIn(c).id,
      expiresAt: deps.now() + INVITATION_MILLIS,
      usedAt: null,
    };
    await store.createInvitation(invitation);
    const answer: InvitationLink = {
      id: invitation.id,
      link: baseUrl(c.req.raw, deps.config) + PAGES.invitation(token),
      expiresAt: invitation.expiresAt,
    };
    return c.json(answer, 201);
  });

  routes.delete('/associations/:id/invitations/:invitation', async (c) => {
    const id = c.req.param('id');
    await memberWho(deps, c, id, 'invite');
    await store.deleteInvitation(id, c.req.param('invitation'));
    return c.body(null, 204);
  });

  routes.patch('/associations/:id/members/:user', async (c) => {
    const { id, user } = c.req.param();
    const asking = await memberWho(deps, c, id, 'manage-members');
    const body = await readBody(c, memberBody);
    const members = await store.listMembers(id);
    const member = members.find((row) => row.userId === user);
    if (member === undefined) throw new ApiFailure('not-found');
    if (member.role === 'admin' && body.role !== undefined && body.role !== 'admin') {
      keepAnAdmin(members, user);
    }
    await remember(deps, id, body);
    const changed: MemberRow = {
      ...member,
      role: body.role ?? member.role,
      organisation: body.organisation === undefined ? member.organisation : body.organisation,
      valueChain: body.valueChain === undefined ? member.valueChain : body.valueChain,
    };
    await store.putMember(changed);
    if (changed.role !== member.role) await live.memberChanged(user);
    return c.json(await associationFor(deps, asking.userId === user ? changed : asking));
  });

  routes.delete('/associations/:id/members/:user', async (c) => {
    const { id, user } = c.req.param();
    await memberWho(deps, c, id, 'manage-members');
    const members = await store.listMembers(id);
    const member = members.find((row) => row.userId === user);
    if (member === undefined) throw new ApiFailure('not-found');
    if (member.role === 'admin') keepAnAdmin(members, user);
    await store.removeMember(id, user);
    await live.memberChanged(user);
    return c.body(null, 204);
  });

  // Who may invite may name the organisation and value chain of those whom they invite.
  routes.post('/associations/:id/value-chains', async (c) => {
    const asking = await memberWho(deps, c, c.req.param('id'), 'invite');
    const { name } = await readBody(c, nameBody);
    await store.addValueChain(asking.associationId, name);
    return c.json(await associationFor(deps, asking));
  });

  routes.post('/associations/:id/organisations', async (c) => {
    const asking = await memberWho(deps, c, c.req.param('id'), 'invite');
    const { name } = await readBody(c, nameBody);
    await store.addOrganisation(asking.associationId, name);
    return c.json(await associationFor(deps, asking));
  });

  return routes;
}
