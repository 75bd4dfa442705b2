import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../simulation/random.ts';
import { fates } from './kills.ts';
import type { Outcome } from './outcome.ts';
import { runChaos } from './run.ts';
import { Spans } from './spans.ts';

describe('killing the server again and again, while members write', () => {
  let outcome: Outcome;

  beforeAll(async () => {
    outcome = await runChaos({ kills: 5, seed: 5, members: 3, plans: 2, inOrder: true });
  }, 400_000);

  test('CHAOS-1 no edit that was called saved or that others saw is lost, and every page comes back by itself', () => {
    expect(outcome.violations).toEqual([]);
    expect(outcome.acknowledgedLost).toBe(0);
    expect(outcome.seenLost).toBe(0);
    expect(outcome.unsaved).toBe(0);
  });

  test('CHAOS-2 members wrote all the while, and the kills fell into different moments', () => {
    expect(outcome.kills).toBe(5);
    // Once on the way, and once at the end.
    expect(outcome.stops).toBeGreaterThanOrEqual(2);
    expect(outcome.restarts).toBe(outcome.kills + outcome.stops - 1);
    expect(outcome.acknowledged).toBeGreaterThan(100);
    expect(outcome.seen).toBeGreaterThan(100);
    expect(outcome.observations).toBeGreaterThan(0);
    expect(outcome.converged.length).toBeGreaterThan(0);
    expect(outcome.moments.get('durable, nobody told')).toBeGreaterThan(0);
    expect(outcome.moments.size).toBeGreaterThan(1);
  });
});

describe('what the counts rest on', () => {
  const spans = fc.array(
    fc.record({ client: fc.nat(2), from: fc.nat(30), length: fc.integer({ min: 1, max: 8 }) }),
  );

  test('CHAOS-3 a set of spans holds what was put into it, and tells what was new', () => {
    fc.assert(
      fc.property(spans, spans, (put, asked) => {
        const [known, set] = [new Set<string>(), new Spans()];
        const clocks = (from: number, to: number): number[] =>
          Array.from({ length: to - from }, (_, index) => from + index);
        for (const { client, from, length } of put) {
          const names = clocks(from, from + length).map((clock) => `${client}:${clock}`);
          const fresh = set
            .add({ client, from, to: from + length })
            .flatMap((span) => clocks(span.from, span.to).map((clock) => `${span.client}:${clock}`));
          expect(fresh).toEqual(names.filter((name) => !known.has(name)));
          for (const name of names) known.add(name);
        }
        for (const { client, from, length } of asked) {
          const isKnown = clocks(from, from + length).every((clock) => known.has(`${client}:${clock}`));
          expect(set.has({ client, from, to: from + length })).toBe(isKnown);
        }
      }),
    );
  });

  test('CHAOS-4 a seed decides how the server ends, and each way comes in every hand', () => {
    const dealt = (seed: number): string[] => {
      const some = fates(new Random(seed), 2, false);
      return Array.from({ length: 40 }, () => JSON.stringify(some.next().value));
    };
    expect(dealt(3)).toEqual(dealt(3));
    expect(dealt(3)).not.toEqual(dealt(4));
    const kinds = new Set(dealt(3).map((fate) => (JSON.parse(fate) as { kind: string }).kind));
    expect([...kinds].sort()).toEqual([
      'early',
      'late',
      'orderly',
      'snapshot',
      'starting',
      'stopping',
      'trapped',
    ]);
  });
});
