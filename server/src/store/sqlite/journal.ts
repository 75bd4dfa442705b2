import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { EDIT_ORIGINS } from '@filiera/shared/history/api.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { AdmittedRow } from './admission.ts';

const datasync = promisify(fdatasync);

/**
 * The file is a sequence of records, each of which is one commit:
 *
 *   record = magic (4 bytes), epoch (4), length of the rows (4), CRC-32 of epoch and rows (4), rows
 *   rows   = varuint count, then for each: varstring plan, varuint seq, varstring user, float64 at, uint8 offline,
 *            uint8 origin, varuint count of ranges (varuint client, from, to - from), varbytes update
 *
 * Once everything in it is elsewhere it begins anew at its start, under the next epoch: what stands behind the first
 * record of another epoch, or of a wrong sum, was written before and is nothing.
 */
const MAGIC = 0x46_4a_52_31;
const HEADER = 16;
/** The file grows by so much at a time: writing where there is file already needs no change of its size. */
const STEP = 4 * 1024 * 1024;

function encodeRows(rows: readonly AdmittedRow[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, rows.length);
    for (const row of rows) {
      encoding.writeVarString(encoder, row.planId);
      encoding.writeVarUint(encoder, row.seq);
      encoding.writeVarString(encoder, row.userId);
      encoding.writeFloat64(encoder, row.at);
      encoding.writeUint8(encoder, row.offline ? 1 : 0);
      encoding.writeUint8(encoder, EDIT_ORIGINS.indexOf(row.origin));
      encoding.writeVarUint(encoder, row.ranges.length);
      for (const { client, from, to } of row.ranges) {
        encoding.writeVarUint(encoder, client);
        encoding.writeVarUint(encoder, from);
        encoding.writeVarUint(encoder, to - from);
      }
      encoding.writeVarUint8Array(encoder, row.update);
    }
  });
}

function decodeRows(bytes: Uint8Array): AdmittedRow[] {
  const decoder = decoding.createDecoder(bytes);
  return Array.from({ length: decoding.readVarUint(decoder) }, (): AdmittedRow => {
    const planId = decoding.readVarString(decoder);
    const seq = decoding.readVarUint(decoder);
    const userId = decoding.readVarString(decoder);
    const at = decoding.readFloat64(decoder);
    const offline = decoding.readUint8(decoder) === 1;
    const origin = EDIT_ORIGINS[decoding.readUint8(decoder)]!;
    const ranges = Array.from({ length: decoding.readVarUint(decoder) }, () => {
      const client = decoding.readVarUint(decoder);
      const from = decoding.readVarUint(decoder);
      return { client, from, to: from + decoding.readVarUint(decoder) };
    });
    return { planId, seq, userId, at, offline, origin, ranges, update: decoding.readVarUint8Array(decoder) };
  });
}

const sumOf = (epoch: number, rows: Uint8Array): number => crc32(rows, epoch);

/**
 * A file to which commits are written one behind the other and flushed, so that a commit costs one small write and one
 * flush, and nobody waits for either but those whose commit it is.
 */
export class Journal {
  readonly #file: number;
  #size: number;
  #end = 0;
  #epoch: number;
  /** What was in it when it was opened: commits that may not be anywhere else. */
  readonly found: readonly AdmittedRow[];

  /** Opens or creates the file. Throws what the file system throws. */
  constructor(path: string) {
    this.#file = openSync(path, 'a+', 0o600);
    closeSync(this.#file);
    this.#file = openSync(path, 'r+');
    this.#size = fstatSync(this.#file).size;
    const { rows, epoch } = this.#read();
    this.found = rows;
    this.#epoch = epoch;
    if (this.#size === 0) this.#grow(STEP);
  }

  #read(): { rows: AdmittedRow[]; epoch: number } {
    const bytes = Buffer.alloc(this.#size);
    let got = 0;
    while (got < bytes.length) {
      const read = readSync(this.#file, bytes, got, bytes.length - got, got);
      if (read === 0) break;
      got += read;
    }
    const rows: AdmittedRow[] = [];
    let [at, epoch]: [number, number | null] = [0, null];
    while (at + HEADER <= got && bytes.readUInt32BE(at) === MAGIC) {
      const itsEpoch = bytes.readUInt32BE(at + 4);
      const length = bytes.readUInt32BE(at + 8);
      if (at + HEADER + length > got || (epoch !== null && itsEpoch !== epoch)) break;
      const content = bytes.subarray(at + HEADER, at + HEADER + length);
      if (sumOf(itsEpoch, content) !== bytes.readUInt32BE(at + 12)) break;
      rows.push(...decodeRows(content));
      epoch = itsEpoch;
      at += HEADER + length;
    }
    // Behind a first record that was only half written, the epochs of those before it cannot be told: a random one
    // will not be theirs.
    return { rows, epoch: epoch ?? Math.floor(Math.random() * 2 ** 32) };
  }

  #grow(by: number): void {
    const zeros = Buffer.alloc(Math.ceil(by / STEP) * STEP);
    for (let done = 0; done < zeros.length; )
      done += writeSync(this.#file, zeros, done, zeros.length - done, this.#size + done);
    fsyncSync(this.#file);
    this.#size += zeros.length;
  }

  /** How much of the file is in use, in bytes. */
  get length(): number {
    return this.#end;
  }

  /**
   * Writes the rows as one commit; they are on the disk when it resolves. One call at a time. Where it rejects they are
   * not in the file as far as this process goes on: the next commit is written over them.
   */
  async append(rows: readonly AdmittedRow[]): Promise<void> {
    const content = encodeRows(rows);
    const record = Buffer.allocUnsafe(HEADER + content.length);
    record.writeUInt32BE(MAGIC, 0);
    record.writeUInt32BE(this.#epoch, 4);
    record.writeUInt32BE(content.length, 8);
    record.writeUInt32BE(sumOf(this.#epoch, content), 12);
    record.set(content, HEADER);
    const missing = this.#end + record.length - this.#size;
    if (missing > 0) this.#grow(missing);
    for (let done = 0; done < record.length; )
      done += writeSync(this.#file, record, done, record.length - done, this.#end + done);
    await datasync(this.#file);
    this.#end += record.length;
  }

  /** Everything in it is elsewhere, and durable there: it begins anew. Not while a commit is under way. */
  restart(): void {
    this.#end = 0;
    this.#epoch = (this.#epoch + 1) >>> 0;
  }

  /** The same, and on the disk at once: a process that opens the file finds nothing in it. */
  clear(): void {
    this.restart();
    writeSync(this.#file, Buffer.alloc(HEADER), 0, HEADER, 0);
    fdatasyncSync(this.#file);
  }

  close(): void {
    fdatasyncSync(this.#file);
    closeSync(this.#file);
  }
}
