import * as Y from 'yjs';
import type { PlanDocument } from './plan-document.ts';
import type { PlanIndex } from './plan-index.ts';

/** Which structs had come with a row of the log and all before it, and which of them were deleted. */
export function snapshotAt(index: PlanIndex, seq: number): Y.Snapshot {
  const clocks = index.sql.all<{ client: number; to: number }>(
    `SELECT client, max(to_clock) AS "to" FROM ranges WHERE plan = ? AND seq <= ? GROUP BY client`,
    index.plan,
    seq,
  );
  const deletions = index.sql.all<{ client: number; clock: number; length: number }>(
    'SELECT client, clock, length FROM deletions WHERE plan = ? AND seq <= ? ORDER BY client, clock',
    index.plan,
    seq,
  );
  const deleted = Y.createDeleteSet();
  for (const { client, clock, length } of deletions) {
    const spans = deleted.clients.get(client) ?? [];
    const last = spans.at(-1);
    if (last && last.clock + last.len === clock) last.len += length;
    else spans.push({ clock, len: length });
    deleted.clients.set(client, spans);
  }
  return Y.createSnapshot(deleted, new Map(clocks.map(({ client, to }) => [client, to])));
}

/** The document as it was with that row of the log and all before it. */
export function documentAt(document: PlanDocument, index: PlanIndex, seq: number): Y.Doc {
  return Y.createDocFromSnapshot(document.doc, snapshotAt(index, seq), new Y.Doc());
}
