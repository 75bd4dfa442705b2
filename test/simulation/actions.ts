import type { Commit } from './faults.ts';
import { beginFreeze } from './freezing.ts';
import type { Random } from './random.ts';
import { calm } from './rest.ts';
import type { World } from './world.ts';

/** One thing that may happen. */
export interface Action {
  readonly weight: number;
  readonly who: string;
  readonly does: string;
  readonly act: () => unknown;
}

/** How commits go in one run: in most of them well, in some always slowly, in some often badly. */
export function moodsOf(random: Random): (readonly [number, Commit])[] {
  const isTroubled = random.chance(0.4);
  const isSlow = random.chance(0.5);
  return [
    [20, 'prompt'],
    [isTroubled ? 2 : 0, 'fails'],
    [isTroubled ? 1 : 0, 'answer-lost'],
    [isSlow ? 15 : 0, 'slow'],
    [isSlow ? 10 : 0, 'slow-answer'],
  ];
}

/** What may happen next, with how likely it is. */
export function actionsIn(world: World): Action[] {
  const { random, server, network, clock } = world;
  const actions: Action[] = [];
  const may = (weight: number, who: string, does: string, act: () => unknown, when = true): void => {
    if (when) actions.push({ weight, who, does, act });
  };
  const page = random.pick(world.pages)!;
  const plan = random.pick(world.plans)!;
  const member = random.pick(world.members.slice(1));
  const { name, link } = page;
  const isWanted = page.connection.provider.shouldConnect;
  may(20, name, 'types', () => page.type());
  may(3, name, 'moves', () => page.move());
  may(0.5, name, 'goes offline', () => page.disconnect(), isWanted);
  may(4, name, 'goes online', () => world.comeBack(page), !isWanted);
  may(0.5, name, 'loses its connection', () => link?.cut(), link !== null);
  may(0.3, name, 'vanishes from the network', () => link?.vanish(), link !== null);

  may(50, 'the network', 'delivers', () => network.deliverSome(), !network.isQuiet);
  may(20, 'the event loop', 'turns', () => clock.turn(), clock.hasTurn);
  may(3, 'time', 'passes a little', () => clock.advance(random.between(1, 50)));
  may(2, 'time', 'passes', () => clock.advance(random.between(100, 5_000)));
  may(0.15, 'time', 'passes long', () => clock.advance(random.between(10_000, 70_000)));

  const commits = server?.faulty.waiting ?? [];
  const goOn = (): void => commits.splice(random.int(commits.length), 1)[0]?.();
  may(8, 'a commit', 'goes on', goOn, commits.length > 0);
  may(0.3, 'the next load', 'fails', () => world.failNextLoad());
  may(0.25, 'the server', 'is killed', () => world.crash(), server !== null);
  may(0.2, 'the server', 'is stopped', () => stop(world), server !== null && commits.length === 0);
  may(4, 'the server', 'starts', () => world.start(), server === null);
  if (server === null) return actions;

  if (member !== undefined) {
    const role = random.pick(['contributor', 'contributor', 'reader', 'commenter', null] as const)!;
    may(0.7, `${member} in ${plan.id}`, `becomes ${role ?? 'a stranger'}`, () =>
      world.setRole(plan, member, role),
    );
  }
  may(0.2, name, 'is signed out', () => world.endSession(page));
  const isOut = plan.isArchived;
  may(isOut ? 1 : 0.1, plan.id, isOut ? 'is taken out' : 'is put away', () =>
    world.setArchived(plan, !isOut),
  );
  const freezing = world.freezing.get(plan);
  const mayFreeze = !freezing && !isOut && !plan.witness.isFrozen;
  may(0.25, plan.id, 'begins to freeze', () => beginFreeze(world, plan), mayFreeze);
  may(1, plan.id, 'is opened again', () => world.reopen(plan), plan.witness.isFrozen && !isOut);
  may(2, plan.id, 'has its files made', () => freezing?.finish(), freezing !== undefined);
  return actions;
}

/** An orderly stop and its drain, which needs turns and deliveries to come to its end. */
async function stop(world: World): Promise<void> {
  const { server } = world;
  world.server = null;
  const mood = world.mood;
  world.mood = () => 'prompt';
  for (const freezing of world.freezing.values()) freezing.finish();
  let isClosed = false;
  const closed = server?.collab.close().then(() => {
    isClosed = true;
  });
  for (let round = 0; round < 100 && !isClosed; round += 1) await calm(world, 1);
  if (!isClosed) world.report('the server does not stop');
  await closed;
  world.mood = mood;
  await calm(world, 1);
}
