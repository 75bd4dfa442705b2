import {
  flatRate,
  formatCents,
  formatCount,
  formatDate,
  formatMoney,
  formatPercent,
  isIsoDate,
  MAX_CENTS,
  MAX_COUNT,
  missingForShare,
  parseCount,
  parseDate,
  parseMoney,
  reachesShare,
  shareOf,
} from '@filiera/shared/rules/money.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const cents = fc.integer({ min: 0, max: MAX_CENTS });

describe('money', () => {
  test('MONEY-1 reading what was written gives back the same cents, for every amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_CENTS, max: MAX_CENTS }), (amount) => {
        expect(parseMoney(formatCents(amount))).toBe(amount);
        expect(parseMoney(formatMoney(amount))).toBe(amount);
      }),
    );
  });

  test('MONEY-1 writing what was read is stable: a second reading changes nothing', () => {
    const digits = fc.stringMatching(/^[0-9.,€ -]{0,14}$/);
    fc.assert(
      fc.property(digits, (text) => {
        const read = parseMoney(text);
        if (read !== null) expect(parseMoney(formatMoney(read))).toBe(read);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['1.234,5', 123450],
    ['1234,50', 123450],
    ['€ 1.234,50', 123450],
    ['1.234,50 €', 123450],
    ['1 234,50', 123450],
    ['1\u00a0234,50', 123450],
    ['1.234', 123400],
    ['1234.50', 123450],
    ['1234.5', 123450],
    ['0,01', 1],
    [',5', 50],
    ['12,', 1200],
    ['-3,10', -310],
    ['1.234.567,89', 123456789],
    ['9.999.999.999,99', MAX_CENTS],
  ])('MONEY-2 %j is read as %d cents', (text, expected) => {
    expect(parseMoney(text)).toBe(expected);
  });

  test.each([
    '',
    ' ',
    'abc',
    '1,234',
    '1,234.50',
    '1.23.456',
    '12,345',
    '1.2345',
    '1e3',
    '0x10',
    '--1',
    '1,2,3',
    '€',
    'NaN',
    '١٢',
  ])('MONEY-3 %j is no amount and is never guessed at', (text) => {
    expect(parseMoney(text)).toBeNull();
  });

  test('MONEY-4 amounts are always grouped and have two decimals', () => {
    expect(formatMoney(123450)).toBe('1.234,50\u00a0€');
    expect(formatMoney(0)).toBe('0,00\u00a0€');
    expect(formatMoney(100_000_000)).toBe('1.000.000,00\u00a0€');
    expect(formatPercent(1499)).toBe('14,99\u00a0%');
    expect(formatCount(1234)).toBe('1.234');
  });

  test('MONEY-5 counts: reading what was written gives back the same count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_COUNT }), (count) => {
        expect(parseCount(formatCount(count))).toBe(count);
      }),
    );
    for (const text of ['1,5', '1.5', 'x', '', '1 2a']) expect(parseCount(text)).toBeNull();
  });

  test('MONEY-6 dates: every day that exists is read back, no other is accepted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2199 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const real = new Date(Date.UTC(year, month - 1, day));
          const exists = real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
          expect(isIsoDate(iso)).toBe(exists);
          expect(parseDate(formatDate(iso))).toBe(exists ? iso : null);
        },
      ),
    );
  });
});

describe('shares and flat rate', () => {
  const basisPoints = fc.integer({ min: 1, max: 10_000 });

  test('RULE-1 a share holds exactly when the missing amount is zero, and adding what is missing makes it hold', () => {
    fc.assert(
      fc.property(cents, cents, basisPoints, (part, total, limit) => {
        const missing = missingForShare(part, total, limit);
        expect(reachesShare(part, total, limit)).toBe(missing === 0);
        expect(reachesShare(part + missing, total, limit)).toBe(true);
        if (missing > 0) expect(reachesShare(part + missing - 1, total, limit)).toBe(false);
      }),
    );
  });

  test('RULE-2 29.999,99 of 200.000,00 shows as 15,00 % and fails by one cent', () => {
    expect(reachesShare(2_999_999, 20_000_000, 1500)).toBe(false);
    expect(missingForShare(2_999_999, 20_000_000, 1500)).toBe(1);
    expect(formatPercent(shareOf(2_999_999, 20_000_000) ?? 0)).toBe('15,00\u00a0%');
    expect(reachesShare(3_000_000, 20_000_000, 1500)).toBe(true);
  });

  test('RULE-3 the flat rate is the nearest cent, half up', () => {
    fc.assert(
      fc.property(cents, basisPoints, (base, rate) => {
        const doubled = 2n * BigInt(flatRate(base, rate)) * 10_000n - 2n * BigInt(base) * BigInt(rate);
        expect(doubled > -10_000n && doubled <= 10_000n).toBe(true);
      }),
    );
    expect(flatRate(7_142_857, 4000)).toBe(2_857_143);
    expect(7_142_857 + flatRate(7_142_857, 4000)).toBe(10_000_000);
    expect(7_142_858 + flatRate(7_142_858, 4000)).toBe(10_000_001);
    expect(flatRate(1_000_001, 4000)).toBe(400_000);
    expect(flatRate(2_000_002, 4000)).toBe(800_001);
  });
});
