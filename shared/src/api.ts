import * as z from 'zod';
import { ASSOCIATION_ROLES, PLAN_ROLES, PLAN_STATUSES } from './permissions.ts';

/**
 * The HTTP interface, one schema per body. Every body is JSON under `/api`; ids are opaque strings; times are
 * milliseconds since 1970. An answer that is not 2xx carries `apiErrorSchema`; its key is a text of `text/{it,en}.ts`
 * (`error.<key>`), so that the page can say it in its reader's language.
 *
 *   GET    /api/state                                    -> stateSchema (also without a session)
 *   POST   /api/setup                setupBody           -> stateSchema   (one-time token; signs in)
 *   POST   /api/sign-in              signInBody          -> stateSchema
 *   POST   /api/sign-out                                 -> 204
 *   PATCH  /api/me                   profileBody         -> stateSchema
 *   GET    /api/invitations/:token                       -> invitationViewSchema
 *   POST   /api/invitations/:token   acceptBody          -> stateSchema   (works once; signs in)
 *   GET    /api/associations/:id                         -> associationSchema
 *   POST   /api/associations/:id/invitations inviteBody  -> invitationLinkSchema
 *   DELETE /api/associations/:id/invitations/:invitation -> 204
 *   PATCH  /api/associations/:id/members/:user memberBody -> associationSchema
 *   DELETE /api/associations/:id/members/:user           -> 204
 *   POST   /api/associations/:id/value-chains  nameBody  -> associationSchema
 *   POST   /api/associations/:id/organisations nameBody  -> associationSchema
 *   GET    /api/plans                                    -> planSummarySchema[]  (`?archived=1` for those put away)
 *   POST   /api/plans                createPlanBody      -> planSchema
 *   GET    /api/plans/:id                                -> planSchema
 *   PATCH  /api/plans/:id            patchPlanBody       -> planSchema   (rename, archive, take back)
 *   PUT    /api/plans/:id/roles/:user roleBody           -> planSchema   (`role: null` takes access away)
 *   POST   /api/plans/:id/freeze     freezeBody          -> versionSchema; 409 with `issues` and `threads` that stop it
 *   GET    /api/plans/:id/versions                       -> versionSchema[]
 *   what a version's files are, and what comes after it  -> `dossier/api.ts`
 */

/** Addresses of pages that the server puts into links (the one-time ones above all); the client routes them. */
export const PAGES = {
  setup: (token: string): string => `/setup/${token}`,
  invitation: (token: string): string => `/invito/${token}`,
  plan: (planId: string): string => `/piani/${planId}`,
  history: (planId: string): string => `/piani/${planId}/cronologia`,
  thread: (planId: string, threadId: string): string => `/piani/${planId}?commento=${threadId}`,
  rehearsal: (planId: string): string => `/piani/${planId}/prova`,
  versions: (planId: string): string => `/piani/${planId}/versioni`,
  /** From a frozen version to the next, or to the plan as it is now. */
  differences: (planId: string, version: number): string => `/piani/${planId}/differenze?versione=${version}`,
  inbox: (): string => '/avvisi',
  unsubscribe: (token: string): string => `/disiscrizione/${token}`,
  verification: (): string => '/verifica',
} as const;

/** The largest body of a request, in bytes; more is answered with `too-large`. */
export const MAX_BODY_BYTES = 64 * 1024;

/** A name as people write it: no control characters, trimmed, not empty. */
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]+$/u);
const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email());
const passwordSchema = z.string().min(10).max(256);
const tokenSchema = z.string().min(16).max(128);
const millisSchema = z.number();

export const setupBody = z.object({
  token: tokenSchema,
  association: nameSchema,
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
});
export const signInBody = z.object({ email: emailSchema, password: z.string().min(1).max(256) });
export const profileBody = z.object({ locale: z.enum(['it', 'en']) });
export const inviteBody = z.object({
  email: emailSchema,
  role: z.enum(ASSOCIATION_ROLES),
  organisation: nameSchema.nullable(),
  valueChain: nameSchema.nullable(),
});
/** `name` is needed where the address has no account yet, and left alone where it has one. */
export const acceptBody = z.object({ name: nameSchema.optional(), password: passwordSchema });
export const memberBody = z.object({
  role: z.enum(ASSOCIATION_ROLES).optional(),
  organisation: nameSchema.nullable().optional(),
  valueChain: nameSchema.nullable().optional(),
});
export const nameBody = z.object({ name: nameSchema });
export const createPlanBody = z.object({
  association: z.string().min(1),
  template: z.string().min(1),
  title: nameSchema,
});
export const patchPlanBody = z
  .object({ title: nameSchema.optional(), archived: z.boolean().optional() })
  .refine((body) => body.title !== undefined || body.archived !== undefined);
export const roleBody = z.object({ role: z.enum(PLAN_ROLES).nullable() });
/** `reason`: why a manager freezes over errors; it becomes part of the frozen version. */
export const freezeBody = z.object({ reason: z.string().trim().min(10).max(2000).optional() });

export const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  color: z.string(),
});

/** What a page needs to know first. `setupNeeded`: there is no association yet. */
export const stateSchema = z.object({
  setupNeeded: z.boolean(),
  demo: z.boolean(),
  user: userSchema.extend({ locale: z.enum(['it', 'en']) }).nullable(),
  associations: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(ASSOCIATION_ROLES) })),
});

export const invitationViewSchema = z.object({
  association: z.string(),
  email: z.string(),
  invitedBy: z.string(),
  expiresAt: millisSchema,
  /** True where the address has an account already: accepting asks for its password. */
  known: z.boolean(),
});
export const invitationLinkSchema = z.object({ id: z.string(), link: z.string(), expiresAt: millisSchema });

export const memberSchema = userSchema.extend({
  role: z.enum(ASSOCIATION_ROLES),
  organisation: z.string().nullable(),
  valueChain: z.string().nullable(),
});
export const associationSchema = z.object({
  id: z.string(),
  name: z.string(),
  valueChains: z.array(z.string()),
  organisations: z.array(z.string()),
  members: z.array(memberSchema),
  /** Open invitations; empty for those who may not invite. */
  invitations: z.array(
    z.object({
      id: z.string(),
      email: z.string(),
      role: z.enum(ASSOCIATION_ROLES),
      organisation: z.string().nullable(),
      valueChain: z.string().nullable(),
      expiresAt: millisSchema,
    }),
  ),
});

/** One file of a frozen version. */
export const versionFileSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
});
export const versionSchema = z.object({
  number: z.int().min(1),
  /** SHA-256 of the canonical JSON, lower-case hex. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The sequence number of the last edit that is in it. */
  seq: z.int(),
  frozenAt: millisSchema,
  /** The name of the member who froze it. */
  frozenBy: z.string(),
  reason: z.string().nullable(),
  files: z.array(versionFileSchema),
  /** SHA-256 of `dossier.zip`; `null` for versions that were frozen before there was one. */
  dossier: z.string().nullable(),
  /** Work went on after this version: when, by whom (a name), and why; `null` where it did not. */
  reopening: z.object({ at: millisSchema, by: z.string(), reason: z.string() }).nullable(),
  /** Under which number it was handed in, as its managers put down, oldest first: the last counts. */
  filings: z.array(z.object({ protocol: z.string(), date: z.iso.date(), at: millisSchema, by: z.string() })),
});

export const planSummarySchema = z.object({
  id: z.string(),
  association: z.string(),
  associationName: z.string(),
  title: z.string(),
  template: z.object({ id: z.string(), version: z.int(), shortTitle: z.string() }),
  status: z.enum(PLAN_STATUSES),
  role: z.enum(PLAN_ROLES),
  createdAt: millisSchema,
  /** Time and author (by name) of the last edit, where there is one. */
  editedAt: millisSchema.nullable(),
  editedBy: z.string().nullable(),
  /** How many places that count are filled, and how many there are. */
  filled: z.int(),
  total: z.int(),
  errors: z.int(),
  warnings: z.int(),
});
export const planSchema = planSummarySchema.extend({
  /** Everyone who can open the plan; `inherited` marks association administrators. */
  members: z.array(memberSchema.extend({ planRole: z.enum(PLAN_ROLES).nullable(), inherited: z.boolean() })),
  versions: z.array(versionSchema),
});

/** Keys of what can go wrong; each has a text `error.<key>`. */
export const API_ERRORS = [
  'bad-request',
  'signed-out',
  'wrong-credentials',
  'too-many-attempts',
  'forbidden',
  'not-found',
  'setup-done',
  'bad-link',
  'email-taken',
  'last-admin',
  'last-manager',
  'unknown-template',
  'name-taken',
  'plan-closed',
  'plan-has-errors',
  'reason-too-short',
  'plan-archived',
  'unknown-place',
  'unknown-mention',
  'unknown-assignee',
  'key-used',
  'not-author',
  'thread-blocking',
  'threads-full',
  'too-fast',
  'plan-not-frozen',
  'late-edits-full',
  'cross-site',
  'too-large',
  'took-too-long',
  'busy',
  'internal',
] as const;
export type ApiErrorKey = (typeof API_ERRORS)[number];

export const apiErrorSchema = z.object({
  error: z.enum(API_ERRORS),
  /** Names of the body's fields that were not accepted (`bad-request`). */
  fields: z.array(z.string()).optional(),
  /** The issues that stop a freeze (`plan-has-errors`), as in `rules/issue.ts`. */
  issues: z.array(z.unknown()).optional(),
  /** The comments that stop it as well, oldest first. */
  threads: z
    .array(z.object({ id: z.string(), where: z.string(), text: z.string(), author: z.string() }))
    .optional(),
});

export type State = z.infer<typeof stateSchema>;
export type User = z.infer<typeof userSchema>;
export type Member = z.infer<typeof memberSchema>;
export type Association = z.infer<typeof associationSchema>;
export type InvitationView = z.infer<typeof invitationViewSchema>;
export type InvitationLink = z.infer<typeof invitationLinkSchema>;
export type PlanSummary = z.infer<typeof planSummarySchema>;
export type PlanDetail = z.infer<typeof planSchema>;
export type Version = z.infer<typeof versionSchema>;
export type VersionFile = z.infer<typeof versionFileSchema>;
export type ApiError = z.infer<typeof apiErrorSchema>;
