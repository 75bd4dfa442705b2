import { NO_DIGEST, rowDigest } from '../chain.ts';
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

/**
 * Keeps who brought the structs of `range`. Structs that the log holds already stay with the row that brought them
 * first, so the ranges of a client never overlap and each struct has one author.
 */
function insertRange(db: Database, planId: string, seq: number, range: StructRange): void {
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
    if (from < to) {
      db.run('INSERT INTO struct_ranges VALUES (?, ?, ?, ?, ?)', planId, range.client, from, to, seq);
    }
    from = next === null ? range.to : next.to;
  }
}

/** The last row of a plan's log, as far as the next one leans on it. */
interface Head {
  readonly seq: number;
  readonly digest: Uint8Array;
}
type Heads = Map<string, Head>;

/** Of so many plans the head is kept at hand. */
const MAX_HEADS = 1_000;

/** The digest that the row `seq` leans on: of the row before, wherever it is known. */
function digestBefore(db: Database, planId: string, seq: number, known: Head | undefined): Uint8Array {
  if (known?.seq === seq - 1) return known.digest;
  const row = db.get<{ digest: Uint8Array }>(
    'SELECT digest FROM log WHERE plan_id = ? AND seq = ?',
    planId,
    seq - 1,
  );
  return row?.digest ?? NO_DIGEST;
}

/**
 * Takes one entry, inside the caller's transaction. Nothing is written before it is sure to be taken. `heads` are those
 * of finished transactions, `moved` those that this one has made.
 */
function appendOne(db: Database, entry: AppendEntry, heads: Heads, moved: Heads): AppendResult {
  const plan = db.get<{ status: string }>('SELECT status FROM plans WHERE id = ?', entry.planId);
  if (plan?.status !== 'open') return { kind: 'closed' };

  const fresh = new Set<number>();
  for (const { client } of entry.ranges) {
    const bound = db.get<{ userId: string }>(
      'SELECT user_id AS "userId" FROM plan_clients WHERE plan_id = ? AND client = ?',
      entry.planId,
      client,
    );
    if (bound === null) fresh.add(client);
    else if (bound.userId !== entry.userId) return { kind: 'foreign-client' };
  }

  const { seq } = db.get<{ seq: number }>(
    'UPDATE plans SET seq = seq + 1 WHERE id = ? RETURNING seq',
    entry.planId,
  )!;
  const known = moved.get(entry.planId) ?? heads.get(entry.planId);
  const digest = rowDigest(digestBefore(db, entry.planId, seq, known), { ...entry, seq });
  moved.set(entry.planId, { seq, digest });
  db.run(
    `INSERT INTO log (plan_id, seq, user_id, at, bytes, offline, origin, digest)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    entry.planId,
    seq,
    entry.userId,
    entry.at,
    entry.update,
    entry.offline ? 1 : 0,
    entry.origin,
    digest,
  );
  for (const client of fresh) {
    db.run('INSERT INTO plan_clients VALUES (?, ?, ?)', entry.planId, client, entry.userId);
  }
  for (const range of entry.ranges) insertRange(db, entry.planId, seq, range);
  return { kind: 'stored', seq };
}

/** The edits of every plan in the order in which they became durable, with their authors. */
export function log(db: Database): Log {
  const heads: Heads = new Map();
  return {
    async append(entries) {
      if (entries.length === 0) return [];
      const moved: Heads = new Map();
      const results = db.transaction(() => entries.map((entry) => appendOne(db, entry, heads, moved)));
      // Only now: what is rolled back must leave no digest behind.
      if (heads.size + moved.size > MAX_HEADS) heads.clear();
      for (const [planId, head] of moved) heads.set(planId, head);
      return results;
    },
    async readLog(planId, afterSeq, limit = -1) {
      const rows = db.all<Omit<LogRow, 'offline'> & { offline: number }>(
        `SELECT seq, user_id AS "userId", at, bytes AS "update", offline, origin, digest FROM log
         WHERE plan_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
        planId,
        afterSeq,
        limit,
      );
      return rows.map((row) => ({ ...row, offline: row.offline === 1 }));
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
