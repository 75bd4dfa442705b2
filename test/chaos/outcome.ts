import type { Counts } from './tally.ts';

export interface ChaosOptions {
  /** How many times the server is to end by SIGKILL. */
  readonly kills: number;
  readonly seed: number;
  readonly members: number;
  readonly plans: number;
  /** Each way of ending comes once, in a fixed order, before the seed decides: so that few kills are all different. */
  readonly inOrder: boolean;
  /** Aborted, it ends the killing before its time. */
  readonly isEnough?: AbortSignal;
  /** Hears how far it is, after each end of the server. */
  readonly told?: (line: string) => void;
}

/** What a run came to. */
export interface Outcome extends Counts {
  readonly seed: number;
  readonly kills: number;
  /** Orderly stops. */
  readonly stops: number;
  readonly restarts: number;
  readonly rows: number;
  readonly reloads: number;
  /** Fresh pages that came after a restart, and were given all that had been in the log before. */
  readonly observations: number;
  /** From the moment the server was ready until all pages showed everything, for each time that they did; ms. */
  readonly converged: readonly number[];
  /** How many kills fell into each moment. */
  readonly moments: ReadonlyMap<string, number>;
  /** How many ends there were of each kind. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly seconds: number;
  /** What was promised and not kept; empty where all was. */
  readonly violations: readonly string[];
  /** The data folder, where something was not kept: it stays to be looked at. */
  readonly dataDir: string | null;
}
