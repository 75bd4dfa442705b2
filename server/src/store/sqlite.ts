import { Database } from './sqlite/database.ts';
import { invitations } from './sqlite/invitations.ts';
import { log } from './sqlite/log.ts';
import { migrate } from './sqlite/migrations.ts';
import { people } from './sqlite/people.ts';
import { plans } from './sqlite/plans.ts';
import { sessions } from './sqlite/sessions.ts';
import { versions } from './sqlite/versions.ts';
import type { Store } from './store.ts';

/**
 * The store in one SQLite file, brought to today's tables first; `':memory:'` keeps nothing beyond `close`.
 * One process at a time may use the file. Throws `StoreError` where it cannot be opened.
 */
export function openSqliteStore(path: string): Store {
  const db = new Database(path);
  try {
    migrate(db, path);
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    ...people(db),
    ...sessions(db),
    ...invitations(db),
    ...plans(db),
    ...log(db),
    ...versions(db),
    async close() {
      db.close();
    },
  };
}
