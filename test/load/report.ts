import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { median } from './generator/histogram.ts';
import { MOST_BUSY } from './generator/pace.ts';
import type { Options } from './options.ts';
import { SUBJECTS } from './subjects/subjects.ts';
import { isMet, type Round, reached, TARGETS } from './targets.ts';
import type { Result, Workload } from './workloads/workload.ts';

interface Column {
  readonly head: string;
  /** Of the results of all runs; `NaN` where there is nothing to say. */
  readonly value: (results: readonly Result[]) => number;
  readonly digits: number;
  readonly mark?: (results: readonly Result[]) => string;
}

const middle =
  (of: (result: Result) => number | undefined) =>
  (results: readonly Result[]): number =>
    median(results.map((result) => of(result) ?? Number.NaN));
const sum =
  (of: (result: Result) => number | undefined) =>
  (results: readonly Result[]): number =>
    results.reduce((all, result) => all + (of(result) ?? Number.NaN), 0);
const busy = middle(({ strain }) => strain && strain.busy * 100);

const COLUMNS: readonly Column[] = [
  { head: 'p50 ms', value: middle(({ p50 }) => p50), digits: 2 },
  { head: 'p99 ms', value: middle(({ p99 }) => p99), digits: 2 },
  { head: 'typing p50 ms', value: middle(({ typingP50 }) => typingP50), digits: 2 },
  { head: 'typing p99 ms', value: middle(({ typingP99 }) => typingP99), digits: 2 },
  { head: 'deliveries/s', value: middle(({ deliveries }) => deliveries), digits: 0 },
  { head: 'CPU s', value: middle(({ cpuSeconds }) => cpuSeconds), digits: 2 },
  { head: 'RSS MiB', value: middle(({ rss }) => rss), digits: 0 },
  { head: 'MB to it', value: middle(({ megabytesIn }) => megabytesIn), digits: 2 },
  { head: 'MB from it', value: middle(({ megabytesOut }) => megabytesOut), digits: 2 },
  { head: 'never came', value: sum(({ missing }) => missing), digits: 0 },
  { head: 'acknowledged', value: sum(({ acknowledged }) => acknowledged), digits: 0 },
  { head: 'of these lost', value: sum(({ acknowledgedLost }) => acknowledgedLost), digits: 0 },
  { head: 'seen', value: sum(({ seen }) => seen), digits: 0 },
  { head: 'of these lost', value: sum(({ seenLost }) => seenLost), digits: 0 },
  {
    head: 'generator busy %',
    value: busy,
    digits: 0,
    mark: (results) => (busy(results) > MOST_BUSY * 100 ? '!' : ''),
  },
  { head: 'generator late p99 ms', value: middle(({ strain }) => strain?.lateP99), digits: 1 },
];

const show = (value: number, digits: number): string =>
  Number.isNaN(value)
    ? '–'
    : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A table in Markdown whose source can be read as well; all but the first column to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** What came of one workload: medians by server, how far the targets were reached, and how it was measured. */
export function section(
  workload: Workload,
  rounds: readonly Round[],
  { quick, subjects }: Options,
  command: string,
): string {
  const rows = subjects
    .filter((name) => rounds.some((round) => round.has(name)))
    .map((name) => ({ name, results: rounds.flatMap((round) => round.get(name) ?? []) }));
  const columns = COLUMNS.filter(({ value }) => rows.some(({ results }) => !Number.isNaN(value(results))));
  const measured = table(
    [workload.name, ...columns.map(({ head }) => head)],
    rows.map(({ name, results }) => [
      SUBJECTS[name],
      ...columns.map(({ value, digits, mark }) => show(value(results), digits) + (mark?.(results) ?? '')),
    ]),
  );
  const targets = TARGETS.filter((target) => target.workload === workload.name).flatMap((target) => {
    const value = reached(target, rounds);
    if (Number.isNaN(value)) return [];
    const { bound, unit, text } = target;
    const digits = unit === '' ? 0 : 2;
    const wanted = 'atMost' in bound ? `≤ ${bound.atMost}` : `≥ ${bound.atLeast}`;
    const verdict = isMet(target, value) ? 'met' : 'missed';
    return [[text, `${wanted} ${unit}`.trim(), `${show(value, digits)} ${unit}`.trim(), verdict]];
  });
  return [
    `## ${workload.name}`,
    workload.describe(quick),
    `Medians of ${rounds.length === 1 ? '1 run' : `${rounds.length} runs`}; \`${command}\`, ${new Date().toISOString().slice(0, 10)}; load of the machine before it ${loadBefore.toFixed(1)}.`,
    measured,
    ...(targets.length === 0 ? [] : [table(['Filiera', 'target', 'measured', ''], targets)]),
  ].join('\n\n');
}

/** What the machine was already doing before the measurement. */
const loadBefore = loadavg()[0]!;

/** What stands above the sections: how this was measured, and where. */
export function heading({ quick }: Options): string {
  const cores = cpus();
  return `# How fast the rooms are

The same load on this server with everything on (SQLite on disk, each commit flushed to it before anybody sees the edit;
sessions, roles, attribution, validation; as \`npm start\` starts it, only the limits of rates are out of reach), on
servers that others use, and on a relay that knows nothing of documents, which is the floor. The generator is one process on one core with bare sockets that speak the y-websocket protocol; the
server is a process of its own on the other core. Latency is from the sending of a key press to its arrival at another
page, both by the generator's clock; a delivery is one key press that arrived at one other page. CPU is the server's
process with all of its threads, within the measured time. Servers take turns (one run of each, then the next round);
numbers are medians, and a ratio is the median of the ratios of each round, so that a machine that slows down slows all
of them down. What the machine is doing besides moves the milliseconds more than the ratios.

${quick ? '- Short times: for trying things out, not for comparing\n' : ''}- Machine: ${cores[0]?.model.trim() ?? 'unknown'}, ${cores.length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}
- Node ${process.versions.node}; @y/websocket-server 0.1.1 on ws 8, @hocuspocus/server 4.7.0 with its default settings,
  with SQLite: its database extension over \`node:sqlite\` with the same durability as here, when it comes to store.

\`npm run bench -- --help\` says how to measure a part of it. An exclamation mark stands where the generator was busy for
more than ${MOST_BUSY * 100} % of the time: there it may be what was measured. Where the time goes, and what was tried where a target is
missed, is told in [decision 0014](decisions/0014-where-the-time-of-an-edit-goes.md).`;
}

/**
 * A report in which the sections that were measured anew stand in the place of their older ones, in the order of
 * `names`; sections of other workloads stay as they are.
 */
export function merged(
  before: string,
  head: string,
  sections: readonly string[],
  names: readonly string[],
): string {
  const byName = new Map<string, string>();
  for (const text of [...before.split(/\n(?=## )/).slice(1), ...sections]) {
    const name = /^## (.*)/.exec(text)?.[1];
    if (name !== undefined) byName.set(name, text.trim());
  }
  const known = names.flatMap((name) => byName.get(name) ?? []);
  return `${[head, ...known].join('\n\n')}\n`;
}
