import type { Feed, FeedPart, Sitting } from '@filiera/shared/history/api.ts';
import type { AskOf } from './ask.ts';
import type { Places } from './places.ts';
import { fromJson, type PlanIndex, SITTING, type SittingRow, withFlag } from './plan-index.ts';

/** So many sittings are looked at in one go. */
const PAGE = 200;

interface PartRow {
  readonly kind: 'cell' | 'row' | 'text';
  readonly root: string;
  readonly key: string;
  readonly seq: number;
  readonly before: string;
  readonly after: string;
  readonly inserted: number;
  readonly deleted: number;
  readonly shaped: number;
}

/** A page of the feed: sittings that did something, newest first, those that began last before others. */
export function feed(
  index: PlanIndex,
  places: Places,
  ask: Omit<AskOf<'feed'>, 'kind'>,
): Omit<Feed, 'people'> {
  const sittings: Sitting[] = [];
  let before = ask.before ?? Number.MAX_SAFE_INTEGER;
  for (;;) {
    const rows = sittingsBefore(index, before, ask);
    for (const row of rows) {
      const parts = partsOf(index, places, row.fromSeq).filter(
        (part) => ask.section === null || places.sectionOf(part.root, keyOf(part)) === ask.section,
      );
      if (parts.length === 0) continue;
      // One more than asked for tells that there is another page.
      if (sittings.length === ask.limit) return { sittings, next: sittings.at(-1)!.fromSeq };
      sittings.push({ ...row, parts });
    }
    if (rows.length < PAGE) return { sittings, next: null };
    before = rows.at(-1)!.fromSeq;
  }
}

function sittingsBefore(
  index: PlanIndex,
  before: number,
  { person, span }: Pick<AskOf<'feed'>, 'person' | 'span'>,
): SittingRow[] {
  return index.sql
    .all<SittingRow>(
      `SELECT ${SITTING} FROM sittings WHERE plan = ? AND from_seq < ?
       AND user_id = coalesce(?, user_id) AND to_at >= ? AND from_at < ?
       ORDER BY from_seq DESC LIMIT ${PAGE}`,
      index.plan,
      before,
      person,
      span?.[0] ?? Number.MIN_SAFE_INTEGER,
      span?.[1] ?? Number.MAX_SAFE_INTEGER,
    )
    .map(withFlag);
}

/** What one sitting did, in the order of the form; what cancels out to nothing is left out. */
function partsOf(index: PlanIndex, places: Places, sitting: number): FeedPart[] {
  const rows = index.sql.all<PartRow>(
    `SELECT kind, root, key, seq, before, after, inserted, deleted, shaped FROM parts
     WHERE plan = ? AND sitting = ?`,
    index.plan,
    sitting,
  );
  const parts: FeedPart[] = [];
  const tables = new Map<string, Extract<FeedPart, { kind: 'rows' }>>();
  for (const { kind, root, key, seq, before, after, inserted, deleted, shaped } of rows) {
    if (kind === 'text') {
      if (inserted > 0 || deleted > 0 || shaped > 0) parts.push({ kind, root, inserted, deleted, seq });
    } else if (before === after) {
      // As it was before.
    } else if (kind === 'cell') {
      parts.push({ kind, root, key, before: fromJson(before), after: fromJson(after), seq });
    } else {
      const table = tables.get(root) ?? { kind: 'rows', root, added: 0, removed: 0, seq };
      if (after === 'true') table.added += 1;
      else table.removed += 1;
      table.seq = Math.max(table.seq, seq);
      tables.set(root, table);
    }
  }
  parts.push(...tables.values());
  return parts.sort((a, b) => places.compare(spotOf(a), spotOf(b)));
}

const keyOf = (part: FeedPart): string => (part.kind === 'cell' ? part.key : '');
const spotOf = (part: FeedPart): { root: string; key: string } => ({ root: part.root, key: keyOf(part) });
