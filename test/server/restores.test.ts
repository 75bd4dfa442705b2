import { Restores } from '@filiera/server/src/collab/restores.ts';
import { expect, test } from 'vitest';

const MINUTE = 60_000;

test('CHAIN-3 a restore is expected for ten minutes, by its bytes, its member and its plan', () => {
  let now = 1_700_000_000_000;
  const restores = new Restores(() => now);
  const bytes = Uint8Array.of(1, 2, 3);
  restores.expect('plan', 'anna', bytes);
  expect(restores.has('plan', 'anna', Uint8Array.of(1, 2, 3))).toBe(true);
  expect(restores.has('plan', 'anna', Uint8Array.of(1, 2, 4))).toBe(false);
  expect(restores.has('plan', 'anna', Uint8Array.of(1, 2))).toBe(false);
  expect(restores.has('plan', 'bruno', bytes)).toBe(false);
  expect(restores.has('other', 'anna', bytes)).toBe(false);
  now += 10 * MINUTE - 1;
  expect(restores.has('plan', 'anna', bytes)).toBe(true);
  now += 1;
  expect(restores.has('plan', 'anna', bytes)).toBe(false);
});

test('CHAIN-3 of many restores that never come the oldest are forgotten', () => {
  const restores = new Restores(() => 0);
  const made = Array.from({ length: 150 }, (_, n) => Uint8Array.of(n));
  for (const bytes of made) restores.expect('plan', 'anna', bytes);
  expect(made.filter((bytes) => restores.has('plan', 'anna', bytes)).length).toBe(100);
  expect(restores.has('plan', 'anna', made.at(-1)!)).toBe(true);
});
