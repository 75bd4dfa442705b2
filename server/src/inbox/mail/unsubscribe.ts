import { createHmac } from 'node:crypto';
import { newToken, sameHash } from '../../auth/tokens.ts';
import type { Store, UserRow } from '../../store/store.ts';

/**
 * Links with which a member takes themselves off the mail without signing in: the member's id and a code over it that
 * only this installation can make. The same link stands in every mail, and works as long as the installation lives.
 */
export interface Unsubscribing {
  /** What stands in the member's link. */
  tokenOf(userId: string): Promise<string>;
  /** Whose link it is; `null` where this installation has made none like it. */
  userOf(token: string): Promise<UserRow | null>;
}

export function createUnsubscribing(store: Pick<Store, 'unsubscribeKey' | 'getUser'>): Unsubscribing {
  let key: Promise<string> | null = null;
  const codeOf = async (userId: string): Promise<string> => {
    key ??= store.unsubscribeKey(newToken());
    return createHmac('sha256', await key)
      .update(`unsubscribe ${userId}`)
      .digest('base64url');
  };
  return {
    async tokenOf(userId) {
      return `${userId}.${await codeOf(userId)}`;
    },
    async userOf(token) {
      const dot = token.lastIndexOf('.');
      const userId = token.slice(0, dot);
      if (dot < 1 || !sameHash(await codeOf(userId), token.slice(dot + 1))) return null;
      return store.getUser(userId);
    },
  };
}

/** An address that its owner recognises and nobody else learns: `m•••@example.org`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${[...email][0] ?? ''}•••${email.slice(at)}`;
}
