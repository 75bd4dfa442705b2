import { actionsIn, moodsOf } from './actions.ts';
import { drain } from './clock.ts';
import { contentOf } from './edits.ts';
import { Random } from './random.ts';
import { calm, settle } from './rest.ts';
import { verify } from './verify.ts';
import { World } from './world.ts';

/** What a run came to; a run that broke a promise rejects with `BrokenPromise`. */
export interface Summary {
  readonly seed: number;
  readonly steps: number;
  readonly edits: number;
  readonly rows: number;
  readonly counts: Readonly<Record<string, number>>;
  /** What happened, in order, and what the pages show in the end: the same for the same seed. */
  readonly trace: readonly string[];
}

/** How much of what happened is told of a run that broke a promise. */
const TOLD = 40;

/** A promise was broken; the message says which, and how to see it again. */
export class BrokenPromise extends Error {
  readonly seed: number;
  readonly trace: readonly string[];

  constructor(seed: number, violations: readonly string[], trace: readonly string[]) {
    super(
      `seed ${seed}: ${violations.join('; ')}\n${trace.slice(-TOLD).join('\n')}\n` +
        `See all of it with: npm run simulate -- --seed ${seed}`,
    );
    this.name = 'BrokenPromise';
    this.seed = seed;
    this.trace = trace;
  }
}

/**
 * One run: two to five pages on one or two plans write, while connections break, the disk fails, the server dies and
 * people lose their access, in an order that the seed decides. Then all of that stops, and it is looked whether
 * everyone has what they should have; and once more after the server was started again and new pages came.
 */
export async function simulate(seed: number): Promise<Summary> {
  const random = new Random(seed);
  const world = new World(random, { onDisk: random.chance(0.1) });
  const trace: string[] = [];
  const counts: Record<string, number> = {};
  const look = (): void => {
    for (const page of world.pages) page.check();
    if (world.violations.length > 0) throw new BrokenPromise(seed, [...new Set(world.violations)], trace);
  };
  const consoleError = console.error;
  // The server says of each failed commit what it is; here there are thousands.
  console.error = () => {};
  try {
    await world.begin({ members: random.between(2, 4), plans: random.chance(0.25) ? 2 : 1 });
    for (let left = random.between(2, 5); left > 0; left -= 1)
      await world.openPage(random.pick(world.plans)!, random.pick(world.members)!);
    await calm(world, 5);
    const moods = moodsOf(random);
    world.mood = () => random.weighted(moods)!;
    const steps = random.between(100, 500);
    for (let step = 0; step < steps; step += 1) {
      const action = random.weighted(actionsIn(world).map((one) => [one.weight, one] as const))!;
      trace.push(`${step} ${action.who} ${action.does}`);
      counts[action.does] = (counts[action.does] ?? 0) + 1;
      await action.act();
      await drain();
      look();
    }
    for (const phase of ['nothing goes wrong any more', 'everything is started afresh']) {
      trace.push(phase);
      await settle(world);
      look();
      await verify(world);
      look();
      await world.crash();
      for (const plan of world.plans) await world.openPage(plan, world.members[0]!);
    }
    const edits = world.pages.reduce((sum, page) => sum + page.durable.length + page.refused.length, 0);
    const rows = await Promise.all(world.plans.map(({ id }) => world.store.lastEdit(id)));
    for (const page of world.pages) trace.push(`${page.name} ${contentOf(page.connection.doc)}`);
    return { seed, steps, edits, rows: rows.reduce((sum, row) => sum + (row?.seq ?? 0), 0), counts, trace };
  } finally {
    await world.end();
    console.error = consoleError;
  }
}
