/** `9f86 d081 …`: a digest that people can read to each other. */
export function inFours(digest: string): string {
  return digest.replace(/(.{4})(?=.)/g, '$1 ');
}

/**
 * A SHA-256 as people write or copy it: 64 hex digits in either case, with blanks and breaks anywhere, behind the words
 * that documents print before it. `null` where it is none.
 */
export function readDigest(typed: string): string | null {
  const digits = typed
    .replace(/\s/g, '')
    .replace(/^sha-?256:?/i, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}
