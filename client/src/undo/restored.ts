import type { PlanConnection } from '../collab/connection.ts';
import { RESTORED } from './plan-undo.ts';

/**
 * The origin under which a page applies what the server restored at its member's request (`Y.applyUpdate(doc, update,
 * undoOriginOf(connection))`), so that it is undone in one step and in the same order as the rest.
 */
export function undoOriginOf(connection: PlanConnection): unknown {
  connection.undo.startStep();
  return RESTORED;
}
