import { parentPort } from 'node:worker_threads';
import { Compiler } from './compile.ts';
import type { Order, Print } from './press.ts';

/** The program of the thread that sets PDFs: one after the other, each as a whole. */
const port = parentPort!;
const compiler = new Compiler();

function print({ id, sheet }: Order): Print {
  try {
    return { id, pdf: compiler.pdf(sheet) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (order: Order) => {
  const done = print(order);
  port.postMessage(done, 'pdf' in done ? [done.pdf.buffer] : []);
});
