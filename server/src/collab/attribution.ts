import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import type { StructRange } from '../store/store.ts';
import { type Ground, place } from './placing.ts';
import { type Container, type List, type Standing, standingOf, Waiting } from './standing.ts';

/**
 * What an update would add to a document, found out without applying it: the structs that are new, by client, and
 * whether everything that they lean on is there.
 */
export type Inspection =
  | {
      readonly kind: 'new';
      readonly ranges: readonly StructRange[];
      /** The same, for `Frontier.admit`: where the new structs will stand, and what is deleted. */
      readonly additions: Additions;
    }
  /** Everything in it is known already. */
  | { readonly kind: 'nothing' }
  /** Something that it leans on is not here yet: Yjs would keep it pending, and a log must not. */
  | { readonly kind: 'gap' };

/** What an update adds, for those that lean on it before it is applied. */
export interface Additions {
  readonly waiting: Waiting;
  readonly deletes: Decoded['ds'];
}

/** What is known so far: a document's state, and what is admitted but not yet applied on top of it. */
export interface Known {
  /** The next clock of a client, 0 where nothing of it is known. */
  clockOf(client: number): number;
  /** Is everything in this range of a client known and deleted? */
  isDeleted(client: number, clock: number, length: number): boolean;
  /** Where a known struct stands. */
  standing(client: number, clock: number): Standing;
  root(name: string): Container;
  rootName(container: Container): string | null;
  listOf(container: Container): List | null;
  /** The struct that brought a type; `null` for a root type. */
  idOf(container: Container): Y.ID | null;
  /** Is this clock deleted by something that is admitted and not applied? */
  isDoomed(client: number, clock: number): boolean;
}

/** Clocks above this are no honest page's: thirty years of typing without a pause. */
const MAX_CLOCK = 2 ** 31 - 1;

/**
 * How many clients one update may bring: a page has one, and those of its earlier lives that never got through. What
 * follows looks at each of them again for each that has to wait.
 */
const MOST_CLIENTS = 1_000;

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];

/**
 * Inspects an update (Yjs format 1). Throws where the bytes are no update, or none that a page can have made (see
 * `place`). Follows the order in which Yjs integrates: a struct goes in when its client's earlier structs and the ones
 * that it names (neighbours, parent) are in.
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
  if (queues.size > MOST_CLIENTS) throw new RangeError('too many clients');

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

  const waiting = new Waiting();
  const ground = groundOf(known, waiting, ds);
  let moved = true;
  while (moved) {
    moved = false;
    for (const queue of queues.values()) {
      let taken = 0;
      for (const struct of queue) {
        if (!goesIn(struct)) break;
        const { client, clock } = struct.id;
        const from = clockOf(client);
        if (clock + struct.length > from) {
          waiting.put(client, place(struct as Y.Item | Y.GC, from, ground));
          clocks.set(client, clock + struct.length);
        }
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
  return ranges.length > 0 || deletes
    ? { kind: 'new', ranges, additions: { waiting, deletes: ds } }
    : { kind: 'nothing' };
}

const covers = (ds: Decoded['ds'], client: number, clock: number, length: number): boolean =>
  ds.clients
    .get(client)
    ?.some((range) => range.clock <= clock && range.clock + range.len >= clock + length) ?? false;

/** What is known, with what waits of this update on top. */
function groundOf(known: Known, waiting: Waiting, ds: Decoded['ds']): Ground {
  const listOf = (container: Container): List | null => waiting.listOf(container) ?? known.listOf(container);
  return {
    standing: (client, clock) => waiting.find(client, clock) ?? known.standing(client, clock),
    root: (name) => known.root(name),
    rootName: (container) => known.rootName(container),
    listOf,
    isDoomed: (container) => {
      for (let at: Container | undefined = container; at; at = listOf(at)?.container) {
        const id = waiting.idOf(at) ?? known.idOf(at);
        if (id && (covers(ds, id.client, id.clock, 1) || known.isDoomed(id.client, id.clock))) return true;
      }
      return false;
    },
    deletes: (client, clock, length) => covers(ds, client, clock, length),
  };
}

/** Is this an update without any content, as a page sends that has nothing new? */
export const bringsNothing = (update: Uint8Array): boolean =>
  update.length === 2 && update[0] === 0 && update[1] === 0;

/** A document's state, with a margin for what is admitted in this turn and not applied yet. */
export class Frontier implements Known {
  private readonly doc: Y.Doc;
  private readonly admitted = new Map<number, number>();
  private readonly waiting = new Waiting();
  private readonly deletes: Decoded['ds'][] = [];
  /** Root types that are named by what waits alone. */
  private readonly roots = new Map<string, Container>();

  constructor(doc: Y.Doc) {
    this.doc = doc;
  }

  /** Counts what an inspected update adds as known from now on. */
  admit({ ranges, additions }: Extract<Inspection, { kind: 'new' }>): void {
    for (const { client, to } of ranges) this.admitted.set(client, to);
    this.waiting.absorb(additions.waiting);
    if (additions.deletes.clients.size > 0) this.deletes.push(additions.deletes);
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

  standing(client: number, clock: number): Standing {
    const waiting = this.waiting.find(client, clock);
    if (waiting) return waiting;
    const structs = this.doc.store.clients.get(client) ?? [];
    return standingOf(structs[Y.findIndexSS(structs, clock)] as Y.Item | Y.GC);
  }

  root(name: string): Container {
    const known = this.doc.share.get(name) ?? this.roots.get(name);
    if (known) return known;
    const made = new Y.AbstractType() as Container;
    this.roots.set(name, made);
    return made;
  }

  rootName(container: Container): string | null {
    for (const roots of [this.doc.share, this.roots])
      for (const [name, root] of roots) if (root === container) return name;
    return null;
  }

  listOf(container: Container): List | null {
    const waiting = this.waiting.listOf(container);
    if (waiting !== undefined) return waiting;
    const item = container._item;
    return item ? { container: item.parent as Container, sub: item.parentSub } : null;
  }

  idOf(container: Container): Y.ID | null {
    return this.waiting.idOf(container) ?? container._item?.id ?? null;
  }

  isDoomed(client: number, clock: number): boolean {
    return this.deletes.some((ds) => covers(ds, client, clock, 1));
  }
}
