import * as Y from 'yjs';
import { Histogram } from './histogram.ts';
import type { Page } from './page.ts';
import type { Typist } from './typist.ts';

/** The structs `[from, to)` of a client that an update brings. */
interface Range {
  readonly writer: Writer;
  readonly from: number;
  readonly to: number;
}

interface Known {
  readonly bytes: Buffer;
  readonly ranges: readonly Range[];
}

/** How many updates of a room are kept decoded, at least. */
const KEPT = 4096;

/** One typist of a room with what became of each edit, which is known by the clock of its last struct. */
export class Writer {
  readonly typist: Typist;
  readonly page: Page;
  /** Key presses so far. */
  edits = 0;
  /** When each struct was sent, by its clock, in the generator's milliseconds; `NaN` for what is not measured. */
  sentAt = new Float64Array(1024);
  /** The number of its message among the page's, by clock. */
  message = new Uint32Array(1024);
  /** How many other pages have it, by clock. */
  seen = new Uint16Array(1024);

  constructor(typist: Typist, page: Page) {
    this.typist = typist;
    this.page = page;
  }

  /** Sends the next key press; `measured`: its deliveries are timed. */
  write(measured: boolean): void {
    const update = this.typist.type();
    const clock = this.typist.next - 1;
    if (clock >= this.sentAt.length) this.grow();
    this.message[clock] = this.page.sentEdits + 1;
    this.sentAt[clock] = measured ? performance.now() : Number.NaN;
    this.edits += 1;
    this.page.edit(update);
  }

  private grow(): void {
    const longer = <T extends Float64Array | Uint32Array | Uint16Array>(fresh: T, old: T): T => {
      fresh.set(old as never);
      return fresh;
    };
    const length = this.sentAt.length * 2;
    this.sentAt = longer(new Float64Array(length), this.sentAt);
    this.message = longer(new Uint32Array(length), this.message);
    this.seen = longer(new Uint16Array(length), this.seen);
  }
}

/**
 * What the pages of one room have received of its typists. A server sends the same bytes to all pages of a room, so an
 * update is decoded once and recognised by comparison for all others.
 */
export class Deliveries {
  readonly latency = new Histogram();
  /** Deliveries of edits to other pages, measured ones or not. */
  total = 0;
  private readonly writers = new Map<number, Writer>();
  /** Decoded updates by fingerprint, the newer and the older ones. */
  private known = new Map<number, Known>();
  private older = new Map<number, Known>();

  add(writer: Writer): void {
    this.writers.set(writer.typist.client, writer);
  }

  get all(): IterableIterator<Writer> {
    return this.writers.values();
  }

  received = (page: Page, update: Buffer, at: number): void => {
    for (const { writer, from, to } of this.decode(update)) {
      if (writer.page === page) continue;
      for (let clock = from; clock < to; clock += 1) {
        const sentAt = writer.sentAt[clock]!;
        // 0: a struct that came with an edit, before its last.
        if (sentAt === 0) continue;
        writer.seen[clock]! += 1;
        this.total += 1;
        if (!Number.isNaN(sentAt)) this.latency.record(at - sentAt);
      }
    }
  };

  private decode(update: Buffer): readonly Range[] {
    const print = fingerprint(update);
    const known = this.known.get(print) ?? this.older.get(print);
    if (known?.bytes.equals(update)) return known.ranges;
    const { from, to } = Y.parseUpdateMeta(update);
    const ranges = [...to].flatMap(([client, end]): Range[] => {
      const writer = this.writers.get(client);
      return writer === undefined ? [] : [{ writer, from: from.get(client) ?? 0, to: end }];
    });
    if (this.known.size >= KEPT) {
      this.older = this.known;
      this.known = new Map();
    }
    this.known.set(print, { bytes: Buffer.from(update), ranges });
    return ranges;
  }
}

/** A number that tells most updates apart: of a long one, its length, its head and its tail. */
function fingerprint(update: Buffer): number {
  const { length } = update;
  let print = length;
  const mix = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) print = Math.imul(print ^ update[at]!, 0x01000193);
  };
  mix(0, Math.min(length, 40));
  mix(Math.max(40, length - 24), length);
  return print;
}
