import * as Y from 'yjs';

/** More than an update can make the encoded document grow, as a multiple of its own length. */
const MOST_GROWTH = 16;
/**
 * What one struct or one deletion can add beside its own bytes: whatever it goes into the middle of is two (or three)
 * structs from then on, and each says whose it is and between what it lies.
 */
const SPLIT_BYTES = 48;
/** The document is encoded to be measured at most so often, in milliseconds. */
const MEASURE_MILLIS = 5_000;

/** What is measured: its document may not be made yet. */
interface Measured {
  readonly doc: Y.Doc;
}

type Update = ReturnType<typeof Y.decodeUpdate>;

/** More than a decoded update of that many bytes can make the encoded document grow, in bytes. */
export function mostGrowth({ structs, ds }: Update, bytes: number): number {
  let splits = structs.length;
  for (const ranges of ds.clients.values()) splits += ranges.length;
  return bytes + splits * SPLIT_BYTES;
}

/** At least so many bytes the clocks `[from, to)` of a struct take: one each, and as many as a cell's text is long. */
function leastBytes(struct: Y.Item | Y.GC, from: number, to: number): number {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) return to - from;
  const values: readonly unknown[] = struct.content.arr.slice(from, to);
  return values.reduce((sum: number, value) => sum + (typeof value === 'string' ? value.length : 1), 0);
}

/** At least so many bytes of a document's encoded state an update takes away by what it deletes. */
export function leastFreed({ ds }: Update, doc: Y.Doc): number {
  let freed = 0;
  for (const [client, ranges] of ds.clients) {
    const structs = doc.store.clients.get(client) ?? [];
    const state = Y.getState(doc.store, client);
    for (const { clock, len } of ranges) {
      if (clock >= state) continue;
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
        const struct = structs[index];
        if (!struct || struct.id.clock >= clock + len) break;
        if (struct.deleted) continue;
        const from = Math.max(clock - struct.id.clock, 0);
        const to = Math.min(clock + len - struct.id.clock, struct.length);
        freed += leastBytes(struct, from, to);
      }
    }
  }
  return freed;
}

/**
 * How large a plan's document is, and whether there is room for more. It is not encoded at each edit: what has come
 * since it was measured last is counted for more than it can be. Only where that passes half of the limit are updates
 * looked at closely, and is it measured again, at most every few seconds.
 */
export class PlanSize {
  /** The document is no larger than this. */
  private most: number;
  /** So large it was when it was measured last. */
  private found = 0;
  /** What was counted in and is not applied yet may add so much. */
  private underWay = 0;
  /** Was anything taken that deletes, and is not applied yet? */
  private isDeleting = false;
  private measuredAt = Number.NEGATIVE_INFINITY;
  private readonly document: Measured;
  private readonly limit: number;
  private readonly now: () => number;

  /** `bytes`: of all the updates that the document was made from. */
  constructor(document: Measured, bytes: number, limit: number, now: () => number) {
    this.document = document;
    this.limit = limit;
    this.now = now;
    this.most = bytes * MOST_GROWTH;
  }

  /** The document was encoded, for whatever reason. */
  measured(bytes: number): void {
    this.most = bytes + this.underWay;
    this.found = bytes;
    this.measuredAt = this.now();
  }

  private measure(): void {
    if (this.now() - this.measuredAt >= MEASURE_MILLIS)
      this.measured(Y.encodeStateAsUpdate(this.document.doc).length);
  }

  /**
   * Counts an update in, if there is room for it; false where there is none. What takes away more than it brings, or
   * only deletes (`bringsNothing`), has room as long as the document is not twice as large as it may be: even what
   * deletes leaves traces.
   */
  take(update: Uint8Array, bringsNothing: boolean): boolean {
    const most = this.most + update.length * MOST_GROWTH;
    if (most <= this.limit / 2) {
      this.underWay += most - this.most;
      this.most = most;
      return true;
    }
    if (this.most - this.found > this.limit / 8) this.measure();
    const decoded = Y.decodeUpdate(update);
    const growth = mostGrowth(decoded, update.length);
    const freed = leastFreed(decoded, this.document.doc);
    const makesSmaller = bringsNothing || freed > growth;
    const fits = (): boolean => this.most + growth <= (makesSmaller ? 2 * this.limit : this.limit);
    if (!fits()) this.measure();
    if (!fits()) return false;
    // Another that was taken and is not applied yet may delete the same.
    this.most += growth - (this.isDeleting ? 0 : freed);
    this.underWay += growth;
    this.isDeleting ||= freed > 0;
    return true;
  }

  /** All that was counted in is in the document now. */
  applied(): void {
    this.underWay = 0;
    this.isDeleting = false;
  }
}
