import { daySerial, decimalEuro } from '@filiera/server/src/freeze/xlsx/cell.ts';
import { flatRateOfMoney, inCents, sumOfMoney, textIn } from '@filiera/server/src/freeze/xlsx/formula.ts';
import { columnName, references } from '@filiera/server/src/freeze/xlsx/place.ts';
import { SheetNames } from '@filiera/server/src/freeze/xlsx/sheet-name.ts';
import { CUT_REMARK, escapedCellText, sheetText } from '@filiera/server/src/freeze/xlsx/sheet-text.ts';
import { flatRate, MAX_CENTS, reachesShare } from '@filiera/shared/rules/money.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/**
 * A formula as a program works it out in doubles, one step after the other. `ROUND` rounds halves away from zero, which
 * for amounts is upwards; its digits are worked out as programs do that round the decimal number which is shown.
 */
function worked(formula: string, cells: Readonly<Record<string, number>>): number {
  const round = (x: number, digits: number): number =>
    Math.round(Number((x * 10 ** digits).toPrecision(15))) / 10 ** digits;
  const sum = (...all: number[]): number => all.reduce((total, one) => total + one, 0);
  const body = formula.replace(/\b[A-Z]\d+\b/g, (name) => `cells.${name}`);
  return new Function('cells', 'ROUND', 'SUM', `return ${body};`)(cells, round, sum) as number;
}

const cents = fc.oneof(
  fc.integer({ min: 0, max: 1_000 }),
  fc.integer({ min: 0, max: 100_000_000 }),
  fc.maxSafeInteger().map((n) => Math.abs(n) % (MAX_CENTS + 1)),
);
/** What a reader makes of the text that stands in the file. */
const stored = (amount: number): number => Number(decimalEuro(amount));

describe('XLSX-3 formulas in doubles give what whole cents give', () => {
  test('XLSX-3 an amount is stored as the double nearest to it, and its cents come back', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(stored(amount)).toBe(amount / 100);
        expect(worked(inCents('A1'), { A1: stored(amount) })).toBe(amount);
        expect(decimalEuro(amount)).toMatch(/^\d+(\.\d\d)?$/);
        expect(stored(-amount) + amount / 100).toBe(0);
      }),
    );
  });

  test('XLSX-3 a flat rate is rounded half up to the cent for every amount and every rate', () => {
    const rates = fc.oneof(fc.constantFrom(4000, 1500, 500, 2500, 3333, 1, 10_000, 0), fc.nat(10_000));
    fc.assert(
      fc.property(cents, rates, (amount, rate) => {
        const result = worked(flatRateOfMoney('A1', rate), { A1: stored(amount) });
        expect(result).toBe(flatRate(amount, rate) / 100);
      }),
      { numRuns: 2_000 },
    );
    // Each of these is exactly half a cent: 0,15 * 0,10 and its like.
    for (let amount = 10; amount < 20_000; amount += 20) {
      expect(worked(flatRateOfMoney('A1', 1500), { A1: stored(amount) })).toBe(flatRate(amount, 1500) / 100);
    }
    expect(flatRateOfMoney('B5', 4000)).toBe('ROUND(ROUND(SUM(B5)*100,0)*40/100,0)/100');
  });

  test('XLSX-3 plain doubles would not do: the test can tell', () => {
    const naive = (amount: number): number => Math.round(stored(amount) * 0.15 * 100);
    const wrong = Array.from({ length: 5_000 }, (_, n) => n * 10).filter(
      (amount) => naive(amount) !== flatRate(amount, 1500),
    );
    expect(wrong.length).toBeGreaterThan(0);
  });

  test('XLSX-3 a sum of up to 500 amounts is that of their cents, whatever the order of adding', () => {
    const many = fc.array(fc.integer({ min: 0, max: 10_000_000_000 }), { minLength: 2, maxLength: 500 });
    fc.assert(
      fc.property(many, (amounts) => {
        const names = amounts.map((_, index) => `A${index + 1}`);
        const cells = Object.fromEntries(names.map((name, index) => [name, stored(amounts[index]!)]));
        const total = amounts.reduce((sum, one) => sum + one, 0);
        expect(worked(sumOfMoney(names)!, cells)).toBe(total / 100);
        expect(worked(sumOfMoney([...names].reverse())!, cells)).toBe(total / 100);
      }),
    );
  });

  test('XLSX-3 a share holds exactly where the rules say so, a cent around its limit too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000_000 }),
        fc.constantFrom(1500, 1000, 3333),
        fc.integer({ min: -2, max: 2 }),
        (total, limit, off) => {
          const part = Math.max(0, Math.ceil((total * limit) / 10_000) + off);
          const [first, second] = [inCents('A1'), inCents('B1')];
          const holds = worked(`${first}*10000>=${second}*ROUND(C1*10000,0)`, {
            A1: stored(part),
            B1: stored(total),
            C1: limit / 10_000,
          });
          expect(Boolean(holds)).toBe(reachesShare(part, total, limit));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

test('XLSX-3 cells that follow each other are one range; columns go on after Z', () => {
  expect(references('Costi', 1, [4, 5, 6, 9, 8, 12], 'Costi')).toEqual(['B5:B7', 'B9:B10', 'B13']);
  expect(references("L'anno", 0, [0], 'Riepilogo')).toEqual(["'L''anno'!A1"]);
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  expect(textIn('dice "no"')).toBe('"dice ""no"""');
  expect(textIn('x'.repeat(300))).toBe(`"${'x'.repeat(250)}"&"${'x'.repeat(50)}"`);
});

test('XLSX-4 days have the numbers that spreadsheets give them', () => {
  expect(['1900-03-01', '1970-01-01', '2023-12-12', '2024-02-29', '2199-12-31'].map(daySerial)).toEqual([
    61, 25_569, 45_272, 45_351, 109_574,
  ]);
});

test('XLSX-6 whatever a text is, a cell can hold it, and says where it was cut', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.integer({ min: 1, max: 1_200 }),
      (text, times) => {
        const held = sheetText(text.repeat(times));
        expect(held.length).toBeLessThanOrEqual(32_767);
        expect(held.isWellFormed()).toBe(true);
        expect(held.split('\n').length).toBeLessThanOrEqual(254);
        if (text.length * times > 60_000 && /^[ -~]+$/.test(text))
          expect(held.endsWith(CUT_REMARK)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
  const pairs = sheetText(`x${'😀'.repeat(17_000)}`);
  expect(pairs.endsWith(CUT_REMARK)).toBe(true);
  expect(pairs.isWellFormed()).toBe(true);
  expect(sheetText('a\u0000b\r\nc')).toBe('ab\nc');
  // A program reads `_x0041_` as an A.
  const unescaped = (text: string): string =>
    text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  fc.assert(
    fc.property(fc.array(fc.constantFrom('_x', '0041', '_', 'x', '000D_', 'a')), (pieces) => {
      expect(unescaped(escapedCellText(pieces.join('')))).toBe(pieces.join(''));
    }),
  );
  expect(escapedCellText('_x0041_ & <b>')).toBe('_x005F_x0041_ &amp; &lt;b&gt;');
});

test('XLSX-7 names of sheets are as Excel takes them, each once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 50 }), fc.string({ maxLength: 40 })), {
        maxLength: 30,
      }),
      (wishes) => {
        const names = new SheetNames();
        const given = wishes.map(([wish, mark]) => names.take(wish, mark));
        for (const name of given) {
          expect(name.length).toBeGreaterThan(0);
          expect(name.length).toBeLessThanOrEqual(31);
          expect(name).not.toMatch(/[[\]:*?/\\]|^'|'$/);
          expect(name.isWellFormed()).toBe(true);
        }
        expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(given.length);
      },
    ),
  );
  const names = new SheetNames();
  const taken = [
    names.take('Costi/paese: [1]?'),
    names.take('COSTI paese 1'),
    names.take('History'),
    names.take(''),
  ];
  expect(taken).toEqual(['Costi paese 1', 'COSTI paese 1 2', 'History 2', 'Foglio']);
  expect(names.take('Riepilogo delle risorse necessarie per la realizzazione')).toBe(
    'Riepilogo delle risorse necess…',
  );
});
