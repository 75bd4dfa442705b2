import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { writeContent } from '@filiera/server/src/demo/content.ts';
import { type DemoPlan, templateOf, writeDemoPlan } from '@filiera/server/src/demo/plan.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { prose, writeProse } from '@filiera/server/src/demo/prose.ts';
import { type Computed, compute } from '@filiera/shared/plan/compute.ts';
import { type Plan, plainText } from '@filiera/shared/plan/plan.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { readRichText } from '@filiera/shared/plan/rich-text.ts';
import { completeness } from '@filiera/shared/rules/completeness.ts';
import { formatMoney, formatPercent, shareOf } from '@filiera/shared/rules/money.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { thirdForm } from '../fixtures/third-form.ts';

function read(demo: DemoPlan): { plan: Plan; computed: Computed; issues: ReturnType<typeof validate> } {
  const doc = new Y.Doc();
  writeDemoPlan(doc, demo);
  const template = templateOf(demo);
  const plan = readPlan(doc, template);
  const computed = compute(template, plan);
  return { plan, computed, issues: validate(template, plan, computed) };
}

test('FORM-11 the plan of activities of the demonstration breaks no rule and leaves one thing to settle', () => {
  const { plan, computed, issues } = read(activityPlan);
  expect(issues.map(({ severity, rule, at }) => `${severity} ${rule} ${at.element} ${at.column}`)).toEqual([
    'warning required indicators baseline',
  ]);
  expect(plan.strays).toEqual([]);

  const total = computed.figure('costs', 'total', 'total') ?? 0;
  expect(formatMoney(total)).toBe('200.000,00\u00a0€');
  expect(computed.figure('costs', 'cofinancing', 'y2023')).toBe(10_000_000);
  expect(computed.figure('costs', 'cofinancing', 'y2024')).toBe(10_000_000);
  const shares = ['climate', 'circular'].map((table) => shareOf(computed.total(table, 'amount'), total) ?? 0);
  expect(shares.map(formatPercent)).toEqual(['15,08\u00a0%', '10,05\u00a0%']);

  const { filled, total: places, sections } = completeness(templateOf(activityPlan), plan);
  expect(filled).toBe(places);
  expect(Object.values(sections).every((section) => section.filled === section.total)).toBe(true);
  for (const [key, text] of Object.entries(plan.texts)) {
    if (!key.startsWith('spend-note')) expect(plainText(text).length, key).toBeGreaterThan(300);
  }
});

test('FORM-12 the promotion plan of the demonstration is the seed, and holds every rule exactly at its caps', () => {
  const { plan, computed, issues } = read(promotionPlan);
  expect(issues).toEqual([]);
  expect(plan.strays).toEqual([]);
  expect(computed.figure('costs', 'total', 'belgio')).toBe(500_000);
  expect(computed.figure('costs', 'total', 'usa')).toBe(500_000);
  expect(plan.groups.countries?.map((country) => country.cells.name)).toEqual([
    { kind: 'value', value: 'Belgio' },
    { kind: 'value', value: 'U.S.A.' },
  ]);

  const doc = new Y.Doc();
  writeDemoPlan(doc, promotionPlan);
  doc.getMap('table/costs').set('rent/belgio', 1);
  const template = templateOf(promotionPlan);
  const over = validate(template, readPlan(doc, template));
  expect(over.map(({ rule, gap }) => [rule, gap])).toEqual([
    ['european-cap', 1],
    ['contribution-cap', 1],
  ]);
});

test('FORM-13 content for a place that the form does not have is refused', () => {
  const doc = new Y.Doc();
  const write = (content: Parameters<typeof writeContent>[2]) => () => writeContent(doc, thirdForm, content);
  expect(write({ texts: { specific: 'x' } })).toThrow('the form has no text "specific"');
  expect(write({ tables: { costs: {} } })).toThrow('the form has no table "costs"');
  expect(write({ fields: { name: 'x' } })).toThrow('the form has no field "name"');
  expect(write({ groups: { countries: [] } })).toThrow('the form has no group "countries"');
});

test('FORM-14 prose is read back from a document with its paragraphs, lists, marks and links', () => {
  const text = prose(`
Una riga
che continua con **grassetto**, *corsivo* e un [indirizzo](https://example.org/a).

Elenco:
- uno
- **due**

1. primo
2. secondo`);
  expect(text.blocks.map((block) => (block.kind === 'list' ? `list ${block.ordered}` : 'paragraph'))).toEqual(
    ['paragraph', 'paragraph', 'list false', 'list true'],
  );
  const fragment = new Y.Doc().getXmlFragment('text/any');
  writeProse(fragment, text);
  expect(readRichText(fragment)).toEqual(text);
  expect(plainText(text)).toBe(
    'Una riga che continua con grassetto, corsivo e un indirizzo.\nElenco:\nuno\ndue\nprimo\nsecondo',
  );
  const [, , bullets, numbers] = fragment.toArray();
  expect(bullets).toHaveProperty('nodeName', 'bulletList');
  expect(numbers).toHaveProperty('nodeName', 'orderedList');
  expect(String(bullets)).toContain('<listitem><paragraph>uno</paragraph></listitem>');
});
