import type { HistoryPerson } from '@filiera/shared/history/api.ts';
import type { PlanRecord, Store } from '../store/store.ts';

/** Those members, as a plan's history and comments name them; who has left keeps the name. */
export async function peopleOf(
  store: Store,
  plan: Pick<PlanRecord, 'associationId'>,
  ids: Iterable<string>,
): Promise<HistoryPerson[]> {
  const [users, members] = await Promise.all([
    store.listUsers([...new Set(ids)]),
    store.listMembers(plan.associationId),
  ]);
  const organisations = new Map(members.map(({ userId, organisation }) => [userId, organisation]));
  return users.map(({ id, name, color }) => ({
    id,
    name,
    color,
    organisation: organisations.get(id) ?? null,
  }));
}
