import type { Store } from '../store.ts';
import type { Database } from './database.ts';
import type { WriteAhead } from './write-ahead.ts';

type Seen = Pick<Store, 'readSeen' | 'putSeen'>;

/** No section has this id: it stands for the plan as the member first opened it. */
const WHOLE_PLAN = '';

/** What each member has seen of each plan. */
export function seen(db: Database, ahead: WriteAhead): Seen {
  /** Marks a section at `seq`, or where the log ends if that is before it; a mark never goes back. */
  const mark = (planId: string, userId: string, section: string, seq: number): void => {
    db.run(
      `INSERT INTO seen_marks (plan_id, user_id, section, seq)
       SELECT id, ?, ?, min(?, seq) FROM plans WHERE id = ?
       ON CONFLICT (plan_id, user_id, section) DO UPDATE SET seq = excluded.seq
       WHERE excluded.seq > seen_marks.seq`,
      userId,
      section,
      seq,
      planId,
    );
  };
  const marksOf = (planId: string, userId: string): Map<string, number> =>
    new Map(
      db
        .all<{ section: string; seq: number }>(
          'SELECT section, seq FROM seen_marks WHERE plan_id = ? AND user_id = ? ORDER BY section',
          planId,
          userId,
        )
        .map(({ section, seq }) => [section, seq]),
    );
  /** The first time the member meets the plan is remembered, so that what was there before is not news to them. */
  const begin = (planId: string, userId: string): void => {
    if (!marksOf(planId, userId).has(WHOLE_PLAN)) mark(planId, userId, WHOLE_PLAN, Number.MAX_SAFE_INTEGER);
  };
  return {
    readSeen(planId, userId) {
      return ahead.settled(() => {
        begin(planId, userId);
        const sections = marksOf(planId, userId);
        const base = sections.get(WHOLE_PLAN) ?? 0;
        sections.delete(WHOLE_PLAN);
        return { base, sections };
      });
    },
    async putSeen(planId, userId, section, seq) {
      if (section === WHOLE_PLAN) throw new RangeError('a section has an id');
      await ahead.settled(() =>
        db.transaction(() => {
          begin(planId, userId);
          mark(planId, userId, section, seq);
        }),
      );
    },
  };
}
