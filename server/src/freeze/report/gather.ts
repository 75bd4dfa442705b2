import { effectivePlanRole, type PlanRole } from '@filiera/shared/permissions.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { formOf, sectionName } from '@filiera/shared/template/form.ts';
import type { History } from '../../history/ask.ts';
import type { Store } from '../../store/store.ts';

/** What somebody wrote and what still stands: characters of text, and cells and fields that hold something. */
export interface Written {
  readonly characters: number;
  readonly cells: number;
}

/** A member as they stood to a plan when it was frozen. */
export interface Contributor {
  readonly id: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly valueChain: string | null;
  /** What they were on the plan then; `null` for who had no access any more. */
  readonly role: PlanRole | null;
  /** Rows of the log that are theirs. */
  readonly edits: number;
  /** Their first and last row, milliseconds since 1970; `null` for who never edited. */
  readonly span: { readonly first: number; readonly last: number } | null;
  /** By the section's id; sections in which nothing of theirs stands are left out. */
  readonly sections: Readonly<Record<string, Written>>;
}

/** Who wrote what of a plan. */
export interface Contributions {
  /** The last row of the log that counts. */
  readonly seq: number;
  /** All sections of the form in its order, with the names that it gives them. */
  readonly sections: readonly { readonly id: string; readonly name: string }[];
  /** Who edited, in the order in which they came; then who had a role and wrote nothing, by name. */
  readonly people: readonly Contributor[];
}

/** What is asked of the store. */
export type PeopleReader = Pick<
  Store,
  'getPlan' | 'getAssociation' | 'listUsers' | 'listMembers' | 'listPlanRoles'
>;

/**
 * Gathers who wrote what of the plan as it is with row `seq` of its log. Roles, names and organisations are those of
 * this moment, so it is to be asked while the plan is being frozen. Rejects where there is no such plan or row.
 */
export async function gatherContributions(
  store: PeopleReader,
  history: Pick<History, 'ask'>,
  planId: string,
  seq: number,
): Promise<Contributions> {
  const plan = await store.getPlan(planId);
  const template = plan && findTemplate(plan.templateId, plan.templateVersion);
  if (!plan || !template) throw new Error(`there is no plan ${planId}, or not its form`);
  const answer = await history.ask(plan, { kind: 'contributions', seq });
  if (answer === null) throw new Error(`the log of plan ${planId} does not reach row ${seq}`);

  const members = new Map((await store.listMembers(plan.associationId)).map((one) => [one.userId, one]));
  const given = new Map((await store.listPlanRoles(planId)).map(({ userId, role }) => [userId, role]));
  const roleOf = (id: string): PlanRole | null => {
    const member = members.get(id);
    return member ? effectivePlanRole(member.role, given.get(id) ?? null) : null;
  };
  const edits = new Map(answer.edits.map((one) => [one.userId, one]));
  const others = [...members.keys()].filter((id) => !edits.has(id) && roleOf(id) !== null);
  const users = new Map((await store.listUsers([...edits.keys(), ...others])).map((user) => [user.id, user]));
  const nameOf = (id: string): string => users.get(id)?.name ?? id;
  const silent = others.sort((a, b) => compareText(nameOf(a), nameOf(b)) || compareText(a, b));

  const people = [...edits.keys(), ...silent].map((id): Contributor => {
    const own = edits.get(id);
    const member = members.get(id);
    const sections = answer.sections.flatMap(({ section, authors }) =>
      authors
        .filter(({ userId }) => userId === id)
        .map(({ characters, cells }): [string, Written] => [section, { characters, cells }]),
    );
    return {
      id,
      name: nameOf(id),
      organisation: member?.organisation ?? null,
      valueChain: member?.valueChain ?? null,
      role: roleOf(id),
      edits: own?.edits ?? 0,
      span: own ? { first: own.first, last: own.last } : null,
      sections: Object.fromEntries(sections),
    };
  });
  const sections = formOf(template).sections.map((section) => ({
    id: section.id,
    name: `${section.number} ${sectionName(section)}`.trim(),
  }));
  return { seq, sections, people };
}

/** By code units: a collation differs from machine to machine. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
