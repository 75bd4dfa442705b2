import { createContext, useContext, useSyncExternalStore } from 'react';
import type { PlanSession, PlanState } from './plan-session.ts';

/** The plan that the page has open. */
export const PlanSessionContext = createContext<PlanSession | null>(null);

export function usePlanSession(): PlanSession {
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
