import type { Inflate } from '@filiera/shared/dossier/inflate.ts';
import { Inflate as Inflator, Unzlib } from 'fflate';
import { digest as digestOfLibrary } from 'lib0/hash/sha256';

/** How much is inflated at a time: at most a thousand times as much comes out of it. */
const PIECE = 16 * 1024;

/** SHA-256 in lower-case hex. Browsers offer it over https and on the machine itself only; elsewhere it is computed here. */
export async function digest(bytes: Uint8Array): Promise<string> {
  const hash = globalThis.crypto.subtle
    ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
    : digestOfLibrary(bytes);
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const inflate: Inflate = (data, envelope, most) => {
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflator = new (envelope === 'zlib' ? Unzlib : Inflator)((part) => {
    length += part.length;
    if (length <= most) parts.push(part);
  });
  try {
    for (let at = 0; at === 0 || at < data.length; at += PIECE) {
      inflator.push(data.subarray(at, at + PIECE), at + PIECE >= data.length);
      if (length > most) return null;
    }
  } catch {
    return null;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
