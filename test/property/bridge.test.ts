import { writeContent } from '@filiera/server/src/demo/content.ts';
import { compute } from '@filiera/shared/plan/compute.ts';
import { addRow, removeRow, setCell } from '@filiera/shared/plan/edit.ts';
import { nameOf } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { type Bridge, bridgesOf, isMoved } from '@filiera/shared/rules/bridge.ts';
import { shareOf } from '@filiera/shared/rules/money.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { thirdForm, thirdFormContent } from '../fixtures/third-form.ts';
import { someUpdates } from '../support/random-docs.ts';

const activity = findTemplate('a1-2023-2024', 1)!;
const promotion = findTemplate('promotion-2018', 1)!;

/** A plan before and after some edits. */
function around(
  template: Template,
  write: (doc: Y.Doc) => void,
  change: (doc: Y.Doc) => void,
): { before: Plan; after: Plan; bridges: readonly Bridge[]; of: (headline: string) => Bridge } {
  const doc = new Y.Doc();
  write(doc);
  const before = readPlan(doc, template);
  change(doc);
  const after = readPlan(doc, template);
  const bridges = bridgesOf(template, before, after);
  return { before, after, bridges, of: (id) => bridges.find(({ headline }) => headline === id)! };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

describe('the money as a bridge between two plans', () => {
  test('BRIDGE-1 staff +3.000,00, flat rate +1.200,00, climate share 16,10 % to 15,45 %', () => {
    const { of, after } = around(
      activity,
      (doc) => {
        setCell(doc, 'costs', 'staff', 'y2023', 7_142_857);
        addRow(doc, 'climate', { id: 'r', order: 'a0', cells: { kind: 'Evento', amount: 1_610_000 } });
      },
      (doc) => setCell(doc, 'costs', 'staff', 'y2023', 7_442_857),
    );
    // 71.428,57 + 28.571,43 = 100.000,00; 74.428,57 + 29.771,43 = 104.200,00.
    expect(of('total')).toMatchObject({
      before: 10_000_000,
      after: 10_420_000,
      steps: [
        { computed: false, before: 7_142_857, after: 7_442_857, change: 300_000 },
        { computed: true, before: 2_857_143, after: 2_977_143, change: 120_000 },
      ],
    });
    expect(of('total').steps.map(({ place }) => nameOf(activity, after, place))).toEqual([
      'Piano dei costi · a) Costi di personale',
      'Piano dei costi · b) 40% della voce A',
    ]);
    // 16.100,00 of 100.000,00 = 16,10 %; 16.100,00 of 104.200,00 = 15,451… %.
    expect(of('climate')).toMatchObject({
      before: 1_610_000,
      after: 1_610_000,
      steps: [],
      share: { before: 1610, after: 1545, limit: 1500 },
    });
    expect(of('circular').share).toMatchObject({ before: 0, after: 0 });
    expect([of('climate'), of('circular')].map(isMoved)).toEqual([true, false]);
  });

  test('BRIDGE-2 the flat rate rounds by year, and a year that gives what the other takes is a line of 0,00', () => {
    const { of } = around(
      activity,
      (doc) => {
        setCell(doc, 'costs', 'staff', 'y2023', 1_000_001);
        setCell(doc, 'costs', 'staff', 'y2024', 1_000_001);
      },
      (doc) => {
        setCell(doc, 'costs', 'staff', 'y2023', 1_000_003);
        setCell(doc, 'costs', 'staff', 'y2024', 999_999);
      },
    );
    // 40 % of 10.000,03 = 4.000,012 → 4.000,01; of 9.999,99 = 3.999,996 → 4.000,00; before twice 4.000,004 → 4.000,00.
    expect(of('total')).toMatchObject({
      before: 2_800_002,
      after: 2_800_003,
      steps: [
        {
          change: 0,
          parts: [
            { before: 1_000_001, after: 1_000_003 },
            { before: 1_000_001, after: 999_999 },
          ],
        },
        { change: 1, parts: [{ column: 'y2023', before: 400_000, after: 400_001 }] },
      ],
    });
  });

  test('BRIDGE-3 rows and countries that come and go, and a country that turns European, are lines of the form', () => {
    const country = (doc: Y.Doc, id: string, area: string): void =>
      addRow(doc, 'countries', { id, order: `a${id}`, cells: { name: id, area } });
    const { of, before } = around(
      promotion,
      (doc) => {
        country(doc, '0', 'european');
        country(doc, '1', 'extra-european');
        setCell(doc, 'costs', 'travel', '0', 500_000);
        setCell(doc, 'costs', 'travel', '1', 400_000);
        setCell(doc, 'costs', 'fees', '1', 100_000);
      },
      (doc) => {
        removeRow(doc, 'countries', '0');
        setCell(doc, 'countries', '1', 'area', 'european');
        setCell(doc, 'costs', 'fees', '1', 150_000);
      },
    );
    expect(of('total')).toMatchObject({
      before: 1_000_000,
      after: 550_000,
      steps: [
        { place: { row: 'travel' }, change: -500_000, parts: [{ column: '0', before: 500_000, after: 0 }] },
        { place: { row: 'fees' }, change: 50_000, parts: [{ column: '1', before: 100_000, after: 150_000 }] },
      ],
    });
    expect(nameOf(promotion, before, of('total').steps[0]!.place)).toBe('Costi per paese · Spese di viaggio');
    expect(of('european')).toMatchObject({ before: 500_000, after: 550_000 });
    expect(of('european').steps.map(({ change }) => change)).toEqual([-100_000, 150_000]);
    expect(of('extra-european')).toMatchObject({ before: 500_000, after: 0 });
  });

  test('BRIDGE-4 a third form, which is data alone, has its bridge: a flat rate on one column, an added row', () => {
    const { of } = around(
      thirdForm,
      (doc) => writeContent(doc, thirdForm, thirdFormContent),
      (doc) => {
        setCell(doc, 'budget', 'services', 'public', 300_000);
        removeRow(doc, 'budget', 'signs');
      },
    );
    // 19.900,00 + services 1.000,00 + 15 % of that 150,00 - signs 1.000,00 = 20.050,00.
    const { before, after, steps, share } = of('cost');
    expect([before, after]).toEqual([1_990_000, 2_005_000]);
    expect(steps.map(({ place, computed, change }) => [place.row, computed, change])).toEqual([
      ['services', false, 100_000],
      ['overheads', true, 15_000],
      ['signs', false, -100_000],
    ]);
    // 7.600,00 of 19.900,00 and of 20.050,00.
    expect(share).toEqual({ before: 3819, after: 3791, limit: 3333 });
  });

  for (const template of [activity, promotion, thirdForm]) {
    test(`BRIDGE-5 whatever two plans of ${template.id} hold, the lines add up to the difference that the headline shows`, () => {
      fc.assert(
        fc.property(someUpdates(template), someUpdates(template), (first, second) => {
          const doc = new Y.Doc();
          for (const update of first) Y.applyUpdate(doc, update);
          const before = readPlan(doc, template);
          for (const update of second) Y.applyUpdate(doc, update);
          const after = readPlan(doc, template);
          const sides = [compute(template, before), compute(template, after)] as const;
          for (const [index, bridge] of bridgesOf(template, before, after).entries()) {
            const headline = template.headlines[index]!;
            const [was, is] = sides.map((side) => side.amount(headline.amount));
            expect([bridge.before, bridge.after]).toEqual([was, is]);
            expect(was! + sum(bridge.steps.map(({ change }) => change))).toBe(is);
            for (const step of bridge.steps) {
              expect(sum(step.parts.map((part) => part.after - part.before))).toBe(step.change);
              expect(step.after - step.before).toBe(step.change);
            }
            for (const side of sides)
              expect(sum(side.parts(headline.amount).map(({ cents }) => cents))).toBe(
                side.amount(headline.amount),
              );
            const rule = template.rules.find(({ id }) => id === headline.rule);
            if (rule?.kind !== 'share') continue;
            const shares = sides.map((side) => shareOf(side.amount(rule.part), side.amount(rule.total)));
            expect([bridge.share?.before, bridge.share?.after]).toEqual(shares);
          }
        }),
        { numRuns: 80 },
      );
    });
  }

  test('BRIDGE-6 a plan and itself: every headline as it is, and no line', () => {
    fc.assert(
      fc.property(someUpdates(activity), (updates) => {
        const doc = new Y.Doc();
        for (const update of updates) Y.applyUpdate(doc, update);
        const plan = readPlan(doc, activity);
        expect(bridgesOf(activity, plan, plan).filter(isMoved)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
