import { pause } from '../../support/waiting.ts';
import { Histogram } from '../generator/histogram.ts';
import { SUBJECT_NAMES } from '../subjects/subjects.ts';
import { arrived, Crowd, Typing } from './crowd.ts';
import type { Result, Setting, Workload } from './workload.ts';

interface Shape {
  readonly plans: number;
  readonly pages: number;
  readonly typists: number;
  /** Key presses a second of each. */
  readonly rate: number;
}

const MEETING: Shape = { plans: 1, pages: 25, typists: 5, rate: 8 };
const EVENING: Shape = { plans: 40, pages: 10, typists: 3, rate: 4 };
const MEMBERS = 50;

const times = (quick: boolean): { warmUp: number; measured: number } =>
  quick ? { warmUp: 1_000, measured: 4_000 } : { warmUp: 3_000, measured: 12_000 };

async function run(shape: Shape, { make, quick }: Setting): Promise<Result> {
  const plans = Array.from({ length: shape.plans }, (_, index) => `plan-${index}`);
  const subject = await make({ plans, members: MEMBERS });
  const server = await subject.start();
  try {
    const crowds: Crowd[] = [];
    for (const [index, plan] of plans.entries()) {
      crowds.push(await Crowd.open(subject, plan, { ...shape, firstMember: index * 7 }));
    }
    const { warmUp, measured } = times(quick);
    const typing = new Typing(crowds, shape.rate, { carets: true });
    await pause(warmUp);

    const sum = (of: (crowd: Crowd) => number): number => crowds.reduce((all, crowd) => all + of(crowd), 0);
    typing.measure();
    const before = server.usage();
    const [sent, received] = [sum((crowd) => crowd.bytesSent), sum((crowd) => crowd.bytesReceived)];
    await pause(measured);
    const after = server.usage();
    const strain = typing.pace.strain();
    const bytes = [sum((crowd) => crowd.bytesSent) - sent, sum((crowd) => crowd.bytesReceived) - received];
    typing.pace.stop();
    const missing = await arrived(crowds);

    const latency = Histogram.of(crowds.map((crowd) => crowd.deliveries.latency));
    for (const crowd of crowds) crowd.leave();
    return {
      p50: latency.quantile(0.5),
      p99: latency.quantile(0.99),
      deliveries: latency.count / (measured / 1000),
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      rss: after.rss,
      megabytesIn: bytes[0]! / 1e6,
      megabytesOut: bytes[1]! / 1e6,
      missing,
      strain,
    };
  } finally {
    await server.stop('SIGTERM');
  }
}

const describe = ({ plans, pages, typists, rate }: Shape, quick: boolean): string =>
  `${plans} ${plans === 1 ? 'plan' : 'plans'}, ${pages} sockets each, ${typists} of them typing ${rate} characters a second with a caret move each; ${times(quick).measured / 1000} s after ${times(quick).warmUp / 1000} s of warming up.`;

const workload = (name: string, shape: Shape): Workload => ({
  name,
  describe: (quick) => describe(shape, quick),
  subjects: new Set(SUBJECT_NAMES),
  run: (setting) => run(shape, setting),
});

export const meeting = workload('meeting', MEETING);
export const evening = workload('evening', EVENING);
