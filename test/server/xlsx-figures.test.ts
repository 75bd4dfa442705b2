import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import type { PlanContent } from '@filiera/server/src/demo/content.ts';
import { promotionPlan } from '@filiera/server/src/demo/promotion-plan.ts';
import { renderXlsx } from '@filiera/server/src/freeze/xlsx/render.ts';
import { setCell } from '@filiera/shared/plan/edit.ts';
import { MAX_CENTS } from '@filiera/shared/rules/money.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { thirdForm, thirdFormContent } from '../fixtures/third-form.ts';
import { HAS_OFFICE } from '../support/documents.ts';
import { readingOf, readingOfDemo, readingWith, someDraft, someEdition } from '../support/frozen.ts';
import { someUpdates } from '../support/random-docs.ts';
import { activityContent, promotionContent } from '../support/random-plans.ts';
import { euro, gridsOf, linesOf, missingLine, readOut } from '../support/sheet-grids.ts';
import { type OpenWorkbook, openXlsx, recalculated, withWrongResults } from '../support/workbooks.ts';

const a1 = findTemplate('a1-2023-2024', 1)!;
const promotion = findTemplate('promotion-2018', 1)!;

/** Staff costs of both years, and interventions that are one cent short of 15 % and at 10 % exactly. */
function withStaff(y2023: number, y2024: number): PlanReading {
  const content: PlanContent = { tables: { costs: { cells: { staff: { y2023, y2024 } } } } };
  const total = readingWith(a1, content).computed.amount([{ table: 'costs', row: 'total', column: 'total' }]);
  return readingWith(a1, {
    tables: {
      ...content.tables,
      climate: { added: [{ cells: { kind: 'Evento', amount: Math.ceil((total * 15) / 100) - 1 } }] },
      circular: { added: [{ cells: { kind: 'Evento', amount: Math.ceil((total * 10) / 100) } }] },
    },
  });
}

function hostile(template: Template, seed: number): PlanReading[] {
  return fc.sample(someUpdates(template), { seed, numRuns: 2 }).map((updates) => {
    const doc = new Y.Doc();
    for (const update of updates) Y.applyUpdate(doc, update);
    return readingOf(doc, template);
  });
}

function invalid(): PlanReading {
  const doc = new Y.Doc();
  setCell(doc, 'costs', 'staff', 'y2023', 'circa 10 mila');
  setCell(doc, 'costs', 'staff', 'y2024', 1_000_001);
  setCell(doc, 'costs', 'climate', 'y2023', -3);
  setCell(doc, 'indicators', 'assemblies', 'y2023', '=1+1');
  return readingOf(doc, a1);
}

const NASTY = [
  '=1+1',
  '+39 051 123456',
  '-5',
  '@SUM(A1)',
  "'=2",
  '=HYPERLINK("http://example.org";"qui")',
  '_x0041_ & <b>"',
  'עמותת Clust-ER 2024',
  'شراكة مع مركز البحوث',
  '👩‍🔬 ricerca 🇮🇹',
  '1.234,50 €',
  '12/12/2023',
  'prima\nseconda',
  '  spazi  ',
];

/** Texts that programs like to take for something else, in every place that takes texts. */
function nasty(): PlanReading {
  return readingWith(a1, {
    fields: { association: NASTY[0]! },
    tables: {
      'spend-1': { added: NASTY.map((item) => ({ cells: { item, y2023: 1 } })) },
      climate: {
        added: NASTY.map((text) => ({ cells: { kind: text, description: text, results: text, amount: 1 } })),
      },
      indicators: {
        added: NASTY.map((indicator) => ({ group: 'objective-2', cells: { indicator, y2023: 2 } })),
      },
    },
  });
}

const named = (name: string, readings: readonly PlanReading[]): Record<string, PlanReading> =>
  Object.fromEntries(readings.map((reading, index) => [`${name}${index}`, reading]));

const READINGS: Record<string, PlanReading> = {
  activity: readingOfDemo(activityPlan),
  promotion: readingOfDemo(promotionPlan),
  third: readingWith(thirdForm, thirdFormContent),
  half: withStaff(7_142_857, 7_142_857),
  above: withStaff(7_142_858, 7_142_858),
  odd: withStaff(1_000_001, 1_000_001),
  largest: withStaff(MAX_CENTS, MAX_CENTS),
  rows: readingWith(a1, {
    tables: {
      'spend-1': {
        added: Array.from({ length: 200 }, (_, n) => ({
          cells: { item: `Voce ${n}`, y2023: MAX_CENTS - n, y2024: n },
        })),
      },
    },
  }),
  invalid: invalid(),
  nasty: nasty(),
  ...named(
    'empty',
    [a1, promotion, thirdForm].map((template) => readingWith(template, {})),
  ),
  ...named(
    'filled',
    fc.sample(activityContent, { seed: 1, numRuns: 4 }).map((content) => readingWith(a1, content)),
  ),
  ...named(
    'countries',
    fc.sample(promotionContent, { seed: 2, numRuns: 3 }).map((content) => readingWith(promotion, content)),
  ),
  ...named('hostile-a', hostile(a1, 3)),
  ...named('hostile-p', hostile(promotion, 4)),
  ...named('hostile-t', hostile(thirdForm, 5)),
};
const NAMES = Object.keys(READINGS);

const made = {} as Record<string, OpenWorkbook>;
const bytes = {} as Record<string, Uint8Array>;
beforeAll(async () => {
  for (const name of NAMES) {
    bytes[name] = await renderXlsx(READINGS[name]!, name.startsWith('empty') ? someDraft() : someEdition());
    made[name] = openXlsx(bytes[name]!);
  }
});

/** What stands right of a label on the first sheet. */
function beside(book: OpenWorkbook, label: string): string {
  const row = book.sheets[0]!.rows.find(([first]) => first?.value === label);
  return row?.[1] ? readOut(row[1]) : '';
}

/** Every figure, label and rule of a plan that its workbook lacks or has otherwise. */
function mistakes(book: OpenWorkbook, { template, plan, computed, issues }: PlanReading): string[] {
  const missing = gridsOf(template, plan, computed).flatMap((grid) => {
    const found = book.sheets.map((sheet) => missingLine(linesOf(sheet), grid));
    return found.includes(null) ? [] : [found.filter((one) => one !== null).at(-1)!];
  });
  const headlines = template.headlines.flatMap(({ label, amount }) => {
    const expected = euro(computed.amount(amount));
    return beside(book, label.it) === expected
      ? []
      : [`${label.it}: ${beside(book, label.it)}, not ${expected}`];
  });
  const lines = linesOf(book.sheets[0]!);
  const rules = template.rules.flatMap((rule) => {
    const line = lines.findLast(([first]) => first === rule.label.it) ?? [];
    const [, first, , second, share, limit, gap, outcome] = line;
    const issue = issues.find((one) => one.rule === rule.id);
    const expected: [unknown, unknown][] = [[outcome === 'non rispettata', issue !== undefined]];
    if (issue?.gap !== undefined && rule.kind !== 'positive') expected.push([gap, euro(issue.gap)]);
    if (!issue && gap !== '') expected.push([gap, euro(0)]);
    if (rule.kind === 'share') {
      const [part, total] = [computed.amount(rule.part), computed.amount(rule.total)];
      expected.push([first, euro(part)], [second, euro(total)], [Number(limit), rule.basisPoints / 10_000]);
      if (total === 0) expected.push([share, '']);
      else expected.push([Number(share).toFixed(9), (part / total).toFixed(9)]);
      expected.push([outcome === 'non verificabile', total === 0]);
    }
    if (rule.kind === 'cap')
      expected.push([first, euro(computed.amount(rule.value))], [second, euro(rule.max)]);
    if (rule.kind === 'equal') {
      expected.push([first, euro(computed.amount(rule.left))], [second, euro(computed.amount(rule.right))]);
    }
    const wrong = expected.filter(([is, should]) => is !== should);
    return wrong.map(([is, should]) => `${rule.id}: ${is}, not ${should}`);
  });
  return [...missing, ...headlines, ...rules];
}

describe('XLSX-1 every label, answer and figure of the form’s tables is in the workbook', () => {
  test.each(NAMES)('XLSX-1 %s', (name) => {
    expect(mistakes(made[name]!, READINGS[name]!)).toEqual([]);
  });

  test('XLSX-1 the proof would see a figure that is off by a cent', () => {
    const doc = READINGS.activity!;
    const off = readingWith(a1, {
      tables: { costs: { cells: { staff: { y2023: 7_142_858, y2024: 7_142_857 } } } },
    });
    expect(mistakes(made.activity!, { ...doc, computed: off.computed }).length).toBeGreaterThan(3);
  });

  test('XLSX-1 the sheets are those of the form, in its order', () => {
    expect(made.activity!.sheets.map(({ name }) => name)).toEqual([
      'Riepilogo',
      'Spese previste 1',
      'Spese previste 2',
      'Spese previste 3',
      'Indicatori',
      'Interventi per il clima',
      'Interventi per l’economia circ…',
      'Piano dei costi',
    ]);
    expect(made.promotion!.sheets.map(({ name }) => name)).toEqual([
      'Riepilogo',
      'Paesi',
      'Eventi di interesse',
      'Costi per paese',
    ]);
    expect(made.third!.sheets.map(({ name }) => name)).toEqual([
      'Riepilogo',
      'Partenariato',
      'Prodotti',
      'Costi del progetto',
      'Chi paga',
    ]);
  });

  test('XLSX-1 the form’s guidance and the names of countries stand at their columns', () => {
    const climate = linesOf(made.activity!.sheet('Interventi per il clima'));
    expect(climate.some(([hint]) => hint === 'Indicare la tipologia di intervento es. evento tematico')).toBe(
      true,
    );
    const lines = linesOf(made.promotion!.sheet('Costi per paese'));
    const head = lines.findIndex(([first]) => first === 'VOCI DI COSTO');
    expect(lines.slice(head, head + 2)).toEqual([
      ['VOCI DI COSTO', 'PAESE 1', 'PAESE 2'],
      ['', 'Belgio', 'U.S.A.'],
    ]);
    const events = linesOf(made.promotion!.sheet('Eventi di interesse')).map(([first]) => first);
    expect(events.indexOf('PAESE 1: Belgio')).toBeGreaterThan(events.indexOf('Evento'));
    expect(events).toContain('PAESE 2: U.S.A.');
  });
});

describe('XLSX-2 totals, sums, computed rows, shares and outcomes are formulas', () => {
  const formulas = (book: OpenWorkbook, sheet: string): string[] =>
    [...book.sheet(sheet).cells.values()].flatMap(({ formula }) => formula ?? []);

  test('XLSX-2 the cost plan adds up and takes its flat rate by formulas that an officer can read', () => {
    const costs = made.activity!.sheet('Piano dei costi');
    const staff = costs.rows.findIndex(([label]) => String(label?.value).startsWith('a)')) + 1;
    const cell = (name: string): string | null => costs.cells.get(name)?.formula ?? null;
    expect(cell(`B${staff + 1}`)).toBe(`ROUND(ROUND(SUM(B${staff})*100,0)*40/100,0)/100`);
    expect(cell(`B${staff + 2}`)).toBe(`ROUND(SUM(B${staff},B${staff + 1}),2)`);
    expect(cell(`D${staff}`)).toBe(`IF(COUNT(B${staff},C${staff})=0,"",ROUND(SUM(B${staff},C${staff}),2))`);
    expect(cell(`B${staff}`)).toBe(null);
    expect(costs.cells.get(`B${staff}`)?.value).toBe(71_428.57);
  });

  test('XLSX-2 the rules reach across sheets, a country’s area decides where it counts', () => {
    expect(formulas(made.activity!, 'Riepilogo')).toContain("SUM('Interventi per il clima'!D10)");
    const where = (country: string, costs: string): string =>
      `IF(EXACT('Paesi'!${country},"Paese europeo"),SUM('Costi per paese'!${costs}),0)`;
    expect(formulas(made.promotion!, 'Riepilogo')).toContain(
      `ROUND(SUM(${where('C6', 'B7:B10')},${where('C7', 'C7:C10')}),2)`,
    );
  });

  test('XLSX-2 every figure that is not typed in is a formula', () => {
    for (const name of NAMES) {
      const { template, plan } = READINGS[name]!;
      const computedRows = Object.values(plan.tables).flatMap((table) =>
        table.rows.filter((row) => row.computed).map(() => table),
      );
      const count = made[name]!.sheets.slice(1)
        .flatMap((sheet) => [...sheet.cells.values()])
        .filter(({ formula }) => formula !== null).length;
      expect(count, name).toBeGreaterThanOrEqual(
        computedRows.reduce(
          (sum, table) => sum + table.columns.filter(({ type }) => type === 'money').length,
          0,
        ),
      );
      const rules = template.rules.length;
      expect(
        [...made[name]!.sheets[0]!.cells.values()].filter(({ formula }) => formula?.startsWith('IF(')).length,
        name,
      ).toBeGreaterThanOrEqual(rules);
    }
  });
});

describe.skipIf(!HAS_OFFICE)('what LibreOffice works out', () => {
  let office: Record<string, OpenWorkbook>;
  beforeAll(async () => {
    const wrong = NAMES.map((name) => [name, withWrongResults(bytes[name]!)] as const);
    expect(openXlsx(wrong[0]![1]).sheet('Piano dei costi').cells.get('D9')?.value).toBe(-77);
    office = await recalculated(Object.fromEntries(wrong));
  }, 240_000);

  test.each(NAMES)('XLSX-3 %s: from wrong results to the right ones, to the cent', (name) => {
    expect(mistakes(office[name]!, READINGS[name]!)).toEqual([]);
    for (const [index, sheet] of made[name]!.sheets.entries()) {
      const other = office[name]!.sheets[index]!;
      for (const [at, cell] of sheet.cells) {
        if (cell.formula === null) continue;
        const there = other.cells.get(at);
        expect(there?.formula, `${sheet.name} ${at}`).not.toBe(null);
        if (typeof cell.value === 'number')
          expect(there?.value, `${sheet.name} ${at}`).toBeCloseTo(cell.value, 9);
        else expect(there?.value ?? null, `${sheet.name} ${at}`).toBe(cell.value);
      }
    }
  });

  test('XLSX-5 what looks like a formula, a figure or a date is the text that was written', () => {
    for (const book of [made.nasty!, office.nasty!]) {
      const texts = book.sheets
        .flatMap((sheet) => [...sheet.cells.values()])
        .filter(({ value }) => NASTY.includes(String(value)));
      expect(texts.length).toBe(1 + NASTY.length * 5);
      expect(texts.filter(({ formula, value }) => formula !== null || typeof value !== 'string')).toEqual([]);
      expect(new Set(texts.map(({ value }) => value)).size).toBe(NASTY.length);
    }
  });

  test('XLSX-3 half a cent goes up, one cent short of 15 % does not pass', () => {
    const line = (name: string): string[] =>
      linesOf(office[name]!.sheets[0]!).find(([first]) => first?.startsWith('Lotta al cambiamento'))!;
    const flat = (name: string): string[] =>
      linesOf(office[name]!.sheet('Piano dei costi')).find(([first]) => first?.startsWith('b)'))!;
    expect(flat('half').slice(1)).toEqual(['28571,43 €', '28571,43 €', '57142,86 €']);
    expect(flat('above').slice(1)).toEqual(['28571,43 €', '28571,43 €', '57142,86 €']);
    expect(flat('odd').slice(1)).toEqual(['4000,00 €', '4000,00 €', '8000,00 €']);
    expect(line('half').slice(6, 8)).toEqual(['0,01 €', 'non rispettata']);
    expect(line('half')[3]).toBe('200000,00 €');
  });
});
