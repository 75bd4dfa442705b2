import type { Inflate } from './inflate.ts';

/** A file in a ZIP archive that was not taken out yet. */
export interface ArchiveEntry {
  /** With its folders. */
  readonly path: string;
  /** Of the file when it is taken out, in bytes, as the archive says. */
  readonly size: number;
  /** Where the directory of the archive tells of it. */
  readonly at: number;
}

const END = 0x0605_4b50;
const END_LENGTH = 22;
const LONGEST_REMARK = 0xffff;
const DIRECTORY_ENTRY = 0x0201_4b50;
const LOCAL_HEADER = 0x0403_4b50;
const ENCRYPTED = 1;
const [STORED, DEFLATED] = [0, 8];

/** Whether these bytes begin as an archive does. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes.length >= END_LENGTH && viewOf(bytes).getUint32(0, true) === LOCAL_HEADER;
}

/**
 * What is in a ZIP archive, in the order of its directory, folders left out; `null` where it is damaged, or a name stands
 * twice, so that programs could take out different files under it. Nothing is inflated. Archives of 4 GiB and more, and
 * parts of archives, count as damaged.
 */
export function listArchive(bytes: Uint8Array): readonly ArchiveEntry[] | null {
  const view = viewOf(bytes);
  const end = endOf(view);
  if (end === null) return null;
  const count = view.getUint16(end + 10, true);
  if (view.getUint16(end + 8, true) !== count) return null;
  const entries: ArchiveEntry[] = [];
  const paths = new Set<string>();
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null;
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) return null;
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (paths.has(path)) return null;
    paths.add(path);
    if (!path.endsWith('/')) entries.push({ path, size: view.getUint32(at + 24, true), at });
    at = next;
  }
  return entries;
}

/** A file of an archive as it was before; `null` where it is encrypted, damaged, or not of the size that is told. */
export function takeOut(bytes: Uint8Array, { size, at }: ArchiveEntry, inflate: Inflate): Uint8Array | null {
  const view = viewOf(bytes);
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const packed = view.getUint32(at + 20, true);
  const header = view.getUint32(at + 42, true);
  if ((flags & ENCRYPTED) !== 0 || header + 30 > bytes.length) return null;
  if (view.getUint32(header, true) !== LOCAL_HEADER || view.getUint16(header + 8, true) !== method)
    return null;
  const from = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  if (from + packed > bytes.length) return null;
  const data = bytes.subarray(from, from + packed);
  const content = method === STORED ? data : method === DEFLATED ? inflate(data, 'none', size) : null;
  return content?.length === size ? content : null;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where the record that ends the archive begins; `null` where there is none. */
function endOf(view: DataView): number | null {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_REMARK); at--) {
    if (
      view.getUint32(at, true) === END &&
      at + END_LENGTH + view.getUint16(at + 20, true) === view.byteLength
    )
      return at;
  }
  return null;
}
