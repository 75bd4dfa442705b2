import { existsSync } from 'node:fs';
import { StoreError } from './failure.ts';
import { Admission } from './sqlite/admission.ts';
import { Database } from './sqlite/database.ts';
import { FileLock } from './sqlite/file-lock.ts';
import { inbox } from './sqlite/inbox.ts';
import { invitations } from './sqlite/invitations.ts';
import { Journal } from './sqlite/journal.ts';
import { lateEdits } from './sqlite/late-edits.ts';
import { log } from './sqlite/log.ts';
import { migrate, SCHEMA_VERSION } from './sqlite/migrations.ts';
import { namedPoints } from './sqlite/named-points.ts';
import { people } from './sqlite/people.ts';
import { plans } from './sqlite/plans.ts';
import { seen } from './sqlite/seen.ts';
import { sessions } from './sqlite/sessions.ts';
import { threads } from './sqlite/threads.ts';
import { versions } from './sqlite/versions.ts';
import { WriteAhead } from './sqlite/write-ahead.ts';
import type { Store } from './store.ts';

/**
 * The store in one SQLite file, brought to today's tables first, with a journal beside it into which edits go before
 * they go into the tables; `':memory:'` keeps nothing beyond `close`. One process at a time may use them, and is kept
 * to it by a lock. `journal: false`: edits go straight into the tables.
 * Throws `StoreError` where they cannot be opened.
 */
export function openSqliteStore(
  path: string,
  { journal: withJournal = path !== ':memory:' }: { readonly journal?: boolean } = {},
): Store {
  const db = new Database(path);
  let lock: FileLock | null = null;
  let journal: Journal | null = null;
  try {
    if (withJournal) lock = new FileLock(`${path}.lock`);
    migrate(db, path);
    if (withJournal) journal = openJournal(`${path}.journal`);
    const admission = new Admission(db);
    const ahead = new WriteAhead(db, admission, journal);
    return {
      ...people(db),
      ...sessions(db),
      ...invitations(db),
      ...plans(db, ahead),
      ...log(db, admission, ahead),
      ...namedPoints(db, ahead),
      ...seen(db, ahead),
      ...versions(db, ahead),
      ...threads(db),
      ...lateEdits(db),
      ...inbox(db),
      async close() {
        await ahead.close();
        db.close();
        lock?.close();
      },
    };
  } catch (error) {
    journal?.close();
    db.close();
    lock?.close();
    throw error;
  }
}

function openJournal(path: string): Journal {
  try {
    return new Journal(path);
  } catch (error) {
    throw new StoreError('unwritable', `The file ${path} cannot be opened for writing.`, error);
  }
}

/**
 * The same file for reading alone, beside the process that writes it. Nothing is migrated: throws `StoreError` where
 * there is no file, or one of other tables than today's.
 */
export function openSqliteReader(
  path: string,
): Pick<
  Store,
  | 'close'
  | 'getPlan'
  | 'listPlanIds'
  | 'readLog'
  | 'lastEdit'
  | 'readClients'
  | 'readRanges'
  | 'attribute'
  | 'getSnapshot'
  | 'listVersions'
  | 'getVersionFile'
  | 'findFile'
> {
  if (!existsSync(path)) throw new StoreError('foreign', `There is no data file ${path}.`);
  const db = new Database(path, { readOnly: true });
  try {
    const version = db.get<{ user_version: number }>('PRAGMA user_version')?.user_version;
    if (version !== SCHEMA_VERSION) {
      throw new StoreError(
        (version ?? 0) > SCHEMA_VERSION ? 'newer' : 'foreign',
        `The data in ${path} has tables of version ${version}, this program reads ${SCHEMA_VERSION}: start the server once, of the newer of the two.`,
      );
    }
  } catch (error) {
    db.close();
    throw error;
  }
  // It has no rows on their way: what the writing process has in its journal alone is not there yet.
  const admission = new Admission(db);
  const ahead = new WriteAhead(db, admission, null);
  const { getPlan, listPlanIds } = plans(db, ahead);
  const { readLog, lastEdit, readClients, readRanges, attribute, getSnapshot } = log(db, admission, ahead);
  const { listVersions, getVersionFile, findFile } = versions(db, ahead);
  return {
    getPlan,
    listPlanIds,
    readLog,
    lastEdit,
    readClients,
    readRanges,
    attribute,
    getSnapshot,
    listVersions,
    getVersionFile,
    findFile,
    async close() {
      db.close();
    },
  };
}
