import type { Answers } from './ask.ts';
import { documentAt } from './moment.ts';
import type { PlanHistory } from './plan-history.ts';
import { shares } from './shares.ts';

/** Who wrote what of the plan as it was with row `seq`, and how often they edited it until then; `null` beyond the log. */
export async function contributions(history: PlanHistory, seq: number): Promise<Answers['contributions']> {
  const { index, template, places } = history;
  if (seq > index.seq) return null;
  const document = await history.document();
  // A document made again from its past costs as much as its whole history: mostly the present is asked for.
  const doc = seq === index.seq ? document.doc : documentAt(document, index, seq);
  const edits = index.sql.all<{ userId: string; edits: number; first: number; last: number }>(
    `SELECT s.user_id AS "userId", count(*) AS edits, min(r.at) AS first, max(r.at) AS last
     FROM rows r JOIN sittings s ON s.plan = r.plan AND s.from_seq = r.sitting
     WHERE r.plan = ? AND r.seq <= ? GROUP BY s.user_id ORDER BY min(r.seq)`,
    index.plan,
    seq,
  );
  return { sections: shares(index, { doc, template, places }), edits };
}
