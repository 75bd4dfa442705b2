import type { LogRow, RangeRow, SnapshotRow, Store, StructRange } from '../store.ts';
import type { Admission } from './admission.ts';
import type { Database } from './database.ts';
import type { WriteAhead } from './write-ahead.ts';

type Log = Pick<
  Store,
  | 'append'
  | 'readLog'
  | 'getSnapshot'
  | 'putSnapshot'
  | 'lastEdit'
  | 'readClients'
  | 'readRanges'
  | 'attribute'
>;

/** The edits of every plan in the order in which they became durable, with their authors. */
export function log(db: Database, admission: Admission, ahead: WriteAhead): Log {
  return {
    async append(entries) {
      if (entries.length === 0) return [];
      while (ahead.gate !== null) await ahead.gate;
      ahead.prepare();
      const { results, rows } = admission.admit(entries);
      if (rows.length > 0) await ahead.write(rows);
      return [...results];
    },
    readLog(planId, afterSeq, limit = -1) {
      return ahead.settled(() => {
        const rows = db.all<Omit<LogRow, 'offline'> & { offline: number }>(
          `SELECT seq, user_id AS "userId", at, bytes AS "update", offline, origin, digest FROM log
           WHERE plan_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
          planId,
          afterSeq,
          limit,
        );
        return rows.map((row) => ({ ...row, offline: row.offline === 1 }));
      });
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
    lastEdit(planId) {
      return ahead.settled(() =>
        db.get<{ seq: number; userId: string; at: number }>(
          'SELECT seq, user_id AS "userId", at FROM log WHERE plan_id = ? ORDER BY seq DESC LIMIT 1',
          planId,
        ),
      );
    },
    readClients(planId) {
      return ahead.settled(() => {
        const rows = db.all<{ client: number; userId: string }>(
          'SELECT client, user_id AS "userId" FROM plan_clients WHERE plan_id = ? ORDER BY client',
          planId,
        );
        return new Map(rows.map((row) => [row.client, row.userId]));
      });
    },
    readRanges(planId, after, limit) {
      return ahead.settled(() =>
        db.all<StructRange & { seq: number }>(
          `SELECT client, from_clock AS "from", to_clock AS "to", seq FROM struct_ranges
           WHERE plan_id = ? AND (client, from_clock) > (?, ?) ORDER BY client, from_clock LIMIT ?`,
          planId,
          after?.client ?? -1,
          after?.from ?? -1,
          limit,
        ),
      );
    },
    attribute(planId, structs) {
      return ahead.settled(() =>
        structs.map(({ client, clock }) => {
          const range = db.get<RangeRow>(
            `SELECT r.client, r.from_clock AS "from", r.to_clock AS "to", r.seq, l.user_id AS "userId", l.at
             FROM struct_ranges r JOIN log l ON l.plan_id = r.plan_id AND l.seq = r.seq
             WHERE r.plan_id = ? AND r.client = ? AND r.from_clock <= ? ORDER BY r.from_clock DESC LIMIT 1`,
            planId,
            client,
            clock,
          );
          return range !== null && clock < range.to ? range : null;
        }),
      );
    },
  };
}
