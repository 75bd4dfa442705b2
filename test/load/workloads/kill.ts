import * as Y from 'yjs';
import { pause } from '../../support/waiting.ts';
import { Page } from '../generator/page.ts';
import { KEEPS_DOCUMENT, type Subject } from '../subjects/subjects.ts';
import { Crowd, Typing } from './crowd.ts';
import type { Result, Setting, Workload } from './workload.ts';

const PAGES = 25;
const RATE = 20;
const PLAN = 'plan-0';

/** What a page that comes afresh is given of each client: its next clock. */
async function whatIsLeft(subject: Subject): Promise<Map<number, number>> {
  const left = new Map<number, number>();
  const page = new Page(subject.door(PLAN, 0), (_page, update) => {
    for (const [client, to] of Y.parseUpdateMeta(update).to)
      left.set(client, Math.max(to, left.get(client) ?? 0));
  });
  await page.synced;
  page.leave();
  return left;
}

async function run({ make, quick }: Setting): Promise<Result> {
  const subject = await make({ plans: [PLAN], members: PAGES });
  const doomed = await subject.start();
  const crowd = await Crowd.open(subject, PLAN, { pages: PAGES, typists: PAGES });
  const typing = new Typing([crowd], RATE, { carets: true });
  await pause((quick ? 1_000 : 3_000) + Math.random() * 3_000);
  for (const page of crowd.pages) page.expectClose();
  await doomed.stop('SIGKILL');
  typing.pace.stop();
  // What the server had written to its sockets was on its way and is read before their ends are.
  await pause(100);
  const again = await subject.start();
  try {
    const left = await whatIsLeft(subject);
    const count = { acknowledged: 0, acknowledgedLost: 0, seen: 0, seenLost: 0 };
    for (const writer of crowd.writers) {
      const kept = left.get(writer.typist.client) ?? 0;
      for (let clock = 0; clock < writer.typist.next; clock += 1) {
        const isLost = clock >= kept;
        if (writer.message[clock] === 0) continue;
        if (writer.message[clock]! <= writer.page.acknowledged) {
          count.acknowledged += 1;
          if (isLost) count.acknowledgedLost += 1;
        }
        if (writer.seen[clock]! > 0) {
          count.seen += 1;
          if (isLost) count.seenLost += 1;
        }
      }
    }
    return count;
  } finally {
    await again.stop('SIGKILL');
  }
}

export const kill: Workload = {
  name: 'kill',
  describe: () =>
    `1 plan, ${PAGES} sockets that all type ${RATE} characters a second; the server is killed with SIGKILL, started again and asked what it has. Edits that it had acknowledged, or that another page had seen; sums over all runs.`,
  subjects: KEEPS_DOCUMENT,
  run,
};
