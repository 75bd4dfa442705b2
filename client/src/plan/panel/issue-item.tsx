import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import { IconAlertTriangle, IconArrowRight, IconCircleX } from '@tabler/icons-react';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { IssueComments } from '../../comments/issue-comments.tsx';
import { CauseLine } from '../../history/activity/cause-line.tsx';
import { useText } from '../../ui/text.tsx';
import { joinNames } from './join-names.ts';
import styles from './panel.module.css';

interface IssueItemProps {
  readonly issue: Issue;
  readonly onJump: (place: Place) => void;
}

/** One thing to put right: which rule, what is missing, where the rule comes from, and the way to the place. */
export function IssueItem({ issue, onJump }: IssueItemProps) {
  const { t, both, issue: say } = useText();
  const { template } = usePlanSession();
  const rule = template.rules.find((candidate) => candidate.id === issue.rule);
  const error = issue.severity === 'error';
  return (
    <li className={styles.issue} data-severity={issue.severity}>
      {error ? (
        <IconCircleX className={styles.sign} size={20} aria-hidden="true" />
      ) : (
        <IconAlertTriangle className={styles.sign} size={20} aria-hidden="true" />
      )}
      <div className={styles.issueWords}>
        <p className={styles.rule}>{both(issue.label)}</p>
        <p className={styles.sentence}>{say(issue)}</p>
        <p className={styles.source}>{both(issue.source)}</p>
        {rule?.explanation && (
          <details className={styles.details}>
            <summary>{t('plan.issue.how')}</summary>
            <p>{both(rule.explanation)}</p>
          </details>
        )}
        <p className={styles.places}>
          {[issue.at, ...issue.also].map((place) => (
            <PlaceLink
              key={`${place.element ?? place.section} ${place.row ?? ''} ${place.column ?? ''}`}
              place={place}
              from={issue.at.section}
              onJump={onJump}
            />
          ))}
        </p>
        <CauseLine issue={issue} onJump={onJump} />
        <IssueComments issue={issue} />
      </div>
    </li>
  );
}

interface PlaceLinkProps {
  readonly place: Place;
  /** The section that the list speaks of; places in others are named with theirs. */
  readonly from: string;
  readonly onJump: (place: Place) => void;
}

/** A way to a place, called by the place's names. */
export function PlaceLink({ place, from, onJump }: PlaceLinkProps) {
  const { template } = usePlanSession();
  const plan = usePlanState((state) => state.view?.plan);
  if (!plan) return null;
  const names = namesOf(template, plan, place);
  const section = place.section === from && names.element ? '' : names.section;
  const label = joinNames([section, names.element, names.row, names.column]);
  return (
    <button type="button" className={styles.place} onClick={() => onJump(place)}>
      <IconArrowRight size={16} aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}
