import { pause } from '../../support/waiting.ts';
import { Histogram } from '../generator/histogram.ts';
import { Pace } from '../generator/pace.ts';
import type { ServerProcess } from '../subjects/process.ts';
import { KEEPS_DOCUMENT, PERSISTS, type Subject } from '../subjects/subjects.ts';
import { handOver, openAtOnce, subjectOfLongPlan, theLongPlan } from './long.ts';
import type { Result, Setting, Workload } from './workload.ts';

const PAGES = 50;
/** Longer than hocuspocus waits before it stores, in milliseconds. */
const STORED = 3_000;

async function measure(subject: Subject, server: ServerProcess, setting: Setting): Promise<Result> {
  const plan = await theLongPlan(setting);
  const nothing = new Pace([]);
  nothing.measure();
  const before = server.usage();
  const { millis, bytes } = await openAtOnce(subject, PAGES, plan);
  const after = server.usage();
  const strain = nothing.strain();
  nothing.stop();
  const times = new Histogram();
  for (const one of millis) times.record(one);
  return {
    p50: times.quantile(0.5),
    p99: times.quantile(0.99),
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    rss: after.rss,
    megabytesOut: bytes / 1e6,
    strain,
  };
}

async function inMemory(setting: Setting): Promise<Result> {
  const subject = await subjectOfLongPlan(setting);
  const plan = await theLongPlan(setting);
  const server = await subject.start();
  try {
    const keeper = await handOver(subject, plan);
    const result = await measure(subject, server, setting);
    keeper.leave();
    return result;
  } finally {
    await server.stop('SIGTERM');
  }
}

async function afterRestart(setting: Setting): Promise<Result> {
  const subject = await subjectOfLongPlan(setting);
  if (setting.subject !== 'filiera') {
    const first = await subject.start();
    const page = await handOver(subject, await theLongPlan(setting));
    await pause(STORED);
    page.expectClose();
    await first.stop('SIGTERM');
  }
  const server = await subject.start();
  try {
    return await measure(subject, server, setting);
  } finally {
    await server.stop('SIGTERM');
  }
}

const LONG = 'a plan of 200,000 keystrokes and 2,000 cell edits by 20 authors';

export const cold: Workload = {
  name: 'cold-open',
  describe: () =>
    `${PAGES} pages open ${LONG} at once, on a server that has it in memory. From before the socket opens until the last piece of the content is there, whatever the server says of being in sync.`,
  subjects: KEEPS_DOCUMENT,
  run: inMemory,
};

export const restart: Workload = {
  name: 'restart',
  describe: () => 'The same, as the first thing that a server is asked for after it was started again.',
  subjects: PERSISTS,
  run: afterRestart,
};
