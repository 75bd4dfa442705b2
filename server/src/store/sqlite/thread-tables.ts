import { evidence } from './evidence.ts';

/** Comments. `number` is the place among those of the plan, or of the thread; nothing is ever taken out from between. */
export const THREAD_TABLES = `
  CREATE TABLE plan_threads (
    plan_id TEXT PRIMARY KEY REFERENCES plans,
    revision INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE threads (
    id TEXT PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plans,
    number INTEGER NOT NULL,
    anchor TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users,
    created_at INTEGER NOT NULL,
    resolved_by TEXT REFERENCES users,
    resolved_at INTEGER,
    assignee TEXT REFERENCES users,
    due TEXT,
    blocking INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (plan_id, number)
  ) STRICT;

  CREATE TABLE comments (
    id TEXT PRIMARY KEY,
    thread_id TEXT NOT NULL REFERENCES threads,
    number INTEGER NOT NULL,
    author_id TEXT NOT NULL REFERENCES users,
    at INTEGER NOT NULL,
    edited_at INTEGER,
    deleted_at INTEGER,
    text TEXT,
    bytes INTEGER NOT NULL,
    UNIQUE (thread_id, number)
  ) STRICT;

  CREATE TABLE comment_mentions (
    comment_id TEXT NOT NULL REFERENCES comments,
    user_id TEXT NOT NULL REFERENCES users,
    PRIMARY KEY (comment_id, user_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE comment_reactions (
    comment_id TEXT NOT NULL REFERENCES comments,
    reaction TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users,
    at INTEGER NOT NULL,
    PRIMARY KEY (comment_id, reaction, user_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE comment_keys (
    user_id TEXT NOT NULL REFERENCES users,
    key TEXT NOT NULL,
    comment_id TEXT NOT NULL REFERENCES comments,
    content TEXT,
    PRIMARY KEY (user_id, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX comment_keys_of_comment ON comment_keys (comment_id);

  CREATE TABLE thread_trail (
    thread_id TEXT NOT NULL REFERENCES threads,
    revision INTEGER NOT NULL,
    part TEXT NOT NULL,
    value TEXT,
    user_id TEXT NOT NULL REFERENCES users,
    at INTEGER NOT NULL,
    PRIMARY KEY (thread_id, revision, part)
  ) STRICT, WITHOUT ROWID;
  ${evidence({ thread_trail: ['thread_id', 'revision', 'part'] })}`;
