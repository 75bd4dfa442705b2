import * as z from 'zod';
import { comparisonSchema } from '../history/api.ts';

/**
 * The final version before and after: what it would be, what stops it, its files, what came after, and what anybody
 * may ask about a file.
 *
 *   GET  /api/plans/:id/rehearsal                          -> rehearsalSchema   (who may open the plan)
 *   GET  /api/plans/:id/rehearsal/plan.pdf                 -> the final version as it would be, marked as a rehearsal
 *   GET  /api/plans/:id/working-copy/plan.docx|plan.pdf    -> a copy of the plan as it is now, marked BOZZA on each page
 *                                                             (`?comments=1`, DOCX, who may comment: with its threads)
 *   GET  /api/plans/:id/versions/:number/dossier.zip       -> every file of the version and SHA256SUMS
 *   GET  /api/plans/:id/versions/:number/:file             -> one of them, the frozen bytes
 *   POST /api/plans/:id/reopen          reopenBody         -> planSchema  (manager; from the last frozen version)
 *   GET  /api/plans/:id/versions/:number/differences       -> differencesSchema  (from it to the next, or to now)
 *   GET  /api/plans/:id/versions/:number/differences.docx  -> the same on paper
 *   GET  /api/plans/:id/late-edits                         -> lateEditsSchema  (one's own)
 *   POST /api/plans/:id/late-edits      lateEditsBody      -> lateEditsSchema  (201; 200 where `key` was used)
 *   DELETE /api/plans/:id/late-edits/:key                  -> lateEditsSchema  (its author has done with it)
 *   POST /api/plans/:id/versions/:number/filing  filingBody -> versionSchema (201; manager: protocol number, date)
 *   GET  /api/schema/frozen-plan.schema.json              -> the JSON Schema of `plan.json`  (without an account)
 *   GET  /api/verify/:sha256                               -> verifiedSchema; 404 where no frozen version has such a
 *                                                             file  (without an account)
 */

/** The largest body of `late-edits`, in bytes. */
export const MAX_LATE_EDITS_BYTES = 4 * 1024 * 1024;
/** What one member may have of them on one plan, in characters of their JSON. */
export const MAX_LATE_EDITS_LENGTH = 16 * 1024 * 1024;

const millisSchema = z.number();
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** What stands in the way of a freeze, each with the members who can put it right. */
export const obstacleSchema = z.discriminatedUnion('kind', [
  /** An error of a rule, or a required place that is empty: an `Issue` of `rules/issue.ts`. */
  z.object({ kind: z.literal('issue'), issue: z.unknown(), who: z.array(z.string()) }),
  z.object({
    kind: z.literal('thread'),
    thread: z.string(),
    /** The place in the form's words, and its first comment; without words for those who may not read comments. */
    where: z.string(),
    text: z.string(),
    /** The name of who opened it. */
    author: z.string(),
    who: z.array(z.string()),
  }),
]);
export const rehearsalSchema = z.object({
  /** The row of the log that it shows. */
  seq: z.int().min(0),
  /** The number that the version would get. */
  version: z.int().min(1),
  obstacles: z.array(obstacleSchema),
  /** Warnings: they stop nothing. */
  warnings: z.array(z.unknown()),
  /** The members named in `who`. */
  people: z.array(z.object({ id: z.string(), name: z.string(), color: z.string() })),
});

/** Why work goes on after a frozen version. */
export const reopenBody = z.object({ reason: z.string().trim().min(10).max(2000) });

/** One edit that came too late, as text: the place in the form's words, what was there, and what its author wrote. */
export const lateItemSchema = z.object({
  place: z.string().max(500),
  before: z.string().max(100_000),
  after: z.string().max(100_000),
});
/** `version`: the frozen version that it came too late for. */
export const lateEditsBody = z.object({
  key: z.uuid(),
  version: z.int().min(1),
  items: z.array(lateItemSchema).min(1).max(500),
});
export const lateEditsSchema = z.object({
  edits: z.array(
    z.object({ key: z.string(), version: z.int(), at: millisSchema, items: z.array(lateItemSchema) }),
  ),
});

const differencePointSchema = z.object({
  /** `null`: the plan as it is now. */
  version: z.int().min(1).nullable(),
  seq: z.int().min(0),
  at: millisSchema,
});
/** A line of a bridge of `rules/bridge.ts`, in cents; `name` is the place in the form's words. */
const bridgeStepSchema = z.object({
  name: z.string(),
  computed: z.boolean(),
  before: z.int(),
  after: z.int(),
  change: z.int(),
});
/** What came after a frozen version, up to the next one or to now. */
export const differencesSchema = z.object({
  from: differencePointSchema,
  to: differencePointSchema,
  /** Why work went on. */
  reason: z.string().nullable(),
  comparison: comparisonSchema,
  /** The headlines of the form that moved, with the lines that moved them. */
  bridges: z.array(
    z.object({
      headline: z.string(),
      label: z.object({ it: z.string(), en: z.string() }),
      before: z.int(),
      after: z.int(),
      steps: z.array(bridgeStepSchema),
      share: z.object({ before: z.int().nullable(), after: z.int().nullable(), limit: z.int() }).nullable(),
    }),
  ),
});

/** What others gave afterwards: Filiera records it and vouches for nothing of it. */
export const filingBody = z.object({
  protocol: z.string().trim().min(1).max(200),
  date: z.iso.date(),
});
export type LateEditsBody = z.infer<typeof lateEditsBody>;

/** All that anybody learns from a digest. */
export const verifiedSchema = z.object({
  title: z.string(),
  association: z.string(),
  version: z.int().min(1),
  frozenAt: millisSchema,
  /** The file's name in the dossier: `plan.pdf`. */
  file: z.string(),
  /** SHA-256 of the version's canonical JSON. */
  digest: sha256Schema,
});

export type Differences = z.infer<typeof differencesSchema>;
export type Obstacle = z.infer<typeof obstacleSchema>;
export type Rehearsal = z.infer<typeof rehearsalSchema>;
export type LateEdits = z.infer<typeof lateEditsSchema>;
export type LateItem = z.infer<typeof lateItemSchema>;
export type Verified = z.infer<typeof verifiedSchema>;
