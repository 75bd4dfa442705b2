import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELP, OptionError, type Options, readOptions } from './options.ts';
import { summarize } from './profile.ts';
import { ARTIFACTS, ROOT } from './project.ts';
import { heading, merged, section } from './report.ts';
import { SUBJECTS, Subject, type SubjectName } from './subjects/subjects.ts';
import type { Round } from './targets.ts';
import type { Result, Workload } from './workloads/workload.ts';
import { WORKLOADS } from './workloads/workloads.ts';

/** Everything that the runs of one call share, and the folders that they leave behind. */
class Bench {
  private readonly root: string;
  private readonly kept = new Map<string, Promise<unknown>>();
  private folders = 0;

  constructor() {
    mkdirSync(ARTIFACTS, { recursive: true });
    this.root = mkdtempSync(join(ARTIFACTS, 'bench-'));
    process.on('exit', () => rmSync(this.root, { recursive: true, force: true }));
  }

  newFolder(): string {
    this.folders += 1;
    const folder = join(this.root, String(this.folders));
    mkdirSync(folder);
    return folder;
  }

  keep<T>(name: string, prepare: (folder: string) => Promise<T>): Promise<T> {
    const known = this.kept.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const prepared = prepare(this.newFolder());
    this.kept.set(name, prepared);
    return prepared;
  }

  /** One workload on one server. */
  async run(workload: Workload, subject: SubjectName, { quick, profile }: Options): Promise<Result> {
    const folders: string[] = [];
    const newFolder = (): string => {
      const folder = this.newFolder();
      folders.push(folder);
      return folder;
    };
    const profileDir = profile && subject === 'filiera' ? join(ARTIFACTS, `profile-${workload.name}`) : null;
    const result = await workload.run({
      subject,
      quick,
      make: (needs) => Subject.make(subject, { profileDir, ...needs, folder: needs.folder ?? newFolder() }),
      profileDir,
      newFolder,
      keep: (name, prepare) => this.keep(name, prepare),
    });
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    if (profileDir !== null)
      console.log(`\nFiliera, ${workload.name}: ${summarize(profileDir, result.strain)}\n`);
    return result;
  }
}

/** One line on a run while the others are still to come. */
function brief({ p50, p99, deliveries, cpuSeconds, missing, strain, ...rest }: Result): string {
  const parts = [
    p50 !== undefined && `p50 ${p50.toFixed(2)} ms`,
    p99 !== undefined && `p99 ${p99.toFixed(2)} ms`,
    deliveries !== undefined && `${Math.round(deliveries)} deliveries/s`,
    cpuSeconds !== undefined && `CPU ${cpuSeconds.toFixed(2)} s`,
    missing && `${missing} NEVER CAME`,
    strain && `generator busy ${Math.round(strain.busy * 100)} %`,
    rest.acknowledged !== undefined && `acknowledged ${rest.acknowledged}, lost ${rest.acknowledgedLost}`,
    rest.seen !== undefined && `seen ${rest.seen}, lost ${rest.seenLost}`,
  ];
  return parts.filter(Boolean).join(', ');
}

async function measure(options: Options, command: string): Promise<string[]> {
  const bench = new Bench();
  const sections: string[] = [];
  for (const workload of options.workloads) {
    const rounds: Round[] = [];
    for (let run = 1; run <= options.runs; run += 1) {
      const round = new Map<SubjectName, Result>();
      for (const subject of options.subjects) {
        if (!workload.subjects.has(subject)) continue;
        const result = await bench.run(workload, subject, options);
        round.set(subject, result);
        console.log(`${workload.name} ${run}/${options.runs} ${SUBJECTS[subject]}: ${brief(result)}`);
      }
      rounds.push(round);
    }
    sections.push(section(workload, rounds, options, command));
    console.log(`\n${sections.at(-1)}\n`);
  }
  return sections;
}

// So that what the benchmark started and wrote is cleared away when it is stopped.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

try {
  const args = process.argv.slice(2);
  const options = readOptions(args);
  if (options === null) console.log(HELP);
  else {
    const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
    const sections = await measure(options, command);
    const path = options.write ? join(ROOT, 'docs/BENCHMARK.md') : join(ARTIFACTS, 'benchmark.md');
    const before = options.write && existsSync(path) ? readFileSync(path, 'utf8') : '';
    const names = WORKLOADS.map(({ name }) => name);
    writeFileSync(path, merged(before, heading(options), sections, names));
    console.log(`The report is in ${path}.`);
  }
} catch (error) {
  if (!(error instanceof OptionError) && !(error instanceof TypeError && 'code' in error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
