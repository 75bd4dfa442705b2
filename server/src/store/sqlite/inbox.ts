import type { MailMode } from '@filiera/shared/inbox/api.ts';
import { PLAN_ROLES, planAllows } from '@filiera/shared/permissions.ts';
import { type InboxStore, type MailPace, type MailRow, type NotificationRow, toldSchema } from '../inbox.ts';
import type { Database, Param } from './database.ts';

const COLUMNS = `n.serial, n.id, n.user_id AS "userId", n.plan_id AS "planId", n.by_id AS "by", n.at,
  n.read_at AS "readAt", n.told`;
const MAIL = `id, user_id AS "userId", kind, created_at AS "createdAt", tries, next_at AS "nextAt"`;
const WAITING = 'sent_at IS NULL AND given_up_at IS NULL';

const rolesThat = (action: 'open' | 'comment'): string =>
  PLAN_ROLES.filter((role) => planAllows(role, action))
    .map((role) => `'${role}'`)
    .join(', ');

/**
 * May the member still see what the notification is about? Of threads only those are told who may comment; that
 * somebody's own role was changed or taken away they may know in any case.
 */
const VISIBLE = `(n.kind = 'role' OR EXISTS (
  SELECT 1 FROM plans p
  JOIN members m ON m.association_id = p.association_id AND m.user_id = n.user_id
  LEFT JOIN plan_roles r ON r.plan_id = p.id AND r.user_id = n.user_id
  WHERE p.id = n.plan_id AND (m.role = 'admin' OR r.role IN (${rolesThat('comment')})
    OR (n.kind IN ('freeze', 'reopen') AND r.role IN (${rolesThat('open')})))))`;

type Stored = Omit<NotificationRow, 'told'> & { readonly told: string };

/** What was written is checked again; a row that is not understood is passed over, and keeps no other from being read. */
function understood(rows: readonly Stored[]): NotificationRow[] {
  return rows.flatMap((row) => {
    const told = toldSchema.safeParse(parsed(row.told));
    return told.success ? [{ ...row, told: told.data }] : [];
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** Settings that are one value each. */
const SETTINGS = {
  key: 'unsubscribe-key',
  daily: 'daily-mail-day',
  reminded: 'reminded-day',
} as const;

/** What members are told, and the mail that tells them. */
export function inbox(db: Database): InboxStore {
  const setting = (name: string): string | null =>
    db.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', name)?.value ?? null;
  const putSetting = (name: string, value: string): void => {
    db.run(
      `INSERT INTO settings (name, value) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      name,
      value,
    );
  };
  const modeOf = (userId: string): MailMode =>
    db.get<{ mode: MailMode }>('SELECT mode FROM mail_modes WHERE user_id = ?', userId)?.mode ?? 'at-once';
  const select = (where: string, ...params: Param[]): NotificationRow[] =>
    understood(db.all<Stored>(`SELECT ${COLUMNS} FROM notifications n WHERE ${where}`, ...params));

  /** The member's waiting mail at once that no attempt was made to send yet, made where there is none. */
  const mailFor = (userId: string, at: number, pace: MailPace, newId: () => string): string => {
    const waiting = db.get<{ id: string }>(
      `SELECT id FROM mails WHERE user_id = ? AND kind = 'at-once' AND tries = 0 AND ${WAITING} LIMIT 1`,
      userId,
    );
    if (waiting !== null) return waiting.id;
    const last = db.get<{ at: number | null }>(
      `SELECT max(sent_at) AS at FROM mails WHERE user_id = ? AND kind = 'at-once'`,
      userId,
    )?.at;
    const id = newId();
    db.run(
      `INSERT INTO mails (id, user_id, kind, created_at, tries, next_at) VALUES (?, ?, 'at-once', ?, 0, ?)`,
      id,
      userId,
      at,
      Math.max(at + pace.gather, (last ?? Number.NEGATIVE_INFINITY) + pace.apart),
    );
    return id;
  };

  return {
    async addNotifications(notifications, mail) {
      return db.transaction(() =>
        notifications.flatMap((one) => {
          const added = db.run(
            `INSERT INTO notifications (id, user_id, plan_id, by_id, at, kind, key, told)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, key) DO NOTHING`,
            one.id,
            one.userId,
            one.planId,
            one.by,
            one.at,
            one.told.kind,
            one.key,
            JSON.stringify(one.told),
          );
          if (added === 0) return [];
          if (mail !== null && modeOf(one.userId) === 'at-once') {
            const mailId = mailFor(one.userId, one.at, mail.pace, mail.newId);
            db.run('UPDATE notifications SET mail_id = ? WHERE id = ?', mailId, one.id);
          }
          return select('n.id = ?', one.id);
        }),
      );
    },
    async listNotifications(userId, { before, limit, unread }) {
      return select(
        `n.user_id = ? AND n.serial < ? ${unread ? 'AND n.read_at IS NULL' : ''} AND ${VISIBLE}
         ORDER BY n.serial DESC LIMIT ?`,
        userId,
        before ?? Number.MAX_SAFE_INTEGER,
        limit,
      );
    },
    async countUnread(userId) {
      return db.get<{ n: number }>(
        `SELECT count(*) AS n FROM notifications n WHERE n.user_id = ? AND n.read_at IS NULL AND ${VISIBLE}`,
        userId,
      )!.n;
    },
    async markNotifications(userId, ids, readAt) {
      const which = ids === 'all' ? '' : 'AND id IN (SELECT value FROM json_each(?))';
      const of = ids === 'all' ? [] : [JSON.stringify(ids)];
      if (readAt === null) {
        db.run(`UPDATE notifications SET read_at = NULL WHERE user_id = ? ${which}`, userId, ...of);
      } else {
        db.run(
          `UPDATE notifications SET read_at = ? WHERE user_id = ? AND read_at IS NULL ${which}`,
          readAt,
          userId,
          ...of,
        );
      }
    },

    async getMailMode(userId) {
      return modeOf(userId);
    },
    async setMailMode(userId, mode) {
      db.run(
        `INSERT INTO mail_modes (user_id, mode) VALUES (?, ?)
         ON CONFLICT (user_id) DO UPDATE SET mode = excluded.mode`,
        userId,
        mode,
      );
    },
    async unsubscribeKey(fresh) {
      db.run('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', SETTINGS.key, fresh);
      return setting(SETTINGS.key)!;
    },

    async nextMail(now) {
      return db.get<MailRow>(
        `SELECT ${MAIL} FROM mails WHERE ${WAITING} AND next_at <= ? ORDER BY next_at, id LIMIT 1`,
        now,
      );
    },
    async nextMailAt() {
      return db.get<{ at: number | null }>(`SELECT min(next_at) AS at FROM mails WHERE ${WAITING}`)!.at;
    },
    async listMailed(mailId) {
      return select(`n.mail_id = ? AND ${VISIBLE} ORDER BY n.serial`, mailId);
    },
    async mailSent(mailId, at) {
      db.run('UPDATE mails SET sent_at = ? WHERE id = ?', at, mailId);
    },
    async mailFailed(mailId, nextAt) {
      db.run(
        `UPDATE mails SET tries = tries + 1, next_at = coalesce(?, next_at),
           given_up_at = CASE WHEN ? IS NULL THEN next_at END WHERE id = ?`,
        nextAt,
        nextAt,
        mailId,
      );
    },
    async dropMail(mailId) {
      db.transaction(() => {
        db.run('UPDATE notifications SET mail_id = NULL WHERE mail_id = ?', mailId);
        db.run('DELETE FROM mails WHERE id = ?', mailId);
      });
    },
    async makeDailyMail(day, now, since, newId) {
      return db.transaction(() => {
        const last = setting(SETTINGS.daily);
        if (last !== null && last >= day) return false;
        putSetting(SETTINGS.daily, day);
        const news = `n.read_at IS NULL AND n.mail_id IS NULL AND n.at >= ? AND ${VISIBLE}`;
        const members = db.all<{ id: string }>(
          `SELECT user_id AS id FROM mail_modes w WHERE mode = 'daily'
             AND EXISTS (SELECT 1 FROM notifications n WHERE n.user_id = w.user_id AND ${news})
           ORDER BY user_id`,
          since,
        );
        for (const member of members) {
          const mailId = newId();
          db.run(
            `INSERT INTO mails (id, user_id, kind, created_at, tries, next_at) VALUES (?, ?, 'daily', ?, 0, ?)`,
            mailId,
            member.id,
            now,
            now,
          );
          db.run(
            `UPDATE notifications AS n SET mail_id = ? WHERE n.user_id = ? AND ${news}`,
            mailId,
            member.id,
            since,
          );
        }
        return true;
      });
    },

    async getRemindedDay() {
      return setting(SETTINGS.reminded);
    },
    async setRemindedDay(day) {
      putSetting(SETTINGS.reminded, day);
    },
    async listDueThreads(from, to) {
      return db.all(
        `SELECT t.plan_id AS "planId", t.id AS thread, t.assignee, t.due FROM threads t
         JOIN plans p ON p.id = t.plan_id
         WHERE t.resolved_at IS NULL AND t.assignee IS NOT NULL AND t.due BETWEEN ? AND ?
           AND p.status <> 'archived'
         ORDER BY t.due, t.plan_id, t.number`,
        from,
        to,
      );
    },

    async forgetInbox(before) {
      db.transaction(() => {
        db.run('DELETE FROM notifications WHERE at < ?', before);
        db.run(
          'DELETE FROM mails WHERE created_at < ? AND id NOT IN (SELECT mail_id FROM notifications WHERE mail_id IS NOT NULL)',
          before,
        );
      });
    },
  };
}
