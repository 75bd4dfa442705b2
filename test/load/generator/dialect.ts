import { MESSAGE_AWARENESS, MESSAGE_FILIERA, MESSAGE_SYNC } from '@filiera/shared/protocol/protocol.ts';
import * as encoding from 'lib0/encoding';

/** How a server wants to be spoken to. All of them speak the y-websocket protocol inside. */
export interface Dialect {
  /** Stands in front of every message about this plan. */
  readonly prefix: Uint8Array;
  /** What a page says first, besides its step 1. */
  readonly greeting: readonly Uint8Array[];
  /** Does the server itself take part in the protocol? A relay only passes messages on. */
  readonly answers: boolean;
  /** How many edit-bearing messages this one of the server's own acknowledges; `null` where it is none of these. */
  readonly acknowledges: (message: Buffer, at: number, before: number) => number | null;
}

const NOTHING = new Uint8Array();
const never = (): null => null;

/** `@y/websocket-server`: the protocol as it is. */
export const plain: Dialect = { prefix: NOTHING, greeting: [], answers: true, acknowledges: never };

export const relayed: Dialect = { ...plain, answers: false };

/** Filiera's own acknowledgement: message 100, kind 0, up to which. */
export const filiera: Dialect = {
  ...plain,
  acknowledges: (message, at) =>
    message[at] === MESSAGE_FILIERA && message[at + 1] === 0 ? readVarUint(message, at + 2) : null,
};

const HOCUSPOCUS_AUTH = 2;
const HOCUSPOCUS_SYNC_STATUS = 8;

/** hocuspocus names the document before each message, wants a token first, and acknowledges one update at a time. */
export function hocuspocus(plan: string): Dialect {
  const prefix = encoding.encode((encoder) => encoding.writeVarString(encoder, plan));
  const token = encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, prefix);
    encoding.writeVarUint(encoder, HOCUSPOCUS_AUTH);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, 'anyone');
  });
  return {
    prefix,
    greeting: [token],
    answers: true,
    acknowledges: (message, at, before) =>
      message[at] === HOCUSPOCUS_SYNC_STATUS && message[at + 1] === 1 ? before + 1 : null,
  };
}

export const STEP_1 = 0;
export const STEP_2 = 1;
export const UPDATE = 2;

export function syncMessage(dialect: Dialect, step: number, payload: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, dialect.prefix);
    encoding.writeVarUint(encoder, MESSAGE_SYNC);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, payload);
  });
}

/** One client's awareness state, as the page of a member who writes would send it. */
export function caretMessage(dialect: Dialect, client: number, clock: number, state: string): Uint8Array {
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, state);
  });
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, dialect.prefix);
    encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
    encoding.writeVarUint8Array(encoder, update);
  });
}

/** A varuint of at most 32 bits, read without a decoder. */
export function readVarUint(bytes: Uint8Array, at: number): number {
  let value = 0;
  let shift = 1;
  for (let index = at; ; index += 1) {
    const byte = bytes[index]!;
    value += (byte & 0x7f) * shift;
    if (byte < 0x80) return value;
    shift *= 128;
  }
}

export function varUintLength(value: number): number {
  let length = 1;
  for (let left = value; left >= 128; left /= 128) length += 1;
  return length;
}
