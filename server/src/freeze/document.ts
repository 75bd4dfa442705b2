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

const keySchema = z.string().min(1).max(100).meta({
  id: 'key',
  description:
    'The id of a row or column, also of those that members added, or a key that holds one: “events@k3f9” is the table “events” of the instance “k3f9”.',
});
const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ id: 'sha256', description: 'A SHA-256 digest in lower-case hex.' });
const partySchema = z
  .strictObject({ id: z.string().min(1), name: z.string() })
  .meta({ id: 'party', description: 'An association or a person, with the name of that moment.' });
const centsSchema = z.int().meta({ id: 'cents', description: 'Whole cents of euro.' });
const bothSchema = bilingualSchema.meta({
  id: 'both',
  description: 'A text in Italian and English; the form’s own words are in its language alone.',
});

export const frozenValueSchema = z
  .union([
    z.strictObject({ text: z.string() }),
    z.strictObject({ cents: centsSchema }),
    z.strictObject({ count: z.int() }),
    z.strictObject({ date: z.iso.date() }),
    z
      .strictObject({ choice: idSchema, label: z.string() })
      .describe('One of the form’s options: its id and its words.'),
    z
      .strictObject({ invalid: z.string(), reason: z.string() })
      .describe('What was written and is not what the place wants, with the reason.'),
  ])
  .nullable()
  .meta({ id: 'value', description: 'What stands in one place; null where nothing does.' });

const inlineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    text: z.string(),
    marks: z.array(z.enum(['bold', 'italic', 'underline', 'strike'])),
    link: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('break') }).describe('A new line within the paragraph.'),
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
z.globalRegistry.add(inlineSchema, {
  id: 'inline',
  description: 'A stretch of text with its marks, or a break.',
});
z.globalRegistry.add(blockSchema, {
  id: 'block',
  description: 'A paragraph, or a list whose items are blocks themselves.',
});

const fieldSchema = z
  .strictObject({
    kind: z.literal('field'),
    id: idSchema,
    label: z.string(),
    type: valueTypeSchema,
    value: frozenValueSchema,
  })
  .meta({ id: 'field', description: 'A single answer beside the form’s label.' });

const textSchema = z
  .strictObject({
    kind: z.literal('text'),
    key: keySchema,
    label: z.string(),
    blocks: z.array(blockSchema),
  })
  .meta({ id: 'text', description: 'An answer in running text.' });

const tableSchema = z
  .strictObject({
    kind: z.literal('table'),
    key: keySchema,
    label: z.string(),
    columns: z.array(
      z.strictObject({
        id: keySchema,
        label: z.string(),
        type: z
          .enum([...valueTypeSchema.options, 'label', 'sum'])
          .describe('What a column holds: “label” the names of the rows, “sum” the sum of other columns.'),
        instance: keySchema.optional().describe('The instance of a repeated group that brought the column.'),
      }),
    ),
    groups: z
      .array(z.strictObject({ id: idSchema, number: z.string(), label: z.string() }))
      .describe('The parts that the form divides the rows into, where it does.'),
    rows: z.array(
      z.strictObject({
        id: keySchema,
        label: z
          .string()
          .nullable()
          .describe(
            'The form’s own words; null for a row that members added, whose words are among its values.',
          ),
        group: idSchema.nullable(),
        computed: z.boolean().describe('The figures follow from other rows by the form’s formula.'),
        values: z
          .record(keySchema, frozenValueSchema)
          .describe('By column id; figures of computed rows and of sum columns included.'),
      }),
    ),
    total: z
      .strictObject({ label: z.string(), values: z.record(keySchema, frozenValueSchema) })
      .nullable()
      .describe('The closing line: each money and sum column added up over the rows that are not computed.'),
  })
  .meta({ id: 'table', description: 'A table of the form with its answers and every figure that follows.' });

const leafSchema = z.discriminatedUnion('kind', [fieldSchema, textSchema, tableSchema]);

const groupSchema = z
  .strictObject({
    kind: z.literal('group'),
    id: idSchema,
    instances: z.array(z.strictObject({ id: keySchema, label: z.string(), content: z.array(leafSchema) })),
  })
  .meta({ id: 'group', description: 'A part of the form that repeats, such as the countries of a plan.' });

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
  z.strictObject({ kind: z.literal('money'), cents: centsSchema }),
  z.strictObject({
    kind: z.literal('percent'),
    basisPoints: z.int().describe('Hundredths of a per cent: 1500 is 15 %.'),
  }),
  z.strictObject({ kind: z.literal('date'), iso: z.string() }),
  z.strictObject({ kind: z.literal('count'), value: z.int() }),
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('both'), text: bothSchema }),
]);
z.globalRegistry.add(paramSchema, {
  id: 'param',
  description: 'A value that a rule or its message speaks of.',
});

const placeSchema = z
  .strictObject({
    section: z.string(),
    element: z.string().optional(),
    row: z.string().optional(),
    column: z.string().optional(),
  })
  .meta({
    id: 'place',
    description: 'Where in the form something is, by ids, as far as it is a single place.',
  });

const severitySchema = z.enum(['error', 'warning']);

const issueSchema = z
  .strictObject({
    rule: z.string(),
    severity: severitySchema,
    label: bothSchema,
    source: bothSchema,
    key: z.enum(ISSUE_KEYS),
    params: z.record(z.string(), paramSchema),
    message: bothSchema.describe('The sentence that members read.'),
    left: paramSchema.nullable(),
    right: paramSchema.nullable(),
    gapCents: z.int().nullable().describe('What is missing or too much, in whole cents.'),
    at: placeSchema,
    also: z.array(placeSchema),
  })
  .meta({
    id: 'issue',
    description: 'Something that was not as the rules want it when the plan was frozen.',
  });

const ruleSchema = z
  .strictObject({
    id: idSchema,
    label: bothSchema,
    source: bothSchema.describe('Where the rule comes from: the call, the form’s line, the article.'),
    severity: severitySchema,
    outcome: z
      .enum(['holds', 'broken'])
      .describe('A broken rule has its issue, with both sides and the gap, among the document’s issues.'),
    compared: z
      .record(z.string(), paramSchema.nullable())
      .describe(
        'What the rule compared: amounts in cents, its limit in basis points or cents, dates as written.',
      ),
  })
  .meta({ id: 'rule', description: 'A rule of the form, with what it compared, whether it held or not.' });

const threadSchema = z
  .strictObject({
    where: z.string().describe('Where it stands, in the form’s words.'),
    text: z.string().describe('Its first comment, as plain text.'),
    author: z.string(),
  })
  .meta({ id: 'thread', description: 'A blocking thread of comments that the plan was frozen over.' });

export const frozenDocumentSchema = z.strictObject({
  format: z.literal(FROZEN_FORMAT),
  formatVersion: z.literal(FROZEN_FORMAT_VERSION),
  template: z
    .strictObject({
      id: idSchema,
      version: z.int().min(1),
      title: z.string(),
      call: z.string(),
      language: z.string(),
      sha256: sha256Schema.describe('Of the form’s own canonical JSON: the words that were answered.'),
    })
    .describe('The form that the plan answers.'),
  association: partySchema,
  plan: z.strictObject({ id: z.string().min(1), title: z.string() }),
  version: z.int().min(1).describe('1 for the first version of a plan.'),
  seq: z.int().min(0).describe('The number of the last edit that is in it.'),
  frozenAt: z.iso.datetime({ precision: 3 }).describe('In UTC, to the millisecond.'),
  frozenBy: partySchema,
  override: z
    .strictObject({
      reason: z.string().min(1),
      errors: z.int().min(0).describe('How many errors were open.'),
      blocking: z.array(threadSchema),
    })
    .nullable()
    .describe('Why the plan was frozen over errors or blocking threads; null where it had neither.'),
  sections: z.array(sectionSchema).describe('The form with its answers, in the form’s order.'),
  headlines: z
    .array(z.strictObject({ id: idSchema, label: bothSchema, cents: centsSchema }))
    .describe('The figures that the form’s readers look for first.'),
  rules: z.array(ruleSchema),
  issues: z.array(issueSchema),
  assumptions: z.array(bothSchema).describe('The readings of the call that the rules rely on.'),
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
