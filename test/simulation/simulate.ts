import { parseArgs } from 'node:util';
import { keep, readKept } from './kept.ts';
import { BrokenPromise, type Summary, simulate } from './run.ts';

/**
 * npm run simulate -- --seeds 5000 [--from 1]    runs as many seeds, and those that were kept before
 * npm run simulate -- --seed 17                  runs one seed and tells all that happened
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
});

/** Runs one seed; `null` where it broke a promise, which is printed and kept. */
async function attempt(seed: number): Promise<Summary | null> {
  try {
    return await simulate(seed);
  } catch (error) {
    if (!(error instanceof BrokenPromise)) throw error;
    console.error(`\n${error.message}\n`);
    keep(seed, error.message.split('\n')[0]!.slice(0, 200));
    return null;
  }
}

async function one(seed: number): Promise<boolean> {
  const summary = await simulate(seed).catch((error: unknown) => {
    if (!(error instanceof BrokenPromise)) throw error;
    console.log(error.trace.join('\n'));
    console.error(error.message.split('\n')[0]);
    return null;
  });
  if (summary) console.log(summary.trace.join('\n'));
  return summary !== null;
}

async function many(from: number, count: number): Promise<boolean> {
  const seeds = [
    ...new Set([...readKept().map(({ seed }) => seed), ...Array.from({ length: count }, (_, n) => from + n)]),
  ];
  const counts = new Map<string, number>();
  let [edits, rows, steps, broken] = [0, 0, 0, 0];
  const began = performance.now();
  for (const [index, seed] of seeds.entries()) {
    const summary = await attempt(seed);
    if (summary) {
      edits += summary.edits;
      rows += summary.rows;
      steps += summary.steps;
      for (const [kind, times] of Object.entries(summary.counts))
        counts.set(kind, (counts.get(kind) ?? 0) + times);
    } else broken += 1;
    if ((index + 1) % 500 === 0) console.log(`${index + 1} of ${seeds.length} seeds, ${broken} broken`);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  for (const [kind, times] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`${times}\t${kind}`);
  console.log(
    `${seeds.length} seeds, ${steps} steps, ${edits} edits in ${rows} rows, ${seconds} s: ${broken} broken`,
  );
  return broken === 0;
}

const isWhole =
  values.seed === undefined
    ? await many(Number(values.from), Number(values.seeds))
    : await one(Number(values.seed));
process.exit(isWhole ? 0 : 1);
