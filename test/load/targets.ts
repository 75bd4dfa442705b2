import { median } from './generator/histogram.ts';
import type { SubjectName } from './subjects/subjects.ts';
import type { Result } from './workloads/workload.ts';

/** What all servers came to in one round of a workload. */
export type Round = ReadonlyMap<SubjectName, Result>;

/** What Filiera is to reach against the others, measured within one round. */
export interface Target {
  readonly workload: string;
  readonly text: string;
  /** The value of one round; `NaN` where a server that it needs was left out. */
  readonly value: (of: (subject: SubjectName) => Result) => number;
  readonly bound: { readonly atMost: number } | { readonly atLeast: number };
  readonly unit: '×' | 'ms' | '';
}

const or = (value: number | undefined): number => value ?? Number.NaN;
const p50 = (result: Result): number => or(result.p50);
const p99 = (result: Result): number => or(result.p99);
const cpu = (result: Result): number => or(result.cpuSeconds);
const deliveries = (result: Result): number => or(result.deliveries);

const typing = (workload: string, ofSqlite: number): Target[] => [
  {
    workload,
    text: 'p50 above the relay’s',
    value: (of) => p50(of('filiera')) - p50(of('relay')),
    bound: { atMost: 2 },
    unit: 'ms',
  },
  {
    workload,
    text: 'p99 against @y/websocket-server',
    value: (of) => p99(of('filiera')) / p99(of('y-websocket')),
    bound: { atMost: 1 },
    unit: '×',
  },
  {
    workload,
    text: 'CPU against @y/websocket-server',
    value: (of) => cpu(of('filiera')) / cpu(of('y-websocket')),
    bound: { atMost: 1 },
    unit: '×',
  },
  {
    workload,
    text: 'CPU against hocuspocus + SQLite',
    value: (of) => cpu(of('filiera')) / cpu(of('hocuspocus-sqlite')),
    bound: { atMost: ofSqlite },
    unit: '×',
  },
];

export const TARGETS: readonly Target[] = [
  ...typing('meeting', 0.7),
  ...typing('evening', 0.55),
  {
    workload: 'saturation',
    text: 'deliveries against @y/websocket-server',
    value: (of) => deliveries(of('filiera')) / deliveries(of('y-websocket')),
    bound: { atLeast: 10 },
    unit: '×',
  },
  {
    workload: 'saturation',
    text: 'deliveries against hocuspocus',
    value: (of) => deliveries(of('filiera')) / deliveries(of('hocuspocus')),
    bound: { atLeast: 4 },
    unit: '×',
  },
  {
    workload: 'cold-open',
    text: 'p99 against the best of the others',
    value: (of) =>
      p99(of('filiera')) /
      Math.min(p99(of('y-websocket')), p99(of('hocuspocus')), p99(of('hocuspocus-sqlite'))),
    bound: { atMost: 0.15 },
    unit: '×',
  },
  {
    workload: 'restart',
    text: 'p99 against hocuspocus + SQLite',
    value: (of) => p99(of('filiera')) / p99(of('hocuspocus-sqlite')),
    bound: { atMost: 0.25 },
    unit: '×',
  },
  {
    workload: 'kill',
    text: 'acknowledged edits lost',
    value: (of) => or(of('filiera').acknowledgedLost),
    bound: { atMost: 0 },
    unit: '',
  },
  {
    workload: 'kill',
    text: 'seen edits lost',
    value: (of) => or(of('filiera').seenLost),
    bound: { atMost: 0 },
    unit: '',
  },
];

/** What a target came to: the median of its rounds, but the worst of them where nothing may be lost. */
export function reached(target: Target, rounds: readonly Round[]): number {
  const values = rounds.map((round) => target.value((subject) => round.get(subject) ?? {}));
  return target.unit === '' ? Math.max(...values) : median(values);
}

export function isMet({ bound }: Target, value: number): boolean {
  return 'atMost' in bound ? value <= bound.atMost : value >= bound.atLeast;
}
