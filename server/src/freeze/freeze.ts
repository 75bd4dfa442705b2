import type { Issue } from '@filiera/shared/rules/issue.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import type { Live, PlanReading } from '../collab/live.ts';
import type { Store, VersionFileRow, VersionListing, VersionRow } from '../store/store.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import { type FreezeFacts, frozenDocument } from './compose.ts';
import { DOCX_MEDIA_TYPE, renderDocx } from './docx/render.ts';

/** What a freeze works with. `now` is milliseconds since 1970. */
export interface FreezeDeps {
  readonly store: Store;
  readonly live: Pick<Live, 'hold'>;
  readonly now: () => number;
}

export interface FreezeRequest {
  readonly planId: string;
  readonly by: { readonly id: string; readonly name: string };
  /** Why the plan is to be frozen over its errors; without errors it is not recorded. */
  readonly reason: string | null;
}

/** `closed`: the plan takes no edit any more, so there is nothing to freeze. `errors`: they need a reason. */
export type FreezeResult =
  | { readonly kind: 'frozen'; readonly version: VersionListing }
  | { readonly kind: 'closed' }
  | { readonly kind: 'errors'; readonly issues: readonly Issue[] };

/** How often to start again when another node of the installation takes an edit while the files are made. */
const ATTEMPTS = 5;

/**
 * Freezes a plan as it is now, everything that arrived included: makes the files, then closes the plan and keeps the
 * version in one step, while further edits are held. Nothing is frozen where anything of this fails: the promise
 * rejects and the plan stays open.
 */
export async function freezePlan(deps: FreezeDeps, request: FreezeRequest): Promise<FreezeResult> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const result = await deps.live.hold(request.planId, (reading) => freezeReading(deps, request, reading));
    if (result.kind !== 'moved-on') return result;
  }
  throw new Error(`plan ${request.planId} moved on ${ATTEMPTS} times while it was being frozen`);
}

async function freezeReading(
  { store, now }: FreezeDeps,
  { planId, by, reason }: FreezeRequest,
  reading: PlanReading,
): Promise<FreezeResult | { readonly kind: 'moved-on' }> {
  const plan = await store.getPlan(planId);
  if (plan?.status !== 'open') return { kind: 'closed' };
  const errors = errorsOf(reading.issues);
  const why = errors.length > 0 ? reason?.trim() || null : null;
  if (errors.length > 0 && why === null) return { kind: 'errors', issues: errors };

  const association = await store.getAssociation(plan.associationId);
  if (!association) throw new Error(`plan ${planId} belongs to no association`);
  const versions = await store.listVersions(planId);
  const facts: FreezeFacts = {
    association: { id: association.id, name: association.name },
    plan: { id: plan.id, title: plan.title },
    version: versions.length + 1,
    frozenAt: now(),
    frozenBy: { id: by.id, name: by.name },
    reason: why,
    blocking: [],
  };
  const files = await renderVersion(reading, facts);
  const version: VersionRow = {
    planId,
    number: facts.version,
    digest: files.digest,
    seq: reading.seq,
    frozenAt: facts.frozenAt,
    frozenBy: by.id,
    reason: why,
    dossier: null,
  };
  const outcome = await store.freeze(version, files.rows);
  if (outcome !== 'frozen') return { kind: outcome };
  const listing = files.rows.map(({ content, ...file }) => ({ ...file, bytes: content.byteLength }));
  return { kind: 'frozen', version: { ...version, files: listing, reopening: null, filings: [] } };
}

/** The files of a frozen version, and the digest that stands for it: that of its canonical JSON. */
export async function renderVersion(
  reading: PlanReading,
  facts: FreezeFacts,
): Promise<{ readonly digest: string; readonly rows: readonly VersionFileRow[] }> {
  const json = canonicalJson(frozenDocument(reading, facts));
  const digest = sha256(json);
  const docx = await renderDocx(reading, {
    kind: 'final',
    association: facts.association.name,
    planTitle: facts.plan.title,
    version: facts.version,
    frozenAt: facts.frozenAt,
    frozenBy: facts.frozenBy.name,
    digest,
    reason: facts.reason,
    blocking: facts.blocking,
  });
  return {
    digest,
    rows: [
      { name: 'plan.json', mediaType: 'application/json', sha256: digest, content: json },
      { name: 'plan.docx', mediaType: DOCX_MEDIA_TYPE, sha256: sha256(docx), content: docx },
    ],
  };
}
