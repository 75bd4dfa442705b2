import type { Issue, Place } from '../rules/issue.ts';

const placeText = ({ section, element = '', row = '', column = '' }: Place): string =>
  [section, element, row, column].join('/');

/**
 * What makes an issue the same one as long as it stands open, whatever its amounts are meanwhile: the rule, what it
 * says, and where.
 */
export function issueId(issue: Issue): string {
  return [issue.rule, issue.key, placeText(issue.at)].join('|');
}
