import * as z from 'zod';

/**
 * The HTTP interface of a plan's history, one schema per body. Everything in it comes from the server's log: who is the
 * session behind the socket that brought an edit, when is the moment at which the log took it. `seq` is the number of a
 * row of the log, so `seq` as a point in time means "with this row and all before it"; 0 is the empty plan. `root` and
 * `key` are as in `plan/layout.ts`. Whoever may open the plan may read its history.
 *
 *   GET  /api/plans/:id/history                           -> historySchema
 *   GET  /api/plans/:id/history/feed?person&section&day&before&limit -> feedSchema
 *   GET  /api/plans/:id/history/cell?root&key             -> cellHistorySchema
 *   GET  /api/plans/:id/history/authors?clients=1,2,3     -> authorsSchema  (at most 1,000; without `clients`: of all)
 *   GET  /api/plans/:id/history/structs?at=client.clock,client.clock -> structsSchema  (at most 500)
 *   GET  /api/plans/:id/history/shares                    -> sharesSchema
 *   GET  /api/plans/:id/history/causes                    -> causesSchema
 *   GET  /api/plans/:id/history/at/:seq                   -> the document at that point, a Yjs update (octet stream)
 *   GET  /api/plans/:id/history/compare?from&to           -> comparisonSchema
 *   GET  /api/plans/:id/history/unseen                    -> unseenSchema
 *   PUT  /api/plans/:id/history/seen       seenBody       -> unseenSchema
 *   POST /api/plans/:id/history/names      nameBody       -> historySchema  (who may edit)
 *   DELETE /api/plans/:id/history/names/:name             -> historySchema  (who gave it, or a manager)
 *   POST /api/plans/:id/history/restore    restoreBody    -> a Yjs update (octet stream) for the asking page to apply
 *   POST /api/plans/:id/history/verify                    -> verificationSchema
 */

const millisSchema = z.number();
const seqSchema = z.int().min(0);

/** What a cell or field held: cents, a count, a text, an ISO date, an option's id; `null` where it was empty. */
export const cellValueSchema = z.union([z.number(), z.string(), z.null()]);

/**
 * How an edit came about, as far as the server knows by itself: `restore` is one whose bytes the server made, at the
 * author's request; `edit` is everything else.
 */
export const EDIT_ORIGINS = ['edit', 'restore'] as const;
const originSchema = z.enum(EDIT_ORIGINS);

/** A member as the history names them; those who have left keep their name. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  color: z.string(),
  organisation: z.string().nullable(),
});

/** A point of the log that somebody gave a name, a frozen version among them. */
export const namedPointSchema = z.object({
  id: z.string(),
  name: z.string(),
  seq: seqSchema,
  /** When the name was given, and by whom. */
  at: millisSchema,
  userId: z.string(),
  /** The number of the frozen version that this is, `null` for a name that a member gave. */
  version: z.int().nullable(),
});

export const historySchema = z.object({
  /** The last row of the log. */
  seq: seqSchema,
  /** The steps of the slider, oldest first: the last row of each sitting. */
  steps: z.array(z.object({ seq: seqSchema, userId: z.string(), from: millisSchema, to: millisSchema })),
  names: z.array(namedPointSchema),
  /** Everyone who has written or named anything. */
  people: z.array(personSchema),
  /** The log on disk, and the document of the plan as it is now, in bytes. */
  size: z.object({ logBytes: z.int(), planBytes: z.int() }),
});

export const cellChangeSchema = z.object({
  seq: seqSchema,
  at: millisSchema,
  userId: z.string(),
  before: cellValueSchema,
  after: cellValueSchema,
  /** Written while its page had no connection: `at` is when it reached the server. */
  offline: z.boolean(),
  origin: originSchema,
});
export const cellHistorySchema = z.object({
  /** Newest first. */
  changes: z.array(cellChangeSchema),
  people: z.array(personSchema),
});

/** One thing that a sitting did, in the order of the form. */
export const feedPartSchema = z.discriminatedUnion('kind', [
  /**
   * Characters written and removed in one block of text, those left out that were written and removed in the same
   * sitting. Both are 0 where only paragraphs or marks changed.
   */
  z.object({
    kind: z.literal('text'),
    root: z.string(),
    inserted: z.int(),
    deleted: z.int(),
    seq: seqSchema,
  }),
  /** One cell or field, from what it held before the sitting to what it held after it. */
  z.object({
    kind: z.literal('cell'),
    root: z.string(),
    key: z.string(),
    before: cellValueSchema,
    after: cellValueSchema,
    seq: seqSchema,
  }),
  /** Rows added to a table or group, and taken out of it. */
  z.object({ kind: z.literal('rows'), root: z.string(), added: z.int(), removed: z.int(), seq: seqSchema }),
]);
/** What one member wrote without a longer pause. */
export const sittingSchema = z.object({
  fromSeq: seqSchema,
  toSeq: seqSchema,
  userId: z.string(),
  from: millisSchema,
  to: millisSchema,
  offline: z.boolean(),
  origin: originSchema,
  parts: z.array(feedPartSchema),
});
export const feedQuery = z.object({
  person: z.string().max(100).optional(),
  /** A section's id of the form. */
  section: z.string().max(100).optional(),
  /** A day in Italy, `YYYY-MM-DD`. */
  day: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  /** Only sittings that began before this row. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const feedSchema = z.object({
  /** Newest first. */
  sittings: z.array(sittingSchema),
  /** The `before` of the next page, `null` at the end. */
  next: seqSchema.nullable(),
  people: z.array(personSchema),
});

/** Whose each Yjs client id is, by the attested binding. */
export const authorsSchema = z.object({
  clients: z.array(z.tuple([z.int().min(0), z.string()])),
  people: z.array(personSchema),
});

/** Who brought the struct at a client's clock, in the order asked; `null` where the log does not hold it. */
export const structsSchema = z.object({
  structs: z.array(
    z
      .object({
        seq: seqSchema,
        at: millisSchema,
        userId: z.string(),
        offline: z.boolean(),
        origin: originSchema,
      })
      .nullable(),
  ),
  people: z.array(personSchema),
});

/** What of the plan as it is now was written by whom: characters of text, and cells that hold something. */
export const sharesSchema = z.object({
  sections: z.array(
    z.object({
      section: z.string(),
      authors: z.array(z.object({ userId: z.string(), characters: z.int(), cells: z.int() })),
    }),
  ),
  people: z.array(personSchema),
});

/** For each issue that is open now: the edit since which it has been, without a break. */
export const causesSchema = z.object({
  seq: seqSchema,
  causes: z.array(
    z.object({
      /** As `issueId` in `history/issue-id.ts` makes it. */
      issue: z.string(),
      /** `null`: it has been there since the plan was empty. */
      edit: z
        .object({
          seq: seqSchema,
          at: millisSchema,
          userId: z.string(),
          /** The cells that this edit changed and the rule looks at; none where a text was emptied. */
          changes: z.array(
            z.object({
              root: z.string(),
              key: z.string(),
              before: cellValueSchema,
              after: cellValueSchema,
            }),
          ),
        })
        .nullable(),
    }),
  ),
  people: z.array(personSchema),
});

/** A run of text in a comparison. `userId` says who inserted or deleted it, `null` for what stayed. */
export const runSchema = z.object({
  kind: z.enum(['same', 'inserted', 'deleted']),
  text: z.string(),
  userId: z.string().nullable(),
});
export const comparisonSchema = z.object({
  from: seqSchema,
  to: seqSchema,
  /** Blocks of text that differ; each paragraph, list item among them, as its runs in order. */
  texts: z.array(z.object({ root: z.string(), paragraphs: z.array(z.object({ runs: z.array(runSchema) })) })),
  /** Cells and fields that differ, with who made the last change between the two points. */
  cells: z.array(
    z.object({
      root: z.string(),
      key: z.string(),
      before: cellValueSchema,
      after: cellValueSchema,
      userId: z.string().nullable(),
      at: millisSchema.nullable(),
    }),
  ),
  people: z.array(personSchema),
});

/** What others have changed since the member last saw each section. */
export const unseenSchema = z.object({
  seq: seqSchema,
  sections: z.array(
    z.object({
      section: z.string(),
      /** How many places of it, and by whom. */
      places: z.int().min(1),
      userIds: z.array(z.string()),
      since: seqSchema,
    }),
  ),
  people: z.array(personSchema),
});
/** The member has seen this section as it is with that row. */
export const seenBody = z.object({ section: z.string().min(1).max(100), seq: seqSchema });

export const namePointBody = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(/^[^\p{Cc}]+$/u),
  seq: seqSchema,
});

/** What to bring back: the whole plan, or one root of the document (a block of text, a table, the fields). */
export const restoreBody = z.object({
  seq: seqSchema,
  root: z.string().min(1).max(200).nullable(),
  /** A client id that the page has made up and used for nothing: the restored content is written under it. */
  client: z.int().min(1).max(0xffff_ffff),
});

export const verificationSchema = z.object({
  rows: z.int(),
  /** The digest of the last row, lower-case hex; of nothing, where there is none. */
  head: z.string(),
  /** The first thing that is wrong, `null` where all holds. */
  problem: z
    .object({ kind: z.enum(['changed', 'missing', 'reordered', 'cut', 'snapshot']), seq: seqSchema })
    .nullable(),
});

export type HistoryOverview = z.infer<typeof historySchema>;
export type NamedPoint = z.infer<typeof namedPointSchema>;
export type HistoryPerson = z.infer<typeof personSchema>;
export type CellHistory = z.infer<typeof cellHistorySchema>;
export type CellChange = z.infer<typeof cellChangeSchema>;
export type FeedQuery = z.infer<typeof feedQuery>;
export type Feed = z.infer<typeof feedSchema>;
export type FeedPart = z.infer<typeof feedPartSchema>;
export type Sitting = z.infer<typeof sittingSchema>;
export type Authors = z.infer<typeof authorsSchema>;
export type Structs = z.infer<typeof structsSchema>;
export type Shares = z.infer<typeof sharesSchema>;
export type Causes = z.infer<typeof causesSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type ComparisonRun = z.infer<typeof runSchema>;
export type Unseen = z.infer<typeof unseenSchema>;
export type Verification = z.infer<typeof verificationSchema>;
export type EditOrigin = (typeof EDIT_ORIGINS)[number];
