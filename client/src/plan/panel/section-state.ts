import type { Tally } from '@filiera/shared/rules/completeness.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import type { Element, Section, Subsection } from '@filiera/shared/template/template.ts';
import { isMissing } from '../../tables/cells/issue-mark.tsx';
/** How a section stands. `none`: the form asks for nothing in it. */
export type SectionState = 'complete' | 'partial' | 'empty' | 'errors' | 'none';

export interface SectionStanding {
  readonly state: SectionState;
  /** Rules that do not hold in it; what is only missing is not among them. */
  readonly errors: number;
  readonly filled: number;
  readonly total: number;
}

export function standingOf(
  { id: section, elements }: Section | Subsection,
  tally: Tally | undefined,
  issues: readonly Issue[],
): SectionStanding {
  const errors = issues.filter(
    (issue) => issue.severity === 'error' && issue.at.section === section && !isMissing(issue),
  ).length;
  const { filled = 0, total = 0 } = tally ?? {};
  const missing = issues.some(
    (issue) => issue.severity === 'error' && issue.at.section === section && isMissing(issue),
  );
  const state =
    errors > 0
      ? 'errors'
      : !elements.some(isToFill)
        ? 'none'
        : filled === total && !missing
          ? 'complete'
          : filled === 0
            ? 'empty'
            : 'partial';
  return { state, errors, filled, total };
}

function isToFill({ kind }: Element): boolean {
  return kind === 'fields' || kind === 'text' || kind === 'table' || kind === 'group';
}
