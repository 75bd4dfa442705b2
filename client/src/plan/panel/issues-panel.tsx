import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { type ReactNode, useId, useMemo } from 'react';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { EmptiedLine } from '../../history/activity/cause-line.tsx';
import { useText } from '../../ui/text.tsx';
import { groupIssues, type MissingGroup } from './issue-groups.ts';
import { IssueItem } from './issue-item.tsx';
import styles from './panel.module.css';

const NONE: readonly Issue[] = [];

/** Everything that is to be put right or filled in, each with the way to its place, and how the call is read. */
export function IssuesPanel({ onJump }: { readonly onJump: (place: Place) => void }) {
  const { t, both } = useText();
  const { template } = usePlanSession();
  const issues = usePlanState((state) => state.view?.issues) ?? NONE;
  const groups = useMemo(() => groupIssues(issues), [issues]);
  return (
    <div className={styles.panel}>
      {groups.errors.length === 0 && groups.required === 0 && (
        <p className={styles.allFine}>
          <IconCircleCheck size={20} aria-hidden="true" />
          {t('plan.panel.fine')}
        </p>
      )}
      <IssueGroup
        title={t('plan.panel.errors', { count: groups.errors.length })}
        count={groups.errors.length}
      >
        {groups.errors.map((issue) => (
          <IssueItem key={keyOf(issue)} issue={issue} onJump={onJump} />
        ))}
      </IssueGroup>
      <IssueGroup
        title={t('plan.panel.warnings', { count: groups.warnings.length })}
        count={groups.warnings.length}
      >
        {groups.warnings.map((issue) => (
          <IssueItem key={keyOf(issue)} issue={issue} onJump={onJump} />
        ))}
      </IssueGroup>
      <IssueGroup
        title={t('plan.panel.missing', { count: groups.required + groups.expected })}
        count={groups.missing.length}
      >
        {groups.missing.map((group) => (
          <MissingItem key={group.key} group={group} onJump={onJump} />
        ))}
      </IssueGroup>
      {template.assumptions.length > 0 && (
        <details className={styles.assumptions}>
          <summary>{t('plan.panel.assumptions')}</summary>
          <ul>
            {template.assumptions.map((assumption) => (
              <li key={assumption.it}>{both(assumption)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** One issue among others. */
export function keyOf({ rule, key, at }: Issue): string {
  return [rule, key, at.section, at.element, at.row, at.column].join(' ');
}

interface IssueGroupProps {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function IssueGroup({ title, count, children }: IssueGroupProps) {
  const id = useId();
  if (count === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles.groupTitle}>
        {title}
      </h3>
      <ul className={styles.list}>{children}</ul>
    </section>
  );
}

/** An element with places to be filled in, and the way to the first of them. */
export function MissingItem({
  group,
  onJump,
}: {
  readonly group: MissingGroup;
  readonly onJump: (place: Place) => void;
}) {
  const { t } = useText();
  const { template } = usePlanSession();
  const plan = usePlanState((state) => state.view?.plan);
  if (!plan) return null;
  const { section, element, row } = group.place;
  const instance = element !== undefined && plan.groups[element] && row !== undefined ? { row } : {};
  const names = namesOf(template, plan, {
    section,
    ...(element === undefined ? {} : { element }),
    ...instance,
  });
  return (
    <li>
      <button type="button" className={styles.missing} onClick={() => onJump(group.place)}>
        <IconCircleDashed className={styles.sign} size={20} aria-hidden="true" />
        <span className={styles.missingWords}>
          <span>{names.element || names.section}</span>
          <span className={styles.source}>
            {[
              names.section,
              group.count > 1 ? t('plan.panel.places', { count: group.count }) : '',
              group.required ? '' : t('plan.panel.expected'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      </button>
      <EmptiedLine issues={group.issues} />
    </li>
  );
}
