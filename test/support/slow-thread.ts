import { spawnSync } from 'node:child_process';
import { parentPort } from 'node:worker_threads';
import type { Asked } from '@filiera/server/src/desk.ts';

/**
 * A thread that gives back what it is asked: never where that is `never`, and after three seconds in code that is not
 * JavaScript where it is `asleep`.
 */
const port = parentPort!;
port.on('message', ({ id, order }: Asked<string>) => {
  while (order === 'never');
  if (order === 'asleep') spawnSync('sleep', ['3']);
  port.postMessage({ id, done: order });
});
