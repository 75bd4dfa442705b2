import { contentOf } from './edits.ts';
import { stateOf } from './ledger.ts';
import type { SimulatedPage } from './page.ts';
import type { SimulatedPlan, World } from './world.ts';

/** The promises that are looked at once, at the end. */
export async function verify(world: World): Promise<void> {
  for (const plan of world.plans) {
    const log = await plan.witness.verify(world.store);
    const pages = world.pages.filter((page) => page.witness === plan.witness);
    const present = pages.filter((page) => world.hasAccess(page));
    for (const page of present) {
      const { doc } = page.connection;
      if (contentOf(doc) !== contentOf(log))
        world.report(`${page.name} shows ${contentOf(doc)}, the log ${contentOf(log)}`);
      if (stateOf(doc) !== stateOf(log)) world.report(`${page.name} has another state than the log`);
      plan.witness.checkCells(page.cells, page.name);
      const here = JSON.stringify([...page.connection.provider.awareness.getStates().keys()].sort());
      const expected = JSON.stringify(present.map(({ connection }) => connection.doc.clientID).sort());
      if (here !== expected) world.report(`${page.name} believes that ${here} are here, not ${expected}`);
    }
    for (const page of pages) checkEdits(world, plan, page);
  }
}

function checkEdits(world: World, plan: SimulatedPlan, page: SimulatedPage): void {
  const lost = page.durable.filter(({ footprint }) => !plan.witness.holds(footprint));
  if (lost.length > 0) world.report(`${lost.length} acknowledged edits of ${page.name} are lost`);
  const written = page.refused.filter(({ footprint }) => footprint.written.length > 0);
  const landed = written.filter(({ footprint }) => plan.witness.holds(footprint));
  if (landed.length > 0)
    world.report(`${landed.length} edits that ${page.name} showed as not taken are in the log`);
  const late = [...page.durable, ...page.pending, ...page.refused].filter(({ footprint, epoch }) =>
    plan.witness.landedLate(footprint, epoch),
  );
  if (late.length > 0)
    world.report(`${late.length} edits of ${page.name} were made before a freeze and landed behind it`);
  const { times } = world.rights(plan, page.userId);
  const forbidden = [...page.durable, ...page.pending].filter(
    ({ footprint, rights }) => !rights.has && rights.times === times && footprint.written.length > 0,
  );
  if (forbidden.some(({ footprint }) => plan.witness.holds(footprint)))
    world.report(`an edit that ${page.name} had no right to make is in the log`);
}
