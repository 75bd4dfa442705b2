import { hash } from 'node:crypto';
import type { EditOrigin } from '@filiera/shared/history/api.ts';

/**
 * The rows of a plan's log form a chain: each carries the SHA-256 of all that it holds and of the digest before it, so
 * that no row can be changed, taken out, put in or moved without every later digest telling.
 *
 * What is digested, in this order: the tag; the digest of the row before (32 bytes, zeros for the first); the plan's
 * id; the row's number; the member's id; the moment; 1 for written offline, else 0; the origin; the update. Texts are
 * UTF-8; texts and the update follow their length in four bytes; numbers take eight bytes, the last flag one. All
 * numbers are big-endian.
 */

/** Names this way of digesting; another way gets another tag. */
const TAG = Buffer.from('filiera log row 1\n');

/** What the first row of a plan takes for the digest before it. */
export const NO_DIGEST: Uint8Array = new Uint8Array(32);

/** A row of the log, as far as its digest covers it: all of it. */
export interface DigestedRow {
  readonly planId: string;
  readonly seq: number;
  readonly userId: string;
  readonly at: number;
  readonly offline: boolean;
  readonly origin: EditOrigin;
  readonly update: Uint8Array;
}

/** The digest (32 bytes) of a row whose predecessor has the digest `before`. */
export function rowDigest(before: Uint8Array, row: DigestedRow): Uint8Array {
  const { planId, userId, origin, update } = row;
  // A UTF-16 unit takes three bytes of UTF-8 at the most.
  const texts = 3 * (planId.length + userId.length + origin.length);
  const bytes = Buffer.allocUnsafe(TAG.length + NO_DIGEST.length + 4 * 4 + 2 * 8 + 1 + texts + update.length);
  let end = TAG.copy(bytes);
  bytes.set(before, end);
  end += NO_DIGEST.length;
  const text = (value: string): void => {
    const length = bytes.write(value, end + 4);
    bytes.writeUInt32BE(length, end);
    end += 4 + length;
  };
  const number = (value: number): void => {
    end = bytes.writeBigInt64BE(BigInt(value), end);
  };
  text(planId);
  number(row.seq);
  text(userId);
  number(row.at);
  end = bytes.writeUInt8(row.offline ? 1 : 0, end);
  text(origin);
  end = bytes.writeUInt32BE(update.length, end);
  bytes.set(update, end);
  // As text first: a buffer from outside the heap would cost more than the digest.
  return Buffer.from(hash('sha256', bytes.subarray(0, end + update.length), 'binary'), 'binary');
}
