import type { LateEditRow, Store } from '../store.ts';
import type { Database } from './database.ts';

type LateEdits = Pick<Store, 'addLateEdit' | 'listLateEdits' | 'removeLateEdit'>;

/** What came after a freeze, for its author alone, until they have done with it. */
export function lateEdits(db: Database): LateEdits {
  return {
    async addLateEdit({ planId, userId, key, version, at, items }, limit) {
      return db.transaction(() => {
        const known = db.get(
          'SELECT 1 AS known FROM late_edits WHERE plan_id = ? AND user_id = ? AND key = ?',
          planId,
          userId,
          key,
        );
        if (known !== null) return 'known';
        const held = db.get<{ length: number }>(
          `SELECT coalesce(sum(length(items)), 0) AS length FROM late_edits WHERE plan_id = ? AND user_id = ?`,
          planId,
          userId,
        );
        if ((held?.length ?? 0) + items.length > limit) return 'full';
        db.run('INSERT INTO late_edits VALUES (?, ?, ?, ?, ?, ?)', planId, userId, key, version, at, items);
        return 'added';
      });
    },
    async listLateEdits(planId, userId) {
      return db.all<LateEditRow>(
        `SELECT plan_id AS "planId", user_id AS "userId", key, version, at, items FROM late_edits
         WHERE plan_id = ? AND user_id = ? AND items IS NOT NULL ORDER BY at, key`,
        planId,
        userId,
      );
    },
    async removeLateEdit(planId, userId, key) {
      db.run(
        'UPDATE late_edits SET items = NULL WHERE plan_id = ? AND user_id = ? AND key = ?',
        planId,
        userId,
        key,
      );
    },
  };
}
