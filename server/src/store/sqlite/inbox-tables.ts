/**
 * What members are told, and mail. `key` says what a notification tells of, so that nobody is told twice; `told` is the
 * JSON of ids alone, no words; `mail_id` is the mail that tells, or is to tell, of it as well.
 */
export const INBOX_TABLES = `
  CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    sent_at INTEGER,
    given_up_at INTEGER
  ) STRICT;
  CREATE INDEX mails_waiting ON mails (next_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
  CREATE INDEX mails_of_user ON mails (user_id, kind);

  CREATE TABLE notifications (
    serial INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users,
    plan_id TEXT NOT NULL REFERENCES plans,
    by_id TEXT REFERENCES users,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    told TEXT NOT NULL,
    read_at INTEGER,
    mail_id TEXT REFERENCES mails,
    UNIQUE (user_id, key)
  ) STRICT;
  CREATE INDEX notifications_of_user ON notifications (user_id, serial);
  CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;
  CREATE INDEX notifications_of_mail ON notifications (mail_id) WHERE mail_id IS NOT NULL;

  CREATE TABLE mail_modes (user_id TEXT PRIMARY KEY REFERENCES users, mode TEXT NOT NULL) STRICT;

  CREATE INDEX threads_due ON threads (due) WHERE resolved_at IS NULL AND assignee IS NOT NULL;
`;
