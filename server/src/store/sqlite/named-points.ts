import type { NamedPointRow, Store } from '../store.ts';
import type { Database } from './database.ts';
import type { WriteAhead } from './write-ahead.ts';

type NamedPoints = Pick<Store, 'addNamedPoint' | 'listNamedPoints' | 'removeNamedPoint'>;

/** What two names that people read as one have in common. */
const keyOf = (name: string): string => name.normalize('NFKC').toLowerCase();

/** Points of a plan's log that members have given a name. */
export function namedPoints(db: Database, ahead: WriteAhead): NamedPoints {
  return {
    addNamedPoint({ id, planId, name, seq, at, userId }) {
      return ahead.settled(() => {
        const plan = db.get<{ seq: number }>('SELECT seq FROM plans WHERE id = ?', planId);
        if (plan === null || seq > plan.seq) return 'beyond';
        const added = db.run(
          `INSERT INTO named_points (id, plan_id, name, name_key, seq, at, user_id) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (plan_id, name_key) DO NOTHING`,
          id,
          planId,
          name,
          keyOf(name),
          seq,
          at,
          userId,
        );
        return added === 1 ? 'added' : 'taken';
      });
    },
    async listNamedPoints(planId) {
      return db.all<NamedPointRow>(
        `SELECT id, plan_id AS "planId", name, seq, at, user_id AS "userId" FROM named_points
         WHERE plan_id = ? ORDER BY seq, at, id`,
        planId,
      );
    },
    async removeNamedPoint(planId, id) {
      return db.run('DELETE FROM named_points WHERE plan_id = ? AND id = ?', planId, id) === 1;
    },
  };
}
