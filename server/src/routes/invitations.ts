import { acceptBody, type InvitationView } from '@filiera/shared/api.ts';
import { nextAuthorColor } from '@filiera/shared/colors.ts';
import { Hono } from 'hono';
import { hashPassword, verifyPassword } from '../auth/passwords.ts';
import { newId, sha256 } from '../auth/tokens.ts';
import type { InvitationRow, UserRow } from '../store/store.ts';
import { stateFor } from './account.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { countAttempt, readBody, signIn } from './request.ts';

/** A link that was used, withdrawn or has expired is answered like one that never was. */
async function openInvitation(deps: AppDeps, token: string): Promise<InvitationRow> {
  const invitation = await deps.store.getInvitation(sha256(token));
  if (invitation === null || invitation.usedAt !== null || invitation.expiresAt <= deps.now()) {
    throw new ApiFailure('bad-link');
  }
  return invitation;
}

/** The colour that tells a new member best from those who are there. */
async function colorIn(deps: AppDeps, associationId: string): Promise<string> {
  const members = await deps.store.listMembers(associationId);
  const users = await deps.store.listUsers(members.map((member) => member.userId));
  return nextAuthorColor(users.map((user) => user.color));
}

/** What somebody with an invitation's link sees and does. */
export function invitationRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store } = deps;
  const routes = new Hono<AppEnv>();

  routes.get('/invitations/:token', async (c) => {
    const invitation = await openInvitation(deps, c.req.param('token'));
    const [association, inviter, known] = await Promise.all([
      store.getAssociation(invitation.associationId),
      store.getUser(invitation.invitedBy),
      store.getUserByEmail(invitation.email),
    ]);
    const view: InvitationView = {
      association: association!.name,
      email: invitation.email,
      invitedBy: inviter!.name,
      expiresAt: invitation.expiresAt,
      known: known !== null,
    };
    return c.json(view);
  });

  routes.post('/invitations/:token', async (c) => {
    const token = c.req.param('token');
    const invitation = await openInvitation(deps, token);
    const body = await readBody(c, acceptBody);
    let user = await store.getUserByEmail(invitation.email);
    if (user !== null) {
      const clear = countAttempt(deps, c, user.email);
      if (!(await verifyPassword(user.passwordHash, body.password)))
        throw new ApiFailure('wrong-credentials');
      clear();
      if (!(await store.acceptInvitation(sha256(token), { id: user.id }, deps.now()))) {
        throw new ApiFailure('bad-link');
      }
    } else {
      if (body.name === undefined) throw new ApiFailure('bad-request', { fields: ['name'] });
      const fresh: UserRow = {
        id: newId(),
        email: invitation.email,
        name: body.name,
        color: await colorIn(deps, invitation.associationId),
        locale: 'it',
        passwordHash: await hashPassword(body.password),
        createdAt: deps.now(),
      };
      if (!(await store.acceptInvitation(sha256(token), fresh, deps.now()))) throw new ApiFailure('bad-link');
      user = fresh;
    }
    await signIn(deps, c, user.id);
    return c.json(await stateFor(deps, user));
  });

  return routes;
}
