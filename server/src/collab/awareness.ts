import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { CollabLimits } from './limits.ts';

/** Whom an awareness state shows; filled in by the server, whatever the page sent. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

interface Shown {
  /** The socket that shows it; `null` once it is gone. */
  owner: object | null;
  readonly person: Person;
  /** The last clock that others have seen. It outlives the state, so that an echo is never taken for news. */
  clock: number;
  /** JSON as it goes out; `null` where the client has left. */
  state: string | null;
}

/** What came of an awareness update. `forged`: a state for a client that is somebody else's. */
export type Outcome = 'taken' | 'forged';

/** More than a person takes in a state, as JSON. */
const PERSON_BYTES = 4_096;
/** How many states one message may hold: the stock provider sends back what it hears of everybody in the room. */
const MAX_STATES = 10_000;
/** How many clients that have left are remembered, for telling echoes from news. */
const MAX_LEFT = 1_000;

/**
 * Who is here and where, in one room. States are only taken for a socket's own clients; its name and colour are the
 * session's. The stock provider sends back what it hears of others: such echoes are told from forgeries by their
 * clock, which is never news; an echo of what another page of the same member shows, by the client that its socket
 * showed first.
 */
export class RoomAwareness {
  private readonly clients = new Map<number, Shown>();
  /** Those that each socket shows at present. */
  private readonly shownBy = new WeakMap<object, Set<number>>();
  /** Those that have left, the first to leave first. */
  private readonly gone = new Set<number>();
  private readonly changed = new Set<number>();
  private readonly limits: CollabLimits;
  private readonly boundTo: (client: number) => string | undefined;

  /** `boundTo`: the user that a client id belongs to by the plan's log. */
  constructor(limits: CollabLimits, boundTo: (client: number) => string | undefined) {
    this.limits = limits;
    this.boundTo = boundTo;
  }

  /** Takes in what a socket of `person` says. Throws where the bytes are no awareness update, or too large. */
  receive(owner: object, person: Person, update: Uint8Array): Outcome {
    const decoder = decoding.createDecoder(update);
    const length = decoding.readVarUint(decoder);
    if (length > MAX_STATES) throw new RangeError('too many states');
    for (let index = 0; index < length; index += 1) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const json = decoding.readVarString(decoder);
      if (json.length > this.limits.awarenessBytes + PERSON_BYTES)
        throw new RangeError('awareness state too large');
      const state: unknown = JSON.parse(json);
      if (state !== null && (typeof state !== 'object' || Array.isArray(state)))
        throw new TypeError('no state');
      if (this.take(owner, person, client, clock, state) === 'forged') return 'forged';
    }
    return 'taken';
  }

  private take(owner: object, person: Person, client: number, clock: number, state: object | null): Outcome {
    const shown = this.clients.get(client);
    const holder = shown?.person.id ?? this.boundTo(client);
    if (holder !== undefined && holder !== person.id) {
      const news = state !== null && (!shown || clock > shown.clock);
      return news ? 'forged' : 'taken';
    }
    const own = this.shownBy.get(owner);
    if (shown && own && own.size > 0 && !own.has(client)) return 'taken';
    if (!shown) {
      if (state === null) return 'taken';
      if (own && own.size >= this.limits.awarenessClients) throw new RangeError('too many clients');
    }
    const json = state === null ? null : JSON.stringify({ ...state, user: person });
    // As it goes out: what others are shown they may send back, and must not be closed for its size.
    const { awarenessBytes } = this.limits;
    if (json && json.length > awarenessBytes && json.length > awarenessBytes + JSON.stringify(person).length)
      throw new RangeError('awareness state too large');
    if (shown && clock <= shown.clock) {
      // An own echo, or a page that comes back with the clock it left with: peers must see a newer one.
      if (shown.state !== null || json === null) return 'taken';
      clock = shown.clock + 1;
    }
    if (json === null && !shown?.state) return 'taken';
    this.show(client, { owner: json === null ? null : owner, person, clock, state: json });
    return 'taken';
  }

  /** Puts what a client shows in place of what it showed. */
  private show(client: number, next: Shown): void {
    const before = this.clients.get(client)?.owner;
    if (before && before !== next.owner) this.shownBy.get(before)?.delete(client);
    this.clients.set(client, next);
    this.changed.add(client);
    this.gone.delete(client);
    if (next.owner) {
      const own = this.shownBy.get(next.owner) ?? new Set();
      this.shownBy.set(next.owner, own.add(client));
      return;
    }
    this.gone.add(client);
    for (const oldest of this.gone) {
      // Only what all have been told is forgotten, so that nobody goes on seeing it.
      if (this.gone.size <= MAX_LEFT || this.changed.has(oldest)) break;
      this.gone.delete(oldest);
      this.clients.delete(oldest);
    }
  }

  /** The socket is gone: what it showed is taken down. */
  leave(owner: object): void {
    for (const client of [...(this.shownBy.get(owner) ?? [])]) {
      const shown = this.clients.get(client);
      if (shown) this.show(client, { ...shown, owner: null, clock: shown.clock + 1, state: null });
    }
  }

  /** The user who shows a client id at present, bound by the log or not. */
  holderOf(client: number): string | undefined {
    return this.clients.get(client)?.person.id;
  }

  /** Is there anything that others have not been told? */
  get hasChanges(): boolean {
    return this.changed.size > 0;
  }

  /** What has changed since the last call, as one awareness update; `null` where nothing has. */
  takeChanges(): Uint8Array | null {
    if (this.changed.size === 0) return null;
    const update = this.encode([...this.changed]);
    this.changed.clear();
    return update;
  }

  /** Everyone who is here, for a socket that has just joined; `null` where nobody is. */
  everyone(): Uint8Array | null {
    const here = [...this.clients].filter(([, shown]) => shown.state !== null).map(([client]) => client);
    return here.length === 0 ? null : this.encode(here);
  }

  private encode(clients: readonly number[]): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, clients.length);
    for (const client of clients) {
      const shown = this.clients.get(client);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, shown?.clock ?? 0);
      encoding.writeVarString(encoder, shown?.state ?? 'null');
    }
    return encoding.toUint8Array(encoder);
  }
}
