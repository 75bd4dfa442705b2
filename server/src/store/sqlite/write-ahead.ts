import { setImmediate as turn } from 'node:timers/promises';
import { StoreError } from '../failure.ts';
import type { Admission, AdmittedRow } from './admission.ts';
import { Backlog } from './backlog.ts';
import type { Database } from './database.ts';
import type { Journal } from './journal.ts';
import { insertRows } from './rows.ts';

/** How long rows may be in the journal alone, in milliseconds. */
const SETTLE_MILLIS = 1_000;
/**
 * They go into the tables so many at a time, or so large a part of them where they are very many, and so long after one
 * another, in milliseconds: edits come in between.
 */
const SLICE = { rows: 100, part: 1 / 16, millis: 4 } as const;
/** How long it waits until it tries again where the tables could not be written, in milliseconds. */
const AGAIN_MILLIS = 2_000;
/** How many bytes of updates may wait for the tables before nothing more is taken. */
const MAX_WAITING_BYTES = 128 * 1024 * 1024;
/**
 * A journal that is longer than the first begins anew as soon as few rows wait for the tables; one that is longer than
 * the second however many do. In bytes.
 */
const LONG_JOURNAL = { few: 3 * 1024 * 1024, many: 16 * 1024 * 1024 } as const;
/** So few rows may go into the tables in one piece. */
const FEW = 200;

/**
 * Commits begin at least so long after one another, in milliseconds: where many plans are being written at once, those
 * who would each have a commit of their own then share one. Somebody who types alone never waits. Where very much comes
 * in, commits and all that follows on each (a write to every socket) would be most of the work: the more a commit held,
 * the later the next begins.
 */
const PACE = { least: 2, most: 15, forRow: 0.1 } as const;

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
  /** When the next commit may begin; `performance.now()`. */
  #beginsAt = Number.NEGATIVE_INFINITY;
  #writing: Promise<void> | null = null;
  /** What reads the log while commits follow one another, and is let in between two of them. */
  #reading: (() => void)[] = [];
  /** While somebody is about to decide by the log, nothing more is admitted. */
  #gate: Promise<unknown> | null = null;
  /** In the journal, and not in the tables yet. */
  readonly #backlog = new Backlog();
  /** The tables' own journal, which the first commit makes, is known to be on the disk. */
  #isAnchored = false;
  /** The tables could not be written; who need not read them leaves them alone until the timer tries again. */
  #isResting = false;
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
    if (this.#backlog.bytes > MAX_WAITING_BYTES)
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
      const early = this.#beginsAt - performance.now();
      if (early > 0.5) await new Promise((resolve) => setTimeout(resolve, early));
      const commits = this.#waiting;
      this.#waiting = [];
      const rows = commits.length === 1 ? commits[0]!.rows : commits.flatMap((commit) => commit.rows);
      this.#beginsAt = performance.now() + Math.min(PACE.least + PACE.forRow * rows.length, PACE.most);
      try {
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
      for (const row of rows) this.#backlog.add(row);
      this.#restart(journal);
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
      this.#isResting = false;
      try {
        if (this.#backlog.length > FEW) {
          this.#settleSlice();
          this.#settleIn(SLICE.millis);
        } else this.#settle();
      } catch (error) {
        this.#rest(error);
      }
    }, millis).unref();
  }

  /** Returns how many rows it was about. */
  #settleSlice(): number {
    const most = Math.max(SLICE.rows, Math.ceil(this.#backlog.length * SLICE.part));
    this.#settle({ most });
    return most;
  }

  /**
   * Puts what is durable into the tables, all or the first of it. It stays in the journal until that begins anew, and so
   * need not be flushed here. Throws where that fails; then nothing has changed.
   */
  #settle({ most = Number.POSITIVE_INFINITY, flushed = false } = {}): void {
    if (this.#backlog.length === 0) return;
    this.#backlog.take(most, (rows) => insertRows(this.#db, rows, { flushed: flushed || !this.#isAnchored }));
    this.#isAnchored = true;
    if (this.#writing === null && this.#backlog.length === 0) this.#admission.forgetMuch();
  }

  /** Begins a long journal anew, when all that is in it is in the tables, and on the disk there. */
  #restart(journal: Journal): void {
    const few = this.#backlog.length <= FEW;
    if (journal.length < (few ? LONG_JOURNAL.few : LONG_JOURNAL.many)) return;
    if (this.#isResting) return;
    try {
      this.#settle({ flushed: true });
      journal.restart();
    } catch (error) {
      this.#rest(error);
    }
  }

  #rest(error: unknown): void {
    console.error('edits are safe in the journal, and could not be put into the tables yet', error);
    this.#isResting = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#settleIn(AGAIN_MILLIS);
  }

  /** Runs the job, which must not wait for anything, when the tables hold every row that is durable. */
  async settled<T>(job: () => T): Promise<T> {
    // What comes in meanwhile goes with the last piece: whoever reads must not wait for everybody's pauses.
    for (let left = this.#backlog.length; left > FEW; ) {
      left -= this.#settleSlice();
      await turn();
    }
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
    if (this.#journal === null) return;
    // A copy of the tables that is put back beside it later must not meet rows that it lacks the ones before.
    if (this.#db.flush()) this.#journal.clear();
    this.#journal.close();
  }
}
