import type { Issue } from '@filiera/shared/rules/issue.ts';
import { VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { useText } from '../../ui/text.tsx';
import styles from './issue-mark.module.css';

/** Does the issue say that something is still to be filled in, as against that something is wrong? */
export function isMissing(issue: Issue): boolean {
  return issue.key.startsWith('required.') || issue.key === 'positive.zero' || issue.key === 'row.blank';
}

/** How a place looks by what is the matter with it. What is only missing is said quietly. */
export type Trouble = 'error' | 'warning' | 'missing' | null;

export function troubleOf(issues: readonly Issue[]): Trouble {
  const wrong = issues.filter((issue) => !isMissing(issue));
  if (wrong.some((issue) => issue.severity === 'error')) return 'error';
  if (wrong.length > 0) return 'warning';
  return issues.length > 0 ? 'missing' : null;
}

/** The sign of a place where something is wrong, and for assistive technology the sentences that say what. */
export function IssueMark({ id, issues }: { readonly id: string; readonly issues: readonly Issue[] }) {
  const { issue: say, locale } = useText();
  const trouble = troubleOf(issues);
  if (trouble === null) return null;
  return (
    <>
      {trouble === 'error' && <IconCircleX className={styles.error} size={16} aria-hidden="true" />}
      {trouble === 'warning' && <IconAlertTriangle className={styles.warning} size={16} aria-hidden="true" />}
      <VisuallyHidden id={id} lang={locale}>
        {issues.map(say).join('. ')}
      </VisuallyHidden>
    </>
  );
}

/** Sentences of what is wrong, for under the place itself. What is only missing is not repeated there. */
export function IssueLines({ issues, id }: { readonly issues: readonly Issue[]; readonly id?: string }) {
  const { issue: say, both, locale } = useText();
  const wrong = issues.filter((issue) => !isMissing(issue));
  if (wrong.length === 0) return null;
  return (
    <ul className={styles.lines} lang={locale} {...(id === undefined ? {} : { id })}>
      {wrong.map((issue) => (
        <li
          key={`${issue.rule} ${issue.at.row ?? ''} ${issue.at.column ?? ''}`}
          className={styles.line}
          data-severity={issue.severity}
        >
          {issue.severity === 'error' ? (
            <IconCircleX className={styles.error} size={18} aria-hidden="true" />
          ) : (
            <IconAlertTriangle className={styles.warning} size={18} aria-hidden="true" />
          )}
          <span>
            {issue.rule === 'invalid' ? null : <strong>{both(issue.label)}: </strong>}
            {say(issue)}
          </span>
        </li>
      ))}
    </ul>
  );
}
