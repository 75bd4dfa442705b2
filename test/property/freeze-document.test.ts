import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { templateOf, writeDemoPlan } from '@filiera/server/src/demo/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { canonicalJson, sha256 } from '@filiera/server/src/freeze/canonical.ts';
import { frozenDocument, templateDigest } from '@filiera/server/src/freeze/compose.ts';
import {
  type FrozenContent,
  type FrozenDocument,
  frozenDocumentSchema,
} from '@filiera/server/src/freeze/document.ts';
import { setCell, setField } from '@filiera/shared/plan/edit.ts';
import { textRoot } from '@filiera/shared/plan/layout.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import { TEMPLATES } from '@filiera/shared/template/catalogue.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { thirdForm, thirdFormContent } from '../fixtures/third-form.ts';
import { readingOf, readingOfDemo, readingWith, someFacts } from '../support/frozen.ts';
import { someUpdates } from '../support/random-docs.ts';

const digestOf = (document: FrozenDocument): string => sha256(canonicalJson(document));

/** Every number in a JSON value, with the key that it stands under. */
function numbersIn(value: unknown, key = ''): { key: string; value: number }[] {
  if (typeof value === 'number') return [{ key, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    numbersIn(member, Array.isArray(value) ? key : name),
  );
}

/** All content in reading order, what stands inside groups included. */
function contentIn(document: FrozenDocument): FrozenContent[] {
  return document.sections
    .flatMap((section) => [section, ...section.sections])
    .flatMap((section) => section.content)
    .flatMap((content) =>
      content.kind === 'group' ? [content, ...content.instances.flatMap((one) => one.content)] : [content],
    );
}

describe.each([...TEMPLATES, thirdForm])('$id', (template) => {
  test('FREEZE-5 whatever clients wrote, the frozen document is valid, canonical and without a fraction', () => {
    fc.assert(
      fc.property(someUpdates(template), (updates) => {
        const doc = new Y.Doc();
        for (const update of updates) Y.applyUpdate(doc, update);
        const reading = readingOf(doc, template);
        const reason = errorsOf(reading.issues).length > 0 ? 'la scadenza è oggi' : null;
        const document = frozenDocument(reading, someFacts({ reason }));

        const bytes = canonicalJson(document);
        const back = frozenDocumentSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
        expect(sha256(canonicalJson(back))).toBe(sha256(bytes));
        for (const { key, value } of numbersIn(document)) {
          expect(Number.isSafeInteger(value), `${key}: ${value}`).toBe(true);
        }
        expect(document.issues).toHaveLength(reading.issues.length);
      }),
      { numRuns: 60 },
    );
  });
});

test('FREEZE-6 equal plans and facts have one digest; any other answer, word, name or time has another', () => {
  const frozen = (change: (doc: Y.Doc) => void = () => {}, facts = {}): string => {
    const doc = new Y.Doc();
    writeDemoPlan(doc, activityPlan);
    change(doc);
    return digestOf(frozenDocument(readingOf(doc, templateOf(activityPlan)), someFacts(facts)));
  };
  const digests = [
    frozen(),
    frozen((doc) => setCell(doc, 'costs', 'staff', 'y2023', 7_142_858)),
    frozen((doc) => setField(doc, 'duration-to', '2024-12-30')),
    frozen((doc) => {
      const last = doc.getXmlFragment(textRoot('results-1')).get(0) as Y.XmlElement;
      (last.get(0) as Y.XmlText).insert(0, 'x');
    }),
    frozen((doc) => {
      const last = doc.getXmlFragment(textRoot('results-1')).get(0) as Y.XmlElement;
      (last.get(0) as Y.XmlText).format(0, 3, { bold: {} });
    }),
    frozen(undefined, { frozenAt: 1 }),
    frozen(undefined, { frozenBy: { id: 'user-2', name: 'Anna Rossi' } }),
    frozen(undefined, { plan: { id: 'plan-1', title: 'Piano' } }),
    frozen(undefined, { version: 2 }),
  ];
  expect(new Set(digests).size).toBe(digests.length);
  expect(frozen()).toBe(digests[0]);
});

test('FREEZE-7 every answer stands beside its label, in the order of the form; every rule with both its sides', () => {
  const document = frozenDocument(readingOfDemo(promotionPlan), someFacts());
  expect(document).toMatchObject({
    format: 'filiera-frozen-plan',
    formatVersion: 1,
    template: { id: 'promotion-2018', version: 1, title: 'Piano di promozione per l’anno 2018' },
    association: { id: 'association-1', name: 'Clust-ER Health' },
    frozenAt: '2023-12-12T17:04:05.678Z',
    frozenBy: { id: 'user-1', name: 'Anna Rossi' },
    override: null,
    issues: [],
  });
  const content = contentIn(document);
  const groups = content.flatMap((one) => (one.kind === 'group' ? one.instances : []));
  expect(groups.map(({ id, label }) => [id, label])).toEqual([
    ['belgio', 'PAESE 1:'],
    ['usa', 'PAESE 2:'],
  ]);
  expect(groups[1]!.content.slice(0, 2)).toEqual([
    { kind: 'field', id: 'name', label: 'Nome del paese', type: 'text', value: { text: 'U.S.A.' } },
    {
      kind: 'field',
      id: 'area',
      label: 'Area',
      type: 'choice',
      value: { choice: 'extra-european', label: 'Paese extra-europeo' },
    },
  ]);
  const tables = content.flatMap((one) => (one.kind === 'table' ? [one] : []));
  expect(tables.map(({ key }) => key)).toEqual(['events@belgio', 'events@usa', 'costs']);
  expect(tables[0]!.rows.map(({ values }) => values.name)).toEqual([
    { text: 'MedTech Partnership Meeting' },
    { text: 'IMI2 – Innovative Medicine Initiative Forum' },
    { text: 'Cluster partnering event che si svolgerà il 25 Ottobre 2018' },
    { text: 'EUREGA' },
    { text: 'Altri da identificare' },
  ]);
  expect(tables[2]!.rows.map(({ label, values, computed }) => [label, values, computed])).toEqual([
    ['Spese di viaggio', { belgio: { cents: 500_000 }, usa: { cents: 400_000 } }, false],
    ['Spese di adesione a eventi, fiere…', { belgio: null, usa: { cents: 100_000 } }, false],
    ['Spese di affitto spazi e allestimento', { belgio: null, usa: null }, false],
    ['Spese di interpretariato', { belgio: null, usa: null }, false],
    ['Totale', { belgio: { cents: 500_000 }, usa: { cents: 500_000 } }, true],
  ]);
  expect(document.rules.map(({ id, outcome, compared }) => [id, outcome, compared])).toEqual([
    ['costs-positive', 'holds', { value: { kind: 'money', cents: 1_000_000 } }],
    [
      'european-cap',
      'holds',
      { value: { kind: 'money', cents: 500_000 }, most: { kind: 'money', cents: 500_000 } },
    ],
    [
      'extra-european-cap',
      'holds',
      { value: { kind: 'money', cents: 500_000 }, most: { kind: 'money', cents: 1_000_000 } },
    ],
    [
      'contribution-cap',
      'holds',
      { value: { kind: 'money', cents: 1_000_000 }, most: { kind: 'money', cents: 1_000_000 } },
    ],
  ]);
  expect(document.headlines.map(({ id, cents }) => [id, cents])).toEqual([
    ['total', 1_000_000],
    ['european', 500_000],
    ['extra-european', 500_000],
  ]);
  expect(document.assumptions).toHaveLength(3);
});

test('FREEZE-7 totals, sums, counts, rich text and what is invalid stand in it as what they are', () => {
  const reading = readingWith(thirdForm, thirdFormContent);
  const content = contentIn(frozenDocument(reading, someFacts()));
  const table = (key: string) => content.find((one) => one.kind === 'table' && one.key === key);
  expect(table('budget')).toMatchObject({
    rows: [
      { id: 'equipment', values: { both: { cents: 1_200_000 } } },
      { id: 'services' },
      { id: 'overheads', computed: true, values: { public: { cents: 30_000 }, private: { cents: 60_000 } } },
      { id: 'all', values: { both: { cents: 1_990_000 } } },
      { id: 'direct' },
      { id: 'signs', label: null, values: { name: { text: 'Segnaletica' }, private: { cents: 0 } } },
    ],
    total: null,
  });
  expect(table('deliverables@first')).toMatchObject({
    rows: [{ values: { product: { text: 'Calchi' }, due: { date: '2026-05-01' }, pieces: { count: 30 } } }],
  });
  expect(table('shares')).toMatchObject({
    total: { label: 'Somma', values: { first: { cents: 500_000 }, second: { cents: 1_490_000 } } },
  });
  expect(content).toContainEqual(
    expect.objectContaining({ kind: 'field', id: 'visitors', value: { count: 1200 } }),
  );
  expect(content.find((one) => one.kind === 'text' && one.key === 'project')).toMatchObject({
    blocks: [
      {
        kind: 'paragraph',
        inlines: [
          { text: 'Un laboratorio ', marks: [] },
          { text: 'aperto a tutti', marks: ['bold'] },
          { text: ' nelle ore serali.', marks: [] },
        ],
      },
      { kind: 'list', ordered: true, items: [[{ kind: 'paragraph' }], [{ kind: 'paragraph' }]] },
    ],
  });

  const broken = readingWith(thirdForm, { ...thirdFormContent, fields: { opens: 'domani', theme: 'sea' } });
  const frozen = frozenDocument(broken, someFacts({ reason: 'non ci sono altri giorni' }));
  expect(contentIn(frozen)).toContainEqual(
    expect.objectContaining({ id: 'opens', value: { invalid: 'domani', reason: 'date' } }),
  );
  expect(contentIn(frozen)).toContainEqual(expect.objectContaining({ id: 'laboratory', value: null }));
  expect(frozen.override).toEqual({
    reason: 'non ci sono altri giorni',
    errors: errorsOf(broken.issues).length,
    blocking: [],
  });
});

test('FREEZE-14 a plan frozen over comments alone says which, with its reason, and its digest stands for them', () => {
  const blocking = [
    {
      where: '3. Piano dei costi, Personale',
      text: 'Chi ha visto il contratto?\uD800',
      author: 'Luca Bianchi',
    },
    { where: 'Obiettivi', text: '', author: 'Anna Rossi' },
  ];
  const frozen = (facts: Parameters<typeof someFacts>[0]): FrozenDocument =>
    frozenDocument(readingOfDemo(activityPlan), someFacts(facts));
  const document = frozen({ reason: 'risposta attesa domani', blocking });
  expect(document.override).toEqual({
    reason: 'risposta attesa domani',
    errors: 0,
    blocking: [{ ...blocking[0], text: 'Chi ha visto il contratto?\uFFFD' }, blocking[1]],
  });
  expect(document.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  const digests = [document, frozen({ reason: 'risposta attesa domani' }), frozen({})].map(digestOf);
  expect(new Set(digests).size).toBe(3);
  expect(frozen({}).override).toBe(null);
});

test('FREEZE-7 a broken rule is told with its sides, the gap in cents and the sentence that members read', () => {
  const { tables } = thirdFormContent;
  const reading = readingWith(thirdForm, {
    ...thirdFormContent,
    tables: { ...tables, shares: { cells: { cash: { first: 500_000, second: 1_489_999 } } } },
  });
  const document = frozenDocument(reading, someFacts({ reason: 'manca la delibera' }));
  expect(document.rules.find(({ id }) => id === 'all-paid')).toMatchObject({ outcome: 'broken' });
  expect(document.issues.find(({ rule }) => rule === 'all-paid')).toMatchObject({
    severity: 'error',
    left: { kind: 'money', cents: 1_989_999 },
    right: { kind: 'money', cents: 1_990_000 },
    gapCents: 1,
    message: { it: expect.stringContaining('0,01'), en: expect.stringContaining('0,01') },
  });
});

test('FREEZE-6 the digest stands for the words of the form too', () => {
  expect(templateDigest(thirdForm)).toMatch(/^[0-9a-f]{64}$/);
  expect(templateDigest({ ...thirdForm, title: `${thirdForm.title}.` })).not.toBe(templateDigest(thirdForm));
  const document = frozenDocument(readingWith(thirdForm, {}), someFacts({ reason: 'vuoto' }));
  expect(document.template.sha256).toBe(templateDigest(thirdForm));
});

test('FREEZE-5 no name that a client may give to a row or an instance gets lost on the way', () => {
  const template = templateOf(promotionPlan);
  for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__', '0', '-']) {
    const doc = new Y.Doc();
    doc.getMap('table/countries').set(`${id}/#`, 'a0');
    doc.getMap('table/countries').set(`${id}/area`, 'european');
    setCell(doc, 'costs', 'travel', id, 12_345);
    const document = frozenDocument(readingOf(doc, template), someFacts({ reason: 'prova' }));
    const costs = contentIn(document).find((one) => one.kind === 'table' && one.key === 'costs');
    const [travel] = costs?.kind === 'table' ? costs.rows : [];
    // What is no id is refused as a whole: no column, no amount, and a warning that something was left aside.
    const read = id !== '__proto__';
    expect(Object.entries(travel!.values), id).toEqual(read ? [[id, { cents: 12_345 }]] : []);
    expect(document.headlines[0]!.cents, id).toBe(read ? 12_345 : 0);
    expect(
      document.issues.some(({ rule }) => rule === 'stray'),
      id,
    ).toBe(!read);
  }
});
