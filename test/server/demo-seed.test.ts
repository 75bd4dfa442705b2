import { CellAuthors } from '@filiera/server/src/collab/cells.ts';
import { loadRoom } from '@filiera/server/src/collab/load.ts';
import { MEMBERS } from '@filiera/server/src/demo/people.ts';
import { seedDemo } from '@filiera/server/src/demo/seed.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { Store } from '@filiera/server/src/store/store.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { errorsOf, validate } from '@filiera/shared/rules/validate.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';

const NOW = Date.UTC(2023, 10, 20, 9);
let store: Store;

beforeEach(() => {
  store = openSqliteStore(':memory:');
});
afterEach(() => store.close());

test('FORM-15 a demonstration is six members of different roles with a link each, and two plans without errors', async () => {
  const links = await seedDemo(store, NOW);
  expect(new Set(links.map((link) => link.token)).size).toBe(6);
  const [{ associationId } = { associationId: '' }] = await store.listMemberships(links[0]?.userId ?? '');
  expect(await store.listMembers(associationId)).toHaveLength(6);
  expect(await store.listValueChains(associationId)).toContain('Pharma e ATMPs');

  const plans = await store.listPlans([associationId]);
  expect(plans.map((plan) => plan.templateId).sort()).toEqual(['a1-2023-2024', 'promotion-2018']);
  for (const { id } of plans) {
    const { document, template } = await loadRoom(id, store);
    expect(errorsOf(validate(template, readPlan(document.doc, template)))).toEqual([]);
  }
  const a1 = plans.find((plan) => plan.templateId === 'a1-2023-2024');
  const roles = await store.listPlanRoles(a1?.id ?? '');
  expect(roles.map(({ role }) => role).sort()).toEqual([
    'commenter',
    'contributor',
    'contributor',
    'manager',
    'reader',
  ]);
});

test('FORM-16 every cell of a demonstration tells who wrote it and when', async () => {
  const links = await seedDemo(store, NOW);
  const [{ associationId } = { associationId: '' }] = await store.listMemberships(links[0]?.userId ?? '');
  const plan = (await store.listPlans([associationId])).find((one) => one.templateId === 'a1-2023-2024');
  const { doc } = (await loadRoom(plan?.id ?? '', store)).document;
  const nameOf = async (id: string): Promise<string> => (await store.getUser(id))?.name ?? '';
  const edits = (await CellAuthors.load(doc, plan?.id ?? '', store, nameOf)).all();
  const author = (root: string, key: string): string | undefined =>
    edits.find((edit) => edit.root === root && edit.key === key)?.name;

  expect(author('table/costs', 'staff/y2023')).toBe(MEMBERS.andrea.name);
  expect(author('table/indicators', 'projects/y2024')).toBe(MEMBERS.luca.name);
  expect(author('table/indicators', 'new-companies/y2024')).toBe(MEMBERS.marta.name);
  expect(author('table/climate', 'climate-a2/amount')).toBe(MEMBERS.elena.name);
  expect(edits.filter((edit) => edit.name === '' || edit.at >= NOW)).toEqual([]);
  const staff = edits.filter((edit) => edit.key.startsWith('staff/')).map((edit) => edit.at);
  expect(new Set(staff).size).toBe(2);
  expect(await store.lastEdit(plan?.id ?? '')).toMatchObject({ seq: 5, at: NOW - 35 * 60_000 });
});

test('FORM-17 a demonstration refuses a store that holds an association', async () => {
  await seedDemo(store, NOW);
  await expect(seedDemo(store, NOW)).rejects.toThrow('needs an empty store');
});
