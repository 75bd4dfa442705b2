import type { EditOrigin } from '@filiera/shared/history/api.ts';
import { NO_DIGEST, rowDigest } from '../chain.ts';
import type { Database } from './database.ts';

/** How many rows are in memory at a time. */
const PAGE = 500;

interface Unchained {
  readonly seq: number;
  readonly userId: string;
  readonly at: number;
  readonly update: Uint8Array;
  readonly offline: number;
  readonly origin: EditOrigin;
}

/**
 * The step that gives the log its digests. Rows from before it get theirs now; nothing was known of where they came
 * from, so they are edits written online. The log may be changed in this transaction only.
 */
export function chainLog(db: Database): void {
  db.exec(`
  ALTER TABLE log ADD COLUMN offline INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE log ADD COLUMN origin TEXT NOT NULL DEFAULT 'edit';
  ALTER TABLE log ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
  DROP TRIGGER log_no_update;
  `);
  for (const { planId } of db.all<{ planId: string }>('SELECT DISTINCT plan_id AS "planId" FROM log')) {
    let [seq, digest]: [number, Uint8Array] = [0, NO_DIGEST];
    for (;;) {
      const rows = db.all<Unchained>(
        `SELECT seq, user_id AS "userId", at, bytes AS "update", offline, origin FROM log
         WHERE plan_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
        planId,
        seq,
        PAGE,
      );
      for (const row of rows) {
        digest = rowDigest(digest, { ...row, planId, offline: row.offline === 1 });
        db.run('UPDATE log SET digest = ? WHERE plan_id = ? AND seq = ?', digest, planId, row.seq);
        seq = row.seq;
      }
      if (rows.length < PAGE) break;
    }
  }
  db.exec(`
  CREATE TRIGGER log_no_update BEFORE UPDATE ON log
  BEGIN SELECT RAISE(ABORT, 'log is evidence: rows are never changed'); END;
  `);
}
