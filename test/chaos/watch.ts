import fs, { type NoParamCallback } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { MOMENT_FILE, MOMENTS, type Moment, TRAP } from './moments.ts';

/**
 * Loaded into the server's process before its program (`node --import`), which it leaves as it is. It listens to what
 * the program asks of SQLite and of its journal's file, and notes in one byte of another file what the process is
 * about: the byte is with the system as soon as it is written, so it outlives a SIGKILL and tells what that fell into.
 * With a trap it ends the process itself, by the same signal, at a moment that no clock could hit from outside.
 */

const { openSync, writeSync, fdatasync } = fs;
const file = openSync(process.env[MOMENT_FILE]!, 'w');
const [times, ...words] = (process.env[TRAP] ?? '').split(' ');
const trap = { moment: words.join(' '), left: Number(times) };
let now: Moment = 'starting';
/** The event loop goes on while a commit is flushed. */
let isFlushing = false;

function note(moment: Moment): void {
  now = moment;
  writeSync(file, Uint8Array.of(MOMENTS.indexOf(moment)), 0, 1, 0);
}

function enter(moment: Moment): void {
  note(moment);
  if (moment !== trap.moment) return;
  trap.left -= 1;
  if (trap.left === 0) process.kill(process.pid, 'SIGKILL');
}

const leave = (): void => note(isFlushing ? 'making a commit durable' : 'idle');

/** Leaves that moment at the end of this turn of the event loop, unless another has come. */
function leaveSoon(moment: Moment): void {
  setImmediate(() => {
    if (now === moment) leave();
  });
}

note('starting');

// The journal, in which a commit becomes durable.
const journals = new Set<number>();
const watched: Partial<typeof fs> = {
  openSync(path, ...rest) {
    const opened = openSync(path, ...rest);
    if (String(path).endsWith('.journal')) journals.add(opened);
    return opened;
  },
  writeSync: ((...args: Parameters<typeof writeSync>) => {
    if (journals.has(args[0])) enter('writing a commit');
    return writeSync(...args);
  }) as typeof writeSync,
  fdatasync: ((descriptor: number, told: NoParamCallback) => {
    const isCommit = journals.has(descriptor);
    if (isCommit) {
      isFlushing = true;
      enter('making a commit durable');
    }
    fdatasync(descriptor, (error) => {
      if (isCommit) {
        isFlushing = false;
        enter('durable, nobody told');
        // Whoever waits for the commit is told in this turn.
        leaveSoon('durable, nobody told');
      }
      told(error);
    });
  }) as typeof fdatasync,
};
Object.assign(fs, watched);
syncBuiltinESMExports();

/** Runs a statement of SQLite's, and notes what it makes of the moment. */
function watch<T>(sql: string, run: () => T): T {
  const isMoving = now === 'moving commits into the tables';
  if (sql === 'COMMIT') enter('ending that move');
  else if (sql === 'ROLLBACK') leave();
  else if (isMoving) return run();
  else if (sql.startsWith('INSERT INTO snapshots')) enter('writing a snapshot');
  else if (sql.includes('INTO plan_figures')) enter('writing figures');
  else if (sql.includes('FROM log')) enter('loading a plan');
  const result = run();
  if (sql === 'BEGIN IMMEDIATE') enter('moving commits into the tables');
  else if (sql === 'COMMIT') {
    enter('moved, still in the journal');
    leaveSoon('moved, still in the journal');
  } else if (now === 'writing a snapshot' || now === 'writing figures') leave();
  // The last thing that is read of a plan, once its document is there.
  else if (now === 'loading a plan' && sql.includes('FROM plan_clients')) leave();
  return result;
}

// A statement is watched whichever way the program runs it.
const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function watchedExec(sql) {
  watch(sql, () => exec.call(this, sql));
};
const { all, run } = StatementSync.prototype;
StatementSync.prototype.all = function watchedAll(...params) {
  return watch(this.sourceSQL, () => Reflect.apply(all, this, params));
};
StatementSync.prototype.run = function watchedRun(...params) {
  return watch(this.sourceSQL, () => Reflect.apply(run, this, params));
};
