import type { MailMode } from '@filiera/shared/inbox/api.ts';
import { PLAN_ROLES } from '@filiera/shared/permissions.ts';
import * as z from 'zod';

const id = z.string().min(1).max(100);

/**
 * What a member is told, by ids alone: the words are looked up when it is shown, so that a comment whose words were
 * deleted leaves none behind, and everyone reads what the plan is called today.
 */
export const toldSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mention'), thread: id, comment: id }),
  z.object({ kind: z.literal('reply'), thread: id, comment: id }),
  z.object({ kind: z.literal('assignment'), thread: id, due: z.iso.date().nullable() }),
  z.object({ kind: z.literal('due'), thread: id, due: z.iso.date() }),
  z.object({ kind: z.literal('freeze'), version: z.int() }),
  z.object({ kind: z.literal('reopen'), from: z.int() }),
  z.object({ kind: z.literal('role'), role: z.enum(PLAN_ROLES).nullable() }),
]);
export type Told = z.infer<typeof toldSchema>;

export interface NotificationRow {
  /** Counts up over all notifications: their order, and where a page of them ends. */
  readonly serial: number;
  readonly id: string;
  readonly userId: string;
  readonly planId: string;
  /** `null` for what time did. */
  readonly by: string | null;
  readonly at: number;
  readonly readAt: number | null;
  readonly told: Told;
}

export interface NewNotification extends Omit<NotificationRow, 'serial' | 'readAt'> {
  /** What it tells of: a member is told of one thing once, whatever happens. */
  readonly key: string;
}

/** When mail about something that has just happened goes out, in milliseconds. */
export interface MailPace {
  /** How long the first waits for what follows on its heels. */
  readonly gather: number;
  /** How long after a mail the next one to the same member may go; what happens meanwhile comes together. */
  readonly apart: number;
}

/** `at-once` tells what has just happened, `daily` what has come together since the last. */
export type MailKind = 'at-once' | 'daily';

/** A mail that is to be sent. What it says is put together when it is, from the notifications that it tells of. */
export interface MailRow {
  readonly id: string;
  readonly userId: string;
  readonly kind: MailKind;
  readonly createdAt: number;
  /** How often sending it has failed. */
  readonly tries: number;
  readonly nextAt: number;
}

/** A thread with a day by which its assignee is to have done it. */
export interface DueThread {
  readonly planId: string;
  readonly thread: string;
  readonly assignee: string;
  /** A day in Italy, `2024-03-31`. */
  readonly due: string;
}

/**
 * What members are told, and the mail that tells them. Whatever is listed or counted leaves out what is of plans, or of
 * comments, that the member may not see any more; only what was said of their role stays.
 */
export interface InboxStore {
  /**
   * Keeps those that their member was not told before, by `key`, and returns them. With `mail` they are also put into
   * the next mail of those members who want mail at once, made where none is waiting; all in one step.
   */
  addNotifications(
    notifications: readonly NewNotification[],
    mail: { readonly pace: MailPace; readonly newId: () => string } | null,
  ): Promise<NotificationRow[]>;
  /** Newest first; those before serial `before`, `null` for the newest. */
  listNotifications(
    userId: string,
    page: { readonly before: number | null; readonly limit: number; readonly unread: boolean },
  ): Promise<NotificationRow[]>;
  countUnread(userId: string): Promise<number>;
  /** Marks the member's own as read at that moment, or as unread (`null`); what is read keeps its moment. */
  markNotifications(userId: string, ids: readonly string[] | 'all', readAt: number | null): Promise<void>;

  /** `at-once` until the member says otherwise. */
  getMailMode(userId: string): Promise<MailMode>;
  setMailMode(userId: string, mode: MailMode): Promise<void>;
  /** The key that links for taking oneself off the mail are made with: `fresh`, unless one is kept already. */
  unsubscribeKey(fresh: string): Promise<string>;

  /** The first of those that are to be sent by `now`, oldest due first; `null` where there is none. */
  nextMail(now: number): Promise<MailRow | null>;
  /** When the next one falls due; `null` where none waits. */
  nextMailAt(): Promise<number | null>;
  /** What the mail tells of, oldest first. */
  listMailed(mailId: string): Promise<NotificationRow[]>;
  mailSent(mailId: string, at: number): Promise<void>;
  /** It failed: it is tried again at `nextAt`, or never (`null`). */
  mailFailed(mailId: string, nextAt: number | null): Promise<void>;
  /** Takes a mail back that is not to be sent: what it was to tell of is free for another one. */
  dropMail(mailId: string): Promise<void>;
  /**
   * Makes the mail of a day, once for each day: one for every member who wants it so and has unread notifications
   * since `since` of which no mail told. `day` is a day in Italy. False where that day's is made already.
   */
  makeDailyMail(day: string, now: number, since: number, newId: () => string): Promise<boolean>;

  /** The last day (in Italy) for which members were reminded of what is due; `null` before the first. */
  getRemindedDay(): Promise<string | null>;
  setRemindedDay(day: string): Promise<void>;
  /** Open threads that somebody is to do by a day from `from` to `to`, of plans that are not put away. */
  listDueThreads(from: string, to: string): Promise<DueThread[]>;

  /** Throws away what is older than `before`: notifications, and mail with them. */
  forgetInbox(before: number): Promise<void>;
}
