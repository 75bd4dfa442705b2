import { ISSUE_KEYS } from '@filiera/shared/rules/issue.ts';
import { bilingualSchema, idSchema, valueTypeSchema } from '@filiera/shared/template/template.ts';
import * as z from 'zod';

/**
 * The frozen document: a plan as it was at its freeze, as one plain JSON value. It is what the digest stands for, so
 * it explains itself without this program: every answer beside the label of the form that it answers, in the form's
 * order, every figure that follows from the answers, and what the rules said.
 *
 * There is no floating point in it. Money is whole cents under keys that say so; percentages are whole basis points.
 * A later format gets a higher `formatVersion`; documents of this one stay readable by this schema.
 */

export const FROZEN_FORMAT = 'filiera-frozen-plan';
export const FROZEN_FORMAT_VERSION = 1;

/** Ids made by clients (rows, instances) and keys that hold one (`events@k3f9`). */
const keySchema = z.string().min(1).max(100);
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const partySchema = z.strictObject({ id: z.string().min(1), name: z.string() });

/**
 * What stands in one place; `null` where nothing does. `invalid` keeps what was written where it is not what the
 * place wants, with the reason.
 */
export const frozenValueSchema = z
  .union([
    z.strictObject({ text: z.string() }),
    z.strictObject({ cents: z.int() }),
    z.strictObject({ count: z.int() }),
    z.strictObject({ date: z.iso.date() }),
    z.strictObject({ choice: idSchema, label: z.string() }),
    z.strictObject({ invalid: z.string(), reason: z.string() }),
  ])
  .nullable();

const inlineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    text: z.string(),
    marks: z.array(z.enum(['bold', 'italic', 'underline', 'strike'])),
    link: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('break') }),
]);

const blockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paragraph'), inlines: z.array(inlineSchema) }),
  z.strictObject({
    kind: z.literal('list'),
    ordered: z.boolean(),
    get items() {
      return z.array(z.array(blockSchema));
    },
  }),
]);

const fieldSchema = z.strictObject({
  kind: z.literal('field'),
  id: idSchema,
  label: z.string(),
  type: valueTypeSchema,
  value: frozenValueSchema,
});

const textSchema = z.strictObject({
  kind: z.literal('text'),
  key: keySchema,
  label: z.string(),
  blocks: z.array(blockSchema),
});

const tableSchema = z.strictObject({
  kind: z.literal('table'),
  key: keySchema,
  label: z.string(),
  columns: z.array(
    z.strictObject({
      id: keySchema,
      label: z.string(),
      type: z.enum([...valueTypeSchema.options, 'label', 'sum']),
      /** The instance of a repeated group that brought the column. */
      instance: keySchema.optional(),
    }),
  ),
  /** The parts that the form divides the rows into, where it does. */
  groups: z.array(z.strictObject({ id: idSchema, number: z.string(), label: z.string() })),
  rows: z.array(
    z.strictObject({
      id: keySchema,
      /** The form's own words; `null` for a row that members added, whose words are among its values. */
      label: z.string().nullable(),
      group: idSchema.nullable(),
      /** The figures follow from other rows by the form's formula. */
      computed: z.boolean(),
      /** By column id; figures of computed rows and of sum columns included. */
      values: z.record(keySchema, frozenValueSchema),
    }),
  ),
  /** The closing line: each money and sum column added up over the rows that are not computed. */
  total: z.strictObject({ label: z.string(), values: z.record(keySchema, frozenValueSchema) }).nullable(),
});

const leafSchema = z.discriminatedUnion('kind', [fieldSchema, textSchema, tableSchema]);

const groupSchema = z.strictObject({
  kind: z.literal('group'),
  id: idSchema,
  instances: z.array(z.strictObject({ id: keySchema, label: z.string(), content: z.array(leafSchema) })),
});

const subsectionShape = {
  id: idSchema,
  number: z.string(),
  title: z.string(),
  content: z.array(z.discriminatedUnion('kind', [...leafSchema.options, groupSchema])),
};
const sectionSchema = z.strictObject({
  ...subsectionShape,
  sections: z.array(z.strictObject(subsectionShape)),
});

const paramSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('money'), cents: z.int() }),
  z.strictObject({ kind: z.literal('percent'), basisPoints: z.int() }),
  z.strictObject({ kind: z.literal('date'), iso: z.string() }),
  z.strictObject({ kind: z.literal('count'), value: z.int() }),
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('both'), text: bilingualSchema }),
]);

const placeSchema = z.strictObject({
  section: z.string(),
  element: z.string().optional(),
  row: z.string().optional(),
  column: z.string().optional(),
});

const severitySchema = z.enum(['error', 'warning']);

/** Something that was not as the rules want it when the plan was frozen. */
const issueSchema = z.strictObject({
  rule: z.string(),
  severity: severitySchema,
  label: bilingualSchema,
  source: bilingualSchema,
  key: z.enum(ISSUE_KEYS),
  params: z.record(z.string(), paramSchema),
  /** The sentence that members read. */
  message: bilingualSchema,
  left: paramSchema.nullable(),
  right: paramSchema.nullable(),
  gapCents: z.int().nullable(),
  at: placeSchema,
  also: z.array(placeSchema),
});

const ruleSchema = z.strictObject({
  id: idSchema,
  label: bilingualSchema,
  source: bilingualSchema,
  severity: severitySchema,
  /** `broken` has its issue, with both sides and the gap, among the document's issues under the same rule. */
  outcome: z.enum(['holds', 'broken']),
  /** What the rule compared: amounts in cents, its limit in basis points or cents, dates as they were written. */
  compared: z.record(z.string(), paramSchema.nullable()),
});

/** A thread of comments that the plan was frozen over: where it stands in the form, its first comment, whose it is. */
const threadSchema = z.strictObject({ where: z.string(), text: z.string(), author: z.string() });

export const frozenDocumentSchema = z.strictObject({
  format: z.literal(FROZEN_FORMAT),
  formatVersion: z.literal(FROZEN_FORMAT_VERSION),
  template: z.strictObject({
    id: idSchema,
    version: z.int().min(1),
    title: z.string(),
    call: z.string(),
    language: z.string(),
    /** SHA-256 of the form's own canonical JSON: the words that were answered. */
    sha256: sha256Schema,
  }),
  association: partySchema,
  plan: z.strictObject({ id: z.string().min(1), title: z.string() }),
  /** 1 for the first version of a plan. */
  version: z.int().min(1),
  /** The number of the last edit that is in it. */
  seq: z.int().min(0),
  /** ISO 8601 in UTC, to the millisecond. */
  frozenAt: z.iso.datetime({ precision: 3 }),
  frozenBy: partySchema,
  /** Frozen over errors or over threads of comments that block: why, over how many errors, and which threads. */
  override: z
    .strictObject({ reason: z.string().min(1), errors: z.int().min(0), blocking: z.array(threadSchema) })
    .nullable(),
  sections: z.array(sectionSchema),
  headlines: z.array(z.strictObject({ id: idSchema, label: bilingualSchema, cents: z.int() })),
  rules: z.array(ruleSchema),
  issues: z.array(issueSchema),
  assumptions: z.array(bilingualSchema),
});

export type FrozenDocument = z.infer<typeof frozenDocumentSchema>;
export type FrozenValue = z.infer<typeof frozenValueSchema>;
export type FrozenSubsection = z.infer<typeof sectionSchema>['sections'][number];
export type FrozenLeaf = z.infer<typeof leafSchema>;
export type FrozenContent = FrozenSubsection['content'][number];
export type FrozenTable = z.infer<typeof tableSchema>;
export type FrozenRule = z.infer<typeof ruleSchema>;
export type FrozenIssue = z.infer<typeof issueSchema>;
export type FrozenParam = z.infer<typeof paramSchema>;
