import type { Verified } from '@filiera/shared/dossier/api.ts';
import { isArchive } from '@filiera/shared/dossier/archive.ts';
import { attachedFile } from '@filiera/shared/dossier/pdf-attachment.ts';
import { isPdf } from '@filiera/shared/dossier/pdf-file.ts';
import { signedContent } from '@filiera/shared/dossier/signed-content.ts';
import { sha256 } from '../freeze/canonical.ts';
import { SUMS_NAME } from '../freeze/dossier.ts';
import { checkAgainst, checkExtract, type ExtractCheck } from '../freeze/report/check-extract.ts';
import { EXTRACT_FORMAT } from '../freeze/report/log-extract.ts';
import type { Store } from '../store/store.ts';
import { openArchive } from './archive.ts';
import { inflate } from './inflate.ts';
import { earlierStates } from './pdf.ts';

/** Who is asked. */
export interface Registry {
  /** What was frozen with this SHA-256. Rejects where nobody answers. */
  readonly ask: (sha256: string) => Promise<Verified | null>;
  /** The log itself, where it is at hand. */
  readonly log: Pick<Store, 'readLog'> | null;
}

/** What is to be said of a file. `holds`: it is what was frozen. */
export interface Judgement {
  readonly holds: boolean;
  readonly lines: readonly string[];
}

/** What a file is, and whether it was frozen as it is. `depth`: how many envelopes it was in. */
export async function judge(bytes: Uint8Array, registry: Registry, depth = 0): Promise<Judgement> {
  const digest = sha256(bytes);
  const found = await registry.ask(digest);
  const itself = found
    ? `It is ${saying(found)}, byte for byte.`
    : `It is not, as it is, a file that was frozen here (SHA-256 ${digest}).`;
  const more =
    (await judgeArchive(bytes, registry)) ??
    (await judgeLog(bytes, registry)) ??
    (found ? null : ((await judgePdf(bytes, registry)) ?? (await judgeSigned(bytes, registry, depth))));
  if (more === null) return { holds: found !== null, lines: [itself] };
  return { holds: more.holds, lines: [itself, ...more.lines] };
}

/** `plan.pdf of version 1 of "Piano" (Clust-ER), frozen on 2024-01-12T10:00:00.000Z`. */
function saying({ file, version, title, association, frozenAt }: Verified): string {
  return `${file} of version ${version} of "${title}" (${association}), frozen on ${new Date(frozenAt).toISOString()}`;
}

async function judgeArchive(bytes: Uint8Array, registry: Registry): Promise<Judgement | null> {
  if (!isArchive(bytes)) return null;
  const archive = openArchive(bytes);
  if (archive === null) return { holds: false, lines: ['It is a ZIP archive that cannot be unpacked.'] };
  // Documents and workbooks are archives as well; a dossier has its sums.
  if (!archive.hasSums) return null;
  const lines = [`It holds ${archive.files.length} files:`];
  let holds = archive.missing.length === 0;
  for (const { name, content, sha256: digest, isAsSummed } of archive.files) {
    const found = await registry.ask(digest);
    const extract = name === 'log.jsonl' ? await judgeLog(content, registry) : null;
    const sum =
      name === SUMS_NAME
        ? ''
        : isAsSummed
          ? ', as SHA256SUMS says'
          : isAsSummed === null
            ? ', which SHA256SUMS does not name'
            : ', NOT as SHA256SUMS says';
    lines.push(`  ${name}${sum}: ${found ? saying(found) : 'NOT a file that was frozen here'}.`);
    lines.push(...(extract?.lines ?? []).map((line) => `    ${line}`));
    holds &&=
      found !== null &&
      isAsSummed !== false &&
      (name === SUMS_NAME || isAsSummed !== null) &&
      extract?.holds !== false;
  }
  for (const name of archive.missing) lines.push(`  ${name}: MISSING, though SHA256SUMS names it.`);
  return { holds, lines };
}

const PROBLEMS = {
  changed: 'is not what was written',
  missing: 'is missing',
  reordered: 'is not where it was written',
  cut: 'and all after it have been cut off',
} as const;

async function judgeLog(bytes: Uint8Array, { log }: Registry): Promise<Judgement | null> {
  if (!new TextDecoder().decode(bytes.subarray(0, 200)).includes(`"${EXTRACT_FORMAT}"`)) return null;
  const check = log ? await checkAgainst(bytes, log) : checkExtract(bytes);
  const against = log ? 'against the log itself' : 'in itself (its rows against the log only with --data)';
  return {
    holds: check.problem === null,
    lines: [`The extract of the log was checked ${against}: ${outcome(check)}.`],
  };
}

function outcome({ rows, head, problem }: ExtractCheck): string {
  if (problem === null) return `in order, ${rows} rows${head ? `, the last with the digest ${head}` : ''}`;
  if (problem.kind === 'unreadable') return `WRONG, line ${problem.line} cannot be read`;
  return problem.seq === null
    ? 'WRONG, something of it has been changed'
    : `WRONG, row ${problem.seq} ${PROBLEMS[problem.kind]}`;
}

async function judgePdf(bytes: Uint8Array, registry: Registry): Promise<Judgement | null> {
  if (!isPdf(bytes)) return null;
  for (const state of earlierStates(bytes)) {
    const found = await registry.ask(sha256(state));
    if (found) {
      const added = bytes.length - state.length;
      // An update may put anything in the place of what was there, so this is not the file that was frozen.
      return {
        holds: false,
        lines: [
          `Its first ${state.length} bytes are ${saying(found)}, byte for byte; ${added} bytes were added behind them, as a signature does, and what was added may change what it shows. Programs that check signatures say what they are.`,
        ],
      };
    }
  }
  const attached = attachedFile(bytes, 'plan.json', inflate);
  const found = attached && (await registry.ask(sha256(attached)));
  if (found) {
    return {
      holds: false,
      lines: [
        `The plan that is attached to it is ${saying(found)}. So the data in the attachment were frozen; the pages of this PDF are not those that were frozen, or were written anew since.`,
      ],
    };
  }
  return { holds: false, lines: ['Nor is any earlier state of it, or the plan that is attached to it.'] };
}

/** So many envelopes may be one in the other. */
const MOST_ENVELOPES = 5;

async function judgeSigned(bytes: Uint8Array, registry: Registry, depth: number): Promise<Judgement | null> {
  const signed = depth < MOST_ENVELOPES ? signedContent(bytes) : null;
  if (signed === null) return null;
  if (signed.kind === 'detached') {
    const line =
      'It is a signature of a document that is kept elsewhere: that document is what can be verified.';
    return { holds: false, lines: [line] };
  }
  const { holds, lines } = await judge(signed.content, registry, depth + 1);
  return {
    holds,
    lines: [
      'It is a signed envelope (CMS, .p7m), whose signature is not checked here. Of what it encloses:',
      ...lines.map((line) => `  ${line}`),
    ],
  };
}
