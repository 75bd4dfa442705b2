/** What a signed file (CAdES, `.p7m`) encloses. */
export type Signed =
  | { readonly kind: 'enclosing'; readonly content: Uint8Array }
  /** A signature of a document that is kept elsewhere. */
  | { readonly kind: 'detached' };

/** The largest file in Base64 that is read; what signs files today writes bytes. */
const LARGEST_TEXT = 64 * 1024 * 1024;
/** How deep elements may lie in each other. */
const DEEPEST = 12;
/** How many may lie side by side: documents are cut into pieces of a thousand bytes and more. */
const MOST = 1_000_000;

const [INTEGER, OCTETS, OBJECT_ID, SEQUENCE, SET, FIRST] = [0x02, 0x04, 0x06, 0x30, 0x31, 0xa0];
const CONSTRUCTED = 0x20;
/** 1.2.840.113549.1.7.2 */
const SIGNED_DATA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/**
 * The document that a CMS SignedData (RFC 5652) encloses, in DER or BER, as bytes or as Base64 with or without the lines
 * of PEM. The signature is not looked at. `null` where the file is no such thing, or is damaged.
 */
export function signedContent(file: Uint8Array): Signed | null {
  const bytes = file[0] === SEQUENCE ? file : fromText(file);
  if (bytes === null) return null;
  try {
    return enclosed(bytes);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

class Malformed extends Error {}

/** An element of BER: what it is, and where its content and what follows it lie. */
interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

function enclosed(bytes: Uint8Array): Signed | null {
  const [type, explicit] = children(bytes, expected(elementAt(bytes, 0, bytes.length, 0), SEQUENCE));
  if (type?.tag !== OBJECT_ID || !isSignedData(bytes.subarray(type.from, type.to))) return null;
  const [signedData] = children(bytes, expected(explicit, FIRST));
  const [version, algorithms, encapsulated] = children(bytes, expected(signedData, SEQUENCE), 3);
  expected(version, INTEGER);
  expected(algorithms, SET);
  const [contentType, holder] = children(bytes, expected(encapsulated, SEQUENCE));
  expected(contentType, OBJECT_ID);
  if (holder === undefined) return { kind: 'detached' };
  const [octets] = children(bytes, expected(holder, FIRST));
  if (octets === undefined) throw new Malformed();
  const parts = [...octetsOf(bytes, octets, 0)];
  if (parts.length === 1) return { kind: 'enclosing', content: parts[0]! };
  const content = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return { kind: 'enclosing', content };
}

const isSignedData = (id: Uint8Array): boolean =>
  id.length === SIGNED_DATA.length && SIGNED_DATA.every((byte, index) => id[index] === byte);

function expected(element: Element | undefined, tag: number): Element {
  if (element?.tag !== tag) throw new Malformed();
  return element;
}

/** The bytes of an octet string, which may be made of others. */
function* octetsOf(bytes: Uint8Array, element: Element, depth: number): Generator<Uint8Array> {
  if (element.tag === OCTETS) yield bytes.subarray(element.from, element.to);
  else if (element.tag === (OCTETS | CONSTRUCTED) && depth < DEEPEST) {
    for (const part of children(bytes, element)) yield* octetsOf(bytes, part, depth + 1);
  } else throw new Malformed();
}

/** The elements inside another, the first `most` of them. */
function children(bytes: Uint8Array, { from, to }: Element, most = Number.POSITIVE_INFINITY): Element[] {
  const found: Element[] = [];
  for (let at = from; at < to && found.length < most; at = found.at(-1)!.next) {
    if (found.length === MOST) throw new Malformed();
    found.push(elementAt(bytes, at, to, 0));
  }
  return found;
}

function elementAt(bytes: Uint8Array, at: number, end: number, depth: number): Element {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  // Tags of more than one byte stand nowhere on the way to the content.
  if (tag === undefined || first === undefined || at + 2 > end || depth > DEEPEST) throw new Malformed();
  if (first === 0x80) return withoutLength(bytes, at, end, depth);
  let from = at + 2;
  let length = first;
  if (first > 0x80) {
    const digits = first & 0x7f;
    if (digits > 6) throw new Malformed();
    length = 0;
    for (let digit = 0; digit < digits; digit++) length = length * 256 + (bytes[from++] ?? 0);
  }
  const to = from + length;
  if (to > end) throw new Malformed();
  return { tag, from, to, next: to };
}

/** An element that ends where two zero bytes stand in place of another one. */
function withoutLength(bytes: Uint8Array, at: number, end: number, depth: number): Element {
  const tag = bytes[at]!;
  if ((tag & CONSTRUCTED) === 0) throw new Malformed();
  let to = at + 2;
  while (bytes[to] !== 0 || bytes[to + 1] !== 0) to = elementAt(bytes, to, end, depth + 1).next;
  if (to + 2 > end) throw new Malformed();
  return { tag, from: at + 2, to, next: to + 2 };
}

function fromText(file: Uint8Array): Uint8Array | null {
  // `MI` is how Base64 of a long SEQUENCE begins.
  const beginning = new TextDecoder('latin1').decode(file.subarray(0, 64));
  if (file.length > LARGEST_TEXT || !/^\s*(?:-----BEGIN |MI)/.test(beginning)) return null;
  const text = new TextDecoder('latin1').decode(file).replace(/-----[A-Z0-9 ]+-----|\s/g, '');
  try {
    const characters = atob(text);
    return Uint8Array.from(characters, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
