import { profileBody, type State, setupBody, signInBody } from '@filiera/shared/api.ts';
import { nextAuthorColor } from '@filiera/shared/colors.ts';
import { Hono } from 'hono';
import { hashPassword, verifyPassword } from '../auth/passwords.ts';
import { newId, sameHash, sha256 } from '../auth/tokens.ts';
import type { UserRow } from '../store/store.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { countAttempt, endSession, readBody, signedIn, signIn } from './request.ts';

/** What a page needs to know first, for whoever is signed in (`null`: nobody). */
export async function stateFor(deps: AppDeps, user: UserRow | null): Promise<State> {
  const memberships = user === null ? [] : await deps.store.listMemberships(user.id);
  const associations = await Promise.all(
    memberships.map(async ({ associationId, role }) => {
      const association = await deps.store.getAssociation(associationId);
      return { id: associationId, name: association!.name, role };
    }),
  );
  return {
    setupNeeded: !(await deps.store.hasAssociation()),
    demo: deps.demo !== null,
    user: user && { id: user.id, name: user.name, email: user.email, color: user.color, locale: user.locale },
    associations: associations.sort((a, b) => a.name.localeCompare(b.name, 'it')),
  };
}

/** Setting up, signing in and out, and one's own profile. */
export function accountRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store } = deps;
  const routes = new Hono<AppEnv>();

  routes.get('/state', async (c) => c.json(await stateFor(deps, c.get('auth')?.user ?? null)));

  routes.post('/setup', async (c) => {
    const body = await readBody(c, setupBody);
    if (await store.hasAssociation()) throw new ApiFailure('setup-done');
    const expected = await store.getSetupTokenHash();
    if (expected === null || !sameHash(expected, sha256(body.token))) throw new ApiFailure('bad-link');
    const now = deps.now();
    const user: UserRow = {
      id: newId(),
      email: body.email,
      name: body.name,
      color: nextAuthorColor([]),
      locale: 'it',
      passwordHash: await hashPassword(body.password),
      createdAt: now,
    };
    if (!(await store.setUp({ id: newId(), name: body.association, createdAt: now }, user))) {
      throw new ApiFailure('setup-done');
    }
    await signIn(deps, c, user.id);
    return c.json(await stateFor(deps, user));
  });

  routes.post('/sign-in', async (c) => {
    const body = await readBody(c, signInBody);
    const clear = countAttempt(deps, c, body.email);
    const user = await store.getUserByEmail(body.email);
    const right = await verifyPassword(user?.passwordHash ?? null, body.password);
    if (user === null || !right) throw new ApiFailure('wrong-credentials');
    clear();
    await signIn(deps, c, user.id);
    return c.json(await stateFor(deps, user));
  });

  routes.post('/sign-out', async (c) => {
    await endSession(deps, c);
    return c.body(null, 204);
  });

  routes.patch('/me', async (c) => {
    const user = signedIn(c);
    const { locale } = await readBody(c, profileBody);
    await store.setLocale(user.id, locale);
    return c.json(await stateFor(deps, { ...user, locale }));
  });

  return routes;
}
