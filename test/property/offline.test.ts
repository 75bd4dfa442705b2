import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMillis } from '../../client/src/collab/backoff.ts';

describe('coming back after a lost connection', () => {
  test('OFFLINE-10 the first attempts of a thousand pages are spread over more than a second', () => {
    const waits = Array.from({ length: 1_000 }, (_, page) => backoffMillis(0, page / 1_000));
    const perTenth = new Map<number, number>();
    for (const wait of waits)
      perTenth.set(Math.floor(wait / 100), (perTenth.get(Math.floor(wait / 100)) ?? 0) + 1);
    expect(Math.max(...perTenth.values())).toBeLessThanOrEqual(100);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(1_000);
  });

  test('OFFLINE-11 waits grow with every failure, never beyond eight seconds, and keep a part of chance', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat(1_000), chance, (attempt, luck) => {
        const wait = backoffMillis(attempt, luck);
        expect(wait).toBeGreaterThanOrEqual(100);
        expect(wait).toBeLessThanOrEqual(8_000);
        expect(backoffMillis(attempt + 1, luck)).toBeGreaterThanOrEqual(wait);
        expect(backoffMillis(attempt, 0.99)).toBeGreaterThan(2 * backoffMillis(attempt, 0));
      }),
    );
  });
});
