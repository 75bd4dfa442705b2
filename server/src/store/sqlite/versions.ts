import type { Store, VersionFileRow, VersionListing, VersionRow } from '../store.ts';
import type { Database } from './database.ts';
import type { WriteAhead } from './write-ahead.ts';

type Versions = Pick<Store, 'freeze' | 'listVersions' | 'getVersionFile'>;

/** Frozen versions: written once, read for ever. */
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
        db.run(
          `INSERT INTO versions (plan_id, number, digest, seq, frozen_at, frozen_by, reason)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          version.planId,
          version.number,
          version.digest,
          version.seq,
          version.frozenAt,
          version.frozenBy,
          version.reason,
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
        return 'frozen';
      };
      return ahead.changing(() => db.transaction(close));
    },
    async listVersions(planId) {
      const rows = db.all<VersionRow>(
        `SELECT plan_id AS "planId", number, digest, seq, frozen_at AS "frozenAt", frozen_by AS "frozenBy", reason
         FROM versions WHERE plan_id = ? ORDER BY number`,
        planId,
      );
      return rows.map((row) => ({
        ...row,
        files: db.all<VersionListing['files'][number]>(
          `SELECT name, sha256, length(content) AS bytes FROM version_files
           WHERE plan_id = ? AND number = ? ORDER BY position`,
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
  };
}
