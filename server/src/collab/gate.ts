import { mayEdit, type PlanRole, type PlanStatus } from '@filiera/shared/permissions.ts';
import type { Notice } from '@filiera/shared/protocol/protocol.ts';

/** Why an edit is not taken, or `null` where it is. */
export type Refusal = Extract<Notice, { kind: 'refused' }>['reason'] | null;

/**
 * The frozen version that something written in the epoch `written` came too late for, now that the plan is in `epoch`:
 * the first that it is not in; `null` where there is none.
 */
export function missedVersion(written: number, epoch: number): number | null {
  return written < epoch ? written + 1 : null;
}

/**
 * Decides whether a member's edits are taken: by role and plan status alone, never by what an update holds, since
 * filtering content would make replicas diverge.
 */
export function gate(role: PlanRole, status: PlanStatus): Refusal {
  if (mayEdit(role, status)) return null;
  if (status === 'open') return 'role';
  return status;
}
