import type { HistoryPerson, Shares } from '@filiera/shared/history/api.ts';
import { tenthsOf } from './percentages.ts';

/** One line of a table of shares: a member, or an organisation with all its members. */
export interface ShareLine {
  /** The member's id, or the organisation's name. */
  readonly id: string;
  /** The member, or `null` where the line is an organisation's, or nobody's who is known. */
  readonly person: HistoryPerson | null;
  readonly characters: number;
  readonly cells: number;
  /** Of all characters, and of all cells, of the table, in tenths of a percent. */
  readonly characterTenths: number;
  readonly cellTenths: number;
}

/** `member`: a line for each; `organisation`: members of one organisation together, `''` where they have none. */
export type ShareGrouping = 'member' | 'organisation';

type Authors = Shares['sections'][number]['authors'];

/** Who wrote how much of what `authors` counts, those with most first. */
export function shareLines(
  authors: Authors,
  people: readonly HistoryPerson[],
  grouping: ShareGrouping,
): ShareLine[] {
  const known = new Map(people.map((person) => [person.id, person]));
  const sums = new Map<string, { characters: number; cells: number }>();
  for (const { userId, characters, cells } of authors) {
    const id = grouping === 'member' ? userId : (known.get(userId)?.organisation ?? '');
    const sum = sums.get(id) ?? { characters: 0, cells: 0 };
    sums.set(id, { characters: sum.characters + characters, cells: sum.cells + cells });
  }
  const lines = [...sums]
    .filter(([, { characters, cells }]) => characters + cells > 0)
    .sort(([a, x], [b, y]) => y.characters - x.characters || y.cells - x.cells || (a < b ? -1 : 1));
  const characterTenths = tenthsOf(lines.map(([, { characters }]) => characters));
  const cellTenths = tenthsOf(lines.map(([, { cells }]) => cells));
  return lines.map(([id, sum], index) => ({
    id,
    person: grouping === 'member' ? (known.get(id) ?? null) : null,
    ...sum,
    characterTenths: characterTenths[index] ?? 0,
    cellTenths: cellTenths[index] ?? 0,
  }));
}

/** All sections together, as if they were one. */
export function wholePlan(sections: Shares['sections']): Authors {
  return sections.flatMap(({ authors }) => authors);
}
