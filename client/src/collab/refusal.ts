import type { Notice } from '@filiera/shared/protocol/protocol.ts';
import type { NotTaken } from './not-taken.ts';

/** Why edits were not taken. */
export type RefusalReason =
  | Extract<Notice, { kind: 'refused' }>['reason']
  | 'too-large'
  /** The plan was taken away from this member. */
  | 'forbidden'
  /** The server could not make anything of them. */
  | 'rejected';

/** What was typed here and not taken, until somebody says that it was read. */
export interface Refusal {
  readonly id: string;
  readonly reason: RefusalReason;
  /** Milliseconds since 1970, this machine's clock. */
  readonly at: number;
  readonly items: readonly NotTaken[];
}

/** What was not taken, now. */
export function refusalOf(reason: RefusalReason, items: readonly NotTaken[]): Refusal {
  const at = Date.now();
  return { id: `${at} ${Math.random()}`, reason, at, items };
}
