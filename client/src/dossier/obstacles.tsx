import type { Rehearsal } from '@filiera/shared/dossier/api.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { IconCircleCheck } from '@tabler/icons-react';
import { type ReactNode, useId, useMemo } from 'react';
import { useSession } from '../api/session.tsx';
import { IssueItem } from '../plan/panel/issue-item.tsx';
import { keyOf, MissingItem } from '../plan/panel/issues-panel.tsx';
import panelStyles from '../plan/panel/panel.module.css';
import { useText } from '../ui/text.tsx';
import { BlockingThreadItem } from './blocking-thread.tsx';
import { obstacleGroups } from './obstacle-groups.ts';
import styles from './obstacles.module.css';

interface ObstaclesProps {
  readonly rehearsal: Rehearsal;
  readonly onJump: (place: Place) => void;
}

/** What still stops a freeze, in groups, each with who can put it right; what stops nothing is folded away. */
export function Obstacles({ rehearsal, onJump }: ObstaclesProps) {
  const { t } = useText();
  const groups = useMemo(() => obstacleGroups(rehearsal), [rehearsal]);
  const { errors, missing, required, threads, editors, warnings } = groups;
  const lesser = warnings.warnings.length + warnings.expected;
  const who = <Who ids={editors} people={rehearsal.people} />;
  return (
    <div className={styles.obstacles}>
      {rehearsal.obstacles.length === 0 && (
        <p className={panelStyles.allFine}>
          <IconCircleCheck size={20} aria-hidden="true" />
          {t('rehearsal.fine')}
        </p>
      )}
      <Group title={t('rehearsal.errors', { count: errors.length })} count={errors.length} who={who}>
        {errors.map((issue) => (
          <IssueItem key={keyOf(issue)} issue={issue} onJump={onJump} />
        ))}
      </Group>
      <Group title={t('rehearsal.missing', { count: required })} count={missing.length} who={who}>
        {missing.map((group) => (
          <MissingItem key={group.key} group={group} onJump={onJump} />
        ))}
      </Group>
      <Group title={t('rehearsal.threads', { count: threads.length })} count={threads.length}>
        {threads.map((thread) => (
          <BlockingThreadItem key={thread.thread} thread={thread}>
            <Who ids={thread.who} people={rehearsal.people} />
          </BlockingThreadItem>
        ))}
      </Group>
      {lesser > 0 && (
        <details className={styles.folded}>
          <summary>{t('rehearsal.warnings', { count: lesser })}</summary>
          <ul className={panelStyles.list}>
            {warnings.warnings.map((issue) => (
              <IssueItem key={keyOf(issue)} issue={issue} onJump={onJump} />
            ))}
            {warnings.missing.map((group) => (
              <MissingItem key={group.key} group={group} onJump={onJump} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly count: number;
  readonly who?: ReactNode;
  readonly children: ReactNode;
}

function Group({ title, count, who, children }: GroupProps) {
  const id = useId();
  if (count === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles.groupTitle}>
        {title}
      </h3>
      {who}
      <ul className={panelStyles.list}>{children}</ul>
    </section>
  );
}

/** Who can put something right, by name; the reader is marked. */
function Who({ ids, people }: { readonly ids: readonly string[]; readonly people: Rehearsal['people'] }) {
  const { t, locale } = useText();
  const { user } = useSession();
  const names = people
    .filter(({ id }) => ids.includes(id))
    .sort((a, b) => a.name.localeCompare(b.name, locale))
    .map(({ id, name }) => (id === user.id ? t('members.self', { name }) : name));
  if (names.length === 0) return <p className={styles.who}>{t('rehearsal.who.nobody')}</p>;
  const said = new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
  return (
    <p className={styles.who}>
      {t(names.length === 1 ? 'rehearsal.who.one' : 'rehearsal.who.many', { names: said })}
    </p>
  );
}
