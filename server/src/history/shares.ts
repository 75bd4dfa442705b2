import type { Shares } from '@filiera/shared/history/api.ts';
import { cellKey, FIELDS_ROOT, tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import type { Cell } from '@filiera/shared/plan/plan.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import * as Y from 'yjs';
import { liveItem } from './cells.ts';
import type { PlanDocument } from './plan-document.ts';
import type { PlanIndex } from './plan-index.ts';

interface Tally {
  characters: number;
  cells: number;
}

/** Who wrote what of the plan as the document has it, by section in the form's order: characters, and cells that hold something. */
export function shares(
  index: PlanIndex,
  document: Pick<PlanDocument, 'doc' | 'template' | 'places'>,
): Shares['sections'] {
  const { doc, template, places } = document;
  const owners = new Map(
    index.sql
      .all<{ client: number; userId: string }>(
        'SELECT client, user_id AS "userId" FROM clients WHERE plan = ?',
        index.plan,
      )
      .map(({ client, userId }) => [client, userId]),
  );
  const sections = new Map<string, Map<string, Tally>>();
  const add = (section: string | null, client: number, kind: keyof Tally, count: number): void => {
    const owner = owners.get(client);
    if (section === null || owner === undefined) return;
    const authors = sections.get(section) ?? new Map<string, Tally>();
    const tally = authors.get(owner) ?? { characters: 0, cells: 0 };
    tally[kind] += count;
    authors.set(owner, tally);
    sections.set(section, authors);
  };

  const plan = readPlan(doc, template, () => ({ blocks: [] }));
  for (const key of Object.keys(plan.texts)) {
    const root = textRoot(key);
    const section = places.sectionOf(root);
    eachText(doc.getXmlFragment(root) as Y.AbstractType<unknown>, ({ id, length }) =>
      add(section, id.client, 'characters', length),
    );
  }
  const cell = (root: string, key: string, { kind }: Cell): void => {
    const item = kind === 'empty' ? null : liveItem(doc.getMap(root) as Y.AbstractType<unknown>, key);
    if (item) add(places.sectionOf(root, key), item.id.client, 'cells', 1);
  };
  for (const [field, value] of Object.entries(plan.fields)) cell(FIELDS_ROOT, field, value);
  const tables = [
    ...Object.values(plan.tables).map(({ key, rows }) => ({ key, rows })),
    ...Object.entries(plan.groups).map(([key, rows]) => ({ key, rows })),
  ];
  for (const { key, rows } of tables) {
    for (const row of rows) {
      for (const [column, value] of Object.entries(row.cells)) {
        cell(tableRoot(key), cellKey(row.id, column), value);
      }
    }
  }
  return formOf(template).sections.flatMap(({ id }) => {
    const authors = sections.get(id);
    if (!authors) return [];
    const list = [...authors].map(([userId, tally]) => ({ userId, ...tally }));
    return [{ section: id, authors: list.sort((a, b) => b.characters - a.characters || b.cells - a.cells) }];
  });
}

/** Calls `see` for each run of characters under a node that is not deleted. */
function eachText(node: Y.AbstractType<unknown>, see: (item: Y.Item) => void): void {
  for (let item = node._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentString) see(item);
    else if (item.content instanceof Y.ContentType) eachText(item.content.type, see);
  }
}
