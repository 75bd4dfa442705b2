import { StoreError } from '../failure.ts';
import type { Admission, AdmittedRow } from './admission.ts';
import type { Database } from './database.ts';
import type { Journal } from './journal.ts';
import { insertRows } from './rows.ts';

/** How long rows may be in the journal alone, in milliseconds. */
const SETTLE_MILLIS = 500;
/** How long it waits until it tries again where the tables could not be written, in milliseconds. */
const AGAIN_MILLIS = 2_000;
/** How many bytes of updates may wait for the tables before nothing more is taken. */
const MAX_WAITING_BYTES = 128 * 1024 * 1024;
/** A journal that is longer than this is emptied at the next occasion, in bytes. */
const LONG_JOURNAL = 16 * 1024 * 1024;

/**
 * Commits begin at least so long after one another, in milliseconds: where many plans are being written at once, those
 * who would each have a commit of their own then share one. Somebody who types alone never waits.
 */
const PACE_MILLIS = 3;

interface Commit {
  readonly rows: readonly AdmittedRow[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The way of admitted rows to the disk. They are durable once they are in the journal, which takes all that has come
 * while the last flush was under way as one commit; from there they go into the tables many at a time. Whoever wants to
 * read of the log, or decides by it, does so through `settled`. Without a journal (nothing is to be kept) rows go
 * straight into the tables.
 */
export class WriteAhead {
  readonly #db: Database;
  readonly #admission: Admission;
  readonly #journal: Journal | null;
  #waiting: Commit[] = [];
  /** When the last commit began; `performance.now()`. */
  #beganAt = Number.NEGATIVE_INFINITY;
  #writing: Promise<void> | null = null;
  /** What reads the log while commits follow one another, and is let in between two of them. */
  #reading: (() => void)[] = [];
  /** While somebody is about to decide by the log, nothing more is admitted. */
  #gate: Promise<unknown> | null = null;
  /** In the journal, and not in the tables yet. */
  #durable: AdmittedRow[] = [];
  #durableBytes = 0;
  #timer: NodeJS.Timeout | null = null;
  /** A commit failed, so that what is admitted must be looked at afresh. */
  #isBroken = false;

  /** Puts what the journal holds from before into the tables first. */
  constructor(db: Database, admission: Admission, journal: Journal | null) {
    this.#db = db;
    this.#admission = admission;
    this.#journal = journal;
    if (journal === null) return;
    if (journal.found.length > 0) insertRows(db, journal.found);
    journal.restart();
  }

  /**
   * To be waited for before anything is admitted, which must happen in the turn in which it resolves, `null` where it
   * may at once.
   */
  get gate(): Promise<unknown> | null {
    return this.#gate;
  }

  /** To be called before anything is admitted. Throws where no commit can be taken at present. */
  prepare(): void {
    if (this.#durableBytes > MAX_WAITING_BYTES)
      throw new StoreError('unwritable', 'The disk takes no more edits.');
    if (!this.#isBroken) return;
    this.#settle();
    this.#admission.forget();
    this.#isBroken = false;
  }

  /** Resolves when the rows, which were admitted in this very turn, are durable; otherwise they are nowhere. */
  async write(rows: readonly AdmittedRow[]): Promise<void> {
    if (this.#journal === null) {
      try {
        insertRows(this.#db, rows);
      } catch (error) {
        this.#admission.forget();
        throw error;
      }
      return;
    }
    return new Promise((done, failed) => {
      this.#waiting.push({ rows, done, failed });
      this.#writing ??= this.#writeAll(this.#journal!).finally(() => {
        this.#writing = null;
        // Those who came between the last commit and this moment.
        this.#letRead();
      });
    });
  }

  async #writeAll(journal: Journal): Promise<void> {
    while (this.#waiting.length > 0) {
      const early = this.#beganAt + PACE_MILLIS - performance.now();
      if (early > 0.5) await new Promise((resolve) => setTimeout(resolve, early));
      this.#beganAt = performance.now();
      const commits = this.#waiting;
      this.#waiting = [];
      const rows = commits.length === 1 ? commits[0]!.rows : commits.flatMap((commit) => commit.rows);
      try {
        if (journal.length > LONG_JOURNAL) this.#settle();
        if (this.#durable.length === 0) journal.restart();
        await journal.append(rows);
      } catch (error) {
        // Those that were admitted meanwhile have numbers that follow on these.
        const all = [...commits, ...this.#waiting];
        this.#waiting = [];
        this.#isBroken = true;
        for (const commit of all) commit.failed(error);
        this.#letRead();
        return;
      }
      for (const row of rows) {
        this.#durable.push(row);
        this.#durableBytes += row.update.length;
      }
      this.#settleIn(SETTLE_MILLIS);
      for (const commit of commits) commit.done();
      this.#letRead();
    }
  }

  #letRead(): void {
    const reading = this.#reading;
    this.#reading = [];
    for (const read of reading) read();
  }

  #settleIn(millis: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      try {
        this.#settle();
      } catch (error) {
        console.error('edits are safe in the journal, and could not be put into the tables yet', error);
        this.#settleIn(AGAIN_MILLIS);
      }
    }, millis).unref();
  }

  /** Puts what is durable into the tables. Throws where that fails; then it stays in the journal. */
  #settle(): void {
    if (this.#durable.length === 0) return;
    insertRows(this.#db, this.#durable);
    this.#durable = [];
    this.#durableBytes = 0;
    if (this.#writing === null) this.#admission.forgetMuch();
  }

  /** Runs the job, which must not wait for anything, when the tables hold every row that is durable. */
  settled<T>(job: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = (): void => {
        try {
          this.#settle();
          resolve(job());
        } catch (error) {
          reject(error);
        }
      };
      if (this.#writing === null) run();
      else this.#reading.push(run);
    });
  }

  /**
   * The same for a job that decides by the log, or after which what was admitted may not hold any more (a plan is
   * closed, or opened): no row is on its way meanwhile.
   */
  async changing<T>(job: () => T): Promise<T> {
    while (this.#gate !== null) await this.#gate;
    const opening = Promise.withResolvers<void>();
    this.#gate = opening.promise;
    try {
      while (this.#writing !== null) await this.#writing;
      return await this.settled(() => {
        try {
          return job();
        } finally {
          this.#admission.forget();
        }
      });
    } finally {
      this.#gate = null;
      opening.resolve();
    }
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.changing(() => {});
    this.#journal?.close();
  }
}
