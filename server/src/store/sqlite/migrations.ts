import { StoreError } from '../failure.ts';
import { AFTER_FREEZE_TABLES } from './after-freeze-tables.ts';
import { chainLog } from './chain-log.ts';
import type { Database } from './database.ts';
import { evidence } from './evidence.ts';
import { INBOX_TABLES } from './inbox-tables.ts';
import { THREAD_TABLES } from './thread-tables.ts';

/** Marks a file as Filiera's ("FILI"). */
const APPLICATION_ID = 0x46494c49;

/** Tables that are only ever added to, with their keys. */
const EVIDENCE = {
  log: ['plan_id', 'seq'],
  plan_clients: ['plan_id', 'client'],
  struct_ranges: ['plan_id', 'client', 'from_clock'],
  versions: ['plan_id', 'number'],
  version_files: ['plan_id', 'number', 'name'],
} as const;

/**
 * The steps from an empty file to today's tables, oldest first. A step that has been released is never changed: a
 * later one amends it. Times are milliseconds since 1970. What is evidence (who wrote what, what was frozen) refuses
 * to be changed or removed by any statement, whoever sends it.
 */
const MIGRATIONS: readonly (string | ((db: Database) => void))[] = [
  `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE users (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    locale TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE sessions (
    id_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sessions_of_user ON sessions (user_id);

  CREATE TABLE associations (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;

  CREATE TABLE value_chains (
    association_id TEXT NOT NULL REFERENCES associations,
    name TEXT NOT NULL,
    PRIMARY KEY (association_id, name)
  ) STRICT;

  CREATE TABLE organisations (
    association_id TEXT NOT NULL REFERENCES associations,
    name TEXT NOT NULL,
    PRIMARY KEY (association_id, name)
  ) STRICT;

  CREATE TABLE members (
    association_id TEXT NOT NULL REFERENCES associations,
    user_id TEXT NOT NULL REFERENCES users,
    role TEXT NOT NULL,
    organisation TEXT,
    value_chain TEXT,
    PRIMARY KEY (association_id, user_id)
  ) STRICT;
  CREATE INDEX members_of_user ON members (user_id);

  CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    association_id TEXT NOT NULL REFERENCES associations,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT,
    value_chain TEXT,
    invited_by TEXT NOT NULL REFERENCES users,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
  ) STRICT;
  CREATE INDEX invitations_of_association ON invitations (association_id);

  CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    association_id TEXT NOT NULL REFERENCES associations,
    template_id TEXT NOT NULL,
    template_version INTEGER NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    status_before TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users,
    created_at INTEGER NOT NULL,
    seq INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX plans_of_association ON plans (association_id);

  CREATE TABLE plan_roles (
    plan_id TEXT NOT NULL REFERENCES plans,
    user_id TEXT NOT NULL REFERENCES users,
    role TEXT NOT NULL,
    PRIMARY KEY (plan_id, user_id)
  ) STRICT;
  CREATE INDEX plan_roles_of_user ON plan_roles (user_id);

  CREATE TABLE plan_figures (
    plan_id TEXT PRIMARY KEY REFERENCES plans,
    seq INTEGER NOT NULL,
    filled INTEGER NOT NULL,
    total INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE log (
    plan_id TEXT NOT NULL REFERENCES plans,
    seq INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (plan_id, seq)
  ) STRICT;

  CREATE TABLE plan_clients (
    plan_id TEXT NOT NULL REFERENCES plans,
    client INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users,
    PRIMARY KEY (plan_id, client)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE struct_ranges (
    plan_id TEXT NOT NULL,
    client INTEGER NOT NULL,
    from_clock INTEGER NOT NULL,
    to_clock INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (plan_id, client, from_clock),
    FOREIGN KEY (plan_id, seq) REFERENCES log
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE versions (
    plan_id TEXT NOT NULL REFERENCES plans,
    number INTEGER NOT NULL,
    digest TEXT NOT NULL,
    seq INTEGER NOT NULL,
    frozen_at INTEGER NOT NULL,
    frozen_by TEXT NOT NULL REFERENCES users,
    reason TEXT,
    PRIMARY KEY (plan_id, number)
  ) STRICT;

  CREATE TABLE version_files (
    plan_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (plan_id, number, name),
    FOREIGN KEY (plan_id, number) REFERENCES versions
  ) STRICT;
  ${evidence(EVIDENCE)}`,
  `
  CREATE TABLE snapshots (
    plan_id TEXT PRIMARY KEY REFERENCES plans,
    seq INTEGER NOT NULL,
    state BLOB NOT NULL
  ) STRICT;
  `,
  chainLog,
  'ALTER TABLE snapshots ADD COLUMN extract BLOB;',
  `
  CREATE TABLE named_points (
    id TEXT PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plans,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users,
    UNIQUE (plan_id, name_key)
  ) STRICT;

  CREATE TABLE seen_marks (
    plan_id TEXT NOT NULL REFERENCES plans,
    user_id TEXT NOT NULL REFERENCES users,
    section TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (plan_id, user_id, section)
  ) STRICT, WITHOUT ROWID;
  `,
  THREAD_TABLES,
  AFTER_FREEZE_TABLES,
  INBOX_TABLES,
];

/** The version of the tables that this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings the database to today's tables (or those of an earlier version), each step in a transaction of its own with
 * its number.
 * Throws `StoreError`: `newer` where a later Filiera wrote it, `foreign` where another program did.
 */
export function migrate(db: Database, path: string, to = SCHEMA_VERSION): void {
  const version = db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  const owner = db.get<{ application_id: number }>('PRAGMA application_id')?.application_id ?? 0;
  const tables = db.get<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema')?.n ?? 0;
  if (owner !== APPLICATION_ID && (owner !== 0 || version !== 0 || tables !== 0)) {
    throw new StoreError('foreign', `The file ${path} is not a data file of Filiera.`);
  }
  if (version > SCHEMA_VERSION) {
    throw new StoreError(
      'newer',
      `The data in ${path} was written by a newer version of Filiera (tables ${version}, this program knows ${SCHEMA_VERSION}): start that version instead.`,
    );
  }
  for (let step = version; step < to; step += 1) {
    db.transaction(() => {
      const job = MIGRATIONS[step]!;
      if (typeof job === 'string') db.exec(job);
      else job(db);
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${step + 1};`);
    });
  }
}
