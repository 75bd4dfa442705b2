import { formOf } from '@filiera/shared/template/form.ts';
import type { Answers, AskOf } from './ask.ts';
import type { PlanHistory } from './plan-history.ts';
import type { PlanIndex } from './plan-index.ts';

interface PlaceRow {
  readonly kind: 'cell' | 'row' | 'text';
  readonly root: string;
  readonly key: string;
  readonly seq: number;
  readonly userId: string;
}

/**
 * What others have changed of each section since the member last saw it, or first saw the plan. A cell that is again
 * what it was then is not counted.
 */
export function unseen(
  { index, places, template }: PlanHistory,
  { userId, base, marks }: Omit<AskOf<'unseen'>, 'kind'>,
): Answers['unseen'] {
  const sections = formOf(template).sections.map(({ id }) => id);
  const since = (section: string): number => (Object.hasOwn(marks, section) ? marks[section]! : base);
  const rows = index.sql.all<PlaceRow>(
    `SELECT p.kind, p.root, p.key, p.seq, s.user_id AS "userId" FROM parts p
     JOIN sittings s ON s.plan = p.plan AND s.from_seq = p.sitting
     WHERE p.plan = ? AND p.seq > ? AND s.user_id <> ? ORDER BY p.seq`,
    index.plan,
    Math.min(...sections.map(since)),
    userId,
  );
  const found = new Map<string, { readonly spots: Set<string>; readonly users: Set<string> }>();
  for (const { kind, root, key, seq, userId: author } of rows) {
    const section = places.sectionOf(root, key);
    if (section === null || seq <= since(section)) continue;
    if (kind === 'cell' && !isOther(index, root, key, since(section))) continue;
    const { spots, users } = found.get(section) ?? { spots: new Set(), users: new Set() };
    spots.add(`${kind} ${root} ${key}`);
    users.add(author);
    found.set(section, { spots, users });
  }
  return {
    seq: index.seq,
    sections: sections.flatMap((section) => {
      const one = found.get(section);
      return one ? [{ section, places: one.spots.size, userIds: [...one.users], since: since(section) }] : [];
    }),
  };
}

/** Does a cell say something else than it did with that row of the log? */
function isOther(index: PlanIndex, root: string, key: string, seq: number): boolean {
  const ends = index.sql.get<{ before: string; after: string }>(
    `SELECT
       (SELECT before FROM cells WHERE plan = ?1 AND root = ?2 AND key = ?3 AND seq > ?4 ORDER BY seq LIMIT 1)
         AS before,
       (SELECT after FROM cells WHERE plan = ?1 AND root = ?2 AND key = ?3 ORDER BY seq DESC LIMIT 1) AS after`,
    index.plan,
    root,
    key,
    seq,
  );
  return ends !== null && ends.before !== ends.after;
}
