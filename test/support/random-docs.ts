import { FIELDS_ROOT, tableRoot, textRoot } from '@filiera/shared/plan/layout.ts';
import { keyOf } from '@filiera/shared/plan/plan.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import fc from 'fast-check';
import * as Y from 'yjs';

/** Documents as clients might write them: honest ones, careless ones, and hostile ones. */

/** Keys that a form has a place for, each with its root, and names that belong nowhere. */
function placesOf(template: Template): {
  fitting: [root: string, key: string][];
  roots: string[];
  keys: string[];
} {
  const form = formOf(template);
  const added = ['r1', 'r2'];
  const fitting: [string, string][] = [];
  for (const { element, group } of form.tables.values()) {
    const columns = [...element.columns.map((column) => column.id), ...(element.columnsFrom ? added : [])];
    const rows = [...element.rows.map((row) => row.id), ...(element.addable ? added : [])];
    for (const instance of group ? added : [undefined]) {
      for (const row of rows) {
        for (const column of [...columns, '#', '@'])
          fitting.push([tableRoot(keyOf(element.id, instance)), `${row}/${column}`]);
      }
    }
  }
  for (const { element, group } of form.fields.values()) {
    if (!group) fitting.push([FIELDS_ROOT, element.id]);
    else
      for (const instance of added)
        fitting.push(
          [tableRoot(group.id), `${instance}/${element.id}`],
          [tableRoot(group.id), `${instance}/#`],
        );
  }
  const texts = [...form.texts.values()].flatMap(({ element, group }) =>
    (group ? added : [undefined]).map((instance) => textRoot(keyOf(element.id, instance))),
  );
  return {
    fitting,
    roots: [...new Set(fitting.map(([root]) => root)), ...texts, 'table/nowhere'],
    keys: ['x', '/', 'r1/', '/r1', '__proto__/x', 'r1/unknown', ...fitting.map(([, key]) => key)],
  };
}

/** Any value that fits into a Y.Map, plausible ones more often. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 10_000_000 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('2023-01-01', '2024-12-31', '1.234,50', 'a0', 'a1', 'european', '1', ''),
  },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, undefined, true, 2n ** 60n, Number.MAX_SAFE_INTEGER, -1, -0),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 5 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

type Step = (doc: Y.Doc) => void;

/** One thing that a client does to a document, on a root taken as any type whatsoever. */
export function anyStep(template: Template): fc.Arbitrary<Step> {
  const { fitting, roots, keys } = placesOf(template);
  const root = fc.constantFrom(...roots);
  const key = fc.constantFrom(...keys);
  // A root is of one type for one client; another client may take it as another, so a refusal is no step.
  const step =
    (act: (doc: Y.Doc) => void): Step =>
    (doc) => {
      try {
        act(doc);
      } catch {
        /* this client has the root as another type */
      }
    };
  const place = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...fitting) },
    { weight: 1, arbitrary: fc.tuple(root, key) },
  );
  return fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .tuple(place, anyValue)
        .map(([[r, k], value]) => step((doc) => doc.getMap(r).set(k, value))),
    },
    { weight: 1, arbitrary: fc.tuple(root, key).map(([r, k]) => step((doc) => doc.getMap(r).delete(k))) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(root, key, fc.constantFrom('map', 'array', 'text', 'xml', 'doc'))
        .map(([r, k, kind]) => step((doc) => doc.getMap(r).set(k, nested(kind)))),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          root,
          fc.constantFrom(
            'paragraph',
            'bulletList',
            'orderedList',
            'listItem',
            'hardBreak',
            'table',
            'script',
          ),
          fc.string({ maxLength: 12 }),
          fc.nat(3),
        )
        .map(([r, name, text, depth]) =>
          step((doc) => doc.getXmlFragment(r).push([element(name, text, depth)])),
        ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(root, anyValue).map(([r, value]) => step((doc) => doc.getArray(r).push([value]))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          root,
          fc.string({ maxLength: 8 }),
          fc.dictionary(fc.constantFrom('bold', 'link', 'italic--x'), anyValue, { maxKeys: 2 }),
        )
        .map(([r, text, format]) => step((doc) => doc.getText(r).insert(0, text, format))),
    },
    { weight: 1, arbitrary: root.map((r) => step((doc) => doc.getText(r).insertEmbed(0, { image: 'x' }))) },
    { weight: 1, arbitrary: root.map((r) => step((doc) => doc.getXmlFragment(r).delete(0, 1))) },
  );
}

function nested(kind: string): unknown {
  if (kind === 'map') return new Y.Map([['a', 1]]);
  if (kind === 'array') return Y.Array.from([1, 2]);
  if (kind === 'text') return new Y.Text('x');
  if (kind === 'doc') return new Y.Doc();
  return new Y.XmlElement('paragraph');
}

function element(name: string, text: string, depth: number): Y.XmlElement {
  const made = new Y.XmlElement(name);
  const run = new Y.XmlText();
  run.insert(0, text, depth % 2 ? { bold: {}, link: { href: 'https://example.org' } } : {});
  made.insert(0, depth > 0 ? [run, element('listItem', text, depth - 1)] : [run]);
  return made;
}

/** Updates of several clients who work on their own and sometimes hear of each other. */
export function someUpdates(template: Template): fc.Arbitrary<Uint8Array[]> {
  const turn = fc.record({ who: fc.nat(2), step: anyStep(template), hears: fc.boolean() });
  return fc.array(turn, { maxLength: 30 }).map((turns) => {
    const docs = [1, 2, 3].map((clientID) => Object.assign(new Y.Doc(), { clientID }));
    const updates: Uint8Array[] = [];
    for (const doc of docs)
      doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'peer' && updates.push(update));
    for (const { who, step, hears } of turns) {
      const doc = docs[who]!;
      if (hears) for (const update of [...updates]) Y.applyUpdate(doc, update, 'peer');
      step(doc);
    }
    return updates;
  });
}
