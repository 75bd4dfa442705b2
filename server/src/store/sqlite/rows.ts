import { NO_DIGEST, rowDigest } from '../chain.ts';
import type { StructRange } from '../store.ts';
import type { AdmittedRow } from './admission.ts';
import type { Database } from './database.ts';

const INSERT_RANGE = 'INSERT INTO struct_ranges VALUES (?, ?, ?, ?, ?)';

/** What is known of a plan while its rows are put into the tables. */
interface Head {
  seq: number;
  digest: Uint8Array;
  /** Where the structs end that each client has in the tables, of those that were looked at. */
  readonly ends: Map<number, number>;
}

/** Keeps who brought the structs of `range`: nearly always they go on where the client's last ones ended. */
function insertRange(db: Database, planId: string, head: Head, userId: string, range: StructRange): void {
  const { seq, ends } = head;
  const end = ends.get(range.client);
  if (end !== undefined && end <= range.from) {
    db.run(INSERT_RANGE, planId, range.client, range.from, range.to, seq);
    ends.set(range.client, range.to);
    return;
  }
  const bound = db.get(
    'SELECT 1 AS known FROM plan_clients WHERE plan_id = ? AND client = ?',
    planId,
    range.client,
  );
  if (bound === null) db.run('INSERT INTO plan_clients VALUES (?, ?, ?)', planId, range.client, userId);
  const last = db.get<{ to: number }>(
    `SELECT to_clock AS "to" FROM struct_ranges WHERE plan_id = ? AND client = ?
     ORDER BY from_clock DESC LIMIT 1`,
    planId,
    range.client,
  );
  if (last === null || last.to <= range.from)
    db.run(INSERT_RANGE, planId, range.client, range.from, range.to, seq);
  else insertAmongOthers(db, planId, seq, range);
  ends.set(range.client, Math.max(last?.to ?? 0, range.to));
}

/**
 * Structs that the log holds already stay with the row that brought them first, so the ranges of a client never
 * overlap and each struct has one author.
 */
function insertAmongOthers(db: Database, planId: string, seq: number, range: StructRange): void {
  let from = range.from;
  const before = db.get<{ to: number }>(
    `SELECT to_clock AS "to" FROM struct_ranges WHERE plan_id = ? AND client = ? AND from_clock <= ?
     ORDER BY from_clock DESC LIMIT 1`,
    planId,
    range.client,
    from,
  );
  if (before !== null && before.to > from) from = before.to;
  while (from < range.to) {
    const next = db.get<StructRange>(
      `SELECT from_clock AS "from", to_clock AS "to" FROM struct_ranges
       WHERE plan_id = ? AND client = ? AND from_clock >= ? ORDER BY from_clock LIMIT 1`,
      planId,
      range.client,
      from,
    );
    const to = next === null ? range.to : Math.min(next.from, range.to);
    if (from < to) db.run(INSERT_RANGE, planId, range.client, from, to, seq);
    from = next === null ? range.to : next.to;
  }
}

/** The digest of the last row that the tables hold, or of nothing. */
function digestOf(db: Database, planId: string, seq: number): Uint8Array {
  const row = db.get<{ digest: Uint8Array }>(
    'SELECT digest FROM log WHERE plan_id = ? AND seq = ?',
    planId,
    seq,
  );
  return row?.digest ?? NO_DIGEST;
}

/**
 * Puts admitted rows into the tables in one commit, each bound by its digest to the one before. Those that the tables
 * hold already are passed over. Throws where the commit fails, and nothing was stored. A commit that is not `flushed` is
 * for rows that are durable elsewhere until one that is.
 */
export function insertRows(db: Database, rows: readonly AdmittedRow[], { flushed = true } = {}): void {
  const insert = (): void => {
    const heads = new Map<string, Head>();
    for (const row of rows) {
      const { planId, userId, seq } = row;
      let head = heads.get(planId);
      if (!head) {
        const plan = db.get<{ seq: number }>('SELECT seq FROM plans WHERE id = ?', planId);
        const last = plan?.seq ?? 0;
        head = { seq: last, digest: digestOf(db, planId, last), ends: new Map() };
        heads.set(planId, head);
      }
      if (seq <= head.seq) continue;
      if (seq !== head.seq + 1) throw new Error(`plan ${planId}: row ${head.seq + 1} of its log is missing`);
      head.seq = seq;
      head.digest = rowDigest(head.digest, row);
      db.run(
        `INSERT INTO log (plan_id, seq, user_id, at, bytes, offline, origin, digest)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        planId,
        seq,
        userId,
        row.at,
        row.update,
        row.offline ? 1 : 0,
        row.origin,
        head.digest,
      );
      for (const range of row.ranges) insertRange(db, planId, head, userId, range);
    }
    for (const [planId, { seq }] of heads) db.run('UPDATE plans SET seq = ? WHERE id = ?', seq, planId);
  };
  db.transaction(insert, { flushed });
}
