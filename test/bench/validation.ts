import { activityPlan } from '@filiera/server/src/demo/activity-plan/plan.ts';
import { templateOf, writeDemoPlan } from '@filiera/server/src/demo/plan.ts';
import { compute } from '@filiera/shared/plan/compute.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import * as Y from 'yjs';
import { readingOfDemo } from '../support/frozen.ts';
import { quantile } from './quantile.ts';

/**
 * What one check of the filled A1 plan costs: reading the document, computing and validating, beside the floor that
 * any check pays, one walk through the document. Run: `npm run bench:rules`.
 */

const RUNS = 400;
const template = templateOf(activityPlan);
const doc = documentOf();

function documentOf(): Y.Doc {
  const made = new Y.Doc();
  writeDemoPlan(made, activityPlan);
  return made;
}

const time = (act: () => unknown): number => {
  const start = performance.now();
  act();
  return performance.now() - start;
};
const walk = (): number => {
  let length = 0;
  for (const [root] of doc.share) {
    length += root.startsWith('text/') ? doc.getXmlFragment(root).toString().length : doc.getMap(root).size;
  }
  return length;
};

const { plan } = readingOfDemo(activityPlan);
const figures: Record<string, number[]> = { walk: [], read: [], validate: [], all: [] };
for (let run = 0; run < RUNS; run += 1) {
  figures.walk!.push(time(walk));
  figures.read!.push(time(() => readPlan(doc, template)));
  figures.validate!.push(time(() => validate(template, plan, compute(template, plan))));
  figures.all!.push(
    time(() => {
      const read = readPlan(doc, template);
      validate(template, read, compute(template, read));
    }),
  );
}
console.log(`milliseconds over ${RUNS} interleaved runs of the filled A1 plan`);
for (const [name, values] of Object.entries(figures)) {
  console.log(
    `  ${name.padEnd(10)} median ${quantile(values, 0.5).toFixed(3)}  p99 ${quantile(values, 0.99).toFixed(3)}`,
  );
}
console.log(`  all / walk ${(quantile(figures.all!, 0.5) / quantile(figures.walk!, 0.5)).toFixed(1)}`);
