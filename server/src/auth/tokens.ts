import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** SHA-256 in lower-case hex. Enough for what is random already; passwords need `passwords.ts`. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A secret for a link: 256 random bits in 43 characters that need no escaping in an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A new opaque id: 120 random bits in 20 characters, safe in addresses and file names. */
export function newId(): string {
  return randomBytes(15).toString('base64url');
}

/** Compares two hashes in a time that does not depend on where they differ. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
