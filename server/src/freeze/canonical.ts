import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A value that has no canonical JSON; `path` is a JSON Pointer (RFC 6901) to where it stands. */
export class NotCanonical extends Error {
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`no canonical JSON: ${problem} at ${path === '' ? 'the top' : path}`);
    this.name = 'NotCanonical';
    this.path = path;
  }
}

/**
 * The UTF-8 bytes of a JSON value in the one form that RFC 8785 (JSON Canonicalization Scheme) gives it: keys sorted
 * by UTF-16 code units, no white space, numbers and strings as ECMAScript writes them.
 *
 * What JSON cannot say (a lone surrogate, a number that is not finite, `undefined`, an object that is not plain) throws
 * `NotCanonical` with its place: `JSON.stringify` would drop or change it silently, and a digest must not stand for
 * something else than what was given.
 */
export function canonicalJson(value: unknown): Uint8Array<ArrayBuffer> {
  refuseWhatIsNotJson(value);
  return new TextEncoder().encode(canonicalize(value)!);
}

/** SHA-256 of the bytes, in lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Walks with a list of its own rather than by recursion, so that depth alone cannot exhaust the stack. */
function refuseWhatIsNotJson(root: unknown): void {
  const waiting: { value: unknown; path: string; within: readonly unknown[] }[] = [
    { value: root, path: '', within: [] },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path, within } = next;
    switch (typeof value) {
      case 'boolean':
        continue;
      case 'string':
        if (!value.isWellFormed()) throw new NotCanonical(path, 'a lone surrogate');
        continue;
      case 'number':
        if (!Number.isFinite(value)) throw new NotCanonical(path, `the number ${value}`);
        continue;
      case 'object':
        break;
      default:
        throw new NotCanonical(path, `a value of type ${typeof value}`);
    }
    if (value === null) continue;
    if (within.includes(value)) throw new NotCanonical(path, 'a value that contains itself');
    const inside = [...within, value];
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        waiting.push({ value: value[index], path: `${path}/${index}`, within: inside });
      }
      continue;
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new NotCanonical(path, 'an object that is not plain');
    }
    for (const [key, member] of Object.entries(value)) {
      const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!key.isWellFormed()) throw new NotCanonical(path, 'a key with a lone surrogate');
      waiting.push({ value: member, path: at, within: inside });
    }
  }
}
