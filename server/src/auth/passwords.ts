import { hash, verify } from '@node-rs/argon2';

/**
 * Argon2id (the library's algorithm by default) with the parameters that OWASP's Password Storage Cheat Sheet names
 * first for it with one lane: 19 MiB, two passes. About 20 ms on today's machines.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What is kept of a password: a PHC string. Passwords that look the same (Unicode NFKC) are the same. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

let decoy: Promise<string> | null = null;

/**
 * Is this the password? For an unknown user (`null`) the answer is no and takes as long as it does for a known one,
 * so that its timing does not tell which addresses have an account.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const right = await verify(passwordHash ?? (await decoy), password.normalize('NFKC'));
  return right && passwordHash !== null;
}
