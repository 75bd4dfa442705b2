import type { SessionRow, Store } from '../store.ts';
import type { Database } from './database.ts';

const SESSION = `id_hash AS "idHash", user_id AS "userId", expires_at AS "expiresAt"`;

type Sessions = Pick<
  Store,
  | 'putSession'
  | 'getSession'
  | 'listSessions'
  | 'setSessionExpiry'
  | 'deleteSession'
  | 'deleteUserSessions'
  | 'deleteExpiredSessions'
  | 'endedSessions'
>;

/** Who is signed in, by the hash of what their cookie holds. */
export function sessions(db: Database): Sessions {
  return {
    async putSession(session) {
      db.run(
        `INSERT INTO sessions (id_hash, user_id, expires_at) VALUES (?, ?, ?)
         ON CONFLICT (id_hash) DO UPDATE SET user_id = excluded.user_id, expires_at = excluded.expires_at`,
        session.idHash,
        session.userId,
        session.expiresAt,
      );
    },
    async getSession(idHash) {
      return db.get<SessionRow>(`SELECT ${SESSION} FROM sessions WHERE id_hash = ?`, idHash);
    },
    async listSessions(userId) {
      return db.all<SessionRow>(`SELECT ${SESSION} FROM sessions WHERE user_id = ? ORDER BY id_hash`, userId);
    },
    async setSessionExpiry(idHash, expiresAt) {
      db.run('UPDATE sessions SET expires_at = ? WHERE id_hash = ?', expiresAt, idHash);
    },
    async deleteSession(idHash) {
      db.run('DELETE FROM sessions WHERE id_hash = ?', idHash);
    },
    async deleteUserSessions(userId) {
      db.run('DELETE FROM sessions WHERE user_id = ?', userId);
    },
    async deleteExpiredSessions(now) {
      db.run('DELETE FROM sessions WHERE expires_at <= ?', now);
    },
    async endedSessions(idHashes, now) {
      const rows = db.all<{ idHash: string }>(
        `SELECT asked.value AS "idHash" FROM json_each(?) AS asked WHERE NOT EXISTS
           (SELECT 1 FROM sessions WHERE id_hash = asked.value AND expires_at > ?)`,
        JSON.stringify(idHashes),
        now,
      );
      return rows.map(({ idHash }) => idHash);
    },
  };
}
