import { parseArgs } from 'node:util';
import { reportOf } from './report.ts';
import { runChaos } from './run.ts';

/**
 * npm run chaos -- [--kills 300] [--seed 1] [--members 6] [--plans 2]
 *
 * Kills the server's process again and again while members write, and counts what is lost. The seed decides what ends
 * the server and when, and what is typed and at which pauses; what real processes make of it is not the same twice.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    members: { type: 'string', default: '6' },
    plans: { type: 'string', default: '2' },
  },
});

function whole(name: keyof typeof values): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= (name === 'seed' ? 0 : 1)) return number;
  console.error(`--${name} must be a whole number from ${name === 'seed' ? 0 : 1}.`);
  process.exit(1);
}

const options = {
  kills: whole('kills'),
  seed: whole('seed'),
  members: whole('members'),
  plans: whole('plans'),
  inOrder: false,
};
console.log(`seed ${options.seed}; an interrupt (Ctrl+C) ends the killing and leads to the report`);
const enough = new AbortController();
process.once('SIGINT', () => enough.abort());
const outcome = await runChaos({
  ...options,
  isEnough: enough.signal,
  told: (line) => console.log(line),
});
console.log(`\n${reportOf(outcome)}`);
process.exit(outcome.violations.length === 0 ? 0 : 1);
