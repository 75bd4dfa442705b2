import { pause } from '../../support/waiting.ts';
import { MOST_BUSY } from '../generator/pace.ts';
import type { ServerProcess } from '../subjects/process.ts';
import { SUBJECT_NAMES, type Subject } from '../subjects/subjects.ts';
import { arrived, Crowd, Typing } from './crowd.ts';
import type { Result, Setting, Workload } from './workload.ts';

const PAGES = 50;
/** The latency that ends it, in milliseconds. */
const LIMIT = 150;
/** Characters a second over all sockets: where it begins, and how it is raised. */
const FIRST = 300;
const STEP = 1.5;
/** How often the gap between the last rate that held and the first that did not is halved (as a ratio). */
const REFINEMENTS = 3;
/** More than there can be steps. */
const MOST_PLANS = 60;

interface Step extends Result {
  readonly held: boolean;
  /** Is it the generator that is at its end? */
  readonly strained: boolean;
}

const times = (quick: boolean): { warmUp: number; measured: number } =>
  quick ? { warmUp: 500, measured: 1_500 } : { warmUp: 1_000, measured: 3_000 };

/** All type at this rate, on a fresh plan. */
async function step(
  subject: Subject,
  server: ServerProcess,
  plan: string,
  rate: number,
  quick: boolean,
): Promise<Step> {
  const crowd = await Crowd.open(subject, plan, { pages: PAGES, typists: PAGES });
  const { warmUp, measured } = times(quick);
  const typing = new Typing([crowd], rate / PAGES, { carets: true });
  await pause(warmUp);
  typing.measure();
  const before = server.usage();
  const [sent, received] = [crowd.bytesSent, crowd.bytesReceived];
  await pause(measured);
  const after = server.usage();
  const strain = typing.pace.strain();
  const bytes = [crowd.bytesSent - sent, crowd.bytesReceived - received];
  typing.pace.stop();
  const missing = await arrived([crowd]);
  const { latency } = crowd.deliveries;
  crowd.leave();
  const p99 = latency.quantile(0.99);
  return {
    held: p99 <= LIMIT && missing === 0,
    strained: strain.busy > MOST_BUSY,
    p50: latency.quantile(0.5),
    p99,
    deliveries: latency.count / (measured / 1000),
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    rss: after.rss,
    megabytesIn: bytes[0]! / 1e6,
    megabytesOut: bytes[1]! / 1e6,
    missing,
    strain,
  };
}

async function run({ make, quick }: Setting): Promise<Result> {
  const plans = Array.from({ length: MOST_PLANS }, (_, index) => `plan-${index}`);
  const subject = await make({ plans, members: PAGES });
  const server = await subject.start();
  const fresh = plans.values();
  /** What does not hold gets another chance: a pause of the machine is not the server's end. */
  const at = async (rate: number): Promise<Step> => {
    let result = await step(subject, server, fresh.next().value!, rate, quick);
    if (!result.held && !result.strained) {
      result = await step(subject, server, fresh.next().value!, rate, quick);
    }
    console.log(
      `  ${Math.round(rate)} characters/s: p99 ${result.p99!.toFixed(1)} ms, generator busy ${Math.round(result.strain!.busy * 100)} %`,
    );
    return result;
  };
  try {
    let best: Step | null = null;
    let [held, failed, failures] = [0, 0, 0];
    // One rate that fails is not the end either: where more comes in at once, more goes out at once.
    for (let rate = FIRST; failures < 2; rate *= STEP) {
      const result = await at(rate);
      if (result.held) [best, held, failures] = [result, rate, 0];
      else {
        if (failures === 0) failed = rate;
        failures += 1;
      }
      // A rate that the generator cannot keep says nothing of the server: what was held so far is a lower bound.
      if (result.strained) break;
    }
    for (let left = quick ? 1 : REFINEMENTS; left > 0 && held > 0 && failed > held; left -= 1) {
      const rate = Math.sqrt(held * failed);
      const result = await at(rate);
      if (result.held) [best, held] = [result, rate];
      else failed = rate;
      if (result.strained) break;
    }
    if (best === null) return {};
    const { held: _held, strained: _strained, ...result } = best;
    return result;
  } finally {
    await server.stop('SIGTERM');
  }
}

export const saturation: Workload = {
  name: 'saturation',
  describe: (quick) =>
    `1 plan, ${PAGES} sockets that all type, with a caret move for each character; the rate is raised until the 99th percentile passes ${LIMIT} ms (${times(quick).measured / 1000} s at each rate, on a fresh plan). The highest rate that held.`,
  subjects: new Set(SUBJECT_NAMES),
  run,
};
