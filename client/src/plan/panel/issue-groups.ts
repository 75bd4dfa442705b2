import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import { isMissing } from '../../tables/cells/issue-mark.tsx';

/** What is still to be filled in within one element of the form. */
export interface MissingGroup {
  /** The section and the element, as a key. */
  readonly key: string;
  /** The first of its places. */
  readonly place: Place;
  readonly count: number;
  readonly issues: readonly Issue[];
  /** Is any of it needed for a freeze? */
  readonly required: boolean;
}

export interface IssueGroups {
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
  readonly missing: readonly MissingGroup[];
  /** Places that must still be filled in, and those that are expected to be. */
  readonly required: number;
  readonly expected: number;
}

/** Sorts issues into what is wrong, what deserves a look, and what is only not filled in yet, by element. */
export function groupIssues(issues: readonly Issue[]): IssueGroups {
  const wrong = issues.filter((issue) => !isMissing(issue));
  const open = issues.filter(isMissing);
  const groups = new Map<string, MissingGroup>();
  for (const issue of open) {
    // A field of a repeated group is named with its instance.
    const instance = issue.key === 'required.field' ? (issue.at.row ?? '') : '';
    const key = `${issue.at.section} ${issue.at.element ?? ''} ${instance}`;
    const known = groups.get(key);
    groups.set(key, {
      key,
      place: known?.place ?? issue.at,
      count: (known?.count ?? 0) + 1,
      issues: [...(known?.issues ?? []), issue],
      required: (known?.required ?? false) || issue.severity === 'error',
    });
  }
  const required = open.filter((issue) => issue.severity === 'error').length;
  return {
    errors: wrong.filter((issue) => issue.severity === 'error'),
    warnings: wrong.filter((issue) => issue.severity === 'warning'),
    missing: [...groups.values()],
    required,
    expected: open.length - required,
  };
}
