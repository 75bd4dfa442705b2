import type { PlanReading } from '../collab/live.ts';
import type { VersionFileRow } from '../store/store.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import { type FreezeFacts, frozenDocument } from './compose.ts';
import { dossierName, SUMS_NAME, sums, zipOf } from './dossier.ts';
import type { Edition } from './edition.ts';
import { type Makers, THREADS } from './makers.ts';
import type { Paper } from './papers.ts';
import { PDF_MEDIA_TYPE } from './pdf/render.ts';
import { plain } from './plain-reading.ts';
import type { Contributions } from './report/gather.ts';

/** What a version holds beside the plan itself: who wrote what, and the extract of the log. */
export interface Evidence {
  readonly contributions: Contributions;
  readonly log: Uint8Array;
}

/** The files of a frozen version with their sums, and what they are known by. */
export interface MadeVersion {
  /** SHA-256 of the canonical JSON, which stands for the version. */
  readonly digest: string;
  /** SHA-256 of all files as one archive. */
  readonly dossier: string;
  readonly rows: readonly VersionFileRow[];
}

/**
 * Makes the files of a frozen version. The same plan, facts and evidence give the same bytes. Rejects where any of them
 * cannot be made.
 */
export async function renderVersion(
  reading: PlanReading,
  facts: FreezeFacts,
  { contributions, log }: Evidence,
  { papers, pdf }: Makers = THREADS,
): Promise<MadeVersion> {
  const document = frozenDocument(reading, facts);
  const json = canonicalJson(document);
  const digest = sha256(json);
  const edition: Edition = {
    kind: 'final',
    association: facts.association.name,
    planTitle: facts.plan.title,
    version: facts.version,
    frozenAt: facts.frozenAt,
    frozenBy: facts.frozenBy.name,
    digest,
    reason: facts.reason,
    blocking: facts.blocking,
  };
  const [made, print] = await Promise.all([
    papers({ kind: 'version', reading: plain(reading), edition, document, contributions }),
    pdf(reading, edition, { json }),
  ]);
  const files: Paper[] = [
    { name: 'plan.json', mediaType: 'application/json', content: json },
    ...made,
    { name: 'plan.pdf', mediaType: PDF_MEDIA_TYPE, content: print },
    { name: 'log.jsonl', mediaType: 'application/jsonl', content: log },
  ];
  const inOrder = FILE_NAMES.map((name) => {
    const file = files.find((one) => one.name === name);
    if (!file) throw new Error(`${name} was not made`);
    return file;
  });
  const checksums = sums(inOrder);
  const all = [...inOrder, { name: SUMS_NAME, mediaType: 'text/plain; charset=utf-8', content: checksums }];
  const archive = zipOf(inOrder, checksums, dossierName(facts.plan.title, facts.version));
  return {
    digest,
    dossier: sha256(archive),
    rows: all.map((file) => ({ ...file, sha256: sha256(file.content) })),
  };
}

/** The files of a version in the order in which they are listed, but for their sums. */
export const FILE_NAMES = [
  'plan.json',
  'plan.docx',
  'plan.pdf',
  'plan.xlsx',
  'plan.html',
  'rules.html',
  'contributions.html',
  'log.jsonl',
] as const;
