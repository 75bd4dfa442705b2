/**
 * What a signature in an envelope of its own (CAdES, `.p7m`) encloses: CMS SignedData of RFC 5652, in DER, BER or PEM.
 * Signatures are not checked here: that is for programs which know the authorities that gave them.
 */

const SEQUENCE = 0x30;
const SET = 0x31;
const OID = 0x06;
const INTEGER = 0x02;
const OCTETS = 0x04;
const CONTEXT_0 = 0xa0;
/** 1.2.840.113549.1.7.2 */
const SIGNED_DATA = '2a864886f70d010702';

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Where the next one begins. */
  readonly end: number;
}

/** The enclosed file; `null` where the bytes are no such envelope, or it encloses nothing. */
export function enclosed(bytes: Uint8Array): Uint8Array | null {
  try {
    const envelope = children(element(unwrapped(bytes), 0, 0));
    const [type, explicit] = envelope;
    if (type?.tag !== OID || Buffer.from(type.content).toString('hex') !== SIGNED_DATA) return null;
    if (explicit?.tag !== CONTEXT_0) return null;
    const [version, algorithms, content] = children(children(explicit)[0]!);
    if (version?.tag !== INTEGER || algorithms?.tag !== SET || content?.tag !== SEQUENCE) return null;
    const [, inner] = children(content);
    return inner?.tag === CONTEXT_0 ? octets(children(inner)[0]!, 0) : null;
  } catch {
    return null;
  }
}

/** Deeper than this nobody nests a signature. */
const DEEPEST = 30;

function element(bytes: Uint8Array, at: number, depth: number): Element {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || depth > DEEPEST) throw new RangeError('no element');
  let start = at + 2;
  if (first === 0x80) {
    // Of unknown length: its parts follow one another up to an empty one.
    let end = start;
    for (;;) {
      if (bytes[end] === 0 && bytes[end + 1] === 0)
        return { tag, content: bytes.subarray(start, end), end: end + 2 };
      end = element(bytes, end, depth + 1).end;
    }
  }
  let length = first;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4) throw new RangeError('too long');
    length = bytes.subarray(start, start + count).reduce((sum, byte) => sum * 256 + byte, 0);
    start += count;
  }
  const end = start + length;
  if (end > bytes.length) throw new RangeError('cut off');
  return { tag, content: bytes.subarray(start, end), end };
}

function children({ content }: Element): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < content.length; ) {
    const child = element(content, at, 0);
    found.push(child);
    at = child.end;
  }
  return found;
}

/** The bytes of a string of octets, which may be in pieces. */
function octets(of: Element, depth: number): Uint8Array {
  if (of.tag === OCTETS) return of.content;
  if (of.tag !== (OCTETS | 0x20) || depth > DEEPEST) throw new RangeError('no octets');
  return Buffer.concat(children(of).map((piece) => octets(piece, depth + 1)));
}

/** DER or BER as it is; what is written as text is decoded. */
function unwrapped(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === SEQUENCE) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return Buffer.from(text.replace(/-----[^-]*-----/g, ''), 'base64');
}
