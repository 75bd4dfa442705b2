import type { Obstacle, Rehearsal } from '@filiera/shared/dossier/api.ts';
import { ISSUE_KEYS, type Issue } from '@filiera/shared/rules/issue.ts';
import * as z from 'zod';
import { groupIssues, type IssueGroups } from '../plan/panel/issue-groups.ts';

const both = z.object({ it: z.string(), en: z.string() });
const place = z.object({ section: z.string() });
/** As much of an issue as the page leans on. */
const issueShape = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning']),
  label: both,
  source: both,
  key: z.enum(ISSUE_KEYS),
  params: z.record(z.string(), z.unknown()),
  at: place,
  also: z.array(place),
});

/** Issues as the server sends them; what this page does not know, since it is older than the server, is left out. */
export const issuesIn = (values: readonly unknown[]): readonly Issue[] =>
  values.filter((value): value is Issue => issueShape.safeParse(value).success);

export type BlockingThread = Extract<Obstacle, { kind: 'thread' }>;

/** What stops a freeze, sorted as people mend it. */
export interface ObstacleGroups {
  readonly errors: readonly Issue[];
  /** Places that must be filled in and are not, by element. */
  readonly missing: IssueGroups['missing'];
  readonly required: number;
  readonly threads: readonly BlockingThread[];
  /** Who can mend the errors and fill in the places, by id. */
  readonly editors: readonly string[];
  /** What stops nothing. */
  readonly warnings: IssueGroups;
}

/** Sorts what a rehearsal found. */
export function obstacleGroups({ obstacles, warnings }: Rehearsal): ObstacleGroups {
  const issues = obstacles.filter((one) => one.kind === 'issue');
  const { errors, missing, required } = groupIssues(issuesIn(issues.map(({ issue }) => issue)));
  return {
    errors,
    missing,
    required,
    threads: obstacles.filter((one) => one.kind === 'thread'),
    editors: [...new Set(issues.flatMap(({ who }) => who))],
    warnings: groupIssues(issuesIn(warnings)),
  };
}

/** The same for the same obstacles, whatever their order. */
export const obstaclesKey = ({ obstacles }: Rehearsal): string =>
  obstacles
    .map((one) => JSON.stringify(one))
    .sort()
    .join('\n');
