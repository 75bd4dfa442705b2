import { crc32 } from 'node:zlib';
import { sha256 } from './canonical.ts';

/** A file of a dossier. */
export interface DossierFile {
  /** Without folders. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** The name of the file that holds the digests of all others. */
export const SUMS_NAME = 'SHA256SUMS';

/** Names that mean the same to every system and every tool: no folders, nothing hidden, nothing to be escaped. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,119}$/u;

/** The digests of files as `sha256sum -c` reads them, by name. Throws where a name is none for a dossier. */
export function sums(files: readonly DossierFile[]): Uint8Array<ArrayBuffer> {
  const lines = inOrder(files).map(({ name, content }) => `${sha256(content)}  ${name}\n`);
  return new TextEncoder().encode(lines.join(''));
}

/** A name for a dossier's folder that every system takes: `piano-di-attivita-2023-2024-versione-1`. */
export function dossierName(planTitle: string, version: number): string {
  const plain = planTitle
    .toWellFormed()
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return `${plain || 'piano'}-versione-${version}`;
}

/**
 * A ZIP archive of files and their sums, all in one folder. Nothing in it is compressed, every time is the earliest that
 * the format knows, and files are sorted by name: its bytes follow from the files alone, whatever the machine, the day
 * and the version of any library. Throws where a name is none for a dossier, or the archive would take 4 GiB.
 */
export function zipOf(
  files: readonly DossierFile[],
  checksums: Uint8Array,
  folder: string,
): Uint8Array<ArrayBuffer> {
  refuseName(folder);
  const entries = inOrder([...files, { name: SUMS_NAME, content: checksums }]);
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, content } of entries) {
    const path = new TextEncoder().encode(`${folder}/${name}`);
    const facts = entryFacts(path, content);
    directory.push(directoryEntry(facts, at), path);
    const header = localHeader(facts);
    parts.push(header, path, content);
    at += header.length + path.length + content.length;
  }
  const listed = lengthOf(directory);
  const bytes = new Uint8Array(at + listed + END_LENGTH);
  if (bytes.length > LARGEST) throw new Error('the dossier is too large for a ZIP archive');
  let to = 0;
  for (const part of [...parts, ...directory, endOf(entries.length, listed, at)]) {
    bytes.set(part, to);
    to += part.length;
  }
  return bytes;
}

function inOrder(files: readonly DossierFile[]): readonly DossierFile[] {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const [index, { name }] of sorted.entries()) {
    refuseName(name);
    if (sorted[index - 1]?.name === name) throw new Error(`two files of a dossier are called ${name}`);
  }
  return sorted;
}

function refuseName(name: string): void {
  if (!NAME.test(name) || name.includes('..')) throw new Error(`no name for a dossier: ${name}`);
}

// The ZIP format, as PKWARE's APPNOTE tells it.

const LARGEST = 0xffff_fffe;
/** 2.0: folders. */
const VERSION = 20;
/** Made on Unix, so that the mode below counts. */
const MADE_BY = (3 << 8) | VERSION;
/** Names are UTF-8. */
const FLAGS = 1 << 11;
const STORED = 0;
/** 1 January 1980, midnight: the earliest time that there is. */
const [TIME, DATE] = [0, (1 << 5) | 1];
/** A plain file that everybody may read. */
const MODE = 0o100644;
const END_LENGTH = 22;

interface EntryFacts {
  readonly pathLength: number;
  readonly size: number;
  readonly checksum: number;
}

function entryFacts(path: Uint8Array, content: Uint8Array): EntryFacts {
  return { pathLength: path.length, size: content.length, checksum: crc32(content) };
}

/** What the header of an entry and the directory both say, from "version needed" to the lengths. */
function common({ pathLength, size, checksum }: EntryFacts): readonly Field[] {
  return [
    [2, VERSION],
    [2, FLAGS],
    [2, STORED],
    [2, TIME],
    [2, DATE],
    [4, checksum],
    [4, size],
    [4, size],
    [2, pathLength],
    [2, 0],
  ];
}

function localHeader(facts: EntryFacts): Uint8Array {
  return fields([[4, 0x0403_4b50], ...common(facts)]);
}

function directoryEntry(facts: EntryFacts, offset: number): Uint8Array {
  return fields([
    [4, 0x0201_4b50],
    [2, MADE_BY],
    ...common(facts),
    // No comment, the first disk, no internal attributes.
    [2, 0],
    [2, 0],
    [2, 0],
    [4, MODE * 0x1_0000],
    [4, offset],
  ]);
}

function endOf(entries: number, directoryLength: number, offset: number): Uint8Array {
  return fields([
    [4, 0x0605_4b50],
    [2, 0],
    [2, 0],
    [2, entries],
    [2, entries],
    [4, directoryLength],
    [4, offset],
    [2, 0],
  ]);
}

type Field = readonly [bytes: 2 | 4, value: number];

/** Numbers in little-endian order. */
function fields(of: readonly Field[]): Uint8Array {
  const bytes = Buffer.alloc(of.reduce((sum, [length]) => sum + length, 0));
  let at = 0;
  for (const [length, value] of of) at = bytes.writeUIntLE(value, at, length);
  return bytes;
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
