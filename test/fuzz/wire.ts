import type { Random } from '../simulation/random.ts';

/** Bytes on an upgraded connection that are no WebSocket frames, or frames that nobody may send. */

interface Shape {
  readonly opcode: number;
  readonly payload?: Uint8Array;
  readonly final?: boolean;
  readonly reserved?: number;
  readonly masked?: boolean;
  /** The length that the frame says to have, where it is not its own; `long`: said in 64 bits. */
  readonly says?: number;
  readonly long?: bigint;
}

const NOTHING = new Uint8Array();

/** One frame (RFC 6455, 5.2), right or wrong. */
function frame(shape: Shape): Buffer {
  const { opcode, payload = NOTHING, final = true, reserved = 0, masked = true } = shape;
  const length = shape.says ?? payload.length;
  const head = [(final ? 0x80 : 0) | (reserved << 4) | opcode];
  const mask = masked ? 0x80 : 0;
  if (shape.long !== undefined) {
    const said = Buffer.alloc(8);
    said.writeBigUInt64BE(shape.long);
    head.push(mask | 127, ...said);
  } else if (length < 126) head.push(mask | length);
  else head.push(mask | 126, length >> 8, length & 255);
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([Buffer.from(head), masked ? Buffer.alloc(4) : NOTHING, payload]);
}

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

const closeWith = (code: number, reason = ''): Buffer => {
  const payload = Buffer.alloc(2 + reason.length);
  payload.writeUInt16BE(code);
  payload.write(reason, 2, 'latin1');
  return frame({ opcode: CLOSE, payload });
};

const many = (count: number, one: Buffer): Buffer[] => Array.from({ length: count }, () => one);

/** One attack: frames, or pieces of them, in the order in which they go out. `frameBytes`: the server's limit. */
export function attack(random: Random, honest: Uint8Array, frameBytes: number): Buffer[] {
  const payload = Uint8Array.from({ length: random.int(60) }, () => random.int(256));
  const half = Math.floor(honest.length / 2);
  const choose = random.pick<() => Buffer[]>([
    () => [frame({ opcode: BINARY, payload: honest, masked: false })],
    () => [frame({ opcode: random.between(3, 7), payload })],
    () => [frame({ opcode: random.between(11, 15), payload })],
    () => [frame({ opcode: BINARY, payload: honest, reserved: random.between(1, 7) })],
    () => [frame({ opcode: PING, payload: new Uint8Array(126) })],
    () => [frame({ opcode: PING, payload, final: false })],
    () => [frame({ opcode: BINARY, payload, long: 2n ** 63n })],
    () => [frame({ opcode: BINARY, payload, long: 2n ** 53n + 1n })],
    () => [frame({ opcode: BINARY, payload, long: BigInt(frameBytes) + 1n })],
    () => [frame({ opcode: TEXT, payload: Uint8Array.of(0xff, 0xfe, 0xc0) })],
    () => [frame({ opcode: TEXT, payload })],
    () => [frame({ opcode: 0, payload })],
    () => [
      frame({ opcode: BINARY, payload: honest.subarray(0, half), final: false }),
      frame({ opcode: BINARY, payload: honest.subarray(half) }),
    ],
    // Fragments are honest, with a ping in between too.
    () => [
      frame({ opcode: BINARY, payload: honest.subarray(0, half), final: false }),
      frame({ opcode: PING, payload }),
      frame({ opcode: 0, payload: honest.subarray(half) }),
    ],
    () => [frame({ opcode: BINARY, final: false }), ...many(200, frame({ opcode: 0, final: false }))],
    () => [
      frame({ opcode: BINARY, final: false }),
      ...many(6, frame({ opcode: 0, payload: new Uint8Array(60_000), final: false })),
    ],
    () => many(random.between(20, 120), frame({ opcode: PING, payload })),
    () => many(random.between(20, 120), frame({ opcode: PONG, payload })),
    () => [closeWith(random.pick([0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535])!)],
    () => [frame({ opcode: CLOSE, payload: Uint8Array.of(3) })],
    () => [closeWith(1000, '\u00ff\u00fe')],
    () => [closeWith(4400), frame({ opcode: BINARY, payload: honest })],
    // What is said to follow never does.
    () => [frame({ opcode: BINARY, payload: honest, says: 125 })],
    () => [frame({ opcode: BINARY, payload: honest, long: BigInt(frameBytes) })],
    () => [Buffer.of(0x82)],
    () => [Buffer.from(payload)],
    // Byte by byte.
    () => [...frame({ opcode: BINARY, payload: honest })].map((byte) => Buffer.of(byte)),
  ])!;
  return choose();
}

/** The beginning of a connection that asks for the socket at `path`, or that goes wrong before. */
export function knock(
  random: Random,
  path: string,
  cookie: string,
): { readonly bytes: Buffer; readonly opens: boolean } {
  const right = [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    `Cookie: ${cookie}`,
  ];
  const write = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  if (random.chance(0.8)) return { bytes: write(right), opens: true };
  const wrong = random.pick<() => Buffer>([
    () => write(right.with(4, 'Sec-WebSocket-Version: 7')),
    () => write(right.with(5, 'Sec-WebSocket-Key: short')),
    () => write(right.filter((_, index) => index !== 5)),
    () => write(right.with(3, 'Upgrade: h2c')),
    () => write(right.with(6, `Cookie: ${'x'.repeat(random.int(9_000))}`)),
    () => write(right.with(0, `GET ${path}/../../${'%00'.repeat(5)} HTTP/1.1`)),
    () => write(right.with(0, `POST ${path} HTTP/1.1`)),
    () => write([...right, 'Sec-WebSocket-Protocol: a, a']),
    () => write([...right, 'Content-Length: 5']),
    () => write(right).subarray(0, random.int(120)),
    () => Buffer.from(Array.from({ length: 80 }, () => random.int(256))),
  ])!;
  return { bytes: wrong(), opens: false };
}
