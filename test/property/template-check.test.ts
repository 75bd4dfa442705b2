import { writeContent } from '@filiera/server/src/demo/content.ts';
import { compute } from '@filiera/shared/plan/compute.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import {
  findTemplate,
  latestTemplates,
  loadTemplates,
  TEMPLATES,
} from '@filiera/shared/template/catalogue.ts';
import { checkTemplate } from '@filiera/shared/template/check.ts';
import { templateSchema } from '@filiera/shared/template/template.ts';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { thirdForm, thirdFormContent, thirdFormSource } from '../fixtures/third-form.ts';

test.each([...TEMPLATES, thirdForm])('FORM-6 all that the form $id names is there', (template) => {
  expect(checkTemplate(template)).toEqual([]);
});

test('FORM-7 a form is found by id and version; an unknown id or version is no form', () => {
  expect(latestTemplates().map(({ id, version }) => `${id} ${version}`)).toEqual([
    'a1-2023-2024 1',
    'promotion-2018 1',
  ]);
  for (const template of TEMPLATES) expect(findTemplate(template.id, template.version)).toBe(template);
  expect(findTemplate('a1-2023-2024', 2)).toBeNull();
  expect(findTemplate('open-labs-2026', 3)).toBeNull();
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The third form with one value put in another's place; the path names keys and positions. */
function broken(path: string, value: Json): unknown {
  const copy = structuredClone(thirdFormSource) as unknown as Json;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at = copy as { [key: string]: Json };
  for (const step of steps) at = at[step] as { [key: string]: Json };
  expect(at, path).toBeTypeOf('object');
  at[last] = value;
  return copy;
}

const BUDGET = 'sections.2.elements.1';
const SHARES = 'sections.2.elements.2';
const THEME = 'sections.0.elements.1.parts.0.field';
const GROUP = 'sections.1.elements.0';
const date = {
  kind: 'fields',
  parts: [{ field: { id: 'closes', label: 'x', type: 'date', fill: 'optional' } }],
};
const text = { kind: 'text', id: 'project', label: 'x', fill: 'optional' };

const HOLES: readonly (readonly [path: string, value: Json, problem: string])[] = [
  ['sections.0.elements.4', text, 'the form: two places are called "project"'],
  ['sections.0.elements.4', date, 'the form: two places are called "closes"'],
  ['sections.1.id', 'budget', 'the form: two places are called "budget"'],
  [`${GROUP}.elements.0.parts.2.field.id`, 'opens', 'the form: two fields are called "opens"'],
  ['rules.1.id', 'large-cap', 'the form: two rules are called "large-cap"'],
  ['rules.1.id', 'required', 'rule required: that name belongs to a rule of every form'],
  [`${THEME}.options`, [], 'field theme: a choice without options'],
  [`${THEME}.type`, 'text', 'field theme: options, but it is no choice'],
  [`${THEME}.options.1.id`, 'energy', 'field theme: two options are called "energy"'],
  [`${GROUP}.min`, 5, 'group partners: min is above max'],
  [`${BUDGET}.columns.1.id`, 'private', 'table budget: two columns are called "private"'],
  [`${BUDGET}.columns.3.of`, [], 'table budget, column both: a sum of no columns'],
  [`${BUDGET}.columns.3.of`, ['name'], 'table budget, column both: "name" is no figure'],
  [`${BUDGET}.columns.3.of.0`, 'nobody', 'table budget, column both: no column "nobody"'],
  [
    `${BUDGET}.columns.1.of`,
    ['private'],
    'table budget, column public: names columns to add up, but it is no sum',
  ],
  [`${BUDGET}.columns.1.type`, 'count', 'table budget, column both: adds up money and counts'],
  [`${BUDGET}.columns.2.type`, 'label', 'table budget: more than one label column'],
  [`${BUDGET}.columns.0.type`, 'text', 'table budget: its rows have no label column'],
  [`${BUDGET}.rows.1.id`, 'equipment', 'table budget: two rows are called "equipment"'],
  [`${BUDGET}.rows.0.group`, 'g', 'table budget, row equipment: no group "g"'],
  [
    `${BUDGET}.groups`,
    [{ id: 'g', number: '1', label: 'G' }],
    "table budget, row equipment: stands in none of the table's groups",
  ],
  [
    `${BUDGET}.groupColumns`,
    { number: 'N', label: 'G' },
    'table budget: headings for groups that it has not',
  ],
  [`${BUDGET}.rows.2.formula.of`, 'nothing', 'table budget, row overheads: no row "nothing"'],
  [`${BUDGET}.rows.2.formula.of`, 'overheads', 'table budget, row overheads: follows from itself'],
  [`${BUDGET}.rows.2.formula.of`, 'all', 'table budget, row all: follows from itself'],
  [`${BUDGET}.rows.2.fill`, 'required', 'table budget, row overheads: computed, so nobody can fill it in'],
  [`${BUDGET}.addable`, { min: 3, max: 2 }, 'table budget: min is above max'],
  [`${SHARES}.rows`, [], 'table shares: no rows, and none can be added'],
  [`${SHARES}.rows.0.id`, 'total', 'table shares: a row "total" beside the closing line of that name'],
  [`${SHARES}.columnsFrom.group`, 'firms', 'table shares: no group "firms" to take columns from'],
  [
    `${GROUP}.elements.2.columnsFrom`,
    { group: 'partners', label: 'x' },
    'table deliverables: takes columns from a group while it is inside one',
  ],
  [`${GROUP}.elements.2.total`, { label: 'x' }, 'table deliverables: a closing line, but no money column'],
  ['rules.0.before', 'theme', 'rule opening-hours: the field "theme" is no date'],
  ['rules.0.after', 'size', 'rule opening-hours: no field "size" outside groups'],
  ['rules.0.at.element', 'nowhere', 'rule opening-hours: no place "nowhere"'],
  ['rules.0.at.element', 'size', 'rule opening-hours: no place "size"'],
  ['rules.1.at.row', 'sum', 'rule private-third: no row "sum" in "budget"'],
  ['rules.1.at.column', 'sum', 'rule private-third: no column "sum" in "budget"'],
  ['rules.3.also.0.row', 'total', 'rule all-paid: no row "total" in "budget"'],
  ['rules.1.part.0.table', 'costs', 'rule private-third: no table "costs"'],
  ['rules.1.total.0.row', 'total', 'rule private-third: no row "total" in "budget"'],
  ['rules.1.total.0.column', 'name', 'rule private-third: the column "name" of "budget" is no money'],
  ['rules.3.right.0.column', 'sum', 'rule all-paid: no column "sum" in "budget"'],
  ['rules.3.left.0.table', 'deliverables', 'rule all-paid: no money column in "deliverables"'],
  ['rules.2.value.0.where.field', 'theme', 'rule large-cap: no field "theme" in the group "partners"'],
  ['rules.2.value.0.where.equals', 'huge', 'rule large-cap: "huge" is none of the options of "size"'],
  [
    'rules.2.value.0.table',
    'budget',
    'rule large-cap: "where" needs all columns of a table that takes columns from a group',
  ],
  ['headlines.0.rule', 'no-such', 'headline cost: no rule "no-such"'],
  ['headlines.0.amount.0.table', 'no-such', 'headline cost: no table "no-such"'],
];

describe('FORM-8 a form with a hole in it is told where the hole is', () => {
  test.each(HOLES)('%s = %j', (path, value, problem) => {
    expect(checkTemplate(templateSchema.parse(broken(path, value)))).toContain(problem);
  });
});

test('FORM-9 forms that do not hold together stop the programme with one error that names every hole', () => {
  const source = (path: string, value: Json): Parameters<typeof loadTemplates>[0][number] =>
    broken(path, value) as typeof thirdFormSource;
  const load = (): unknown =>
    loadTemplates([thirdFormSource, source('rules.0.before', 'theme'), source('title', '')]);
  expect(load).toThrow(/^forms that do not hold together:\n/);
  expect(load).toThrow('open-labs-2026 version 3: rule opening-hours: the field "theme" is no date');
  expect(load).toThrow('open-labs-2026 version 3: title: ');
  expect(load).toThrow('open-labs-2026 version 3: there is another form of this id and version');
  expect(loadTemplates([thirdFormSource])).toEqual([thirdForm]);
});

test('FORM-10 a third form is data and nothing else: it is read, computed and validated as it is', () => {
  const doc = new Y.Doc();
  const empty = validate(thirdForm, readPlan(doc, thirdForm));
  expect(empty.filter((issue) => issue.severity === 'error').map((issue) => issue.at.element)).toEqual([
    'laboratory',
    'opens',
    'theme',
    'project',
    'partners',
    'budget',
    'budget',
  ]);

  writeContent(doc, thirdForm, thirdFormContent);
  const plan = readPlan(doc, thirdForm);
  const computed = compute(thirdForm, plan);
  expect(computed.figure('budget', 'overheads', 'public')).toBe(30_000);
  expect(computed.figure('budget', 'all', 'both')).toBe(1_990_000);
  expect(computed.total('shares', 'second')).toBe(1_490_000);
  expect(validate(thirdForm, plan, computed)).toEqual([]);
  expect(plan.strays).toEqual([]);

  doc.getMap('table/shares').set('cash/second', 2_000_001);
  doc.getMap('fields').set('closes', '2026-03-01');
  const wrong = validate(thirdForm, readPlan(doc, thirdForm));
  expect(wrong.map(({ rule, gap }) => [rule, gap])).toEqual([
    ['opening-hours', undefined],
    ['large-cap', 200_001],
    ['all-paid', 710_001],
  ]);
});
