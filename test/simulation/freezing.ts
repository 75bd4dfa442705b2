import type { Footprint } from './ledger.ts';
import type { SimulatedPlan, World } from './world.ts';

/** A freeze under way: its files are being made until the test lets it go on. */
export interface Freezing {
  readonly finish: () => void;
  /** Edits that had arrived when the freeze began, and which therefore belong into it. */
  arrived: { readonly userId: string; readonly footprint: Footprint }[];
}

/** Starts to freeze a plan, as the server's own freeze does but for the files, which are made when `finish` is called. */
export function beginFreeze(world: World, plan: SimulatedPlan): void {
  const { server, store } = world;
  if (server === null) return;
  let finish = (): void => {};
  const filesMade = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const arrived = world.pages
    .filter(({ witness, userId }) => witness === plan.witness && world.mayEdit(plan, userId))
    .flatMap((page) => page.heard().map((footprint) => ({ userId: page.userId, footprint })));
  const freezing: Freezing = { finish, arrived };
  world.freezing.set(plan, freezing);
  const done = (): void => {
    if (world.freezing.get(plan) === freezing) world.freezing.delete(plan);
  };
  server.collab.live
    .hold(plan.id, async (reading) => {
      await filesMade;
      // A process that is gone does nothing any more.
      if (world.server !== server) return;
      const outcome = await store.freeze(
        {
          planId: plan.id,
          number: plan.witness.epoch + 1,
          digest: '0'.repeat(64),
          seq: reading.seq,
          frozenAt: world.clock.now,
          frozenBy: 'u0',
          reason: null,
          dossier: null,
        },
        [],
      );
      if (outcome !== 'frozen') return;
      plan.witness.frozen(reading.seq, reading.plan, plan.template);
      const left = freezing.arrived.filter(({ footprint }) => !plan.witness.holds(footprint));
      if (left.length > 0)
        world.report(`${left.length} edits had arrived before the freeze of ${plan.id} and are not in it`);
    })
    .then(done, done);
}
