import type { HistoryPerson, Structs } from '@filiera/shared/history/api.ts';
import { askAuthors, askStructs } from './queries.ts';

/** What the log says of one letter. */
export type Struct = NonNullable<Structs['structs'][number]>;

/** Requests are gathered for so long, in milliseconds. */
const GATHER_MILLIS = 40;
/** A client that the server did not know, or a request that failed, is asked about again after so long. */
const AGAIN_MILLIS = 3_000;
/** How many ids go into one request. */
const AT_ONCE = 200;

/**
 * Whose the client ids in a plan's document are, as the server attests, and when each letter came. Asked as needed,
 * in batches, and kept as long as the page has the plan open: neither ever changes.
 */
export class Authorship {
  readonly #planId: string;
  readonly #people = new Map<string, HistoryPerson>();
  readonly #clients = new Map<number, string>();
  readonly #wanted = new Set<number>();
  readonly #structs = new Map<string, Promise<Struct | null>>();
  readonly #asking = new Map<string, (struct: Struct | null) => void>();
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #structTimer: ReturnType<typeof setTimeout> | undefined;
  #version = 0;

  constructor(planId: string) {
    this.#planId = planId;
  }

  /** Grows whenever more is known. */
  get version(): number {
    return this.#version;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A client of this very page: its owner is known before the server has heard of it. */
  own(client: number, person: HistoryPerson): void {
    this.#clients.set(client, person.id);
    if (!this.#people.has(person.id)) this.#people.set(person.id, person);
  }

  /** Who has this client id; `null` where that is not known, or not yet: then it is asked for. */
  author(client: number): HistoryPerson | null {
    const user = this.#clients.get(client);
    if (user === undefined) {
      this.#want(client);
      return null;
    }
    return this.#people.get(user) ?? null;
  }

  person(id: string): HistoryPerson | null {
    return this.#people.get(id) ?? null;
  }

  /** What the log says of a letter; `null` where it does not hold it yet or cannot be asked. */
  struct(client: number, clock: number): Promise<Struct | null> {
    const at = `${client}.${clock}`;
    const known = this.#structs.get(at);
    if (known) return known;
    const asked = new Promise<Struct | null>((resolve) => this.#asking.set(at, resolve));
    this.#structs.set(at, asked);
    // What is not on record yet will be: it is not kept.
    void asked.then((struct) => struct ?? this.#structs.delete(at));
    this.#structTimer ??= setTimeout(() => void this.#askStructs(), GATHER_MILLIS);
    return asked;
  }

  destroy(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#structTimer);
    this.#timer = undefined;
    this.#structTimer = undefined;
    for (const resolve of this.#asking.values()) resolve(null);
    this.#listeners.clear();
  }

  #want(client: number): void {
    this.#wanted.add(client);
    this.#timer ??= setTimeout(() => void this.#askClients(), GATHER_MILLIS);
  }

  async #askClients(): Promise<void> {
    const clients = [...this.#wanted].slice(0, AT_ONCE);
    let known = 0;
    try {
      const answer = await askAuthors(this.#planId, clients);
      this.#learn(answer.people);
      for (const [client, user] of answer.clients) {
        this.#clients.set(client, user);
        if (this.#wanted.delete(client)) known += 1;
      }
    } catch {
      // Asked again below: without the server the texts stay as they are.
    }
    this.#timer = undefined;
    // Nobody looks any more where nobody listens.
    if (this.#wanted.size > 0 && this.#listeners.size > 0) {
      this.#timer = setTimeout(() => void this.#askClients(), known > 0 ? GATHER_MILLIS : AGAIN_MILLIS);
    }
    if (known > 0) this.#changed();
  }

  async #askStructs(): Promise<void> {
    this.#structTimer = undefined;
    const asked = [...this.#asking].slice(0, AT_ONCE);
    for (const [at] of asked) this.#asking.delete(at);
    if (this.#asking.size > 0) this.#structTimer = setTimeout(() => void this.#askStructs());
    try {
      const { structs, people } = await askStructs(
        this.#planId,
        asked.map(([at]) => at),
      );
      this.#learn(people);
      for (const [index, [, resolve]] of asked.entries()) resolve(structs[index] ?? null);
    } catch {
      for (const [, resolve] of asked) resolve(null);
    }
  }

  #learn(people: readonly HistoryPerson[]): void {
    for (const person of people) this.#people.set(person.id, person);
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}
