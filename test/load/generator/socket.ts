import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** Where a socket goes, and what it says in its handshake. */
export interface Address {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SocketListener {
  /** A message; its bytes are only valid until this returns. */
  onMessage(message: Buffer): void;
  /** Once, with the close code (1006: without a word). */
  onClose(code: number, reason: string): void;
}

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const HEAD_END = Buffer.from('\r\n\r\n');

/** All sockets read into this one: a message is dealt with, or copied, before the next read. */
const READS = Buffer.allocUnsafe(256 * 1024);

/**
 * A WebSocket (RFC 6455) with nothing between the kernel and its listener: a generator that parsed, copied and queued
 * as a library for everybody must would measure itself. It offers no extension, so no server compresses.
 */
export class BareSocket {
  /** Resolves once the server has taken the socket over; rejects where it answers anything but 101. */
  readonly opened: Promise<void>;
  /** Bytes of the connection in each direction, handshake and frame headers included. */
  received = 0;
  sent = 0;
  private readonly socket: Socket;
  private readonly listener: SocketListener;
  private readonly mask = randomBytes(4);
  private isOpen = false;
  private settle: { resolve: () => void; reject: (error: Error) => void };
  /** The start of the handshake's answer, or of a frame's header, whose rest has not come. */
  private rest: Buffer | null = null;
  /** A message of which only a part has come. */
  private body: Buffer | null = null;
  private filled = 0;
  private opcode = 0;
  private closeCode = 1006;
  private closeReason = '';

  constructor({ port, path, headers }: Address, listener: SocketListener) {
    this.listener = listener;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.opened = promise;
    this.settle = { resolve, reject };
    // Whoever opens many waits for them one after another: a rejection before its turn is still heard then.
    promise.catch(() => {});
    const callback = (length: number, buffer: Uint8Array): boolean => {
      this.received += length;
      this.read((buffer as Buffer).subarray(0, length));
      return true;
    };
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: READS, callback } });
    this.socket.on('connect', () => {
      const lines = {
        Host: `127.0.0.1:${port}`,
        Upgrade: 'websocket',
        Connection: 'Upgrade',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        ...headers,
      };
      const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
      this.write(Buffer.from(`GET ${path} HTTP/1.1\r\n${head.join('')}\r\n`));
    });
    this.socket.on('error', reject);
    this.socket.on('close', () => {
      reject(new Error(`closed before it was open (${this.closeCode})`));
      listener.onClose(this.closeCode, this.closeReason);
    });
  }

  send(message: Uint8Array): void {
    this.write(this.frame(BINARY, message));
  }

  /** Ends it at once. */
  end(): void {
    this.socket.destroy();
  }

  private write(bytes: Buffer): void {
    if (this.socket.destroyed) return;
    this.sent += bytes.length;
    this.socket.write(bytes);
  }

  private frame(opcode: number, payload: Uint8Array): Buffer {
    const { length } = payload;
    const head = length < 126 ? 6 : length < 65_536 ? 8 : 14;
    const frame = Buffer.allocUnsafe(head + length);
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | (head === 6 ? length : head === 8 ? 126 : 127);
    if (head === 8) frame.writeUInt16BE(length, 2);
    else if (head === 14) frame.writeBigUInt64BE(BigInt(length), 2);
    const { mask } = this;
    frame.set(mask, head - 4);
    for (let at = 0; at < length; at += 1) frame[head + at] = payload[at]! ^ mask[at & 3]!;
    return frame;
  }

  private read(read: Buffer): void {
    let chunk = read;
    if (this.body !== null) {
      const taken = chunk.copy(this.body, this.filled);
      this.filled += taken;
      if (this.filled < this.body.length) return;
      const { body } = this;
      this.body = null;
      this.message(this.opcode, body);
      chunk = chunk.subarray(taken);
    }
    if (this.rest !== null) {
      chunk = Buffer.concat([this.rest, chunk]);
      this.rest = null;
    }
    if (this.isOpen) this.frames(chunk);
    else this.handshake(chunk);
  }

  private handshake(chunk: Buffer): void {
    const end = chunk.indexOf(HEAD_END);
    if (end < 0) {
      this.rest = Buffer.from(chunk);
      return;
    }
    const status = chunk.toString('latin1', 0, chunk.indexOf('\r\n'));
    if (!status.startsWith('HTTP/1.1 101')) {
      this.settle.reject(new Error(`the server answered ${status}`));
      this.socket.destroy();
      return;
    }
    this.isOpen = true;
    this.settle.resolve();
    this.frames(chunk.subarray(end + HEAD_END.length));
  }

  private frames(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const left = chunk.length - at;
      const short = left < 2 ? 0 : chunk[at + 1]! & 0x7f;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (left < head) {
        this.rest = Buffer.from(chunk.subarray(at));
        return;
      }
      if ((chunk[at]! & 0xf0) !== 0x80) throw new Error('a fragmented or compressed frame');
      const opcode = chunk[at]! & 0x0f;
      const length =
        head === 2 ? short : head === 4 ? chunk.readUInt16BE(at + 2) : Number(chunk.readBigUInt64BE(at + 2));
      at += head;
      if (chunk.length - at < length) {
        this.opcode = opcode;
        this.body = Buffer.allocUnsafe(length);
        this.filled = chunk.copy(this.body, 0, at);
        return;
      }
      this.message(opcode, chunk.subarray(at, at + length));
      at += length;
    }
  }

  private message(opcode: number, payload: Buffer): void {
    if (opcode === BINARY || opcode === TEXT) this.listener.onMessage(payload);
    else if (opcode === PING) this.write(this.frame(PONG, payload));
    else if (opcode === CLOSE) {
      if (payload.length >= 2) this.closeCode = payload.readUInt16BE(0);
      this.closeReason = payload.toString('utf8', 2);
      this.socket.destroy();
    }
  }
}
