import { crc32 } from 'node:zlib';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as z from 'zod';

/** Who last wrote a cell, as it is kept beside a snapshot: all but the name, which may change. */
export interface KeptCell {
  readonly root: string;
  readonly key: string;
  readonly userId: string;
  readonly at: number;
}

/** What a room needs of a document to hand it on without reading it. */
export interface Extract {
  /** The state vector, encoded. */
  readonly vector: Uint8Array;
  readonly cells: readonly KeptCell[];
}

const VERSION = 1;
const cellsSchema = z.array(z.tuple([z.string(), z.string(), z.string(), z.number()]));

/** The extract as bytes, bound to the state by its check sum: `varuint 1, varuint sum, varbytes vector, varstring cells`. */
export function encodeExtract(state: Uint8Array, { vector, cells }: Extract): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, VERSION);
    encoding.writeVarUint(encoder, crc32(state));
    encoding.writeVarUint8Array(encoder, vector);
    const rows = cells.map(({ root, key, userId, at }) => [root, key, userId, at]);
    encoding.writeVarString(encoder, JSON.stringify(rows));
  });
}

/** `null` where there is none, it is another version's, or the state is not the one that it was made for. */
export function decodeExtract(state: Uint8Array, extract: Uint8Array | null): Extract | null {
  if (extract === null) return null;
  try {
    const decoder = decoding.createDecoder(extract);
    if (decoding.readVarUint(decoder) !== VERSION) return null;
    if (decoding.readVarUint(decoder) !== crc32(state)) return null;
    const vector = decoding.readVarUint8Array(decoder);
    const rows = cellsSchema.parse(JSON.parse(decoding.readVarString(decoder)));
    return { vector, cells: rows.map(([root, key, userId, at]) => ({ root, key, userId, at })) };
  } catch {
    return null;
  }
}
