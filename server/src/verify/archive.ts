import { listArchive, takeOut } from '@filiera/shared/dossier/archive.ts';
import { sha256 } from '../freeze/canonical.ts';
import { SUMS_NAME } from '../freeze/dossier.ts';
import { inflate } from './inflate.ts';

/** More than this, unpacked, is no dossier; in bytes. */
const LARGEST = 1024 * 1024 * 1024;

/** A file of an archive, and whether the sums in the archive say the same of it; `null` where they say nothing. */
export interface Packed {
  readonly name: string;
  readonly content: Uint8Array;
  readonly sha256: string;
  readonly isAsSummed: boolean | null;
}

export interface Archive {
  readonly files: readonly Packed[];
  /** Files that the sums name and the archive does not have. */
  readonly missing: readonly string[];
  readonly hasSums: boolean;
}

/** What an archive holds; `null` where it cannot be unpacked. */
export function openArchive(bytes: Uint8Array): Archive | null {
  const listed = listArchive(bytes);
  if (listed === null || listed.reduce((sum, { size }) => sum + size, 0) > LARGEST) return null;
  const entries: { readonly name: string; readonly content: Uint8Array }[] = [];
  for (const entry of listed) {
    const content = takeOut(bytes, entry, inflate);
    if (content === null) return null;
    entries.push({ name: entry.path.slice(entry.path.lastIndexOf('/') + 1), content });
  }
  const sums = entries.find(({ name }) => name === SUMS_NAME);
  const said = sumsIn(sums?.content);
  const files = entries.map(({ name, content }): Packed => {
    const digest = sha256(content);
    const expected = said.get(name);
    return { name, content, sha256: digest, isAsSummed: expected === undefined ? null : expected === digest };
  });
  const names = new Set(entries.map(({ name }) => name));
  return { files, missing: [...said.keys()].filter((name) => !names.has(name)), hasSums: sums !== undefined };
}

/** `<digest>  <name>`, a line each. */
function sumsIn(content: Uint8Array | undefined): Map<string, string> {
  const lines = content ? new TextDecoder().decode(content).split('\n') : [];
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const match = /^([0-9a-f]{64}) [ *](.+)$/.exec(line);
      return match ? [[match[2]!, match[1]!]] : [];
    }),
  );
}
