import type { CellHistory, Structs } from '@filiera/shared/history/api.ts';
import { EDIT, EDITS, type EditRow, fromJson, type PlanIndex, withFlag } from './plan-index.ts';

/** Every change of one cell or field, newest first. */
export function cellHistory(index: PlanIndex, root: string, key: string): CellHistory['changes'] {
  const rows = index.sql.all<EditRow & { before: string; after: string }>(
    `SELECT ${EDIT}, c.before, c.after FROM ${EDITS}
     JOIN cells c ON c.plan = r.plan AND c.seq = r.seq
     WHERE c.plan = ? AND c.root = ? AND c.key = ? ORDER BY c.seq DESC`,
    index.plan,
    root,
    key,
  );
  return rows.map((row) => ({ ...withFlag(row), before: fromJson(row.before), after: fromJson(row.after) }));
}

/** The row that brought each struct; `null` where none did. */
export function structOrigins(
  index: PlanIndex,
  structs: readonly { readonly client: number; readonly clock: number }[],
): Structs['structs'] {
  return structs.map(({ client, clock }) => {
    const row = index.sql.get<EditRow & { to: number }>(
      `SELECT ${EDIT}, g.to_clock AS "to" FROM ${EDITS}
       JOIN ranges g ON g.plan = r.plan AND g.seq = r.seq
       WHERE g.plan = ? AND g.client = ? AND g.from_clock <= ? ORDER BY g.from_clock DESC LIMIT 1`,
      index.plan,
      client,
      clock,
    );
    if (row === null || clock >= row.to) return null;
    const { to: _, ...edit } = withFlag(row);
    return edit;
  });
}
