import { parentPort } from 'node:worker_threads';
import type { Answered, Asked } from '../../desk.ts';
import { Compiler, type Sheet } from './compile.ts';

/** The program of the thread that sets PDFs: one after the other, each as a whole. */
const port = parentPort!;
const compiler = new Compiler();

function answerTo({ id, order }: Asked<Sheet>): Answered<Uint8Array<ArrayBuffer>> {
  try {
    return { id, done: compiler.pdf(order) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (asked: Asked<Sheet>) => {
  const answer = answerTo(asked);
  port.postMessage(answer, 'done' in answer ? [answer.done.buffer] : []);
});
