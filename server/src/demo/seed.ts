import { nextAuthorColor } from '@filiera/shared/colors.ts';
import * as Y from 'yjs';
import { hashPassword } from '../auth/passwords.ts';
import { newId, newToken } from '../auth/tokens.ts';
import { Frontier, inspect } from '../collab/attribution.ts';
import type { Store, UserRow } from '../store/store.ts';
import { activityPlan } from './activity-plan/plan.ts';
import { writeContent } from './content.ts';
import { ASSOCIATION, type DemoMember, type DemoMemberKey, MEMBERS } from './people.ts';
import { type DemoPlan, templateOf } from './plan.ts';
import { promotionPlan } from './promotion-plan.ts';
import { seedThreads } from './threads.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
export const DEMO_PLANS: readonly DemoPlan[] = [activityPlan, promotionPlan];

/** A member of the demonstration, and the secret of the link that signs them in. */
export interface DemoLink {
  readonly token: string;
  readonly userId: string;
  readonly member: DemoMember;
}

/**
 * Puts the demonstration into an empty store: the association, its members, its plans with every edit in the log under
 * the name of whoever made it, as if their pages had sent it, and what they say about them. `now` is in milliseconds since 1970. Nobody has a password
 * that anybody knows; the links are the only way in.
 */
export async function seedDemo(store: Store, now: number): Promise<readonly DemoLink[]> {
  const founded = now - 30 * DAY;
  const association = { id: newId(), name: ASSOCIATION.name, createdAt: founded };
  const passwordHash = await hashPassword(newToken());
  const users = new Map<DemoMemberKey, UserRow>();
  for (const [key, { name, email }] of Object.entries(MEMBERS) as [DemoMemberKey, DemoMember][]) {
    const color = nextAuthorColor([...users.values()].map((user) => user.color));
    const user = { id: newId(), email, name, color, locale: 'it', passwordHash, createdAt: founded } as const;
    users.set(key, user);
  }
  const userOf = (key: DemoMemberKey): UserRow => users.get(key) as UserRow;

  if (!(await store.setUp(association, userOf('elena'))))
    throw new Error('the demonstration needs an empty store');
  for (const name of ASSOCIATION.valueChains) await store.addValueChain(association.id, name);
  for (const name of ASSOCIATION.organisations) await store.addOrganisation(association.id, name);
  const links: DemoLink[] = [];
  for (const [key, user] of users) {
    const member: DemoMember = MEMBERS[key];
    const { role, organisation, valueChain } = member;
    if (key !== 'elena') await store.createUser(user);
    await store.putMember({ associationId: association.id, userId: user.id, role, organisation, valueChain });
    links.push({ token: newToken(), userId: user.id, member });
  }
  for (const plan of DEMO_PLANS) await seedPlan(store, association.id, plan, userOf, now);
  return links;
}

async function seedPlan(
  store: Store,
  associationId: string,
  demo: DemoPlan,
  userOf: (key: DemoMemberKey) => UserRow,
  now: number,
): Promise<void> {
  const planId = newId();
  const begun = Math.max(...demo.edits.map((edit) => edit.minutesAgo)) * MINUTE;
  await store.createPlan({
    id: planId,
    associationId,
    templateId: demo.template.id,
    templateVersion: demo.template.version,
    title: demo.title,
    status: 'open',
    statusBefore: 'open',
    createdBy: userOf(demo.createdBy).id,
    createdAt: now - begun - DAY,
    seq: 0,
    epoch: 0,
  });
  for (const [key, role] of Object.entries(demo.roles)) {
    await store.setPlanRole(planId, userOf(key as DemoMemberKey).id, role);
  }

  const whole = new Y.Doc();
  const replicas = new Map<DemoMemberKey, Y.Doc>();
  for (const { by, minutesAgo, content } of demo.edits) {
    // Each member writes on a replica of their own, so that what is new carries a client id of their own.
    const replica = replicas.get(by) ?? new Y.Doc();
    replicas.set(by, replica);
    Y.applyUpdate(replica, Y.encodeStateAsUpdate(whole));
    const before = Y.encodeStateVector(replica);
    writeContent(replica, templateOf(demo), content);
    const update = Y.encodeStateAsUpdate(replica, before);
    const found = inspect(update, new Frontier(whole));
    if (found.kind !== 'new')
      throw new Error(`an edit of the demonstration adds nothing: ${demo.title}, ${by}`);
    const at = now - minutesAgo * MINUTE;
    const [result] = await store.append([
      {
        planId,
        userId: userOf(by).id,
        at,
        update,
        ranges: found.ranges,
        offline: false,
        origin: 'edit',
      },
    ]);
    if (result?.kind !== 'stored')
      throw new Error(`an edit of the demonstration was not taken: ${result?.kind}`);
    Y.applyUpdate(whole, update);
  }
  await seedThreads(store, planId, whole, demo.threads ?? [], userOf, now);
}
