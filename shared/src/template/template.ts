import * as z from 'zod';

/**
 * What a form is. A template is the data of one call's form: its words in their order, the places to fill in,
 * and the rules that hold between them. A form for another call is a new data file that parses with
 * `templateSchema`, and nothing else.
 *
 * The form's own words are in the call's language (Italian) and are never translated; what Filiera adds
 * (names of rules, sources, assumptions) is given in Italian and English.
 */

/** Ids become parts of Y.Doc root names and flat keys, so they may hold neither `/` nor `@` nor `#`. */
export const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** A text that Filiera itself says, in both languages of the interface. */
export const bilingualSchema = z.object({ it: z.string().min(1), en: z.string().min(1) }).readonly();

/**
 * How urgently a place wants to be filled: `required` is an error while empty, `expected` a warning,
 * `optional` neither. The first two count towards completeness.
 */
export const fillSchema = z.enum(['required', 'expected', 'optional']);

const optionSchema = z.object({ id: idSchema, label: z.string().min(1) }).readonly();

/** What a user types into one place. Money is whole cents, a count a whole number, a date `YYYY-MM-DD`. */
export const valueTypeSchema = z.enum(['text', 'money', 'count', 'date', 'choice']);

const fieldSchema = z
  .object({
    id: idSchema,
    label: z.string().min(1),
    type: valueTypeSchema,
    fill: fillSchema,
    options: z.array(optionSchema).readonly().optional(),
    hint: z.string().optional(),
  })
  .readonly();

/** A row whose cells follow from others, one column at a time; whole cents throughout. */
const rowFormulaSchema = z.discriminatedUnion('kind', [
  /** `basisPoints` of the row `of`, rounded half up to the cent (for example 4000 = 40 %). */
  z.object({ kind: z.literal('flatRate'), of: idSchema, basisPoints: z.int().min(0).max(10_000) }).readonly(),
  /** The sum of the named rows, or of every row that is not itself computed (`'*'`). */
  z
    .object({ kind: z.literal('sum'), of: z.union([z.array(idSchema).readonly(), z.literal('*')]) })
    .readonly(),
]);

/** A short name for messages, outlines and screen readers, where the form's label is long or missing; never printed. */
const shortLabelSchema = z.string().min(1).max(60).optional();

const columnSchema = z
  .object({
    id: idSchema,
    label: z.string(),
    /** `label` shows the row's own name; `sum` adds up the columns of `of`; the rest is typed in. */
    type: z.enum([...valueTypeSchema.options, 'label', 'sum']),
    fill: fillSchema.default('optional'),
    options: z.array(optionSchema).readonly().optional(),
    of: z.array(idSchema).readonly().optional(),
    /** The form's own guidance for this column, shown where a row is still empty. */
    hint: z.string().optional(),
    shortLabel: shortLabelSchema,
  })
  .readonly();

const tableRowSchema = z
  .object({
    id: idSchema,
    label: z.string().min(1),
    /** The table's group that this row stands in (an objective of the call, for instance). */
    group: idSchema.optional(),
    formula: rowFormulaSchema.optional(),
    /** Overrides the columns' `fill` for this row. */
    fill: fillSchema.optional(),
    /** What the row is, said plainly, where its label is only "a)" or the like. */
    explanation: bilingualSchema.optional(),
    shortLabel: shortLabelSchema,
  })
  .readonly();

const headingSchema = z
  .object({ kind: z.literal('heading'), text: z.string().min(1), level: z.int().min(2).max(4) })
  .readonly();

/** `guidance` tells how to fill in, `note` is in brackets or below a table, `plain` is any other sentence. */
const paragraphSchema = z
  .object({
    kind: z.literal('paragraph'),
    text: z.string().min(1),
    style: z.enum(['guidance', 'note', 'plain']),
  })
  .readonly();

/** A line of the form with places to fill in: strings are the form's words, `{ field }` the gaps. */
const fieldsSchema = z
  .object({
    kind: z.literal('fields'),
    parts: z.array(z.union([z.string().min(1), z.object({ field: fieldSchema }).readonly()])).readonly(),
  })
  .readonly();

/** Fixed, numbered points of the form, such as the sub-objectives under "Obiettivo generale". */
const pointsSchema = z
  .object({
    kind: z.literal('points'),
    label: z.string().min(1),
    items: z.array(z.object({ number: z.string().min(1), text: z.string().min(1) }).readonly()).readonly(),
  })
  .readonly();

/** A rich-text block; the root type `text/<id>` of the document. */
const textSchema = z
  .object({
    kind: z.literal('text'),
    id: idSchema,
    label: z.string(),
    fill: fillSchema,
    hint: z.string().optional(),
  })
  .readonly();

/** A table; the root type `table/<id>` of the document. */
const tableSchema = z
  .object({
    kind: z.literal('table'),
    id: idSchema,
    label: z.string(),
    shortLabel: shortLabelSchema,
    columns: z.array(columnSchema).readonly(),
    /** One more money column for each instance of a repeated group, after `columns`. `{n}` is its number. */
    columnsFrom: z
      .object({ group: idSchema, label: z.string().min(1), fill: fillSchema.default('optional') })
      .readonly()
      .optional(),
    groups: z
      .array(z.object({ id: idSchema, number: z.string(), label: z.string().min(1) }).readonly())
      .readonly()
      .optional(),
    /** Headings of the groups' number and name, where the form prints them as columns before all others. */
    groupColumns: z
      .object({ number: z.string().min(1), label: z.string().min(1) })
      .readonly()
      .optional(),
    rows: z.array(tableRowSchema).readonly().default([]),
    /** Present where users may add rows of their own; `min` of them must be there. */
    addable: z
      .object({
        hint: z.string().optional(),
        min: z.int().min(0).default(0),
        max: z.int().min(1).max(500).default(200),
      })
      .readonly()
      .optional(),
    /** A closing line with the sum of each money column over all rows; its id is `total`. */
    total: z
      .object({ label: z.string().min(1), note: z.string().optional() })
      .readonly()
      .optional(),
  })
  .readonly();

const leafSchema = z.discriminatedUnion('kind', [
  headingSchema,
  paragraphSchema,
  fieldsSchema,
  pointsSchema,
  textSchema,
  tableSchema,
]);

/** Elements that repeat for each instance that users add (a country). `{n}` in `label` is its number. */
const groupSchema = z
  .object({
    kind: z.literal('group'),
    id: idSchema,
    label: z.string().min(1),
    addLabel: bilingualSchema,
    elements: z.array(leafSchema).readonly(),
    min: z.int().min(0).default(1),
    max: z.int().min(1).max(50).default(20),
  })
  .readonly();

export const elementSchema = z.discriminatedUnion('kind', [...leafSchema.options, groupSchema]);

const sectionFields = {
  id: idSchema,
  /** The number as the form prints it ("1.", "2."); empty where it prints none. */
  number: z.string(),
  /** The heading as the form prints it. */
  title: z.string().min(1),
  /** A shorter name for outlines, messages and feeds; by default the title. */
  shortTitle: z.string().min(1).optional(),
  elements: z.array(elementSchema).readonly(),
};
const subsectionSchema = z.object(sectionFields).readonly();
const sectionSchema = z
  .object({ ...sectionFields, sections: z.array(subsectionSchema).readonly().default([]) })
  .readonly();

/**
 * A sum of cells. `row: '*'` means every row that is not computed, `column: '*'` every money column that is
 * typed in; `total` is the id of a table's closing line. `where` keeps only the columns of those group
 * instances whose field has the value.
 */
const termSchema = z
  .object({
    table: idSchema,
    row: z.union([idSchema, z.literal('*')]),
    column: z.union([idSchema, z.literal('*')]),
    where: z.object({ field: idSchema, equals: z.string() }).readonly().optional(),
  })
  .readonly();

/** An amount in cents: the sum of its terms. */
export const amountSchema = z.array(termSchema).min(1).readonly();

const severitySchema = z.enum(['error', 'warning']);

/** Where a rule's issue is shown: the table and, where they are single, its row and column. */
const ruleAtSchema = z
  .object({ element: idSchema, row: idSchema.optional(), column: idSchema.optional() })
  .readonly();

const ruleFields = {
  id: idSchema,
  label: bilingualSchema,
  /** Where the rule comes from: the call, the form's line, the article. */
  source: bilingualSchema,
  /** The convention that the rule follows, where there is a choice (rounding, for instance). */
  explanation: bilingualSchema.optional(),
  severity: severitySchema,
  at: ruleAtSchema,
  also: z.array(ruleAtSchema).readonly().default([]),
};

export const ruleSchema = z.discriminatedUnion('kind', [
  /** `part` is at least `basisPoints` of `total`, compared in cents, never rounded. */
  z
    .object({
      kind: z.literal('share'),
      ...ruleFields,
      part: amountSchema,
      total: amountSchema,
      basisPoints: z.int().min(1).max(10_000),
    })
    .readonly(),
  /** `value` is at most `max` cents. */
  z.object({ kind: z.literal('cap'), ...ruleFields, value: amountSchema, max: z.int().min(0) }).readonly(),
  /** Two amounts are the same to the cent. */
  z.object({ kind: z.literal('equal'), ...ruleFields, left: amountSchema, right: amountSchema }).readonly(),
  /** The amount is more than zero; reported as something still to fill in. */
  z.object({ kind: z.literal('positive'), ...ruleFields, value: amountSchema }).readonly(),
  /** The date field `before` is earlier than the date field `after`. */
  z.object({ kind: z.literal('dateOrder'), ...ruleFields, before: idSchema, after: idSchema }).readonly(),
  /** The date field is no later than `date`. */
  z.object({ kind: z.literal('dateLatest'), ...ruleFields, field: idSchema, date: z.iso.date() }).readonly(),
]);

/** A figure that the page keeps in sight: an amount, with the rule that watches over it where there is one. */
const headlineSchema = z
  .object({ id: idSchema, label: bilingualSchema, amount: amountSchema, rule: idSchema.optional() })
  .readonly();

export const templateSchema = z
  .object({
    id: idSchema,
    version: z.int().min(1),
    /** BCP 47 tag of the form's own words. */
    language: z.literal('it'),
    /** The call's edition, for lists. */
    call: z.string().min(1),
    shortTitle: z.string().min(1),
    /** A line above the title ("ALLEGATO A1"), where the form has one. */
    overTitle: z.string().min(1).optional(),
    title: z.string().min(1),
    sections: z.array(sectionSchema).min(1).readonly(),
    /** What the form prints at its foot. */
    footer: z.string().min(1).optional(),
    rules: z.array(ruleSchema).readonly(),
    headlines: z.array(headlineSchema).readonly().default([]),
    /** Readings of the call that the rules rely on and that a user must be able to see. */
    assumptions: z.array(bilingualSchema).readonly().default([]),
  })
  .readonly();

export type Template = z.infer<typeof templateSchema>;
export type Section = z.infer<typeof sectionSchema>;
export type Subsection = z.infer<typeof subsectionSchema>;
export type Element = z.infer<typeof elementSchema>;
export type LeafElement = z.infer<typeof leafSchema>;
export type TableElement = z.infer<typeof tableSchema>;
export type TextElement = z.infer<typeof textSchema>;
export type FieldsElement = z.infer<typeof fieldsSchema>;
export type PointsElement = z.infer<typeof pointsSchema>;
export type GroupElement = z.infer<typeof groupSchema>;
export type Field = z.infer<typeof fieldSchema>;
export type Column = z.infer<typeof columnSchema>;
export type TableRow = z.infer<typeof tableRowSchema>;
export type RowFormula = z.infer<typeof rowFormulaSchema>;
export type ValueType = z.infer<typeof valueTypeSchema>;
export type Fill = z.infer<typeof fillSchema>;
export type Rule = z.infer<typeof ruleSchema>;
export type Amount = z.infer<typeof amountSchema>;
export type Term = z.infer<typeof termSchema>;
export type Severity = z.infer<typeof severitySchema>;
export type Bilingual = z.infer<typeof bilingualSchema>;
/** What is written in a template data file, before defaults are filled in. */
export type TemplateSource = z.input<typeof templateSchema>;
