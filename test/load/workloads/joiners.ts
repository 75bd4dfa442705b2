import { pause } from '../../support/waiting.ts';
import { Histogram } from '../generator/histogram.ts';
import { Pace } from '../generator/pace.ts';
import { KEEPS_DOCUMENT } from '../subjects/subjects.ts';
import { arrived, Crowd, Typing } from './crowd.ts';
import { handOver, Opening, PLAN, subjectOfLongPlan, theLongPlan } from './long.ts';
import type { Result, Setting, Workload } from './workload.ts';

const PAGES = 10;
const TYPISTS = 5;
const RATE = 8;
/** Pages that come, a second; each goes once it has everything. */
const JOINS = 10;

const times = (quick: boolean): { warmUp: number; measured: number } =>
  quick ? { warmUp: 1_000, measured: 3_000 } : { warmUp: 2_000, measured: 8_000 };

async function run(setting: Setting): Promise<Result> {
  const subject = await subjectOfLongPlan(setting);
  const plan = await theLongPlan(setting);
  const server = await subject.start();
  try {
    const keeper = await handOver(subject, plan);
    const crowd = await Crowd.open(subject, PLAN, { pages: PAGES, typists: TYPISTS });
    const { warmUp, measured } = times(setting.quick);
    const typing = new Typing([crowd], RATE, { carets: true });
    await pause(warmUp);

    const joined = new Histogram();
    const joining: Promise<void>[] = [];
    let bytes = 0;
    const join = async (): Promise<void> => {
      // All that anybody has been sent so far must be there.
      const opening = new Opening(subject, PAGES + joining.length, crowd.deliveredOn(plan.state));
      joined.record(await opening.done);
      bytes += opening.page.socket.received;
      opening.page.leave();
    };
    typing.measure();
    const before = server.usage();
    const joins = new Pace([{ rate: JOINS, run: () => joining.push(join()) }]);
    await pause(measured);
    joins.stop();
    const strain = typing.pace.strain();
    await Promise.all(joining);
    const after = server.usage();
    typing.pace.stop();
    const missing = await arrived([crowd]);
    crowd.leave();
    keeper.leave();
    const { latency } = crowd.deliveries;
    return {
      p50: joined.quantile(0.5),
      p99: joined.quantile(0.99),
      typingP50: latency.quantile(0.5),
      typingP99: latency.quantile(0.99),
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      rss: after.rss,
      megabytesOut: bytes / 1e6,
      missing,
      strain,
    };
  } finally {
    await server.stop('SIGTERM');
  }
}

export const joiners: Workload = {
  name: 'joiners',
  describe: (quick) =>
    `The long plan with ${PAGES} pages, ${TYPISTS} of them typing ${RATE} characters a second, while ${JOINS} more pages a second open it and go again; ${times(quick).measured / 1000} s.`,
  subjects: KEEPS_DOCUMENT,
  run,
};
