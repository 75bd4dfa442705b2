import type { Issue } from '@filiera/shared/rules/issue.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import type { Live, PlanReading } from '../collab/live.ts';
import type { History } from '../history/ask.ts';
import type { Store, VersionListing, VersionRow } from '../store/store.ts';
import { onPaper } from './blocking.ts';
import type { FreezeFacts } from './compose.ts';
import type { OverriddenThread } from './edition.ts';
import { type Makers, THREADS } from './makers.ts';
import { gatherContributions } from './report/gather.ts';
import { authoredRows, logExtract } from './report/log-extract.ts';
import { type Evidence, renderVersion } from './version.ts';

/** What a freeze works with. `now` is milliseconds since 1970. */
export interface FreezeDeps {
  readonly store: Store;
  readonly live: Pick<Live, 'hold'>;
  readonly history: Pick<History, 'ask'>;
  readonly now: () => number;
  /** Those of this process, each in its thread, where none are given. */
  readonly makers?: Makers;
}

export interface FreezeRequest {
  readonly planId: string;
  readonly by: { readonly id: string; readonly name: string };
  /** Why the plan is to be frozen over its errors or blocking threads; without any it is not recorded. */
  readonly reason: string | null;
}

/** A thread that stops a freeze, as it is told to who asked for it. */
export interface BlockingThread extends OverriddenThread {
  readonly id: string;
}

/**
 * `closed`: the plan takes no edit any more, so there is nothing to freeze. `errors`: they, or the blocking threads,
 * need a reason.
 */
export type FreezeResult =
  | { readonly kind: 'frozen'; readonly version: VersionListing }
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'errors';
      readonly issues: readonly Issue[];
      readonly threads: readonly BlockingThread[];
    };

/** How often to start again when another node of the installation takes an edit while the files are made. */
const ATTEMPTS = 5;

/**
 * Freezes a plan as it is now, everything that arrived included: makes the files, then closes the plan and keeps the
 * version in one step, while further edits are held. Nothing is frozen where anything of this fails: the promise
 * rejects and the plan stays open.
 */
export async function freezePlan(deps: FreezeDeps, request: FreezeRequest): Promise<FreezeResult> {
  // A thread that has to start first does so before anybody has to wait for it.
  await (deps.makers ?? THREADS).papers({ kind: 'ready' });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const result = await deps.live.hold(request.planId, (reading) => freezeReading(deps, request, reading));
    if (result.kind !== 'moved-on') return result;
  }
  throw new Error(`plan ${request.planId} moved on ${ATTEMPTS} times while it was being frozen`);
}

async function freezeReading(
  { store, history, now, makers = THREADS }: FreezeDeps,
  { planId, by, reason }: FreezeRequest,
  reading: PlanReading,
): Promise<FreezeResult | { readonly kind: 'moved-on' }> {
  const plan = await store.getPlan(planId);
  if (plan?.status !== 'open') return { kind: 'closed' };
  const errors = errorsOf(reading.issues);
  const threads = await blockingThreads(store, planId, reading);
  const isStopped = errors.length + threads.length > 0;
  const why = isStopped ? reason?.trim() || null : null;
  if (isStopped && why === null) return { kind: 'errors', issues: errors, threads };

  const association = await store.getAssociation(plan.associationId);
  if (!association) throw new Error(`plan ${planId} belongs to no association`);
  const facts: FreezeFacts = {
    association: { id: association.id, name: association.name },
    plan: { id: plan.id, title: plan.title },
    version: plan.epoch + 1,
    frozenAt: now(),
    frozenBy: { id: by.id, name: by.name },
    reason: why,
    blocking: threads.map(({ id: _, ...thread }) => thread),
  };
  const evidence: Evidence = {
    contributions: await gatherContributions(store, history, planId, reading.seq),
    log: await logExtract(authoredRows(store, planId, reading.seq), facts),
  };
  const { digest, dossier, rows } = await renderVersion(reading, facts, evidence, makers);
  const version: VersionRow = {
    planId,
    number: facts.version,
    digest,
    seq: reading.seq,
    frozenAt: facts.frozenAt,
    frozenBy: by.id,
    reason: why,
    dossier,
  };
  const outcome = await store.freeze(version, rows);
  if (outcome !== 'frozen') return { kind: outcome };
  const files = rows.map(({ content, ...file }) => ({ ...file, bytes: content.byteLength }));
  return { kind: 'frozen', version: { ...version, files, reopening: null, filings: [] } };
}

/** The threads that stop a freeze, in the words in which a paper names them. */
export async function blockingThreads(
  store: Pick<Store, 'openBlockingThreads' | 'listUsers'>,
  planId: string,
  reading: Pick<PlanReading, 'template' | 'plan'>,
): Promise<BlockingThread[]> {
  const threads = await store.openBlockingThreads(planId);
  const users = await store.listUsers([...new Set(threads.map(({ createdBy }) => createdBy))]);
  const names = new Map(users.map(({ id, name }) => [id, name]));
  const said = onPaper(reading, threads, (id) => names.get(id) ?? '');
  return threads.map(({ id }, index) => ({ id, ...said[index]! }));
}
