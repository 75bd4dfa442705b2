import { isArchive, listArchive, takeOut } from '@filiera/shared/dossier/archive.ts';
import type { Inflate } from '@filiera/shared/dossier/inflate.ts';
import { attachedFile } from '@filiera/shared/dossier/pdf-attachment.ts';
import { isPdf } from '@filiera/shared/dossier/pdf-file.ts';
import { signedContent } from '@filiera/shared/dossier/signed-content.ts';

/** The largest file that is read, in bytes: it has to be in memory as a whole. */
export const LARGEST_FILE = 200 * 1024 * 1024;
/** A dossier has nine; each of them is one question to the server. */
export const MOST_ARCHIVED = 30;
/** Signatures around archives around signatures: beyond that nothing is opened. */
const DEEPEST = 4;

/** What a file is known by: nothing of it but digests. */
export interface Examined {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** SHA-256 of the plan that is attached to a PDF; `null` where none was read. */
  readonly attachedPlan: string | null;
  readonly inside: Inside | null;
}

/** What a file holds, where it is one that holds others. */
export type Inside =
  | { readonly kind: 'signed'; readonly content: Examined | null }
  | { readonly kind: 'archive'; readonly files: readonly Examined[] }
  | { readonly kind: 'closed'; readonly why: 'damaged' | 'too-large' };

export interface Tools {
  readonly digest: (bytes: Uint8Array) => Promise<string>;
  readonly inflate: Inflate;
}

/** How much may still be taken out of a file, in all that it holds. */
interface Room {
  files: number;
  bytes: number;
}

/** Takes the digests of a file, of the plan attached to it, and of what it encloses. */
export function examine(name: string, bytes: Uint8Array, tools: Tools): Promise<Examined> {
  return examineIn(name, bytes, tools, { files: MOST_ARCHIVED, bytes: LARGEST_FILE }, 0);
}

async function examineIn(
  name: string,
  bytes: Uint8Array,
  tools: Tools,
  room: Room,
  depth: number,
): Promise<Examined> {
  const plan = isPdf(bytes) ? attachedFile(bytes, 'plan.json', tools.inflate) : null;
  return {
    name,
    bytes: bytes.length,
    sha256: await tools.digest(bytes),
    attachedPlan: plan === null ? null : await tools.digest(plan),
    inside: isPdf(bytes) || depth === DEEPEST ? null : await insideOf(name, bytes, tools, room, depth + 1),
  };
}

async function insideOf(
  name: string,
  bytes: Uint8Array,
  tools: Tools,
  room: Room,
  depth: number,
): Promise<Inside | null> {
  if (isArchive(bytes)) return archiveOf(bytes, tools, room, depth);
  const signed = signedContent(bytes);
  if (signed === null) return null;
  if (signed.kind === 'detached') return { kind: 'signed', content: null };
  const inner = name.replace(/\.p7[ms]$/i, '');
  return { kind: 'signed', content: await examineIn(inner, signed.content, tools, room, depth) };
}

async function archiveOf(bytes: Uint8Array, tools: Tools, room: Room, depth: number): Promise<Inside | null> {
  const entries = listArchive(bytes);
  if (entries === null) return { kind: 'closed', why: 'damaged' };
  // A document of an office program is an archive as well, of parts that nobody takes out.
  if (entries.some(({ path }) => path === '[Content_Types].xml' || path === 'mimetype')) return null;
  room.files -= entries.length;
  room.bytes -= entries.reduce((sum, { size }) => sum + size, 0);
  if (room.files < 0 || room.bytes < 0) return { kind: 'closed', why: 'too-large' };
  const files: Examined[] = [];
  for (const entry of entries) {
    const content = takeOut(bytes, entry, tools.inflate);
    if (content === null) return { kind: 'closed', why: 'damaged' };
    const name = entry.path.split('/').at(-1) ?? entry.path;
    files.push(await examineIn(name, content, tools, room, depth));
  }
  return { kind: 'archive', files };
}
