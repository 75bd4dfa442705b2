import type { Association, PlanDetail } from '@filiera/shared/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import type { Mention } from '@filiera/shared/threads/api.ts';

/** Who or what can be named in a comment. */
export interface Mentionable extends Pick<Mention, 'of' | 'id' | 'label'> {
  /** Of a person, as their initials are coloured. */
  readonly color: string | null;
  /** What stands beside the name: a person's organisation. */
  readonly note: string | null;
}

/** Those who may read and write the plan's comments. */
export function commentersOf({ members }: PlanDetail): PlanDetail['members'] {
  return members
    .filter(({ planRole, inherited }) =>
      planAllows(inherited ? 'manager' : (planRole ?? 'reader'), 'comment'),
    )
    .sort((a, b) => a.name.localeCompare(b.name, 'it'));
}

/** People first, then the organisations and value chains of the association. */
export function mentionablesOf(plan: PlanDetail, association: Association | undefined): Mentionable[] {
  const named = (of: Mention['of'], names: readonly string[]): Mentionable[] =>
    [...names]
      .sort((a, b) => a.localeCompare(b, 'it'))
      .map((name) => ({ of, id: name, label: name, color: null, note: null }));
  return [
    ...commentersOf(plan).map(
      ({ id, name, color, organisation }): Mentionable => ({
        of: 'member',
        id,
        label: name,
        color,
        note: organisation,
      }),
    ),
    ...named('organisation', association?.organisations ?? []),
    ...named('value-chain', association?.valueChains ?? []),
  ];
}

/** How many are offered at a time. */
const MOST = 8;

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('it');

/** Those whose name has a word that begins with each of the words typed, wherever accents stand. */
export function matching(all: readonly Mentionable[], typed: string): Mentionable[] {
  const words = plain(typed).split(/\s+/u).filter(Boolean);
  return all
    .filter(({ label }) => {
      const names = plain(label).split(/[\s'’-]+/u);
      return words.every((word) => names.some((name) => name.startsWith(word)));
    })
    .slice(0, MOST);
}
