import { CellAuthors } from '@filiera/server/src/collab/cells.ts';
import { loadRoom } from '@filiera/server/src/collab/load.ts';
import { MEMBERS } from '@filiera/server/src/demo/people.ts';
import { seedDemo } from '@filiera/server/src/demo/seed.ts';
import { openSqliteStore } from '@filiera/server/src/store/sqlite.ts';
import type { Store } from '@filiera/server/src/store/store.ts';
import { hasPlace } from '@filiera/server/src/threads/anchors.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { errorsOf, validate } from '@filiera/shared/rules/validate.ts';
import { threadSchema } from '@filiera/shared/threads/api.ts';
import { findPassage, readLetters } from '@filiera/shared/threads/passage.ts';
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

test('THREAD-60 its plan of activities is talked about: at places that are there, by who may, and one value has changed since', async () => {
  const links = await seedDemo(store, NOW);
  const [{ associationId } = { associationId: '' }] = await store.listMemberships(links[0]?.userId ?? '');
  const plan = (await store.listPlans([associationId])).find((one) => one.templateId === 'a1-2023-2024');
  const { document, template } = await loadRoom(plan?.id ?? '', store);
  const { threads, revision } = await store.listThreads(plan?.id ?? '');
  expect(threads.length).toBeGreaterThanOrEqual(6);
  expect(revision).toBeGreaterThan(threads.length);
  const readers = new Set(
    links.filter(({ member }) => member === MEMBERS.giovanni).map(({ userId }) => userId),
  );
  const changed: string[] = [];
  for (const thread of threads) {
    expect(threadSchema.parse(thread)).toEqual(thread);
    const { anchor, comments } = thread;
    expect(hasPlace(template, anchor), JSON.stringify(anchor)).toBe(true);
    const moments = comments.map(({ at }) => at);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(comments.filter(({ authorId, at }) => readers.has(authorId) || at >= NOW)).toEqual([]);
    if (anchor.kind === 'passage') {
      const span = findPassage(document.doc, anchor);
      const { text } = readLetters(document.doc.getXmlFragment(anchor.root));
      expect(text.slice(span?.from, span?.to)).toBe(anchor.quote);
    }
    if (anchor.kind === 'row') {
      expect(document.doc.getMap(anchor.root).has(`${anchor.row}/#`)).toBe(true);
    }
    if (anchor.kind === 'cell') {
      const row = anchor.key.split('/')[0];
      const keys = [...document.doc.getMap(anchor.root).keys()];
      expect(keys.some((key) => key.startsWith(`${row}/`))).toBe(true);
      const now = document.doc.getMap(anchor.root).get(anchor.key) ?? null;
      if (now !== anchor.value) changed.push(anchor.key);
    }
  }
  expect(changed).toEqual(['staff/y2024']);
  expect(threads.filter(({ resolved }) => resolved !== null)).toHaveLength(1);
  expect((await store.openBlockingThreads(plan?.id ?? '')).map(({ due }) => due)).toEqual(['2023-11-22']);
  expect(new Set(threads.map(({ anchor }) => anchor.kind))).toEqual(
    new Set(['section', 'passage', 'row', 'cell']),
  );
});

test('FORM-17 a demonstration refuses a store that holds an association', async () => {
  await seedDemo(store, NOW);
  await expect(seedDemo(store, NOW)).rejects.toThrow('needs an empty store');
});
