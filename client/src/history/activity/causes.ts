import type { Causes } from '@filiera/shared/history/api.ts';
import { issueId } from '@filiera/shared/history/issue-id.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';

export type Cause = Causes['causes'][number];
export type CauseEdit = NonNullable<Cause['edit']>;

/** Since which edit an issue has been open; `null` where the server has not said (yet). */
export function causeOf(causes: Causes | undefined, issue: Issue): Cause | null {
  const id = issueId(issue);
  return causes?.causes.find((cause) => cause.issue === id) ?? null;
}

/** Of places that are to be filled in: the last edit that emptied one of them; `null` where they never held anything. */
export function lastEmptying(causes: Causes | undefined, issues: readonly Issue[]): CauseEdit | null {
  let last: CauseEdit | null = null;
  for (const issue of issues) {
    const edit = causeOf(causes, issue)?.edit;
    if (!edit || (last && last.seq >= edit.seq)) continue;
    // A text that was emptied changed no cell.
    const emptied =
      edit.changes.length === 0
        ? issue.key === 'required.text'
        : edit.changes.some(({ before, after }) => before !== null && after === null);
    if (emptied) last = edit;
  }
  return last;
}
