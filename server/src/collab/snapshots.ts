import { setImmediate as turn } from 'node:timers/promises';
import { Desk } from '../desk.ts';
import type { SnapshotRow, Store } from '../store/store.ts';
import { packRows } from './packed-rows.ts';
import { type Extract, encodeExtract } from './snapshot-extract.ts';

/** What the thread makes a document of: the snapshot before, and the rows since. */
export interface SnapshotOrder {
  readonly planId: string;
  readonly state: Uint8Array | null;
  /** As `packRows` packs them. */
  readonly pages: readonly Uint8Array[];
}
/** The document whole, and its state vector. */
export interface SnapshotMade {
  readonly state: Uint8Array;
  readonly vector: Uint8Array;
}

/** A snapshot that is due. */
export interface DueSnapshot {
  readonly seq: number;
  /** Where the last one stands that can be read; 0 where there is none. */
  readonly since: number;
  readonly extract: Extract;
  /** No more than this is the document's encoded state long, in bytes. */
  readonly bytes: number;
  /** So many structs the document is made of. */
  readonly structs: number;
}

/** A room, as far as snapshots are made of it. */
export interface SnapshotRoom {
  readonly planId: string;
  /** What is due after so many rows since the last snapshot, which this one then is; `null` where nothing is. */
  dueSnapshot(rows: number): DueSnapshot | null;
  /** The document whole, encoded here and now. */
  encode(): Uint8Array;
}

/**
 * A document of so many structs, or that may be so long, is encoded in a thread: everybody's key presses would wait more
 * than five milliseconds for it. For a smaller one a thread costs many times what encoding does.
 */
const THREAD_FROM = { structs: 20_000, bytes: 2 * 1024 * 1024 } as const;
/** So many rows are read of the log at a time: others have their turn in between. */
const PAGE = 500;
/** How long the thread stays when nothing is to be done, in milliseconds. */
const IDLE = 10_000;

/** Keeps snapshots of plans beside their logs, in the background. */
export class Snapshots {
  private readonly store: Pick<Store, 'getSnapshot' | 'putSnapshot' | 'readLog'>;
  private readonly desk = new Desk<SnapshotOrder, SnapshotMade>(
    new URL('./snapshot-thread.ts', import.meta.url),
    { idle: IDLE },
  );
  private readonly underWay = new Set<Promise<void>>();

  constructor(store: Pick<Store, 'getSnapshot' | 'putSnapshot' | 'readLog'>) {
    this.store = store;
  }

  /**
   * Keeps one if at least so many rows of the log came since the last. One that is not kept costs time at the next
   * opening and nothing else, so a failure is only said. `atOnce`: nobody writes any more, so that nobody waits.
   */
  keep(room: SnapshotRoom, rows: number, { atOnce = false } = {}): Promise<void> {
    const due = room.dueSnapshot(rows);
    if (!due) return Promise.resolve();
    const kept = this.keepDue(room, due, atOnce).catch((error) => {
      console.error(`plan ${room.planId}: no snapshot was kept`, error);
    });
    this.underWay.add(kept);
    return kept.finally(() => this.underWay.delete(kept));
  }

  private async keepDue(room: SnapshotRoom, due: DueSnapshot, atOnce: boolean): Promise<void> {
    const { seq, extract, bytes, structs } = due;
    const isHere = atOnce || (structs < THREAD_FROM.structs && bytes < THREAD_FROM.bytes);
    const state = isHere ? room.encode() : await this.fromLog(room.planId, due);
    const row: SnapshotRow = { seq, state, extract: encodeExtract(state, extract) };
    await this.store.putSnapshot(room.planId, row);
  }

  /** What the log makes up to the row of the snapshot that is due; edits may come in meanwhile. */
  private async fromLog(planId: string, { seq, since, extract }: DueSnapshot): Promise<Uint8Array> {
    const before = since === 0 ? null : await this.store.getSnapshot(planId);
    const from = before?.seq ?? 0;
    if (from >= seq) throw new Error('a later one is there');
    const pages: Uint8Array[] = [];
    for (let at = from; at < seq; at += PAGE) {
      pages.push(packRows(await this.store.readLog(planId, at, Math.min(PAGE, seq - at))));
      await turn();
    }
    const { state, vector } = await this.desk.ask({ planId, state: before?.state ?? null, pages });
    // The cells that the extract names are those of the room's document.
    if (!Buffer.from(vector).equals(extract.vector))
      throw new Error('the log makes another document than the one in memory');
    return state;
  }

  /** Resolves when no snapshot is being made. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }
}
