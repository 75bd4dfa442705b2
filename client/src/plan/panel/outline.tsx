import type { Issue } from '@filiera/shared/rules/issue.ts';
import { sectionName } from '@filiera/shared/template/form.ts';
import type { Section, Subsection } from '@filiera/shared/template/template.ts';
import { VisuallyHidden } from '@mantine/core';
import {
  IconCircle,
  IconCircleCheck,
  IconCircleHalf2,
  IconCircleX,
  IconMessage,
  IconPencil,
} from '@tabler/icons-react';
import { membersHere } from '../../collab/presence.ts';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { useThreadPlaces } from '../../comments/use-thread-places.ts';
import type { UnseenMarks } from '../../history/activity/use-unseen-marks.ts';
import { initials } from '../../ui/initials.ts';
import { useText } from '../../ui/text.tsx';
import styles from './outline.module.css';
import { type SectionStanding, standingOf } from './section-state.ts';

interface OutlineProps {
  readonly current: string | null;
  /** What others have changed since this member last saw each section. */
  readonly unseen: UnseenMarks;
  readonly onJump: (section: string) => void;
  /** Only signs and numbers, for where there is no room for words. */
  readonly compact?: boolean;
}

/** The form's sections: how each stands, who is in it, and the way to it. */
export function Outline({ current, unseen, onJump, compact = false }: OutlineProps) {
  const { template } = usePlanSession();
  const shared = { current, unseen, onJump, compact };
  return (
    <ol className={styles.outline} data-compact={compact || undefined}>
      {template.sections.map((section) => (
        <li key={section.id}>
          <OutlineItem {...shared} section={section} />
          {section.sections.length > 0 && (
            <ol className={styles.inner}>
              {section.sections.map((part) => (
                <li key={part.id}>
                  <OutlineItem {...shared} section={part} />
                </li>
              ))}
            </ol>
          )}
        </li>
      ))}
    </ol>
  );
}

const NONE: readonly Issue[] = [];

function OutlineItem({
  section,
  current,
  unseen,
  onJump,
  compact,
}: Omit<Required<OutlineProps>, 'current'> & {
  readonly section: Section | Subsection;
  readonly current: string | null;
}) {
  const { t } = useText();
  const tally = usePlanState((state) => state.view?.completeness.sections[section.id]);
  const issues = usePlanState((state) => state.view?.issues) ?? NONE;
  const presences = usePlanState((state) => state.presences);
  const standing = standingOf(section, tally, issues);
  const here = membersHere(presences.filter(({ place }) => place?.section === section.id));
  const name = sectionName(section);
  const mark = unseen.get(section.id);
  const comments = useThreadPlaces().within.get(section.id)?.length ?? 0;
  const commentWords =
    comments === 1 ? t('comments.here.open.one') : t('comments.here.open.many', { count: comments });
  return (
    <button
      type="button"
      className={styles.item}
      data-state={standing.state}
      aria-current={current === section.id ? 'location' : undefined}
      title={compact ? name : undefined}
      onClick={() => onJump(section.id)}
    >
      <StateIcon state={standing.state} />
      <span className={styles.number}>{section.number}</span>
      <span className={styles.name}>{name}</span>
      <VisuallyHidden>{sayStanding(standing, t)}</VisuallyHidden>
      {standing.errors > 0 && (
        <span className={styles.errors} aria-hidden="true">
          {standing.errors}
        </span>
      )}
      {mark && (
        <span className={styles.unseen} title={mark.words}>
          <IconPencil size={12} aria-hidden="true" />
          <span aria-hidden="true">{mark.count}</span>
          <VisuallyHidden>{mark.words}</VisuallyHidden>
        </span>
      )}
      {comments > 0 && (
        <span className={styles.comments} title={commentWords}>
          <IconMessage size={12} aria-hidden="true" />
          <span aria-hidden="true">{comments}</span>
          <VisuallyHidden>{commentWords}</VisuallyHidden>
        </span>
      )}
      {here.length > 0 && (
        <span className={styles.here}>
          {here.slice(0, 3).map((member) => (
            <span
              key={member.id}
              className={styles.disc}
              style={{ background: member.color }}
              title={member.name}
            >
              <span aria-hidden="true">{initials(member.name)}</span>
            </span>
          ))}
          <VisuallyHidden>
            {t('plan.outline.here', { names: here.map((member) => member.name).join(', ') })}
          </VisuallyHidden>
        </span>
      )}
    </button>
  );
}

function StateIcon({ state }: { readonly state: SectionStanding['state'] }) {
  const props = { size: 18, 'aria-hidden': true, className: styles.icon ?? '' } as const;
  switch (state) {
    case 'complete':
      return <IconCircleCheck {...props} />;
    case 'partial':
      return <IconCircleHalf2 {...props} />;
    case 'errors':
      return <IconCircleX {...props} />;
    case 'empty':
      return <IconCircle {...props} />;
    case 'none':
      return <span className={styles.noIcon} />;
  }
}

function sayStanding(
  { state, errors, filled, total }: SectionStanding,
  t: ReturnType<typeof useText>['t'],
): string {
  switch (state) {
    case 'complete':
      return t('plan.outline.complete');
    case 'partial':
      return t('plan.outline.partial', { filled, total });
    case 'empty':
      return t('plan.outline.empty');
    case 'errors':
      return errors === 1 ? t('issues.errors.one') : t('issues.errors.many', { count: errors });
    case 'none':
      return '';
  }
}
