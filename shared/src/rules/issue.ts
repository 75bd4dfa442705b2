import type { Bilingual, Severity } from '../template/template.ts';

/** A value inside a message, formatted for the reader's language only when it is shown. */
export type Param =
  | { readonly kind: 'money'; readonly cents: number }
  | { readonly kind: 'percent'; readonly basisPoints: number }
  | { readonly kind: 'date'; readonly iso: string }
  | { readonly kind: 'count'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'both'; readonly text: Bilingual };

/** Keys of the texts in `text/it.ts` and `text/en.ts`. */
export const ISSUE_KEYS = [
  'share.short',
  'cap.over',
  'equal.differs',
  'positive.zero',
  'date.order',
  'date.late',
  'required.field',
  'required.text',
  'required.cell',
  'required.row',
  'required.rows',
  'required.instance',
  'invalid.type',
  'invalid.money',
  'invalid.count',
  'invalid.date',
  'invalid.choice',
  'invalid.negative',
  'invalid.range',
  'invalid.long',
  'stray.keys',
  'stray.root',
  'rows.many',
  'row.blank',
] as const;
export type IssueKey = (typeof ISSUE_KEYS)[number];

/**
 * Where in the plan something is. `element` is a block's or table's key in the Plan (`spend-1`, or
 * `events@k3f9` inside a repeated group's instance); for a field of the form it is the field's id.
 */
export interface Place {
  readonly section: string;
  readonly element?: string;
  readonly row?: string;
  readonly column?: string;
}

/** One thing that a rule finds wrong. `error` stops a freeze, `warning` does not. */
export interface Issue {
  /** The template rule's id, or the general rule: `required`, `invalid`, `stray`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly label: Bilingual;
  readonly source: Bilingual;
  readonly key: IssueKey;
  readonly params: Readonly<Record<string, Param>>;
  /** The two sides of the comparison, where the rule compares. */
  readonly left?: Param;
  readonly right?: Param;
  /** What is missing (share, positive) or in excess (cap) or different (equal), in cents; never negative. */
  readonly gap?: number;
  readonly at: Place;
  readonly also: readonly Place[];
}
