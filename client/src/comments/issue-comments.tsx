import { issueId } from '@filiera/shared/history/issue-id.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { sayIssue } from '@filiera/shared/text/text.ts';
import { IconMessage, IconMessagePlus } from '@tabler/icons-react';
import { useText } from '../ui/text.tsx';
import { sayCount } from './comment-handle.tsx';
import styles from './comments.module.css';
import { useComments, useCommentsState } from './use-comments.tsx';
import { useThreadPlaces } from './use-thread-places.ts';

/** The longest sentence that a thread keeps of its issue. */
const LONGEST = 1000;

/** The way to the comments on what a rule finds wrong, and to begin one. */
export function IssueComments({ issue }: { readonly issue: Issue }) {
  const { t } = useText();
  const comments = useComments();
  const writable = useCommentsState((state) => state.writable, false);
  const id = issueId(issue);
  const threads = useThreadPlaces().issues.get(id) ?? [];
  const [first] = threads;
  if (!comments || (!first && !writable)) return null;
  const said = (locale: 'it' | 'en'): string => sayIssue(locale, issue).slice(0, LONGEST);
  return (
    <p className={styles.ofIssue}>
      {first && (
        <button type="button" className={styles.quiet} onClick={() => comments.openThread(first.id)}>
          <IconMessage size={16} aria-hidden="true" />
          {sayCount(threads.length, t)}
        </button>
      )}
      {writable && (
        <button
          type="button"
          className={styles.quiet}
          onClick={() =>
            comments.compose([
              {
                kind: 'issue',
                issue: id,
                rule: issue.rule,
                section: issue.at.section,
                said: { it: said('it'), en: said('en') },
              },
              { kind: 'section', section: issue.at.section },
            ])
          }
        >
          <IconMessagePlus size={16} aria-hidden="true" />
          {t('comments.issue.open')}
        </button>
      )}
    </p>
  );
}
