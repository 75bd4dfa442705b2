import { evidence } from './evidence.ts';

/**
 * What comes after a freeze: the digest of all files as one archive, who opened the plan again and why, under which
 * number the version was taken where it was handed in, and what came too late.
 */
export const AFTER_FREEZE_TABLES = `
  ALTER TABLE versions ADD COLUMN dossier TEXT;
  CREATE INDEX versions_by_dossier ON versions (dossier);
  CREATE INDEX version_files_by_digest ON version_files (sha256);

  CREATE TABLE reopenings (
    plan_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users,
    reason TEXT NOT NULL,
    PRIMARY KEY (plan_id, number),
    FOREIGN KEY (plan_id, number) REFERENCES versions
  ) STRICT;

  CREATE TABLE filings (
    plan_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    protocol TEXT NOT NULL,
    date TEXT NOT NULL,
    at INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users,
    PRIMARY KEY (plan_id, number, entry),
    FOREIGN KEY (plan_id, number) REFERENCES versions
  ) STRICT;

  CREATE TABLE late_edits (
    plan_id TEXT NOT NULL REFERENCES plans,
    user_id TEXT NOT NULL REFERENCES users,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    items TEXT,
    PRIMARY KEY (plan_id, user_id, key)
  ) STRICT;
  ${evidence({ reopenings: ['plan_id', 'number'], filings: ['plan_id', 'number', 'entry'] })}`;
