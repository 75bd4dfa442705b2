import type { Notice } from '@filiera/shared/protocol/protocol.ts';
import { newKey } from './new-key.ts';
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
  /** A UUID; an older one may be no UUID. */
  readonly id: string;
  readonly reason: RefusalReason;
  /** The frozen version that it came too late for, where that is the reason. */
  readonly version?: number;
  /** Does the server keep it as well, for its author's other devices? */
  readonly sent?: boolean;
  /** Milliseconds since 1970, this machine's clock. */
  readonly at: number;
  readonly items: readonly NotTaken[];
}

/** What was not taken, now. */
export function refusalOf(
  reason: RefusalReason,
  items: readonly NotTaken[],
  version: number | null = null,
): Refusal {
  return { id: newKey(), reason, at: Date.now(), items, ...(version === null ? {} : { version }) };
}
