import { setImmediate as turn } from 'node:timers/promises';
import type { Verification } from '@filiera/shared/history/api.ts';
import { wrongSnapshot } from '../collab/verify-snapshot.ts';
import { NO_DIGEST, rowDigest } from '../store/chain.ts';
import type { LogRow, Store } from '../store/store.ts';
import { Attributions } from './attributions.ts';

/** How many rows are read at a time; between pages others have their turn. */
const PAGE = 200;

/** What verifying reads. */
export type LogReader = Pick<
  Store,
  | 'getPlan'
  | 'readLog'
  | 'lastEdit'
  | 'readClients'
  | 'readRanges'
  | 'listVersions'
  | 'getSnapshot'
  | 'attribute'
>;

type Problem = NonNullable<Verification['problem']>;

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/**
 * Verifies the evidence of who wrote what in a plan: that each row of its log fits its digest and the row before, that
 * none is missing, that the index of authors says what the rows say, and the snapshot what they make. What is appended meanwhile is left out.
 * `null` where there is no such plan. What is written nowhere in the file (the last rows cut off, and every number
 * that tells of them lowered) cannot be found in it: for that the head is to be kept elsewhere.
 */
export async function verifyLog(reader: LogReader, planId: string): Promise<Verification | null> {
  const plan = await reader.getPlan(planId);
  if (!plan) return null;
  const attributions = new Attributions();
  let [rows, head]: [number, Uint8Array | null] = [0, null];
  let problem: Problem | null = null;
  for await (const page of pages(reader, planId, plan.seq)) {
    for (const row of page) {
      problem ??= await wrongWith(reader, planId, row, rows, head);
      if (!problem && !attributions.add(row)) problem = { kind: 'changed', seq: row.seq };
      rows += 1;
      head = row.digest;
    }
  }
  problem ??= await wrongAtTheEnd(reader, planId, rows, plan.seq);
  problem ??= await wrongAuthors(reader, planId, attributions, plan.seq);
  problem ??= await wrongSnapshot(reader, planId);
  return { rows, head: head === null ? '' : Buffer.from(head).toString('hex'), problem };
}

/** The rows up to `last`, page by page. */
async function* pages(reader: LogReader, planId: string, last: number): AsyncGenerator<LogRow[]> {
  for (let after = 0; after < last; ) {
    const page = await reader.readLog(planId, after, PAGE);
    yield page.filter(({ seq }) => seq <= last);
    if (page.length < PAGE) return;
    after = page.at(-1)?.seq ?? last;
    await turn();
  }
}

/** What is wrong with a row, after `before` rows that are right and end with the digest `head`. */
async function wrongWith(
  reader: LogReader,
  planId: string,
  row: LogRow,
  before: number,
  head: Uint8Array | null,
): Promise<Problem | null> {
  if (row.seq !== before + 1) return { kind: 'missing', seq: before + 1 };
  if (same(rowDigest(head ?? NO_DIGEST, { ...row, planId }), row.digest)) return null;
  const kind = (await belongsLater(reader, planId, row)) ? 'reordered' : 'changed';
  return { kind, seq: row.seq };
}

/**
 * Does this row, which does not fit its place, fit a later one? Rows may have been moved with their digests or past
 * them, so the digests at that place and before it are both tried.
 */
async function belongsLater(reader: LogReader, planId: string, row: LogRow): Promise<boolean> {
  let previous = row.digest;
  for await (const page of pages(reader, planId, Number.MAX_SAFE_INTEGER)) {
    for (const { seq, digest } of page) {
      if (seq <= row.seq) continue;
      const there = { ...row, planId, seq };
      const after = rowDigest(previous, there);
      if (same(after, row.digest) || same(after, digest)) return true;
      if (same(rowDigest(digest, there), row.digest)) return true;
      previous = digest;
    }
  }
  return false;
}

/** Does the log end where the plan, and what was frozen of it, say that it ends? */
async function wrongAtTheEnd(
  reader: LogReader,
  planId: string,
  rows: number,
  seq: number,
): Promise<Problem | null> {
  const frozen = (await reader.listVersions(planId)).map((version) => version.seq);
  if (rows < Math.max(seq, ...frozen)) return { kind: 'cut', seq: rows + 1 };
  const last = await reader.lastEdit(planId);
  const now = (await reader.getPlan(planId))?.seq ?? 0;
  return last && last.seq > now ? { kind: 'changed', seq: now + 1 } : null;
}

/** Does the index of authors say what the rows up to `seq` say? */
async function wrongAuthors(
  reader: LogReader,
  planId: string,
  attributions: Attributions,
  seq: number,
): Promise<Problem | null> {
  const clients = await reader.readClients(planId);
  let after: { client: number; from: number } | null = null;
  for (;;) {
    const page = await reader.readRanges(planId, after, PAGE);
    for (const range of page) {
      // A range of a row that came meanwhile, under a client that may be new.
      if (range.seq > seq) {
        if (range.seq > ((await reader.getPlan(planId))?.seq ?? 0))
          return { kind: 'changed', seq: range.seq };
        attributions.expectLater(range.client);
        continue;
      }
      const wrong = attributions.compare(range);
      if (wrong !== null) return { kind: 'changed', seq: wrong };
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = { client: last.client, from: last.from };
    await turn();
  }
  const wrong = attributions.leftOver() ?? attributions.compareClients(clients);
  return wrong === null ? null : { kind: 'changed', seq: wrong };
}
