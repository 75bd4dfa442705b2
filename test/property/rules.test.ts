import { compute } from '@filiera/shared/plan/compute.ts';
import { addRow, setCell, setField } from '@filiera/shared/plan/edit.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { MAX_CENTS } from '@filiera/shared/rules/money.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { sayIssue } from '@filiera/shared/text/text.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';

const activity = findTemplate('a1-2023-2024', 1)!;
const promotion = findTemplate('promotion-2018', 1)!;

/** What the A1 form makes of these amounts, in cents. */
function activityPlan(amounts: {
  staff: readonly [number | null, number | null];
  climate?: readonly number[];
  circular?: readonly number[];
  climateRow?: readonly [number, number];
  circularRow?: readonly [number, number];
}) {
  const doc = new Y.Doc();
  setCell(doc, 'costs', 'staff', 'y2023', amounts.staff[0]);
  setCell(doc, 'costs', 'staff', 'y2024', amounts.staff[1]);
  for (const table of ['climate', 'circular'] as const) {
    for (const [index, cents] of (amounts[table] ?? []).entries()) {
      addRow(doc, table, { id: `r${index}`, order: `a${index}`, cells: { kind: 'Evento', amount: cents } });
    }
    const row = amounts[`${table}Row`];
    if (row) {
      setCell(doc, 'costs', table, 'y2023', row[0]);
      setCell(doc, 'costs', table, 'y2024', row[1]);
    }
  }
  const plan = readPlan(doc, activity);
  const computed = compute(activity, plan);
  const issues = validate(activity, plan, computed);
  const cost = (row: string) =>
    ['y2023', 'y2024', 'total'].map((column) => computed.figure('costs', row, column));
  return { doc, plan, issues, cost, of: (rule: string) => issues.filter((issue) => issue.rule === rule) };
}

describe('the cost plan', () => {
  test('RULE-5 flat rate by year, the total is the sum of the rounded years', () => {
    const { cost } = activityPlan({ staff: [1_000_001, 1_000_001] });
    expect(cost('flat-rate')).toEqual([400_000, 400_000, 800_000]);
    expect(cost('total')).toEqual([1_400_001, 1_400_001, 2_800_002]);
    expect(cost('cofinancing')).toEqual(cost('total'));
  });

  test('RULE-5 the edges: 71.428,57 gives 100.000,00, one cent more gives 100.000,01 and passes the cap', () => {
    const at = activityPlan({ staff: [7_142_857, 0] });
    expect(at.cost('total')[0]).toBe(10_000_000);
    expect(at.issues.filter((issue) => issue.key === 'cap.over')).toEqual([]);
    const over = activityPlan({ staff: [7_142_858, 0] });
    expect(over.cost('total')[0]).toBe(10_000_001);
    expect(over.issues.filter((issue) => issue.key === 'cap.over')).toMatchObject([
      { severity: 'warning', gap: 1 },
    ]);
  });

  test('RULE-6 a total of zero fails nothing but "required"', () => {
    const { issues } = activityPlan({ staff: [0, 0] });
    expect(issues.some((issue) => issue.key === 'positive.zero' && issue.severity === 'error')).toBe(true);
    expect(issues.filter((issue) => issue.key === 'share.short')).toEqual([]);
  });

  test('RULE-7 computed figures agree with whole numbers reckoned by hand, for any staff costs', () => {
    const cents = fc.integer({ min: 0, max: MAX_CENTS });
    fc.assert(
      fc.property(cents, cents, (first, second) => {
        const { cost } = activityPlan({ staff: [first, second] });
        const flat = [first, second].map((staff) => Number((BigInt(staff) * 4n + 5n) / 10n));
        expect(cost('flat-rate')).toEqual([flat[0], flat[1], flat[0]! + flat[1]!]);
        expect(cost('total')).toEqual([
          first + flat[0]!,
          second + flat[1]!,
          first + second + flat[0]! + flat[1]!,
        ]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('earmarks', () => {
  // Staff 142.857,14 makes 200.000,00 in all.
  const staff = [7_142_857, 7_142_857] as const;

  test('RULE-8 a share that misses by one cent fails, says how much is missing, and passes with that cent', () => {
    const short = activityPlan({ staff, climate: [2_000_000, 999_999], circular: [2_000_000] });
    const [issue, ...more] = short.of('earmark-climate');
    expect(more).toEqual([]);
    expect(issue).toMatchObject({
      severity: 'error',
      gap: 1,
      left: { cents: 2_999_999 },
      right: { cents: 3_000_000 },
      at: { section: 'section-3', element: 'climate' },
    });
    expect(sayIssue('it', issue!)).toBe(
      'mancano 0,01\u00a0€: sono 29.999,99\u00a0€ su 200.000,00\u00a0€ (15,00\u00a0%), ne serve almeno il 15,00\u00a0%',
    );
    expect(sayIssue('en', issue!)).toContain('0,01\u00a0€ missing');
    expect(short.of('earmark-circular')).toEqual([]);
    const exact = activityPlan({ staff, climate: [2_000_000, 1_000_000], circular: [2_000_000] });
    expect(exact.of('earmark-climate')).toEqual([]);
  });

  test('RULE-9 the same fact twice: the cost plan and section 3 must agree to the cent', () => {
    const differs = activityPlan({
      staff,
      climate: [3_000_000],
      climateRow: [1_500_000, 1_499_999],
      circular: [2_000_000],
      circularRow: [1_000_000, 1_000_000],
    });
    expect(differs.of('climate-agrees')).toMatchObject([{ severity: 'error', gap: 1 }]);
    expect(differs.of('circular-agrees')).toEqual([]);
  });

  test('RULE-9 one spend counted both as climate and as circular is allowed', () => {
    const { issues } = activityPlan({
      staff,
      climate: [3_000_000],
      climateRow: [3_000_000, 0],
      circular: [3_000_000],
      circularRow: [3_000_000, 0],
    });
    expect(
      issues.filter(
        (issue) =>
          issue.key === 'share.short' || (issue.key === 'equal.differs' && issue.severity === 'error'),
      ),
    ).toEqual([]);
  });
});

describe('places', () => {
  test('RULE-10 dates: from before to, and to no later than 31/12/2024', () => {
    const check = (from: string, to: string): string[] => {
      const doc = new Y.Doc();
      const [first, second] = activity.rules.flatMap((rule) =>
        rule.kind === 'dateOrder' ? [rule.before, rule.after] : [],
      );
      setField(doc, first!, from);
      setField(doc, second!, to);
      return validate(activity, readPlan(doc, activity))
        .map((issue) => issue.key)
        .filter((key) => key.startsWith('date.'));
    };
    expect(check('2023-01-01', '2024-12-31')).toEqual([]);
    expect(check('2023-01-01', '2025-01-01')).toEqual(['date.late']);
    expect(check('2024-01-01', '2024-01-01')).toEqual(['date.order']);
    expect(check('2025-02-01', '2025-01-01')).toEqual(['date.order', 'date.late']);
  });

  test('RULE-11 what cannot be read stays as typed, with an issue at its place, and counts for nothing', () => {
    const { doc } = activityPlan({ staff: [100, 100] });
    setCell(doc, 'costs', 'staff', 'y2023', 'circa mille');
    const plan = readPlan(doc, activity);
    expect(plan.tables.costs!.rows[0]!.cells.y2023).toEqual({
      kind: 'invalid',
      raw: 'circa mille',
      reason: 'money',
    });
    const [issue] = validate(activity, plan).filter((found: Issue) => found.rule === 'invalid');
    expect(issue).toMatchObject({
      severity: 'error',
      at: { element: 'costs', row: 'staff', column: 'y2023' },
    });
    expect(sayIssue('it', issue!)).toContain('«circa mille» non è un importo');
    expect(compute(activity, plan).figure('costs', 'total', 'y2023')).toBe(0);
  });

  test('RULE-12 every text block of the three objectives is needed, spaces do not count', () => {
    const doc = new Y.Doc();
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText('  ')]);
    doc.getXmlFragment('text/specific-1').insert(0, [paragraph]);
    const missing = validate(activity, readPlan(doc, activity)).filter(
      (issue) => issue.key === 'required.text',
    );
    expect(missing).toHaveLength(9);
    expect(missing.every((issue) => issue.severity === 'error')).toBe(true);
  });

  test('RULE-13 a row removed while another types into it keeps what was typed', () => {
    const one = new Y.Doc();
    addRow(one, 'climate', { id: 'r1', order: 'a0', cells: { kind: 'Evento', amount: 100 } });
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
    for (const key of [...one.getMap('table/climate').keys()]) one.getMap('table/climate').delete(key);
    setCell(other, 'climate', 'r1', 'amount', 250);
    Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
    expect(compute(activity, readPlan(one, activity)).total('climate', 'amount')).toBe(250);
  });
});

describe('the promotion plan of 2018', () => {
  /** Countries with their travel and fees, in cents. */
  function countries(...spends: { area: string; travel: number; fees?: number }[]): Issue[] {
    const doc = new Y.Doc();
    for (const [index, { area, travel, fees }] of spends.entries()) {
      addRow(doc, 'countries', {
        id: `c${index}`,
        order: `a${index}`,
        cells: { name: `Paese ${index}`, area },
      });
      setCell(doc, 'costs', 'travel', `c${index}`, travel);
      if (fees !== undefined) setCell(doc, 'costs', 'fees', `c${index}`, fees);
    }
    return validate(promotion, readPlan(doc, promotion)).filter((issue) => issue.key === 'cap.over');
  }

  test('RULE-14 the seed holds exactly at its caps: Belgium 5.000, U.S.A. 4.000 + 1.000', () => {
    expect(
      countries(
        { area: 'european', travel: 500_000 },
        { area: 'extra-european', travel: 400_000, fees: 100_000 },
      ),
    ).toEqual([]);
  });

  test('RULE-14 one cent more in a European country breaks its cap and the contribution', () => {
    const broken = countries(
      { area: 'european', travel: 500_001 },
      { area: 'extra-european', travel: 500_000 },
    );
    expect(broken.map((issue) => issue.gap)).toEqual([1, 1]);
  });

  test('RULE-14 the caps are of all countries of a kind together', () => {
    const broken = countries({ area: 'european', travel: 300_000 }, { area: 'european', travel: 300_000 });
    expect(broken).toMatchObject([{ gap: 100_000 }]);
    expect(countries({ area: 'extra-european', travel: 1_000_000 })).toEqual([]);
    expect(countries({ area: 'extra-european', travel: 1_000_001 })).toHaveLength(2);
  });
});
