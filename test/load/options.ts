import { parseArgs } from 'node:util';
import { SUBJECT_NAMES, type SubjectName } from './subjects/subjects.ts';
import type { Workload } from './workloads/workload.ts';
import { WORKLOADS } from './workloads/workloads.ts';

export const HELP = `npm run bench -- [options]

  --runs <n>           how often each server is measured in each workload (default 5, with --quick 1)
  --quick              short times, for trying things out
  --only <servers>     ${SUBJECT_NAMES.join(', ')}; several with commas
  --workload <names>   ${WORKLOADS.map(({ name }) => name).join(', ')}; several with commas
  --write              write what was measured into docs/BENCHMARK.md, in the place of what stood there
  --profile            also say where Filiera's processor time goes`;

export interface Options {
  readonly runs: number;
  readonly quick: boolean;
  readonly subjects: readonly SubjectName[];
  readonly workloads: readonly Workload[];
  readonly write: boolean;
  readonly profile: boolean;
}

/** What somebody asks for wrongly, in one sentence. */
export class OptionError extends Error {}

/** The names in a list with commas, each of which must be one of `known`. */
function pick<T>(text: string | undefined, known: readonly T[], nameOf: (one: T) => string): readonly T[] {
  if (text === undefined) return known;
  return text.split(',').map((name) => {
    const found = known.find((one) => nameOf(one) === name.trim());
    if (found === undefined) {
      throw new OptionError(`There is no "${name}": choose among ${known.map(nameOf).join(', ')}.`);
    }
    return found;
  });
}

/** Reads the command line; `null` where help is asked for. Throws `OptionError`. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      workload: { type: 'string' },
      write: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const runs = values.runs === undefined ? (values.quick ? 1 : 5) : Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new OptionError('--runs must be a whole number from 1.');
  return {
    runs,
    quick: values.quick,
    subjects: pick(values.only, SUBJECT_NAMES, (name) => name),
    workloads: pick(values.workload, WORKLOADS, ({ name }) => name),
    write: values.write,
    profile: values.profile,
  };
}
