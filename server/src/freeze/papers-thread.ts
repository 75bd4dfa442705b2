import { parentPort } from 'node:worker_threads';
import type { Answered, Asked } from '../desk.ts';
import { makePapers, type PaperOrder } from './papers.ts';

/** The program of the thread that makes papers: one order after the other. */
const port = parentPort!;
let turn: Promise<void> = Promise.resolve();

async function make({ id, order }: Asked<PaperOrder>): Promise<void> {
  let answer: Answered<Awaited<ReturnType<typeof makePapers>>>;
  try {
    answer = { id, done: await makePapers(order) };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(answer);
}

port.on('message', (asked: Asked<PaperOrder>) => {
  turn = turn.then(() => make(asked));
});
