import type { Answers } from './ask.ts';
import type { PlanHistory } from './plan-history.ts';
import { SITTING, type SittingRow } from './plan-index.ts';

/** What the history holds at all: the steps of the slider, who wrote, and how large it has become. */
export async function overview(history: PlanHistory): Promise<Answers['overview']> {
  const { index } = history;
  const sittings = index.sql.all<SittingRow>(
    `SELECT ${SITTING} FROM sittings WHERE plan = ? ORDER BY to_seq`,
    index.plan,
  );
  const planBytes = (await history.at(index.seq))?.length ?? 0;
  return {
    seq: index.seq,
    steps: sittings.map(({ toSeq, userId, from, to }) => ({ seq: toSeq, userId, from, to })),
    size: { logBytes: index.logBytes, planBytes },
    users: [...new Set(sittings.map(({ userId }) => userId))],
  };
}
