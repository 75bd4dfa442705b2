import type { Template } from '@filiera/shared/template/template.ts';
import { onForgotten } from '../offline/keeping.ts';
import { type Access, PlanSession, type SessionUser } from './plan-session.ts';

/**
 * The plans that this window has open. A page that is left while edits are still unsaved keeps its session here until
 * the server has them, so that going to another page loses nothing.
 */
const lingering = new Map<string, PlanSession>();

/** The session of a plan: the one that was left with unsaved edits, or a new one. */
export function enterPlan(
  planId: string,
  template: Template,
  user: SessionUser,
  access: Access,
): PlanSession {
  const key = keyOf(planId, user);
  const left = lingering.get(key);
  if (left) {
    lingering.delete(key);
    left.resume();
    return left;
  }
  return new PlanSession(planId, template, user, access);
}

/** The page is gone: the session goes as soon as it holds nothing that could be lost. */
export function leavePlan(session: PlanSession, user: SessionUser): void {
  if (!session.holdsUnsaved) {
    session.destroy();
    return;
  }
  const key = keyOf(session.planId, user);
  session.setPlace(null);
  lingering.set(key, session);
  const unsubscribe = session.subscribe(() => {
    if (lingering.get(key) !== session) unsubscribe();
    else if (!session.holdsUnsaved) {
      lingering.delete(key);
      session.destroy();
    }
  });
}

/** The member signs out: what their plans still hold in this window goes. */
onForgotten((userId) => {
  for (const [key, session] of [...lingering]) {
    if (!key.startsWith(`${userId} `)) continue;
    lingering.delete(key);
    session.destroy();
  }
});

function keyOf(planId: string, user: SessionUser): string {
  return `${user.id} ${planId}`;
}
