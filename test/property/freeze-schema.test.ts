import { readFileSync } from 'node:fs';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { canonicalJson } from '@filiera/server/src/freeze/canonical.ts';
import { frozenDocument } from '@filiera/server/src/freeze/compose.ts';
import { type FrozenDocument, frozenDocumentSchema } from '@filiera/server/src/freeze/document.ts';
import { FROZEN_SCHEMA_NAME, frozenSchema } from '@filiera/server/src/freeze/json-schema.ts';
import { TEMPLATES } from '@filiera/shared/template/catalogue.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { thirdForm, thirdFormContent } from '../fixtures/third-form.ts';
import { readingOf, readingOfDemo, readingWith, someFacts } from '../support/frozen.ts';
import { someUpdates } from '../support/random-docs.ts';

const FILE = new URL(`../../docs/${FROZEN_SCHEMA_NAME}`, import.meta.url);

/** What anybody has who holds the file and a validator. Dates have a pattern besides their format. */
const validate = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  validateFormats: false,
}).compile(JSON.parse(readFileSync(FILE, 'utf8')));

/** What the validator has against a document's bytes, read again from the first to the last. */
function against(document: unknown): string[] {
  validate(JSON.parse(new TextDecoder().decode(canonicalJson(document))));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test('SCHEMA-1 the published file is the schema as it is, in canonical JSON, with a name of its own', () => {
  const bytes = frozenSchema();
  expect(Buffer.from(bytes).toString('utf8')).toBe(readFileSync(FILE, 'utf8'));
  expect(Buffer.from(frozenSchema())).toEqual(Buffer.from(bytes));
  const schema = JSON.parse(new TextDecoder().decode(bytes));
  expect(Buffer.from(canonicalJson(schema))).toEqual(Buffer.from(bytes));
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'frozen-plan.schema.json',
    title: 'Frozen plan',
    additionalProperties: false,
  });
  const names = Object.keys(schema.$defs);
  expect(names).toContain('table');
  expect(names.filter((name) => name.startsWith('__'))).toEqual([]);
  for (const [name, { description }] of Object.entries<{ description?: string }>(schema.$defs)) {
    expect(description?.length, name).toBeGreaterThan(10);
  }
});

describe.each([...TEMPLATES, thirdForm])('$id', (template) => {
  test('SCHEMA-2 whatever members wrote, the frozen document is what the schema says', () => {
    expect(against(frozenDocument(readingWith(template, {}), someFacts({ reason: 'vuoto' })))).toEqual([]);
    fc.assert(
      fc.property(someUpdates(template), (updates) => {
        const doc = new Y.Doc();
        for (const update of updates) Y.applyUpdate(doc, update);
        expect(against(frozenDocument(readingOf(doc, template), someFacts({ reason: 'prova' })))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

test('SCHEMA-2 filled plans are too, with a reason, comments, and a word of every kind', () => {
  const blocking = [{ where: 'Piano dei costi', text: 'Chi paga? 👩‍🔬 עמותת', author: 'Luca' }];
  for (const reading of [
    readingOfDemo(activityPlan),
    readingOfDemo(promotionPlan),
    readingWith(thirdForm, thirdFormContent),
  ]) {
    expect(against(frozenDocument(reading, someFacts()))).toEqual([]);
    expect(against(frozenDocument(reading, someFacts({ reason: 'prova', blocking })))).toEqual([]);
  }
});

/** Everything in a JSON value, with the object or list that holds it. */
function places(value: unknown): { readonly holder: Record<string, unknown>; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

describe('SCHEMA-3 a document that was changed where it may not be is refused', () => {
  const original = frozenDocument(readingWith(thirdForm, thirdFormContent), someFacts({ reason: 'prova' }));

  /** What the validator says once something stands (`undefined`: stands no more) at the path's end. */
  const changed = (path: readonly (string | number)[], value: unknown): string[] => {
    const copy: unknown = structuredClone(original);
    const holder = path.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], copy);
    const last = path.at(-1)!;
    if (value === undefined) Reflect.deleteProperty(holder as object, last);
    else Reflect.set(holder as object, last, value);
    return against(copy);
  };

  test.each<[string, readonly (string | number)[], unknown]>([
    ['another format', ['format'], 'filiera'],
    ['a later version of the format', ['formatVersion'], 2],
    ['no digest of the form', ['template', 'sha256'], undefined],
    ['a digest that is none', ['template', 'sha256'], 'ABC'],
    ['euro instead of cents', ['headlines', 0, 'cents'], 19_900.5],
    ['cents as text', ['headlines', 0, 'cents'], '1990000'],
    ['a moment without milliseconds', ['frozenAt'], '2023-12-12T17:04:05Z'],
    ['a reason that is empty', ['override', 'reason'], ''],
    ['no list of blocking comments', ['override', 'blocking'], undefined],
    ['fewer errors than none', ['override', 'errors'], -1],
    ['a version 0', ['version'], 0],
    ['something beside what is known', ['note'], 'x'],
    ['a rule that half holds', ['rules', 0, 'outcome'], 'perhaps'],
  ])('SCHEMA-3 %s', (_, path, value) => {
    expect(against(original)).toEqual([]);
    expect(changed(path, value)).not.toEqual([]);
  });

  test('SCHEMA-3 whatever stands where, the schema takes what this program takes and nothing else', () => {
    const all = places(original);
    fc.assert(
      fc.property(
        fc.nat(all.length - 1),
        fc.constantFrom<unknown>({ x: 1 }, [[]], 1.5, true),
        (index, wrong) => {
          const copy = structuredClone(original) as FrozenDocument;
          const { holder, key } = places(copy)[index]!;
          holder[key] = wrong;
          // Here and there it may be: a list of points may be empty, a list may be ordered.
          expect(against(copy).length === 0).toBe(frozenDocumentSchema.safeParse(copy).success);
        },
      ),
      { numRuns: 200 },
    );
  });
});
