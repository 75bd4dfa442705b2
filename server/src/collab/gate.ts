import { mayEdit, type PlanRole, type PlanStatus } from '@filiera/shared/permissions.ts';
import type { Notice } from '@filiera/shared/protocol/protocol.ts';

/** Why an edit is not taken, or `null` where it is. */
export type Refusal = Extract<Notice, { kind: 'refused' }>['reason'] | null;

/**
 * Decides whether a member's edits are taken: by role and plan status alone, never by what an update holds, since
 * filtering content would make replicas diverge.
 */
export function gate(role: PlanRole, status: PlanStatus): Refusal {
  if (mayEdit(role, status)) return null;
  if (status === 'open') return 'role';
  return status;
}
