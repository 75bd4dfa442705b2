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

/** A random UUID; browsers make one themselves only for pages that come over https. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [8, 12, 16, 20, 32].map((end, at) => hex.slice([0, 8, 12, 16, 20][at], end)).join('-');
}
