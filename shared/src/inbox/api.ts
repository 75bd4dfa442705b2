import * as z from 'zod';
import { PLAN_ROLES } from '../permissions.ts';

/**
 * What a member is told of, across all plans.
 *
 *   GET   /api/inbox?before&limit          -> inboxSchema  (newest first)
 *   POST  /api/inbox/read     readBody     -> inboxSchema
 *   GET   /api/inbox/live                  -> text/event-stream: event `inbox`, data `liveSchema`, at once and
 *                                             whenever it changes
 *   GET   /api/me/notifications            -> preferencesSchema
 *   PUT   /api/me/notifications preferencesBody -> preferencesSchema
 *   GET   /api/unsubscribe/:token          -> unsubscribeSchema  (also without a session; changes nothing)
 *   POST  /api/unsubscribe/:token          -> unsubscribeSchema  (also without a session; no more mail; any body)
 *
 * The address of the page (`PAGES.unsubscribe`) takes the same POST, for the one click of mail programs (RFC 8058). A
 * link that was never made is `bad-link`; who guesses at them waits (`too-many-attempts`), and so does a member whose
 * pages listen more than twenty times.
 *
 * A notification about a thread links to `PAGES.thread(planId, threadId)`, which opens it whatever its state.
 */

const millisSchema = z.number();

/**
 * `decision`: it waits for this member (mentions, assignments, due dates); `news`: it is only told. What one does
 * oneself is never told to oneself.
 */
export const notificationSchema = z.object({
  id: z.string(),
  at: millisSchema,
  readAt: millisSchema.nullable(),
  needs: z.enum(['decision', 'news']),
  plan: z.object({ id: z.string(), title: z.string(), associationName: z.string() }),
  /** Who did it; `null` for what time did. */
  by: z.object({ id: z.string(), name: z.string(), color: z.string() }).nullable(),
  what: z.discriminatedUnion('kind', [
    /**
     * `excerpt`: the beginning of the comment, plain; empty where its words were deleted. `where`: the place in the
     * form's words; empty where the form has no such place.
     */
    z.object({
      kind: z.literal('mention'),
      thread: z.string(),
      comment: z.string(),
      where: z.string(),
      excerpt: z.string(),
    }),
    z.object({
      kind: z.literal('reply'),
      thread: z.string(),
      comment: z.string(),
      where: z.string(),
      excerpt: z.string(),
    }),
    z.object({
      kind: z.literal('assignment'),
      thread: z.string(),
      where: z.string(),
      excerpt: z.string(),
      due: z.iso.date().nullable(),
    }),
    /** The day before and the day after the due date of a thread that is open and assigned, at seven in Italy. */
    z.object({
      kind: z.literal('due'),
      thread: z.string(),
      where: z.string(),
      excerpt: z.string(),
      due: z.iso.date(),
    }),
    z.object({ kind: z.literal('freeze'), version: z.int() }),
    /** A new version was opened from a frozen one. */
    z.object({ kind: z.literal('reopen'), from: z.int() }),
    /** `null`: access was taken away. */
    z.object({ kind: z.literal('role'), role: z.enum(PLAN_ROLES).nullable() }),
  ]),
});

export const inboxQuery = z.object({
  before: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  /** Only what has not been read. */
  unread: z.enum(['1']).optional(),
});
export const inboxSchema = z.object({
  notifications: z.array(notificationSchema),
  /** The `before` of the next page, `null` at the end. */
  next: z.string().nullable(),
  unread: z.int().min(0),
});
/** Everything up to now, or the ones that are named; `read: false` takes it back. */
export const readBody = z.union([
  z.object({ all: z.literal(true) }),
  z.object({ ids: z.array(z.string().min(1).max(100)).min(1).max(100), read: z.boolean().default(true) }),
]);

/** What the page hears while it is open. */
export const liveSchema = z.object({
  unread: z.int().min(0),
  /** What has just come, for a quiet word on the page; none at the first event. */
  latest: notificationSchema.nullable(),
});

/** `at-once`: what needs a decision when it happens; `daily`: one mail at half past seven in Italy, decisions first. */
export const MAIL_MODES = ['at-once', 'daily', 'none'] as const;
export const preferencesBody = z.object({ mail: z.enum(MAIL_MODES) });
/** `available`: this installation sends mail at all. */
export const preferencesSchema = preferencesBody.extend({ available: z.boolean(), email: z.string() });
/** `email` is masked: `m•••@example.org`. */
export const unsubscribeSchema = z.object({ email: z.string(), mail: z.enum(MAIL_MODES) });

export type Notification = z.infer<typeof notificationSchema>;
export type Inbox = z.infer<typeof inboxSchema>;
export type InboxQuery = z.infer<typeof inboxQuery>;
export type InboxLive = z.infer<typeof liveSchema>;
export type MailMode = (typeof MAIL_MODES)[number];
export type Preferences = z.infer<typeof preferencesSchema>;
export type Unsubscribe = z.infer<typeof unsubscribeSchema>;
