import * as Y from 'yjs';

/** A type that holds lists: by identity, whether it is in a document or waits to be applied. */
export type Container = Y.Doc['share'] extends Map<string, infer Root> ? Root : never;

export type Content = Y.Item['content'];

/** One list: a type's own, or what a key of it has held. */
export interface List {
  readonly container: Container;
  readonly sub: string | null;
}

/** Where a known struct stands. `list` is `null` where its list is gone for good: Yjs keeps only its clocks. */
export interface Standing {
  readonly clock: number;
  readonly length: number;
  readonly list: List | null;
  readonly origin: Y.ID | null;
  readonly rightOrigin: Y.ID | null;
  readonly content: Content | null;
  /** The struct itself, where it is applied: it knows its neighbours. */
  readonly item: Y.Item | null;
}

export const isSameId = (one: Y.ID | null, other: Y.ID | null): boolean =>
  one === other || (one !== null && other !== null && Y.compareIDs(one, other));

export const isSameList = (one: List, other: List): boolean =>
  one.container === other.container && one.sub === other.sub;

/** What a struct at this clock names as its left neighbour, were it split off there. */
export const originAt = (client: number, clock: number, standing: Standing): Y.ID | null =>
  clock > standing.clock ? Y.createID(client, clock - 1) : standing.origin;

/** How an applied struct stands. */
export function standingOf(struct: Y.Item | Y.GC): Standing {
  const { id, length } = struct;
  if (!(struct instanceof Y.Item))
    return {
      clock: id.clock,
      length,
      list: null,
      origin: null,
      rightOrigin: null,
      content: null,
      item: null,
    };
  return {
    clock: id.clock,
    length,
    list: { container: struct.parent as Container, sub: struct.parentSub },
    origin: struct.origin,
    rightOrigin: struct.rightOrigin,
    content: struct.content,
    item: struct,
  };
}

/** Structs that wait to be applied, by client and in the order of their clocks, on top of others. */
export class Waiting {
  private readonly standings = new Map<number, Standing[]>();
  /** The types that wait: the struct that brings each, and the list in which it stands. */
  private readonly types = new Map<Container, { readonly id: Y.ID; readonly list: List | null }>();

  put(client: number, standing: Standing): void {
    const known = this.standings.get(client);
    if (known) known.push(standing);
    else this.standings.set(client, [standing]);
    if (standing.content instanceof Y.ContentType) {
      const id = Y.createID(client, standing.clock);
      this.types.set(standing.content.type, { id, list: standing.list });
    }
  }

  find(client: number, clock: number): Standing | null {
    const standings = this.standings.get(client);
    if (!standings) return null;
    let low = 0;
    let high = standings.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const standing = standings[middle] as Standing;
      if (clock < standing.clock) high = middle - 1;
      else if (clock >= standing.clock + standing.length) low = middle + 1;
      else return standing;
    }
    return null;
  }

  /** The list in which a type stands; `undefined` where it is none that waits. */
  listOf(type: Container): List | null | undefined {
    return this.types.get(type)?.list;
  }

  /** The struct that brings a type; `undefined` where it is none that waits. */
  idOf(type: Container): Y.ID | undefined {
    return this.types.get(type)?.id;
  }

  absorb(other: Waiting): void {
    for (const [client, standings] of other.standings)
      for (const standing of standings) this.put(client, standing);
  }
}
