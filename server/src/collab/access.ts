import { effectivePlanRole, type PlanRole } from '@filiera/shared/permissions.ts';
import type { PlanRecord, Store } from '../store/store.ts';

/** A plan as one member may see it. */
export interface PlanAccess {
  readonly plan: PlanRecord;
  readonly role: PlanRole;
}

/** The member's access to a plan, or `null` where there is no such plan or it is not theirs to see. */
export async function accessTo(store: Store, planId: string, userId: string): Promise<PlanAccess | null> {
  const plan = await store.getPlan(planId);
  if (!plan) return null;
  const member = await store.getMember(plan.associationId, userId);
  if (!member) return null;
  const role = effectivePlanRole(member.role, await store.getPlanRole(planId, userId));
  return role ? { plan, role } : null;
}
