import type { IssueKey } from '../../rules/issue.ts';

/** What rules say when they do not hold. */
export const issues = {
  'issue.share.short': '{gap} missing: {part} of {total} ({share}), at least {limit} is needed',
  'issue.cap.over': '{gap} too much: {value}, the limit is {max}',
  'issue.equal.differs': 'the two amounts differ by {gap}: {left} and {right}',
  'issue.positive.zero': '{what}: the amount is missing',
  'issue.date.order': '{before} must come before {after}',
  'issue.date.late': 'the date {value} is later than {max}',
  'issue.required.field': '{what}: to be filled in',
  'issue.required.text': '{what}: to be filled in',
  'issue.required.cell': '{what}: the value is missing',
  'issue.required.row': '{what}: the row is incomplete',
  'issue.required.rows': '{what}: minimum number of rows: {min}',
  'issue.required.instance': '{what}: at least {min} is needed',
  'issue.invalid.type': '{what}: the value “{raw}” is of the wrong kind',
  'issue.invalid.money': '{what}: “{raw}” is not an amount',
  'issue.invalid.count': '{what}: “{raw}” is not a whole number',
  'issue.invalid.date': '{what}: “{raw}” is not a date',
  'issue.invalid.choice': '{what}: “{raw}” is not one of the choices',
  'issue.invalid.negative': '{what}: “{raw}” is less than zero',
  'issue.invalid.range': '{what}: “{raw}” is too large',
  'issue.invalid.long': '{what}: the text is too long',
  'issue.stray.keys': 'the document holds {count} items that the form has no place for',
  'issue.stray.root': 'a part of the document cannot be read',
  'issue.rows.many': '{what}: too many rows, {max} at most',
  'issue.row.blank': '{what}: an added row is empty',
} as const satisfies Record<`issue.${IssueKey}`, string>;
