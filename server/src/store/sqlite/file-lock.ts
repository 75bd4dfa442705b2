import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../failure.ts';

/** How long one server waits for another to go, in milliseconds: one that was told to stop may be at it. */
const PATIENCE = 3_000;

/**
 * Keeps other processes away from what the file stands for, for as long as this one lives: the lock is the operating
 * system's, which takes it back from a process that dies.
 */
export class FileLock {
  readonly #db: DatabaseSync;

  /** Throws `StoreError` where another process has it. */
  constructor(path: string) {
    this.#db = new DatabaseSync(path, { timeout: PATIENCE });
    try {
      this.#db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      this.#db.close();
      throw new StoreError('busy', `The data beside ${path} is in use by another server.`, error);
    }
  }

  close(): void {
    this.#db.close();
  }
}
