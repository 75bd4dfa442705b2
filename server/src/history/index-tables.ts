import type { Sql } from './sql.ts';

/**
 * Changes with the tables and with what is derived, the rules of a form among it: an index of another number is made
 * again.
 */
const VERSION = 1;

/**
 * What is derived from the logs, by plan (`plan` is a number of this file's own). `seq` is a row of the plan's log.
 * Values of cells are JSON.
 *
 *   plans      how far each plan is read, whose digest that row has, and its document at `state_seq`
 *   sittings   who wrote without a longer pause, from which row to which
 *   rows       when the log took each row, and in which sitting it is
 *   ranges     which row brought the structs `[from_clock, to_clock)` of a client
 *   clients    whose each client is
 *   deletions  which row deleted what
 *   cells      each change of a cell or field
 *   parts      what each sitting did: to a cell (`before` the first change, `after` the last), to an added row
 *              (whether it was there, and is), to a block of text (characters, and what is none)
 *   issues     since which row each issue that stands open does; 0 for an empty plan
 *   aside      rows that Yjs cannot read
 */
const TABLES = `
  CREATE TABLE plans (
    plan INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    template TEXT NOT NULL,
    seq INTEGER NOT NULL,
    digest BLOB NOT NULL,
    log_bytes INTEGER NOT NULL,
    state_seq INTEGER NOT NULL,
    state BLOB
  ) STRICT;
  CREATE TABLE sittings (
    plan INTEGER NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL, user_id TEXT NOT NULL,
    from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, offline INTEGER NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (plan, from_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE rows (
    plan INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, sitting INTEGER NOT NULL,
    PRIMARY KEY (plan, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE ranges (
    plan INTEGER NOT NULL, client INTEGER NOT NULL, from_clock INTEGER NOT NULL, to_clock INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (plan, client, from_clock)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE clients (
    plan INTEGER NOT NULL, client INTEGER NOT NULL, user_id TEXT NOT NULL,
    PRIMARY KEY (plan, client)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE deletions (
    plan INTEGER NOT NULL, client INTEGER NOT NULL, clock INTEGER NOT NULL, length INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (plan, client, clock)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE cells (
    plan INTEGER NOT NULL, root TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL,
    PRIMARY KEY (plan, root, key, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX cells_of_row ON cells (plan, seq);
  CREATE TABLE parts (
    plan INTEGER NOT NULL, sitting INTEGER NOT NULL, kind TEXT NOT NULL, root TEXT NOT NULL, key TEXT NOT NULL,
    seq INTEGER NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    inserted INTEGER NOT NULL, deleted INTEGER NOT NULL, shaped INTEGER NOT NULL,
    PRIMARY KEY (plan, sitting, kind, root, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX parts_since ON parts (plan, seq);
  CREATE TABLE issues (
    plan INTEGER NOT NULL, issue TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (plan, issue)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE aside (
    plan INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (plan, seq)
  ) STRICT, WITHOUT ROWID;
`;

const OF_PLANS = [
  'sittings',
  'rows',
  'ranges',
  'clients',
  'deletions',
  'cells',
  'parts',
  'issues',
  'aside',
] as const;

/** Makes the tables where they are not there, or are another version's. */
export function makeTables(sql: Sql): void {
  const version = sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (version === VERSION) return;
  const old = sql.all<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  sql.transaction(() => {
    for (const { name } of old) sql.exec(`DROP TABLE "${name.replaceAll('"', '""')}"`);
    sql.exec(TABLES);
    sql.exec(`PRAGMA user_version = ${VERSION}`);
  });
}

/** Forgets all that is derived of one plan. Inside the caller's transaction. */
export function emptyTables(sql: Sql, plan: number): void {
  for (const table of OF_PLANS) sql.run(`DELETE FROM ${table} WHERE plan = ?`, plan);
  sql.run('DELETE FROM plans WHERE plan = ?', plan);
}
