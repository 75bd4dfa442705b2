import { createContext, useContext, useSyncExternalStore } from 'react';
import type { OpenPlan, PlanState } from './plan-session.ts';

/** The plan that what is inside shows: the one that the page has open, or that plan as it was. */
export const PlanSessionContext = createContext<OpenPlan | null>(null);

export function usePlanSession(): OpenPlan {
  const session = useContext(PlanSessionContext);
  if (!session) throw new Error('usePlanSession outside a plan page');
  return session;
}

/**
 * A part of the plan's state. The component is drawn again only when that part changes, so `select` must return
 * something that the state holds, not a new object.
 */
export function usePlanState<T>(select: (state: PlanState) => T): T {
  const session = usePlanSession();
  return useSyncExternalStore(session.subscribe, () => select(session.state));
}
