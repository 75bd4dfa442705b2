import { parentPort } from 'node:worker_threads';
import * as Y from 'yjs';
import type { Answered, Asked } from '../desk.ts';
import { documentOf } from './load.ts';
import { unpackRows } from './packed-rows.ts';
import type { SnapshotMade, SnapshotOrder } from './snapshots.ts';

/** The program of the thread that encodes large documents: one after the other. */
const port = parentPort!;

function make({ planId, state, pages }: SnapshotOrder): SnapshotMade {
  const doc = documentOf(planId, state, pages.flatMap(unpackRows));
  try {
    return { state: Y.encodeStateAsUpdate(doc), vector: Y.encodeStateVector(doc) };
  } finally {
    doc.destroy();
  }
}

port.on('message', ({ id, order }: Asked<SnapshotOrder>) => {
  let answer: Answered<SnapshotMade>;
  try {
    answer = { id, done: make(order) };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(answer);
});
