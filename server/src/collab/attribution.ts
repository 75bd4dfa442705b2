import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import type { StructRange } from '../store/store.ts';

/**
 * What an update would add to a document, found out without applying it: the structs that are new, by client, and
 * whether everything that they lean on is there.
 */
export type Inspection =
  | { readonly kind: 'new'; readonly ranges: readonly StructRange[] }
  /** Everything in it is known already. */
  | { readonly kind: 'nothing' }
  /** Something that it leans on is not here yet: Yjs would keep it pending, and a log must not. */
  | { readonly kind: 'gap' };

/** What is known so far: a document's state, and what is admitted but not yet applied on top of it. */
export interface Known {
  /** The next clock of a client, 0 where nothing of it is known. */
  clockOf(client: number): number;
  /** Is everything in this range of a client known and deleted? */
  isDeleted(client: number, clock: number, length: number): boolean;
}

/** Clocks above this are no honest page's: thirty years of typing without a pause. */
const MAX_CLOCK = 2 ** 31 - 1;

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];

/**
 * Inspects an update (Yjs format 1). Throws where the bytes are no update. Follows the order in which Yjs integrates:
 * a struct goes in when its client's earlier structs and the ones that it names (neighbours, parent) are in.
 */
export function inspect(update: Uint8Array, known: Known): Inspection {
  const { structs, ds } = Y.decodeUpdate(update);
  const queues = new Map<number, Struct[]>();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (struct.length < 1 || clock + struct.length > MAX_CLOCK) throw new RangeError('clock out of range');
    const queue = queues.get(client);
    if (queue) queue.push(struct);
    else queues.set(client, [struct]);
  }

  const clocks = new Map<number, number>();
  const clockOf = (client: number): number => clocks.get(client) ?? known.clockOf(client);
  const isIn = (id: Y.ID | null): boolean => id === null || id.clock < clockOf(id.client);
  const goesIn = (struct: Struct): boolean => {
    const clock = clockOf(struct.id.client);
    if (struct instanceof Y.Skip) return struct.id.clock + struct.length <= clock;
    if (struct.id.clock > clock) return false;
    if (!(struct instanceof Y.Item)) return true;
    // Of a struct that is known already too: Yjs looks at what it names before it looks whether it is new.
    return (
      isIn(struct.origin) &&
      isIn(struct.rightOrigin) &&
      (!(struct.parent instanceof Y.ID) || isIn(struct.parent))
    );
  };

  // Yjs reads only the last of two sections of one client; no page writes two, or an empty one.
  if (decoding.readVarUint(decoding.createDecoder(update)) !== queues.size)
    throw new RangeError('a client twice');

  let moved = true;
  while (moved) {
    moved = false;
    for (const queue of queues.values()) {
      let taken = 0;
      for (const struct of queue) {
        if (!goesIn(struct)) break;
        const end = struct.id.clock + struct.length;
        if (end > clockOf(struct.id.client)) clocks.set(struct.id.client, end);
        taken += 1;
      }
      if (taken > 0) {
        queue.splice(0, taken);
        moved = true;
      }
    }
  }
  if ([...queues.values()].some((queue) => queue.length > 0)) return { kind: 'gap' };

  let deletes = false;
  for (const [client, ranges] of ds.clients) {
    for (const range of ranges) {
      if (range.len < 1) throw new RangeError('nothing deleted');
      if (range.clock + range.len > clockOf(client)) return { kind: 'gap' };
      deletes ||= !known.isDeleted(client, range.clock, range.len);
    }
  }
  const ranges = [...clocks].map(
    ([client, to]): StructRange => ({ client, from: known.clockOf(client), to }),
  );
  return ranges.length > 0 || deletes ? { kind: 'new', ranges } : { kind: 'nothing' };
}

/** A document's state, with a margin for what is admitted in this turn and not applied yet. */
export class Frontier implements Known {
  private readonly doc: Y.Doc;
  private readonly admitted = new Map<number, number>();

  constructor(doc: Y.Doc) {
    this.doc = doc;
  }

  /** Counts the ranges as known from now on. */
  admit(ranges: readonly StructRange[]): void {
    for (const { client, to } of ranges) this.admitted.set(client, to);
  }

  clockOf(client: number): number {
    return this.admitted.get(client) ?? Y.getState(this.doc.store, client);
  }

  isDeleted(client: number, clock: number, length: number): boolean {
    const structs = this.doc.store.clients.get(client);
    if (!structs || clock + length > Y.getState(this.doc.store, client)) return false;
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
      const struct = structs[index];
      if (!struct || struct.id.clock >= clock + length) break;
      if (!struct.deleted) return false;
    }
    return true;
  }
}
