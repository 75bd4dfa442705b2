import {
  MESSAGE_AWARENESS,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
} from '@filiera/shared/protocol/protocol.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { edit, undoOf } from '../simulation/edits.ts';
import type { Random } from '../simulation/random.ts';

/** What a hostile page puts into its messages: honest ones, the same in pieces, and noise. */

const SYNC_STEPS = { question: 0, answer: 1, update: 2 } as const;

function sync(step: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_SYNC);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

/** A message with these awareness states, whoever they belong to. */
export function awarenessOf(
  states: readonly (readonly [client: number, clock: number, json: string])[],
): Uint8Array {
  const update = encoding.createEncoder();
  encoding.writeVarUint(update, states.length);
  for (const [client, clock, json] of states) {
    encoding.writeVarUint(update, client);
    encoding.writeVarUint(update, clock);
    encoding.writeVarString(update, json);
  }
  const frame = encoding.createEncoder();
  encoding.writeVarUint(frame, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(frame, encoding.toUint8Array(update));
  return encoding.toUint8Array(frame);
}

/** Random bytes, most often few of them. */
export function noise(random: Random): Uint8Array {
  const length = random.weighted([
    [10, random.int(16)],
    [5, random.int(200)],
    [1, random.int(20_000)],
  ])!;
  return Uint8Array.from({ length }, () => random.int(256));
}

/** The documents of one hostile member, and what honest pages said that it overheard. */
export class Repertoire {
  readonly #random: Random;
  /** All that the server said of the plan. */
  readonly #plan = new Y.Doc();
  #doc = new Y.Doc();
  #undo = undoOf(this.#doc);
  #clock = 0;
  readonly #overheard: Uint8Array[] = [];
  #updates: Uint8Array[] = [];

  constructor(random: Random) {
    this.#random = random;
    this.#begin();
  }

  /** Another page of the same member: it has what is known of the plan, and a client id of its own. */
  #begin(): void {
    this.#undo.destroy();
    this.#doc = new Y.Doc();
    Y.applyUpdate(this.#doc, Y.encodeStateAsUpdate(this.#plan));
    this.#doc.clientID = this.#random.int(2 ** 32);
    this.#undo = undoOf(this.#doc);
    this.#updates = [];
    this.#doc.on('update', (update: Uint8Array) => this.#updates.push(update));
  }

  /** Something that came from the server. Returns the answer, where it is a question. */
  overhear(frame: Uint8Array): Uint8Array | null {
    this.#keep(frame);
    if (frame[0] !== MESSAGE_SYNC) return null;
    const payload = decoding.readVarUint8Array(decoding.createDecoder(frame.subarray(2)));
    if (frame[1] === SYNC_STEPS.question)
      return sync(SYNC_STEPS.answer, Y.encodeStateAsUpdate(this.#doc, payload));
    Y.applyUpdate(this.#plan, payload);
    return null;
  }

  #keep(frame: Uint8Array): void {
    if (frame.length > 20_000) return;
    if (this.#overheard.length < 40) this.#overheard.push(frame);
    else this.#overheard[this.#random.int(40)] = frame;
  }

  /** Asks for all that this member has not. */
  question(): Uint8Array {
    return sync(SYNC_STEPS.question, Y.encodeStateVector(this.#doc));
  }

  /** A message that a page could have sent. */
  honest(): Uint8Array {
    const random = this.#random;
    const make = random.weighted<() => Uint8Array>([
      [6, () => sync(SYNC_STEPS.update, this.#typed())],
      [3, () => sync(SYNC_STEPS.answer, Y.encodeStateAsUpdate(this.#doc))],
      [0.3, () => this.question()],
      [0.2, () => Uint8Array.of(MESSAGE_QUERY_AWARENESS)],
      [4, () => awarenessOf([[this.#doc.clientID, this.#tick(), this.#state()]])],
      [0.2, () => this.#forgedEdit()],
      [0.5, () => awarenessOf([[random.pick(this.#others()) ?? 1, random.int(2 ** 32), this.#state()]])],
      [3, () => random.pick(this.#overheard) ?? noise(random)],
    ])!;
    return make();
  }

  /** The clients that wrote in the plan. */
  #others(): number[] {
    return [...this.#plan.store.clients.keys()];
  }

  /** An edit that says to be somebody else's. */
  #forgedEdit(): Uint8Array {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.#plan));
    doc.clientID = this.#random.pick(this.#others()) ?? 1;
    const before = Y.encodeStateVector(doc);
    edit(doc, undoOf(doc), this.#random);
    return sync(SYNC_STEPS.update, Y.encodeStateAsUpdate(doc, before));
  }

  #tick(): number {
    this.#clock += 1;
    return this.#clock;
  }

  #typed(): Uint8Array {
    if (this.#random.chance(0.03)) this.#begin();
    this.#updates = [];
    edit(this.#doc, this.#undo, this.#random);
    return this.#updates[0] ?? Y.encodeStateAsUpdate(this.#doc);
  }

  #state(): string {
    const { pick, int } = {
      pick: this.#random.pick.bind(this.#random),
      int: this.#random.int.bind(this.#random),
    };
    return (
      pick([
        () => JSON.stringify({ place: { section: `s${int(9)}` } }),
        () => 'null',
        () => '{}',
        () => `{"a":${'['.repeat(int(3_500))}`,
        () => `{"a":${'['.repeat(3_000)}${']'.repeat(3_000)}}`,
        () => JSON.stringify({ a: 'è'.repeat(int(6_000)) }),
        // With its author's name in it, it is a little longer than what a page may say.
        () => JSON.stringify({ a: 'x'.repeat(8_180 - int(100)) }),
        () => '{"__proto__":{"name":"x"},"constructor":1,"user":{"name":"Presidente"}}',
        () => '{"a":1e999,"b":-0,"c":[1e20,1e20],"user":[]}',
        () => '"text"',
        () => '7',
      ]) ?? (() => '{}')
    )();
  }

  /** A message that no page would send, or one that a page could have sent. */
  frame(): Uint8Array | string {
    const random = this.#random;
    if (random.chance(0.02)) return Buffer.from(noise(random)).toString('latin1');
    if (random.chance(0.12)) return noise(random);
    let frame = this.honest();
    if (random.chance(0.55)) return frame;
    for (let times = random.between(1, 3); times > 0; times -= 1)
      frame = mutate(frame, random, () => this.honest());
    return frame;
  }
}

/** The largest numbers that a variable-length integer can say, and some that it cannot. */
const HUGE = [
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
];

/** The frame with one thing wrong in it. */
function mutate(frame: Uint8Array, random: Random, another: () => Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(frame);
  const at = random.int(bytes.length);
  const end = Math.min(bytes.length, at + random.between(1, 12));
  const join = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
    Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const change = random.weighted<() => Uint8Array>([
    [6, () => bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.int(8)))],
    [4, () => bytes.with(at, random.int(256))],
    // The first bytes say what it is and how long: these count most.
    [3, () => bytes.with(Math.min(random.int(8), bytes.length - 1), random.int(256))],
    [3, () => bytes.subarray(0, at)],
    [2, () => join(bytes, noise(random).subarray(0, 40))],
    [3, () => join(bytes.subarray(0, at), another().subarray(random.int(20)))],
    [2, () => join(bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end))],
    [2, () => join(bytes.subarray(0, at), bytes.subarray(end))],
    [2, () => join(bytes.subarray(0, at), random.pick(HUGE)!, bytes.subarray(at))],
    [2, () => join(bytes.subarray(0, at), random.pick(HUGE)!, bytes.subarray(end))],
    [1, () => join(bytes.subarray(0, 1), [random.int(5)], bytes.subarray(2))],
  ])!;
  return bytes.length === 0 ? noise(random) : change();
}
