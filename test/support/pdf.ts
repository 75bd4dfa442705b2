import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import { canonicalJson, sha256 } from '@filiera/server/src/freeze/canonical.ts';
import { type FreezeFacts, frozenDocument } from '@filiera/server/src/freeze/compose.ts';
import type { Draft, Edition, OverriddenThread, Seal } from '@filiera/server/src/freeze/edition.ts';
import { THREADS } from '@filiera/server/src/freeze/makers.ts';
import { someFacts } from './frozen.ts';
import { tool } from './tools.ts';

/** Opens PDFs with eyes that are not the product's: Poppler's programs and qpdf. */

/** Tests that need them are skipped only where `npm test` could not have installed them. */
export const HAS_PDF_TOOLS = tool('pdftotext') !== null && tool('qpdf') !== null;

const run = promisify(execFile);
const ROOM = { maxBuffer: 1 << 27 };

/** A PDF as Poppler reads it. */
export interface OpenPdf {
  /** The text of each page in the order in which it is drawn. */
  readonly pages: readonly string[];
  /** What `pdfinfo` says of the file, by its names. */
  readonly info: ReadonlyMap<string, string>;
  /** The XMP metadata. */
  readonly xmp: string;
  /** The structure that tags give, as `pdfinfo -struct-text` writes it; empty where it was not asked for. */
  readonly structure: string;
  /** The text in the order in which tags have it read: heads and feet of pages, and repeated heads, are no part of it. */
  readonly reading: string;
  /** Name, subset and embedding of each font. */
  readonly fonts: readonly string[];
  /** Embedded files by name. */
  readonly attached: ReadonlyMap<string, Uint8Array>;
  /** The objects of the file as readable text, streams decoded. */
  readonly objects: string;
}

/** `tags`: with the structure, for which Poppler takes seconds. */
export async function openPdf(bytes: Uint8Array, { tags = false } = {}): Promise<OpenPdf> {
  const folder = await mkdtemp(join(tmpdir(), 'filiera-pdf-'));
  try {
    const file = join(folder, 'plan.pdf');
    await writeFile(file, bytes);
    const say = async (command: string, ...args: string[]): Promise<string> =>
      (await run(command, args, ROOM)).stdout;
    const text = await say('pdftotext', '-raw', '-enc', 'UTF-8', file, '-');
    const listed = await say('pdfdetach', '-list', file);
    const attached = new Map<string, Uint8Array>();
    for (const [, number, name] of listed.matchAll(/^(\d+): (.*)$/gm)) {
      const saved = join(folder, `attached-${number}`);
      await run('pdfdetach', ['-save', number!, '-o', saved, file]);
      attached.set(name!, new Uint8Array(await readFile(saved)));
    }
    // Complains of anything that is not as the format has it.
    await run('qpdf', ['--check', file], ROOM);
    const [info, xmp, structure, fonts, objects] = await Promise.all([
      say('pdfinfo', file),
      say('pdfinfo', '-meta', file),
      tags ? say('pdfinfo', '-struct-text', file) : '',
      say('pdffonts', file),
      run('qpdf', ['--qdf', '--object-streams=disable', file, '-'], { ...ROOM, encoding: 'latin1' }),
    ]);
    return {
      pages: text.split('\f').slice(0, -1),
      info: new Map([...info.matchAll(/^([^:\n]+):\s+(.*)$/gm)].map(([, name, value]) => [name!, value!])),
      xmp,
      structure,
      reading: [...structure.matchAll(/^\s*"(.*)"$/gm)].map(([, words]) => words!).join('\n'),
      fonts: fonts.trim().split('\n').slice(2),
      attached,
      objects: objects.stdout,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A reading as its frozen version, with the canonical JSON that goes along. */
export async function finalPdf(
  reading: PlanReading,
  facts: Partial<FreezeFacts> = {},
  blocking: readonly OverriddenThread[] = [],
): Promise<{ readonly pdf: Uint8Array; readonly json: Uint8Array; readonly seal: Seal }> {
  const wrong = reading.issues.some(({ severity }) => severity === 'error') || blocking.length > 0;
  const all = someFacts({ reason: wrong ? 'prova di stampa' : null, ...facts });
  const json = canonicalJson(frozenDocument(reading, all));
  const seal: Seal = {
    association: all.association.name,
    planTitle: all.plan.title,
    version: all.version,
    frozenAt: all.frozenAt,
    frozenBy: all.frozenBy.name,
    digest: sha256(json),
    reason: all.reason,
    blocking,
  };
  const edition: Edition = { kind: 'final', ...seal };
  return { pdf: await THREADS.pdf(reading, edition, { json }), json, seal };
}

/** A copy of a plan that goes on being written. */
export function draftPdf(reading: PlanReading, draft: Partial<Draft> = {}): Promise<Uint8Array> {
  const { association, plan, frozenAt: at, frozenBy } = someFacts();
  const some: Draft = { association: association.name, planTitle: plan.title, at, by: frozenBy.name };
  return THREADS.pdf(reading, { kind: 'draft', ...some, ...draft }, { json: null });
}
