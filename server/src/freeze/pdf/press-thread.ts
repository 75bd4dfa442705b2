import { parentPort } from 'node:worker_threads';
import type { Answered, Asked } from '../../desk.ts';
import { Compiler } from './compile.ts';
import { type PdfOrder, sheetOf } from './render.ts';

/** The program of the thread that sets PDFs: one after the other, each as a whole. */
const port = parentPort!;
const compiler = new Compiler();

function answerTo({ id, order }: Asked<PdfOrder>): Answered<Uint8Array<ArrayBuffer>> {
  try {
    return { id, done: compiler.pdf(sheetOf(order)) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (asked: Asked<PdfOrder>) => {
  const answer = answerTo(asked);
  port.postMessage(answer, 'done' in answer ? [answer.done.buffer] : []);
});
