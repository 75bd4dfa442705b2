import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Historian } from './history/historian.ts';
import type { Question, Reply, ThreadFiles } from './history/thread.ts';
import { StoreError } from './store/failure.ts';
import { Database } from './store/sqlite/database.ts';
import { openSqliteReader } from './store/sqlite.ts';

/**
 * The program of the thread that reads histories: it only reads the logs, and keeps what it derives from them in a file
 * of its own. That file can be made again, so one that is damaged is thrown away.
 */
const files = workerData as ThreadFiles;
const port = parentPort!;
const historian = open();
let isClosing = false;

function open(): Historian {
  const log = openSqliteReader(files.log);
  try {
    return new Historian(new Database(files.index, { derived: true }), log);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    throwAway();
    return new Historian(new Database(files.index, { derived: true }), log);
  }
}

function isDamaged(error: unknown): boolean {
  return error instanceof StoreError && error.kind === 'foreign';
}

function throwAway(): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(files.index + suffix, { force: true });
}

async function answer({ id, plan, question }: NonNullable<Question>): Promise<Reply> {
  try {
    return { id, answer: await historian.ask(plan, question) };
  } catch (error) {
    // What is being read when the server goes down ends with the file that it is read from.
    if (!isClosing) console.error(`plan ${plan.id}: its history could not be read`, error);
    if (isDamaged(error)) {
      throwAway();
      // The next question finds a thread with a new file.
      setImmediate(() => process.exit(1));
    }
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (question: Question) => {
  if (question === null) {
    isClosing = true;
    historian.close().finally(() => port.close());
    return;
  }
  void answer(question).then((reply) => port.postMessage(reply));
});
