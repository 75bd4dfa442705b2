import { StoreError } from './failure.ts';
import { Admission } from './sqlite/admission.ts';
import { Database } from './sqlite/database.ts';
import { FileLock } from './sqlite/file-lock.ts';
import { invitations } from './sqlite/invitations.ts';
import { Journal } from './sqlite/journal.ts';
import { log } from './sqlite/log.ts';
import { migrate } from './sqlite/migrations.ts';
import { namedPoints } from './sqlite/named-points.ts';
import { people } from './sqlite/people.ts';
import { plans } from './sqlite/plans.ts';
import { seen } from './sqlite/seen.ts';
import { sessions } from './sqlite/sessions.ts';
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
