import * as Y from 'yjs';

/** One edit that no acknowledgement has covered, under the key by which it is taken out again. */
export interface KeptEdit {
  readonly id: EditId;
  readonly update: Uint8Array;
  /** The plan's epoch in which it was written. */
  readonly epoch: number;
}
/** The Yjs client of the page that made the edit, and a number that this page counts. */
export type EditId = readonly [client: number, number: number];

/** One local edit that the server has not yet said to be durable. */
interface Entry extends KeptEdit {
  /** The edit-bearing frame of the present socket that carried it, counted from 1; `null` where none did yet. */
  frame: number | null;
}

/**
 * The local edits that the server has not confirmed, in the order in which they were made. What is saved is known
 * from here alone: an edit leaves only when an acknowledgement covers a frame that carried it.
 */
export class Unconfirmed {
  #entries: Entry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  /** The keys under which the edits are kept. */
  get ids(): EditId[] {
    return this.#entries.map((entry) => entry.id);
  }

  /** Those of at least that epoch. */
  since(epoch: number): KeptEdit[] {
    return this.#entries.filter((entry) => entry.epoch >= epoch);
  }

  /** An edit was made; `frame` carried it, or nothing did since there is no connection. */
  add(edit: KeptEdit, frame: number | null): void {
    this.#entries.push({ ...edit, frame });
  }

  /** None of the edits will ever be confirmed. */
  clear(): void {
    this.#entries = [];
  }

  /** `frame` answered the server's sync step 1: it carries everything that the server lacked. */
  answered(frame: number): void {
    for (const entry of this.#entries) entry.frame ??= frame;
  }

  /** The socket is gone: what it did not see acknowledged goes with the next answer to a sync step 1. */
  socketLost(): void {
    for (const entry of this.#entries) entry.frame = null;
  }

  /**
   * The server has this state vector: what wrote nothing beyond it is durable, although its acknowledgement was lost
   * with a socket. An edit that only deletes cannot be told from it. Returns the edits that the server holds.
   */
  known(stateVector: Uint8Array): KeptEdit[] {
    const clocks = Y.decodeStateVector(stateVector);
    const isHeld = ({ update }: Entry): boolean => {
      const { to } = Y.parseUpdateMeta(update);
      return to.size > 0 && [...to].every(([client, clock]) => clock <= (clocks.get(client) ?? 0));
    };
    const held = this.#entries.filter(isHeld);
    if (held.length > 0) this.#entries = this.#entries.filter((entry) => !held.includes(entry));
    return held;
  }

  /** The first `upTo` frames are durable. Returns the edits that they carried. */
  acknowledged(upTo: number): KeptEdit[] {
    const carried = (entry: Entry): boolean => entry.frame !== null && entry.frame <= upTo;
    const durable = this.#entries.filter(carried);
    if (durable.length > 0) this.#entries = this.#entries.filter((entry) => !carried(entry));
    return durable;
  }
}
