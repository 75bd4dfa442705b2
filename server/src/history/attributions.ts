import * as Y from 'yjs';
import type { LogRow, StructRange } from '../store/store.ts';

/** The ranges of one client as three numbers each (from, to, row), so that a long log takes little room. */
interface ClientRanges {
  readonly owner: string;
  readonly ranges: number[];
  /** How many of the numbers have been compared. */
  compared: number;
  end: number;
}

/**
 * Who brought which structs, made again from the rows of a log, to be held against the index that the store keeps.
 * A row brings of each client all that no row before it brought.
 */
export class Attributions {
  private readonly clients = new Map<number, ClientRanges>();
  private readonly later = new Set<number>();

  /** Takes in the next row; false where its bytes are no update. */
  add({ seq, userId, update }: Pick<LogRow, 'seq' | 'userId' | 'update'>): boolean {
    let structs: ReturnType<typeof Y.decodeUpdate>['structs'];
    try {
      structs = Y.decodeUpdate(update).structs;
    } catch {
      return false;
    }
    const ends = new Map<number, number>();
    for (const struct of structs) {
      if (struct instanceof Y.Skip) continue;
      const { client, clock } = struct.id;
      ends.set(client, Math.max(ends.get(client) ?? 0, clock + struct.length));
    }
    for (const [client, end] of ends) {
      let known = this.clients.get(client);
      if (known && end <= known.end) continue;
      known ??= { owner: userId, ranges: [], compared: 0, end: 0 };
      known.ranges.push(known.end, end, seq);
      known.end = end;
      this.clients.set(client, known);
    }
    return true;
  }

  /** Compares with the index's next range, in the order of clients and clocks. The row that it is wrong about, or `null`. */
  compare({ client, from, to, seq }: StructRange & { readonly seq: number }): number | null {
    const known = this.clients.get(client);
    if (!known || known.compared >= known.ranges.length) return seq;
    const expected = known.ranges.slice(known.compared, known.compared + 3);
    known.compared += 3;
    return expected[0] === from && expected[1] === to && expected[2] === seq ? null : expected[2]!;
  }

  /** The first row of which the index lacks a range; `null` where it has all. */
  leftOver(): number | null {
    const rows = [...this.clients.values()].flatMap(({ ranges, compared }) =>
      compared < ranges.length ? [ranges[compared + 2]!] : [],
    );
    return rows.length > 0 ? Math.min(...rows) : null;
  }

  /** A row that has come meanwhile brings structs of this client. */
  expectLater(client: number): void {
    this.later.add(client);
  }

  /** The row that first brought a client which is bound to somebody else, or to nobody; 0 for one that no row brought. */
  compareClients(bound: ReadonlyMap<number, string>): number | null {
    for (const [client, { owner, ranges }] of this.clients)
      if (bound.get(client) !== owner) return ranges[2]!;
    const unknown = [...bound.keys()].some((client) => !this.clients.has(client) && !this.later.has(client));
    return unknown ? 0 : null;
  }
}
