import {
  KIND_EPOCH,
  MAX_EPOCH,
  MESSAGE_AWARENESS,
  MESSAGE_FILIERA,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
} from '@filiera/shared/protocol/protocol.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** The y-websocket protocol's frames, as a server reads and writes them. */

const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

/** One decoded frame of a client. */
export type Inbound =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  /** Content: the answer to our step 1 (`whole`: it holds all that the page has and we had not), or an edit. */
  | { readonly kind: 'update'; readonly update: Uint8Array; readonly whole: boolean }
  | { readonly kind: 'awareness'; readonly update: Uint8Array }
  | { readonly kind: 'query-awareness' }
  /** What follows was written when the plan had so many frozen versions. */
  | { readonly kind: 'epoch'; readonly epoch: number };

/** Decodes a frame. Throws where it is not of the protocol. */
export function decodeFrame(data: Uint8Array): Inbound {
  const decoder = decoding.createDecoder(data);
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE_SYNC: {
      const step = decoding.readVarUint(decoder);
      const payload = decoding.readVarUint8Array(decoder);
      if (step === STEP_1) {
        Y.decodeStateVector(payload);
        return { kind: 'step1', stateVector: payload };
      }
      if (step === STEP_2 || step === UPDATE)
        return { kind: 'update', update: payload, whole: step === STEP_2 };
      throw new RangeError(`unknown sync step ${step}`);
    }
    case MESSAGE_AWARENESS:
      return { kind: 'awareness', update: decoding.readVarUint8Array(decoder) };
    case MESSAGE_QUERY_AWARENESS:
      return { kind: 'query-awareness' };
    case MESSAGE_FILIERA: {
      if (decoding.readVarUint(decoder) !== KIND_EPOCH) throw new RangeError('not for pages to send');
      const epoch = decoding.readVarUint(decoder);
      if (epoch > MAX_EPOCH) throw new RangeError('epoch out of range');
      return { kind: 'epoch', epoch };
    }
    default:
      throw new RangeError('unknown message type');
  }
}

function syncFrame(step: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_SYNC);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

/** Asks a client for all that it has and the document with this state vector has not. */
export const step1Frame = (vector: Uint8Array): Uint8Array => syncFrame(STEP_1, vector);

/** Answers a client's state vector with all that it lacks, as one update. */
export const step2Frame = (missing: Uint8Array): Uint8Array => syncFrame(STEP_2, missing);

export const updateFrame = (update: Uint8Array): Uint8Array => syncFrame(UPDATE, update);

export function awarenessFrame(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}
