import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { LogRow } from '../store/store.ts';

type Row = Pick<LogRow, 'seq' | 'update'>;

/**
 * Rows of a log as one piece of memory, for a thread: sending many small pieces costs more than what is in them.
 *
 *   rows = varuint count, then for each: varuint seq, varbytes update
 */
export function packRows(rows: readonly Row[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, rows.length);
    for (const { seq, update } of rows) {
      encoding.writeVarUint(encoder, seq);
      encoding.writeVarUint8Array(encoder, update);
    }
  });
}

export function unpackRows(bytes: Uint8Array): Row[] {
  const decoder = decoding.createDecoder(bytes);
  return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    seq: decoding.readVarUint(decoder),
    update: decoding.readVarUint8Array(decoder),
  }));
}
