import type {
  AppendEntry,
  AppendResult,
  LogRow,
  RangeRow,
  SnapshotRow,
  Store,
  StructRange,
} from '../store.ts';
import type { Database } from './database.ts';

type Log = Pick<
  Store,
  'append' | 'readLog' | 'getSnapshot' | 'putSnapshot' | 'lastEdit' | 'readClients' | 'attribute'
>;

/** The last range of a client that the log holds, or `null`. */
function lastRange(db: Database, planId: string, client: number): { readonly to: number } | null {
  return db.get<{ to: number }>(
    `SELECT to_clock AS "to" FROM struct_ranges WHERE plan_id = ? AND client = ?
     ORDER BY from_clock DESC LIMIT 1`,
    planId,
    client,
  );
}

const INSERT_RANGE = 'INSERT INTO struct_ranges VALUES (?, ?, ?, ?, ?)';

/** Keeps who brought the structs of `range`: nearly always they go on where the client's last ones ended. */
function insertRange(db: Database, planId: string, seq: number, range: StructRange): void {
  const last = lastRange(db, planId, range.client);
  if (last === null || last.to <= range.from)
    db.run(INSERT_RANGE, planId, range.client, range.from, range.to, seq);
  else insertAmongOthers(db, planId, seq, range);
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

function isOpen(db: Database, planId: string): boolean {
  return db.get<{ status: string }>('SELECT status FROM plans WHERE id = ?', planId)?.status === 'open';
}

/** Takes one entry, inside the caller's transaction. Nothing is written before it is sure to be taken. */
function appendOne(db: Database, entry: AppendEntry): AppendResult {
  const { planId, userId, ranges } = entry;
  const fresh: number[] = [];
  for (const { client } of ranges) {
    const bound = db.get<{ userId: string }>(
      'SELECT user_id AS "userId" FROM plan_clients WHERE plan_id = ? AND client = ?',
      planId,
      client,
    );
    if (bound === null) {
      if (!fresh.includes(client)) fresh.push(client);
    } else if (bound.userId !== userId) return { kind: isOpen(db, planId) ? 'foreign-client' : 'closed' };
  }

  const next = db.get<{ seq: number }>(
    `UPDATE plans SET seq = seq + 1 WHERE id = ? AND status = 'open' RETURNING seq`,
    planId,
  );
  if (next === null) return { kind: 'closed' };
  const { seq } = next;
  db.run(
    'INSERT INTO log (plan_id, seq, user_id, at, bytes) VALUES (?, ?, ?, ?, ?)',
    planId,
    seq,
    userId,
    entry.at,
    entry.update,
  );
  for (const client of fresh) db.run('INSERT INTO plan_clients VALUES (?, ?, ?)', planId, client, userId);
  for (const range of ranges) insertRange(db, planId, seq, range);
  return { kind: 'stored', seq };
}

/** The edits of every plan in the order in which they became durable, with their authors. */
export function log(db: Database): Log {
  return {
    async append(entries) {
      if (entries.length === 0) return [];
      return db.transaction(() => entries.map((entry) => appendOne(db, entry)));
    },
    async readLog(planId, afterSeq) {
      return db.all<LogRow>(
        `SELECT seq, user_id AS "userId", at, bytes AS "update" FROM log
         WHERE plan_id = ? AND seq > ? ORDER BY seq`,
        planId,
        afterSeq,
      );
    },
    async getSnapshot(planId) {
      return db.get<SnapshotRow>('SELECT seq, state FROM snapshots WHERE plan_id = ?', planId);
    },
    async putSnapshot(planId, { seq, state }) {
      db.run(
        `INSERT INTO snapshots VALUES (?, ?, ?)
         ON CONFLICT (plan_id) DO UPDATE SET seq = excluded.seq, state = excluded.state
         WHERE excluded.seq > snapshots.seq`,
        planId,
        seq,
        state,
      );
    },
    async lastEdit(planId) {
      return db.get<{ seq: number; userId: string; at: number }>(
        'SELECT seq, user_id AS "userId", at FROM log WHERE plan_id = ? ORDER BY seq DESC LIMIT 1',
        planId,
      );
    },
    async readClients(planId) {
      const rows = db.all<{ client: number; userId: string }>(
        'SELECT client, user_id AS "userId" FROM plan_clients WHERE plan_id = ? ORDER BY client',
        planId,
      );
      return new Map(rows.map((row) => [row.client, row.userId]));
    },
    async attribute(planId, structs) {
      return structs.map(({ client, clock }) => {
        const range = db.get<RangeRow>(
          `SELECT r.client, r.from_clock AS "from", r.to_clock AS "to", r.seq, l.user_id AS "userId", l.at
           FROM struct_ranges r JOIN log l ON l.plan_id = r.plan_id AND l.seq = r.seq
           WHERE r.plan_id = ? AND r.client = ? AND r.from_clock <= ? ORDER BY r.from_clock DESC LIMIT 1`,
          planId,
          client,
          clock,
        );
        return range !== null && clock < range.to ? range : null;
      });
    },
  };
}
