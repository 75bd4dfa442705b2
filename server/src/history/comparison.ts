import type { Comparison, ComparisonRun } from '@filiera/shared/history/api.ts';
import * as Y from 'yjs';
import type { Answers } from './ask.ts';
import type { PlanDocument } from './plan-document.ts';
import { EDIT, EDITS, type EditRow, fromJson, type PlanIndex } from './plan-index.ts';

type AnyType = Y.AbstractType<unknown>;
type Paragraph = Comparison['texts'][number]['paragraphs'][number];

/** Elements that hold paragraphs; every other element is one. */
const HOLDERS = new Set<unknown>(['bulletList', 'orderedList', 'listItem']);
const BREAK = 'hardBreak';

interface Deletion {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  readonly seq: number;
  readonly userId: string;
}

/** What differs between two rows of the log, the earlier one first. */
export function compare(
  index: PlanIndex,
  document: PlanDocument,
  from: number,
  to: number,
): NonNullable<Answers['compare']> {
  const view = new TwoPoints(index, from, to);
  const texts: Comparison['texts'] = [];
  for (const root of document.doc.share.keys()) {
    if (!root.startsWith('text/') || !document.places.has(root)) continue;
    const paragraphs = paragraphsOf(document.doc.getXmlFragment(root) as AnyType, view);
    if (paragraphs.some(({ runs }) => runs.some(({ kind }) => kind !== 'same'))) {
      texts.push({ root, paragraphs });
    }
  }
  texts.sort((a, b) => document.places.compare(a, b));
  const cells = cellsBetween(index, from, to).sort((a, b) => document.places.compare(a, b));
  return { from, to, texts, cells };
}

function cellsBetween(index: PlanIndex, from: number, to: number): Comparison['cells'] {
  const rows = index.sql.all<EditRow & { root: string; key: string; before: string; after: string }>(
    `SELECT ${EDIT}, c.root, c.key, c.before, c.after FROM ${EDITS}
     JOIN cells c ON c.plan = r.plan AND c.seq = r.seq
     WHERE c.plan = ? AND c.seq > ? AND c.seq <= ? ORDER BY c.seq`,
    index.plan,
    from,
    to,
  );
  const spots = new Map<string, { readonly before: string; readonly last: (typeof rows)[number] }>();
  for (const row of rows) {
    const spot = `${row.root}\n${row.key}`;
    spots.set(spot, { before: spots.get(spot)?.before ?? row.before, last: row });
  }
  return [...spots.values()]
    .filter(({ before, last }) => before !== last.after)
    .map(({ before, last: { root, key, after, userId, at } }) => ({
      root,
      key,
      before: fromJson(before),
      after: fromJson(after),
      userId,
      at,
    }));
}

/** What of a text was there at either of two points, and who made the difference. */
class TwoPoints {
  private readonly from: number;
  private readonly owners: ReadonlyMap<number, string>;
  private readonly clocks: ReadonlyMap<number, { readonly before: number; readonly after: number }>;
  /** By client, in the order of their clocks. */
  private readonly deletions = new Map<number, Deletion[]>();

  constructor(index: PlanIndex, from: number, to: number) {
    this.from = from;
    const { sql, plan } = index;
    this.owners = new Map(
      sql
        .all<{ client: number; userId: string }>(
          'SELECT client, user_id AS "userId" FROM clients WHERE plan = ?',
          plan,
        )
        .map(({ client, userId }) => [client, userId]),
    );
    this.clocks = new Map(
      sql
        .all<{ client: number; before: number; after: number }>(
          `SELECT client, max(CASE WHEN seq <= ?1 THEN to_clock ELSE 0 END) AS before, max(to_clock) AS after
           FROM ranges WHERE plan = ?2 AND seq <= ?3 GROUP BY client`,
          from,
          plan,
          to,
        )
        .map(({ client, before, after }) => [client, { before, after }]),
    );
    for (const deletion of sql.all<Deletion>(
      `SELECT d.client, d.clock, d.length, d.seq, s.user_id AS "userId" FROM ${EDITS}
       JOIN deletions d ON d.plan = r.plan AND d.seq = r.seq
       WHERE d.plan = ? AND d.seq <= ? ORDER BY d.client, d.clock`,
      plan,
      to,
    )) {
      const known = this.deletions.get(deletion.client);
      if (known) known.push(deletion);
      else this.deletions.set(deletion.client, [deletion]);
    }
  }

  /** Calls `see` for each part of an item that was there at one of the points, with its place in the item. */
  parts(
    item: Y.Item,
    see: (start: number, end: number, kind: ComparisonRun['kind'], by: string | null) => void,
  ): void {
    const { client, clock } = item.id;
    const { before, after } = this.clocks.get(client) ?? { before: 0, after: 0 };
    const end = clock + item.length;
    for (let start = clock; start < end; ) {
      // What came later was at neither point.
      if (start >= after) return;
      const deletion = item.deleted ? this.deletionAt(client, start) : null;
      let stop = Math.min(end, after, deletion?.stop ?? end);
      if (start < before) stop = Math.min(stop, before);
      const by = deletion?.by ?? null;
      const wasThere = start < before && (by === null || by.seq > this.from);
      const isThere = by === null;
      if (wasThere && isThere) see(start - clock, stop - clock, 'same', null);
      else if (isThere) see(start - clock, stop - clock, 'inserted', this.owners.get(client) ?? null);
      else if (wasThere) see(start - clock, stop - clock, 'deleted', by.userId);
      start = stop;
    }
  }

  /** Who had deleted a struct by the later point, and up to which clock that answer holds. */
  private deletionAt(client: number, clock: number): { readonly by: Deletion | null; readonly stop: number } {
    const deletions = this.deletions.get(client) ?? [];
    let [low, high] = [0, deletions.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = deletions[middle]!;
      if (one.clock + one.length <= clock) low = middle + 1;
      else high = middle;
    }
    const next = deletions[low];
    if (!next) return { by: null, stop: Number.MAX_SAFE_INTEGER };
    if (next.clock > clock) return { by: null, stop: next.clock };
    return { by: next, stop: next.clock + next.length };
  }
}

/** The paragraphs under a node, in order, those that are empty at both points left out. */
function paragraphsOf(node: AnyType, view: TwoPoints): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  for (let item = node._start; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentType)) continue;
    const { type } = item.content;
    if (type instanceof Y.XmlElement && HOLDERS.has(type.nodeName)) {
      paragraphs.push(...paragraphsOf(type as AnyType, view));
      continue;
    }
    const runs: ComparisonRun[] = [];
    addRuns(type as AnyType, view, runs);
    if (runs.length > 0) paragraphs.push({ runs });
  }
  return paragraphs;
}

function addRuns(node: AnyType, view: TwoPoints, runs: ComparisonRun[]): void {
  const add = (item: Y.Item, text: string): void =>
    view.parts(item, (start, end, kind, userId) => {
      const last = runs.at(-1);
      if (last?.kind === kind && last.userId === userId) last.text += text.slice(start, end);
      else runs.push({ kind, text: text.slice(start, end), userId });
    });
  for (let item = node._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentString) add(item, item.content.str);
    else if (item.content instanceof Y.ContentType) {
      const { type } = item.content;
      if (type instanceof Y.XmlElement && type.nodeName === BREAK) add(item, '\n');
      else addRuns(type as AnyType, view, runs);
    }
  }
}
