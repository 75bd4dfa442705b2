import type { InboxLive } from '@filiera/shared/inbox/api.ts';
import { repeat, type Timing } from '../collab/timing.ts';
import type { Store } from '../store/store.ts';

/** How often a stream says that it lives, in milliseconds: less than proxies wait before they take it for dead. */
const KEEP_ALIVE_MILLIS = 20_000;
/** How often it is looked whether sessions have ended, in milliseconds. */
const SESSIONS_MILLIS = 1000;
/** How many pages of one member may listen at a time. */
const STREAMS_PER_MEMBER = 20;
/** How much may wait to be sent to one page before it is dropped and asks again, in chunks. */
const MOST_WAITING = 100;
/** How soon a page whose stream broke asks again, in milliseconds. */
const RETRY_MILLIS = 2000;

const bytes = new TextEncoder();

/** One page that listens. */
interface Stream {
  readonly userId: string;
  readonly session: string;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
}

/**
 * The pages that listen to what their member is told, each over an event stream (`text/event-stream`). A stream ends
 * when its session does, when its page goes, or when the server stops.
 */
export class InboxStreams {
  private readonly streams = new Set<Stream>();
  private readonly store: Pick<Store, 'endedSessions'>;
  private readonly timing: Timing;
  private readonly stops: readonly (() => void)[];
  private isClosed = false;

  constructor(store: Pick<Store, 'endedSessions'>, timing: Timing) {
    this.store = store;
    this.timing = timing;
    this.stops = [
      repeat(timing, KEEP_ALIVE_MILLIS, () => {
        for (const stream of this.streams) this.write(stream, ': \n\n');
      }),
      repeat(timing, SESSIONS_MILLIS, () => this.lookAtSessions()),
    ];
  }

  /** How many pages listen at present. */
  get size(): number {
    return this.streams.size;
  }

  /** May one more page of the member listen? Not while the server stops. */
  mayOpen(userId: string): boolean {
    if (this.isClosed) return false;
    let open = 0;
    for (const stream of this.streams) if (stream.userId === userId) open += 1;
    return open < STREAMS_PER_MEMBER;
  }

  /** The body of an answer that goes on. `listening` is called when nothing that is pushed from then on is missed. */
  open(
    userId: string,
    session: string,
    listening: (send: (live: InboxLive) => void) => void,
  ): ReadableStream<Uint8Array> {
    let stream: Stream | null = null;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        stream = { userId, session, controller };
        this.streams.add(stream);
        this.write(stream, `retry: ${RETRY_MILLIS}\n\n`);
        const own = stream;
        listening((live) => this.write(own, eventOf(live)));
      },
      cancel: () => {
        if (stream) this.streams.delete(stream);
      },
    });
  }

  /** To every page of the member. */
  push(userId: string, live: InboxLive): void {
    for (const stream of this.streams) if (stream.userId === userId) this.write(stream, eventOf(live));
  }

  /** Does a page of this member listen? */
  hears(userId: string): boolean {
    return [...this.streams].some((stream) => stream.userId === userId);
  }

  sessionEnded(idHash: string): void {
    for (const stream of this.streams) if (stream.session === idHash) this.end(stream);
  }

  close(): void {
    this.isClosed = true;
    for (const stop of this.stops) stop();
    for (const stream of this.streams) this.end(stream);
  }

  /** Finds what ends by itself, or is ended by another program. */
  private async lookAtSessions(): Promise<void> {
    const sessions = new Set([...this.streams].map(({ session }) => session));
    if (sessions.size === 0) return;
    for (const session of await this.store.endedSessions([...sessions], this.timing.now())) {
      this.sessionEnded(session);
    }
  }

  private write(stream: Stream, text: string): void {
    if (!this.streams.has(stream)) return;
    if ((stream.controller.desiredSize ?? 0) < -MOST_WAITING) this.end(stream);
    else stream.controller.enqueue(bytes.encode(text));
  }

  private end(stream: Stream): void {
    this.streams.delete(stream);
    stream.controller.close();
  }
}

const eventOf = (live: InboxLive): string => `event: inbox\ndata: ${JSON.stringify(live)}\n\n`;
