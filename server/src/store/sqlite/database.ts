import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { StoreError } from '../failure.ts';

/** How long a statement waits for a lock that another process holds, in milliseconds. */
const BUSY_TIMEOUT = 5000;
/** Primary result codes of SQLite (the low byte of `errcode`) that say more than "it failed". */
const SQLITE = {
  busy: 5,
  locked: 6,
  readonly: 8,
  ioerr: 10,
  corrupt: 11,
  full: 13,
  cantopen: 14,
  notadb: 26,
};

function resultCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : null;
}

/** The error in words, where SQLite's own would only puzzle; anything else as it came. */
function explain(error: unknown, path: string): unknown {
  if (error instanceof StoreError) return error;
  switch (resultCode(error)) {
    case SQLITE.busy:
    case SQLITE.locked:
      return new StoreError('busy', `The data file ${path} is in use by another program.`, error);
    case SQLITE.readonly:
    case SQLITE.cantopen:
      return new StoreError('unwritable', `The data file ${path} cannot be opened for writing.`, error);
    case SQLITE.full:
      return new StoreError('unwritable', `The disk that holds ${path} is full.`, error);
    case SQLITE.ioerr:
      return new StoreError('unwritable', `The disk that holds ${path} does not answer as it should.`, error);
    case SQLITE.corrupt:
    case SQLITE.notadb:
      return new StoreError(
        'foreign',
        `The file ${path} is not a data file of Filiera, or it is damaged.`,
        error,
      );
    default:
      return error;
  }
}

export type Param = string | number | null | Uint8Array;
export type Row = Record<string, unknown>;

/**
 * One SQLite file, with each statement prepared once. Every commit is on the disk when it returns (WAL with
 * synchronous=FULL), since an edit is acknowledged to its author on the strength of it.
 */
export class Database {
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #synchronous: 'NORMAL' | 'FULL';
  readonly #statements = new Map<string, StatementSync>();

  /**
   * Opens or creates the file and its folder; `':memory:'` keeps nothing. `readOnly` opens what is there and changes
   * nothing, beside another process that does. `derived` is for what can be made again, which a power failure may take
   * back but not damage. Throws `StoreError`.
   */
  constructor(path: string, { readOnly = false, derived = false } = {}) {
    this.#path = path;
    this.#synchronous = derived ? 'NORMAL' : 'FULL';
    if (path !== ':memory:' && !readOnly) {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      } catch (error) {
        throw new StoreError(
          'unwritable',
          `The data folder ${dirname(path)} cannot be created or is not a folder.`,
          error,
        );
      }
    }
    try {
      this.#db = new DatabaseSync(path, {
        timeout: BUSY_TIMEOUT,
        enableForeignKeyConstraints: true,
        readOnly,
      });
      if (!readOnly) this.#db.exec('PRAGMA journal_mode = WAL;');
      this.#db.exec(`PRAGMA synchronous = ${this.#synchronous}; PRAGMA trusted_schema = OFF;`);
    } catch (error) {
      throw explain(error, path);
    }
  }

  /** Runs statements that return nothing and take no parameters. */
  exec(sql: string): void {
    try {
      this.#db.exec(sql);
    } catch (error) {
      throw explain(error, this.#path);
    }
  }

  /** The first row, or `null`. As SQLite's driver makes it, without a prototype: on the way of every edit. */
  get<T>(sql: string, ...params: Param[]): T | null {
    try {
      const row = this.#prepare(sql).get(...(params as SQLInputValue[]));
      return row === undefined ? null : (row as T);
    } catch (error) {
      throw explain(error, this.#path);
    }
  }

  all<T>(sql: string, ...params: Param[]): T[] {
    try {
      return this.#prepare(sql).all(...(params as SQLInputValue[])) as T[];
    } catch (error) {
      throw explain(error, this.#path);
    }
  }

  /** How many rows the statement changed. */
  run(sql: string, ...params: Param[]): number {
    try {
      return Number(this.#prepare(sql).run(...(params as SQLInputValue[])).changes);
    } catch (error) {
      throw explain(error, this.#path);
    }
  }

  /**
   * Runs `job` in one transaction that takes the write lock at once: all of it is stored, or none. `job` must not
   * wait for anything, so that nothing else runs inside its transaction. One that is not `flushed` may be lost in a
   * power failure until the next one that is.
   */
  transaction<T>(job: () => T, { flushed = true } = {}): T {
    if (flushed) return this.#transaction(job);
    this.exec('PRAGMA synchronous = NORMAL');
    try {
      return this.#transaction(job);
    } finally {
      this.exec(`PRAGMA synchronous = ${this.#synchronous}`);
    }
  }

  #transaction<T>(job: () => T): T {
    this.run('BEGIN IMMEDIATE');
    try {
      const result = job();
      this.run('COMMIT');
      return result;
    } catch (error) {
      // Some failures (a full disk) have rolled back already.
      if (this.#db.isTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  /** Puts all that was committed on the disk, flushed or not. False where a reader was in its way. */
  flush(): boolean {
    const done = this.get<{ busy: number; log: number; checkpointed: number }>(
      'PRAGMA wal_checkpoint(PASSIVE)',
    );
    return done !== null && done.busy === 0 && done.log === done.checkpointed;
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
