import { CLOSE } from '@filiera/shared/protocol/protocol.ts';
import { drain } from './clock.ts';
import type { SimulatedPage } from './page.ts';
import type { World } from './world.ts';

/** Lets everything that is under way come to its end, a few rounds of it. */
export async function calm(world: World, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    world.network.deliverAll();
    await drain();
    await world.clock.turn();
    await drain();
  }
}

/** Nothing goes wrong any more, and all pages come back, until nothing is left to be said. */
export async function settle(world: World): Promise<void> {
  world.mend();
  for (let round = 0; round < 300; round += 1) {
    for (const release of world.server?.faulty.waiting.splice(0) ?? []) release();
    for (const page of world.pages) await comeBack(world, page);
    await calm(world, 4);
    if (round > 4 && world.pages.every((page) => isAtRest(world, page))) break;
    await world.clock.advance(200);
  }
  // Sockets of pages that vanished are only given up after two pings; then the others hear that they are gone.
  for (let seconds = 0; seconds < 60; seconds += 5) {
    await world.clock.advance(5_000);
    await calm(world, 4);
  }
  for (const page of world.pages)
    if (!isAtRest(world, page))
      world.report(`${page.name} does not come to rest: ${JSON.stringify(page.save)}`);
}

function isAtRest(world: World, page: SimulatedPage): boolean {
  const { save } = page;
  if (world.hasAccess(page)) return save.kind === 'saved';
  return save.kind === 'stopped' && save.code === CLOSE.forbidden;
}

async function comeBack(world: World, page: SimulatedPage): Promise<void> {
  const { save } = page;
  const isAwaited = save.kind === 'stopped' && (save.code === CLOSE.signedOut || world.hasAccess(page));
  if (isAwaited || (save.kind !== 'stopped' && !page.connection.provider.shouldConnect))
    await world.comeBack(page);
}
