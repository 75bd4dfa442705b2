import type { PlanContent } from '@filiera/server/src/demo/content.ts';
import fc from 'fast-check';

/** Plans as members fill them in, with amounts down to the cent: whatever comes up, no figure of it may be off. */

const cents = fc.oneof(fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 0, max: 99_999_999 }));
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((words) => `Voce ${words}`);
const rows = <T>(cells: fc.Arbitrary<T>): fc.Arbitrary<{ added: { cells: T }[] }> =>
  fc
    .array(
      cells.map((one) => ({ cells: one })),
      { maxLength: 12 },
    )
    .map((added) => ({ added }));
const spend = rows(fc.record({ item: text, y2023: cents, y2024: cents }, { requiredKeys: ['item'] }));
const interventions = rows(
  fc.record({ kind: text, description: text, amount: cents }, { requiredKeys: ['kind'] }),
);
const years = fc.record({ y2023: cents, y2024: cents }, { requiredKeys: [] });

export const activityContent: fc.Arbitrary<PlanContent> = fc.record({
  fields: fc.constantFrom(
    { 'duration-from': '2023-01-01', 'duration-to': '2024-12-31' },
    { 'duration-from': '2024-06-01', 'duration-to': '2024-01-31' },
    { 'duration-to': '2025-01-01' },
  ),
  tables: fc.record({
    'spend-1': spend,
    'spend-2': spend,
    'spend-3': spend,
    climate: interventions,
    circular: interventions,
    costs: fc.record({ cells: fc.record({ staff: years, climate: years, circular: years }) }),
    indicators: fc.record({
      cells: fc.record({
        assemblies: fc.record({ y2023: fc.nat(500) }),
        projects: fc.record({ y2024: fc.nat(9) }),
      }),
    }),
  }),
});

/** Up to six countries, each with an area or without. */
export const promotionContent: fc.Arbitrary<PlanContent> = fc
  .array(
    fc.record({
      area: fc.constantFrom('european', 'extra-european', undefined),
      travel: cents,
      rent: fc.option(cents, { nil: undefined }),
    }),
    { maxLength: 6 },
  )
  .map((countries) => ({
    groups: {
      countries: countries.map(({ area }, index) => ({
        id: `c${index}`,
        fields: { name: `Paese ${index}`, ...(area === undefined ? {} : { area }) },
      })),
    },
    tables: {
      costs: {
        cells: {
          travel: Object.fromEntries(countries.map(({ travel }, index) => [`c${index}`, travel])),
          rent: Object.fromEntries(
            countries.flatMap(({ rent }, index) => (rent === undefined ? [] : [[`c${index}`, rent]])),
          ),
        },
      },
    },
  }));
