import { compute } from '@filiera/shared/plan/compute.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { completeness } from '@filiera/shared/rules/completeness.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import { TEMPLATES } from '@filiera/shared/template/catalogue.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { thirdForm } from '../fixtures/third-form.ts';
import { someUpdates } from '../support/random-docs.ts';

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

describe.each([...TEMPLATES, thirdForm].map((template) => [template.id, template] as const))(
  '%s',
  (_id, template) => {
    test('DOC-1 reading, computing and validating are total, whatever clients wrote', () => {
      fc.assert(
        fc.property(someUpdates(template), (updates) => {
          const plan = readPlan(docOf(updates), template);
          const computed = compute(template, plan);
          for (const issue of validate(template, plan, computed)) {
            expect(issue.at.section).not.toBe('');
            if (issue.gap !== undefined) expect(Number.isSafeInteger(issue.gap) && issue.gap > 0).toBe(true);
          }
          const { filled, total } = completeness(template, plan);
          expect(filled).toBeLessThanOrEqual(total);
          // A Plan is plain data: it survives JSON whole.
          expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
          for (const table of Object.values(plan.tables)) {
            for (const row of table.rows) {
              for (const column of table.columns) {
                const figure = computed.figure(table.key, row.id, column.id);
                expect(figure === null || (Number.isSafeInteger(figure) && figure >= 0)).toBe(true);
              }
            }
          }
        }),
        { numRuns: 150 },
      );
    });

    test('DOC-2 reading does not change the document', () => {
      fc.assert(
        fc.property(someUpdates(template), (updates) => {
          const doc = docOf(updates);
          const before = Y.encodeStateAsUpdate(doc);
          readPlan(doc, template);
          expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
        }),
        { numRuns: 40 },
      );
    });

    test('RULE-4 validation does not depend on the order in which edits arrive', () => {
      fc.assert(
        fc.property(
          someUpdates(template).chain((updates) =>
            fc.tuple(fc.constant(updates), fc.shuffledSubarray(updates, { minLength: updates.length })),
          ),
          ([updates, shuffled]) => {
            const one = readPlan(docOf(updates), template);
            const other = readPlan(docOf(shuffled), template);
            expect(other).toEqual(one);
            expect(validate(template, other)).toEqual(validate(template, one));
          },
        ),
        { numRuns: 100 },
      );
    });
  },
);
