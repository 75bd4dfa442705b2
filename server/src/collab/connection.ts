import type { Writable } from 'node:stream';
import type { PlanRole } from '@filiera/shared/permissions.ts';
import { CLOSE, encodeFiliera, type Notice } from '@filiera/shared/protocol/protocol.ts';
import type { WebSocket } from 'ws';
import type { Person } from './awareness.ts';
import { type Framed, frameOnce, joined } from './framed.ts';
import { decodeFrame, type Inbound } from './frames.ts';
import type { CollabLimits } from './limits.ts';
import { Rate } from './rate.ts';

/** How many seconds' worth of frames may come at once. */
const BURST_SECONDS = 10;

/** Who is behind a socket, as found out before it was accepted. */
export interface Member extends Person {
  /** SHA-256 of the session's id. */
  readonly session: string;
}

/** What a connection tells its room. */
export interface Listener {
  received(connection: Connection, frame: Inbound): void;
  left(connection: Connection): void;
}

/** One socket of one member on one plan: decodes what comes in, counts what must be acknowledged. */
export class Connection {
  readonly member: Member;
  role: PlanRole;
  /** The epoch of what the page sends, as it says; `null` where it says none, which counts as the plan's. */
  epoch: number | null;
  /** How many edit-bearing frames came in so far. */
  received = 0;
  /** How many of them were whole answers to our step 1. */
  answers = 0;
  /** The first so many of them are durable. */
  private durable = 0;
  private acknowledged = 0;
  /** The sequence number of the last acknowledgement. */
  private seq = 0;
  /** An edit of this socket leaned on something that only its whole answer to a step 1 can bring. */
  waitsForWhole = false;
  /** An edit was refused: what the page shows is no longer the plan, so nothing more is acknowledged. */
  private refused = false;
  /** The server closed it, for a reason: what still comes in, or waits, is not taken. */
  private expelled = false;
  private readonly socket: WebSocket;
  /** The page knows Filiera's own messages; the stock provider does not. */
  readonly speaksFiliera: boolean;
  private readonly limits: CollabLimits;
  private readonly edits: Rate;
  private readonly awareness: Rate;
  private readonly questions: Rate;
  private readonly bytes: Rate;
  private closed = false;
  private waiting: Framed[] = [];

  constructor(
    socket: WebSocket,
    member: Member,
    role: PlanRole,
    options: {
      readonly speaksFiliera: boolean;
      readonly epoch: number | null;
      readonly limits: CollabLimits;
      readonly now: () => number;
    },
  ) {
    this.socket = socket;
    this.member = member;
    this.role = role;
    this.speaksFiliera = options.speaksFiliera;
    this.epoch = options.epoch;
    this.limits = options.limits;
    const { limits } = options;
    const rate = (perSecond: number, besides = 0): Rate =>
      new Rate(perSecond, perSecond * BURST_SECONDS + besides, options.now);
    this.edits = rate(limits.editsPerSecond);
    this.awareness = rate(limits.awarenessPerSecond);
    this.questions = rate(limits.questionsPerSecond);
    this.bytes = rate(limits.bytesPerSecond, limits.frameBytes);
  }

  /** Starts to pass frames on. A frame that is not the protocol closes this socket alone. */
  listen(listener: Listener): void {
    this.socket.binaryType = 'nodebuffer';
    this.socket.on('message', (data, isBinary) => {
      if (this.closed) return;
      let frame: Inbound;
      let isInTime: boolean;
      try {
        if (!isBinary || !(data instanceof Buffer)) throw new TypeError('text frame');
        isInTime = this.bytes.take(data.length);
        frame = decodeFrame(data);
      } catch {
        this.close('badFrame');
        return;
      }
      if (!isInTime || !this.rateOf(frame).take()) {
        this.close('tooFast');
        return;
      }
      try {
        listener.received(this, frame);
      } catch (error) {
        // One socket's trouble must not end the process for everybody else.
        console.error('a frame could not be answered', error);
        this.close('retry');
      }
    });
    // Each is answered, by `ws` itself.
    this.socket.on('ping', () => {
      if (!this.awareness.take()) this.close('tooFast');
    });
    this.socket.on('close', () => {
      this.closed = true;
      listener.left(this);
    });
    // Without a listener an error (a frame over the limit, a broken pipe) would end the process; `close` follows it.
    this.socket.on('error', () => {});
  }

  private rateOf(frame: Inbound): Rate {
    if (frame.kind === 'update') return this.edits;
    return frame.kind === 'awareness' ? this.awareness : this.questions;
  }

  /** Puts a message behind those that wait; `flush` writes them all at once. */
  queue(frame: Framed): void {
    if (!this.closed) this.waiting.push(frame);
  }

  /** The same for a message of Filiera's own, where the page understands them. */
  queueNotice(frame: Framed): void {
    if (this.speaksFiliera) this.queue(frame);
  }

  notify(notice: Notice): void {
    if (this.speaksFiliera) this.queue(frameOnce(encodeFiliera({ kind: 'notice', notice })));
  }

  /** Writes what waits, in one go. A reader that is too slow is dropped, and syncs again when it comes back. */
  flush(): void {
    const frames = this.waiting;
    if (frames.length === 0) return;
    this.waiting = [];
    if (this.socket.readyState !== this.socket.OPEN || this.dropIfSlow()) return;
    const stream = rawStream(this.socket);
    if (!stream) for (const { payload } of frames) this.socket.send(payload);
    else {
      const wire = frames.length === 1 ? frames[0]!.wire : joined(frames);
      if (wire) {
        stream.write(wire);
        return;
      }
      stream.cork();
      for (const one of frames) stream.write(one.wire);
      stream.uncork();
    }
  }

  private dropIfSlow(): boolean {
    if (this.socket.bufferedAmount <= this.limits.bufferBytes) return false;
    this.closed = true;
    this.socket.terminate();
    return true;
  }

  /** The frame with this number (from 1) is durable; a whole answer stands for all that came before it. */
  settled(frame: number, whole: boolean): void {
    if (!this.refused && (whole || this.durable === frame - 1)) this.durable = Math.max(this.durable, frame);
  }

  /** An edit was not taken, and never will be; `version`: the frozen version that it came too late for. */
  refuse(reason: Extract<Notice, { kind: 'refused' }>['reason'], version: number | null): void {
    this.refused = true;
    this.notify({ kind: 'refused', reason, ...(version === null ? {} : { version }) });
  }

  /** Tells the page how much of what it sent is durable, if that has changed. */
  acknowledge(seq: number): void {
    if (!this.speaksFiliera || this.durable === this.acknowledged) return;
    this.acknowledged = this.durable;
    this.seq = seq;
    this.queue(frameOnce(encodeFiliera({ kind: 'ack', upTo: this.durable, seq })));
  }

  /** Closes with one of the protocol's codes; nothing that still comes in is heard. */
  close(why: keyof typeof CLOSE): void {
    // Of a socket that is gone already as well: what it left behind may still wait.
    this.expelled = true;
    if (this.closed) return;
    this.flush();
    this.closed = true;
    this.socket.close(CLOSE[why], why);
  }

  /** Asks whether the other side is there, and says to it that this one is: pages do not see pings. */
  keepAlive(): void {
    if (this.socket.readyState !== this.socket.OPEN || this.dropIfSlow()) return;
    const stream = rawStream(this.socket);
    stream?.cork();
    this.socket.ping();
    if (this.speaksFiliera) {
      this.queue(frameOnce(encodeFiliera({ kind: 'ack', upTo: this.acknowledged, seq: this.seq })));
      this.flush();
    }
    stream?.uncork();
  }

  /** Ends a socket whose other side has not answered. */
  terminate(): void {
    this.socket.terminate();
  }

  /** Calls back at every answer to a ping. */
  onPong(heard: () => void): void {
    this.socket.on('pong', heard);
  }

  get isExpelled(): boolean {
    return this.expelled;
  }
}

/**
 * The stream under a socket of `ws`. Without compression `ws` writes its frames straight to it, so frames that are
 * ready-made may go there too, in order. `undefined` for another kind of socket.
 */
function rawStream(socket: WebSocket): Writable | undefined {
  return (socket as unknown as { readonly _socket?: Writable })._socket;
}
