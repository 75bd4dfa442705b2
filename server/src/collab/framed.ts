/**
 * A message with its WebSocket frame around it (RFC 6455, 5.2: one binary frame, unmasked, as servers send them), so
 * that what goes to every socket of a room is framed once and not once for each.
 */
export interface Framed {
  readonly payload: Uint8Array;
  readonly wire: Buffer;
}

const BINARY_FINAL = 0x82;

export function frameOnce(payload: Uint8Array): Framed {
  const { length } = payload;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const wire = Buffer.allocUnsafe(header + length);
  wire[0] = BINARY_FINAL;
  if (header === 2) wire[1] = length;
  else if (header === 4) {
    wire[1] = 126;
    wire.writeUInt16BE(length, 2);
  } else {
    wire[1] = 127;
    wire.writeBigUInt64BE(BigInt(length), 2);
  }
  wire.set(payload, header);
  return { payload, wire };
}

/** How much is copied rather than written piece by piece, in bytes. */
const COPIED = 16 * 1024;
let last: { readonly frames: readonly Framed[]; readonly wire: Buffer } | null = null;

/**
 * Several messages as one piece for the wire, or `null` where they are too large to be worth copying. The sockets of a
 * room mostly get the same messages one socket after the other, so the last answer is kept.
 */
export function joined(frames: readonly Framed[]): Buffer | null {
  if (last?.frames.length === frames.length && last.frames.every((frame, at) => frame === frames[at]))
    return last.wire;
  let length = 0;
  for (const { wire } of frames) length += wire.length;
  if (length > COPIED) return null;
  const wire = Buffer.concat(
    frames.map((frame) => frame.wire),
    length,
  );
  last = { frames, wire };
  return wire;
}
