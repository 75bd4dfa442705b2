import type {
  FilingRow,
  FoundFile,
  ReopeningRow,
  Store,
  VersionFileRow,
  VersionListing,
  VersionRow,
} from '../store.ts';
import type { Database } from './database.ts';
import type { WriteAhead } from './write-ahead.ts';

type Versions = Pick<
  Store,
  'freeze' | 'listVersions' | 'getVersionFile' | 'findFile' | 'reopen' | 'addFiling'
>;

const REOPENING = `plan_id AS "planId", number, at, user_id AS "userId", reason`;
const FILING = `plan_id AS "planId", number, protocol, date, at, user_id AS "userId"`;

/** Frozen versions, and what came after them: written once, read for ever. */
export function versions(db: Database, ahead: WriteAhead): Versions {
  return {
    freeze(version, files) {
      const close = (): 'frozen' | 'closed' | 'moved-on' => {
        const plan = db.get<{ status: string; seq: number }>(
          'SELECT status, seq FROM plans WHERE id = ?',
          version.planId,
        );
        if (plan?.status !== 'open') return 'closed';
        if (plan.seq !== version.seq) return 'moved-on';
        db.run(`UPDATE plans SET status = 'frozen' WHERE id = ?`, version.planId);
        insertVersion(db, version, files);
        return 'frozen';
      };
      return ahead.changing(() => db.transaction(close));
    },
    async listVersions(planId) {
      const rows = db.all<VersionRow>(
        `SELECT plan_id AS "planId", number, digest, seq, frozen_at AS "frozenAt", frozen_by AS "frozenBy", reason,
           dossier
         FROM versions WHERE plan_id = ? ORDER BY number`,
        planId,
      );
      return rows.map((row) => ({
        ...row,
        files: db.all<VersionListing['files'][number]>(
          `SELECT name, media_type AS "mediaType", sha256, length(content) AS bytes FROM version_files
           WHERE plan_id = ? AND number = ? ORDER BY position`,
          planId,
          row.number,
        ),
        reopening: db.get<ReopeningRow>(
          `SELECT ${REOPENING} FROM reopenings WHERE plan_id = ? AND number = ?`,
          planId,
          row.number,
        ),
        filings: db.all<FilingRow>(
          `SELECT ${FILING} FROM filings WHERE plan_id = ? AND number = ? ORDER BY entry`,
          planId,
          row.number,
        ),
      }));
    },
    async getVersionFile(planId, number, name) {
      return db.get<VersionFileRow>(
        `SELECT name, media_type AS "mediaType", sha256, content FROM version_files
         WHERE plan_id = ? AND number = ? AND name = ?`,
        planId,
        number,
        name,
      );
    },
    async findFile(sha256) {
      return (
        db.get<FoundFile>(
          `SELECT f.plan_id AS "planId", f.number, f.name FROM version_files f
           JOIN versions v ON v.plan_id = f.plan_id AND v.number = f.number
           WHERE f.sha256 = ? ORDER BY v.frozen_at, f.plan_id, f.number, f.position LIMIT 1`,
          sha256,
        ) ??
        db.get<FoundFile>(
          `SELECT plan_id AS "planId", number, NULL AS name FROM versions WHERE dossier = ?
           ORDER BY frozen_at, plan_id, number LIMIT 1`,
          sha256,
        )
      );
    },
    reopen({ planId, number, at, userId, reason }) {
      const open = (): 'reopened' | 'not-frozen' => {
        const plan = db.get<{ status: string; last: number | null }>(
          `SELECT status, (SELECT max(number) FROM versions WHERE plan_id = plans.id) AS last
           FROM plans WHERE id = ?`,
          planId,
        );
        if (plan?.status !== 'frozen' || plan.last !== number) return 'not-frozen';
        db.run(`UPDATE plans SET status = 'open' WHERE id = ?`, planId);
        db.run('INSERT INTO reopenings VALUES (?, ?, ?, ?, ?)', planId, number, at, userId, reason);
        return 'reopened';
      };
      return ahead.changing(() => db.transaction(open));
    },
    async addFiling({ planId, number, protocol, date, at, userId }) {
      return (
        db.run(
          `INSERT INTO filings (plan_id, number, entry, protocol, date, at, user_id)
           SELECT plan_id, number,
             (SELECT count(*) FROM filings f WHERE f.plan_id = v.plan_id AND f.number = v.number) + 1, ?, ?, ?, ?
           FROM versions v WHERE plan_id = ? AND number = ?`,
          protocol,
          date,
          at,
          userId,
          planId,
          number,
        ) === 1
      );
    },
  };
}

function insertVersion(db: Database, version: VersionRow, files: readonly VersionFileRow[]): void {
  db.run(
    `INSERT INTO versions (plan_id, number, digest, seq, frozen_at, frozen_by, reason, dossier)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    version.planId,
    version.number,
    version.digest,
    version.seq,
    version.frozenAt,
    version.frozenBy,
    version.reason,
    version.dossier,
  );
  files.forEach((file, position) => {
    db.run(
      `INSERT INTO version_files (plan_id, number, name, position, media_type, sha256, content)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      version.planId,
      version.number,
      file.name,
      position,
      file.mediaType,
      file.sha256,
      file.content,
    );
  });
}
