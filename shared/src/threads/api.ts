import * as z from 'zod';
import { cellValueSchema, personSchema } from '../history/api.ts';

/**
 * Comments on a plan: threads that hang on a place of it. They are rows of the server with the session's member as
 * author, never part of the document. Who may `comment` reads and writes them; readers see none. Bodies are JSON; ids
 * are opaque; times are milliseconds since 1970. `root`, `row`, `column` are as in `plan/layout.ts`.
 *
 *   GET    /api/plans/:id/threads                                 -> threadsSchema
 *   POST   /api/plans/:id/threads                 newThreadBody   -> threadSchema  (201; 200 where `key` was used)
 *   PATCH  /api/plans/:id/threads/:thread         patchThreadBody -> threadSchema
 *   POST   /api/plans/:id/threads/:thread/comments newCommentBody -> threadSchema  (201; 200 where `key` was used)
 *   PATCH  /api/plans/:id/threads/:thread/comments/:comment commentBody -> threadSchema  (one's own)
 *   DELETE /api/plans/:id/threads/:thread/comments/:comment       -> threadSchema  (one's own; leaves a trace)
 *   PUT    /api/plans/:id/threads/:thread/comments/:comment/reactions/:reaction -> threadSchema
 *   DELETE /api/plans/:id/threads/:thread/comments/:comment/reactions/:reaction -> threadSchema
 *
 * Whatever changes a thread is pushed as the notice `threads` to every page of the plan whose member may comment.
 * A key that was used for something else is `key-used`; what blocks is `thread-blocking` for who may not let it go.
 * `revision` counts such changes of a plan without a gap, so a page that misses one asks for all of them again.
 */

const idSchema = z.string().min(1).max(100);
const rootSchema = z.string().min(1).max(200);
const millisSchema = z.number();

/** The longest comment, in characters of its text. */
export const MAX_COMMENT_LENGTH = 10_000;
/** The longest quote that a thread keeps of its passage, in UTF-16 units; longer ones are cut with an ellipsis. */
export const MAX_QUOTE_LENGTH = 300;
/** Of one plan. */
export const MAX_THREADS = 5_000;
/** Of one thread. */
export const MAX_COMMENTS = 1_000;

/** A Yjs relative position (`Y.encodeRelativePosition`), base64. */
const positionSchema = z
  .string()
  .min(1)
  .max(400)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/);

/** The most runs of letters that a thread knows its passage by. */
export const MAX_LETTER_RUNS = 200;

const wordsSchema = z.string().max(200).default('');

/** What a thread hangs on. It never changes; what has become of the place is for whoever shows it to find out. */
export const anchorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('section'), section: idSchema }),
  /** A whole block of text, `text/<block>[@<instance>]`. */
  z.object({ kind: z.literal('block'), root: rootSchema }),
  /**
   * Words of a block: `from` sticks to its first letter (assoc 0), `to` to its last (assoc -1), so that what is
   * written at the edges stays outside and what is written within belongs to it.
   */
  z.object({
    kind: z.literal('passage'),
    root: rootSchema,
    from: positionSchema,
    to: positionSchema,
    quote: z.string().min(1).max(MAX_QUOTE_LENGTH),
    /** The letters that it had, as runs `[client, clock, length]` of their Yjs ids; of very many only the outer ones. */
    letters: z
      .array(z.tuple([z.int().min(0), z.int().min(0), z.int().min(1)]))
      .max(MAX_LETTER_RUNS)
      .default([]),
    /**
     * What stood before its start and behind it (`head`), and the same at its end: so an end is found again whose letter
     * was written anew, as happens where a paragraph is parted. Empty where another place of the block is like it.
     */
    before: wordsSchema,
    head: wordsSchema,
    tail: wordsSchema,
    after: wordsSchema,
  }),
  z.object({ kind: z.literal('table'), root: rootSchema }),
  z.object({ kind: z.literal('row'), root: rootSchema, row: idSchema, label: z.string().max(200) }),
  /** A cell (`key` is `<row>/<column>`) or a field (root `fields`), with what it held when the thread was opened. */
  z.object({
    kind: z.literal('cell'),
    root: rootSchema,
    key: z.string().min(1).max(200),
    value: cellValueSchema,
  }),
  /** Something that a rule finds wrong (`issueId` in `history/issue-id.ts`), with the sentence that it said then. */
  z.object({
    kind: z.literal('issue'),
    issue: z.string().min(1).max(500),
    rule: idSchema,
    section: idSchema,
    said: z.object({ it: z.string().max(1000), en: z.string().max(1000) }),
  }),
]);

export const MENTION_KINDS = ['member', 'organisation', 'value-chain'] as const;

/** Words of a comment. */
const inlineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().min(1).max(MAX_COMMENT_LENGTH),
    marks: z.array(z.enum(['bold', 'italic'])).max(2),
    link: z
      .string()
      .max(2000)
      .regex(/^(?:https?:\/\/|mailto:)\S+$/i)
      .optional(),
  }),
  z.object({ kind: z.literal('break') }),
  /**
   * `id`: the member's id, or the name of the organisation or value chain. Members who cannot comment on the plan
   * cannot be named. `label` is what is shown behind the @; the server puts the true name there.
   */
  z.object({
    kind: z.literal('mention'),
    of: z.enum(MENTION_KINDS),
    id: z.string().min(1).max(200),
    label: z.string().min(1).max(200),
  }),
]);
const paragraphSchema = z.object({ kind: z.literal('paragraph'), inlines: z.array(inlineSchema).max(500) });
const listSchema = z.object({
  kind: z.literal('list'),
  ordered: z.boolean(),
  /** Each item is a run of paragraphs: comments do not nest lists. */
  items: z.array(z.array(paragraphSchema).min(1).max(20)).min(1).max(200),
});
/** A comment as its author wrote it: paragraphs and lists, not blank, no longer than `MAX_COMMENT_LENGTH`. */
export const commentTextSchema = z
  .object({
    blocks: z
      .array(z.discriminatedUnion('kind', [paragraphSchema, listSchema]))
      .min(1)
      .max(200),
  })
  .refine((text) => {
    const length = lengthOf(text.blocks);
    return length > 0 && length <= MAX_COMMENT_LENGTH;
  });

interface Words {
  readonly kind: 'text' | 'break' | 'mention';
  readonly text?: string;
  readonly label?: string;
}
type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Words[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly { readonly inlines: readonly Words[] }[])[] };

/** How many characters there are to read, blanks at the ends of runs left out. */
function lengthOf(blocks: readonly Block[]): number {
  const ofInlines = (inlines: readonly Words[]): number =>
    inlines.reduce((sum, { text, label }) => sum + (text ?? label ?? '').trim().length, 0);
  return blocks.reduce(
    (sum, block) =>
      sum +
      (block.kind === 'paragraph'
        ? ofInlines(block.inlines)
        : block.items.flat().reduce((inner, { inlines }) => inner + ofInlines(inlines), 0)),
    0,
  );
}

/** What members answer with one click. */
export const REACTIONS = ['👍', '❤️', '😄', '🎉', '👀', '✅'] as const;

export const commentSchema = z.object({
  id: idSchema,
  authorId: idSchema,
  at: millisSchema,
  /** When its author changed it last. */
  editedAt: millisSchema.nullable(),
  /** When its author deleted it; `text` is `null` then, and the words are gone from the server. */
  deletedAt: millisSchema.nullable(),
  text: commentTextSchema.nullable(),
  /** Those that somebody gave, in the order of `REACTIONS`. */
  reactions: z.array(z.object({ reaction: z.enum(REACTIONS), userIds: z.array(idSchema) })),
});

const dueSchema = z.iso.date();

export const threadSchema = z.object({
  id: idSchema,
  anchor: anchorSchema,
  createdBy: idSchema,
  createdAt: millisSchema,
  /** `null` while it is open. */
  resolved: z.object({ by: idSchema, at: millisSchema }).nullable(),
  assignee: idSchema.nullable(),
  /** The day by which the assignee is to have done it, in Italy. */
  due: dueSchema.nullable(),
  /** Until it is resolved the plan is not frozen, unless the manager says why. */
  blocking: z.boolean(),
  /** The revision of the plan's threads that changed this one last. */
  revision: z.int().min(1),
  /** Oldest first; the first opens the thread. */
  comments: z.array(commentSchema).min(1),
});

export const threadsSchema = z.object({
  revision: z.int().min(0),
  /** Oldest first, resolved ones included. */
  threads: z.array(threadSchema),
  /** Everyone who is named in them, those who have left included. */
  people: z.array(personSchema),
});

/** Made by the page once for each thing it sends, and sent again with it until there is an answer: a UUID. */
const keySchema = z.uuid();

export const newThreadBody = z.object({
  key: keySchema,
  anchor: anchorSchema,
  text: commentTextSchema,
  assignee: idSchema.nullable().default(null),
  due: dueSchema.nullable().default(null),
  blocking: z.boolean().default(false),
});
export const newCommentBody = z.object({ key: keySchema, text: commentTextSchema });
export const commentBody = z.object({ text: commentTextSchema });
/** What is left out stays as it is. A blocking thread is resolved, or made not blocking, by who opened it or a manager. */
export const patchThreadBody = z
  .object({
    resolved: z.boolean().optional(),
    assignee: idSchema.nullable().optional(),
    due: dueSchema.nullable().optional(),
    blocking: z.boolean().optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined));

export type Anchor = z.infer<typeof anchorSchema>;
export type CommentText = z.infer<typeof commentTextSchema>;
export type CommentBlock = CommentText['blocks'][number];
export type CommentInline = z.infer<typeof inlineSchema>;
export type Mention = Extract<CommentInline, { kind: 'mention' }>;
export type Comment = z.infer<typeof commentSchema>;
export type Thread = z.infer<typeof threadSchema>;
export type Threads = z.infer<typeof threadsSchema>;
export type Reaction = (typeof REACTIONS)[number];
export type NewThread = z.input<typeof newThreadBody>;
export type NewComment = z.input<typeof newCommentBody>;
export type ThreadPatch = z.infer<typeof patchThreadBody>;
