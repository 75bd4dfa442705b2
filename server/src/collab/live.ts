import type { Computed } from '@filiera/shared/plan/compute.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Notice } from '@filiera/shared/protocol/protocol.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { PlanFigures } from '../store/store.ts';

/** A plan read from its document, at one sequence number of its log. */
export interface PlanReading {
  readonly seq: number;
  readonly template: Template;
  readonly plan: Plan;
  readonly computed: Computed;
  readonly issues: readonly Issue[];
}

export type ThreadsNotice = Extract<Notice, { kind: 'threads' }>;

/** What the rest of the server may ask of the rooms in which plans are being written. Unknown plans reject. */
export interface Live {
  /** The plan as it is now, everything that arrived included. */
  read(planId: string): Promise<PlanReading>;
  /** The document as it is now, everything that arrived included, as one update. */
  state(planId: string): Promise<Uint8Array>;
  /** The figures of the plan as it is now, from the store where it holds them already. */
  figures(planId: string): Promise<PlanFigures>;
  /**
   * Takes in what has arrived, then holds every further edit while `job` runs. Afterwards held edits go on, or are
   * refused if the plan was closed meanwhile; every socket is told of a changed status.
   */
  hold<T>(planId: string, job: (reading: PlanReading) => Promise<T>): Promise<T>;
  /**
   * The server has made these bytes so that this member's page applies them: when they come from that member, the log
   * marks them as a restore. Kept for ten minutes.
   */
  expectRestore(planId: string, userId: string, update: Uint8Array): void;
  /**
   * Comments on the plan have changed: every socket on it hears of it whose member may comment. Nothing is loaded for
   * that; whoever opens the plan later asks for all of them.
   */
  announceThreads(planId: string, notice: ThreadsNotice): void;
  /** The plan's status or somebody's role on it changed: sockets are told, or closed where access is gone. */
  accessChanged(planId: string): Promise<void>;
  /** The member's access to all plans may have changed. */
  memberChanged(userId: string): Promise<void>;
  /** The session (SHA-256 of its id) was ended: its sockets are closed. */
  sessionEnded(idHash: string): void;
}
