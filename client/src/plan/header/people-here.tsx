import { namesOf } from '@filiera/shared/plan/place.ts';
import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useSession } from '../../api/session.tsx';
import { membersHere, type Presence } from '../../collab/presence.ts';
import { usePlanSession, usePlanState } from '../../collab/use-plan.tsx';
import { initials } from '../../ui/initials.ts';
import { Person } from '../../ui/person.tsx';
import { useText } from '../../ui/text.tsx';
import { jumpToPlace } from '../form/jump.ts';
import { joinNames } from '../panel/join-names.ts';
import styles from './header.module.css';

const SHOWN = 3;

/** Who else has the plan open: their initials, and on request who they are and where. */
export function PeopleHere() {
  const { t } = useText();
  const presences = usePlanState((state) => state.presences);
  const { user } = useSession();
  // Another window of one's own is nobody else.
  const members = useMemo(
    () => membersHere(presences).filter(({ id }) => id !== user.id),
    [presences, user.id],
  );
  const [opened, setOpened] = useState(false);
  if (members.length === 0) return null;
  const names = members.map((member) => member.name).join(', ');
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      width={320}
    >
      <Popover.Target>
        <UnstyledButton
          className={styles.people}
          title={names}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <VisuallyHidden>{t('plan.people.label', { names })}</VisuallyHidden>
          {members.slice(0, SHOWN).map((member) => (
            <span
              key={member.id}
              className={styles.disc}
              style={{ background: member.color }}
              aria-hidden="true"
            >
              {initials(member.name)}
            </span>
          ))}
          {members.length > SHOWN && (
            <span className={styles.more} aria-hidden="true">
              +{members.length - SHOWN}
            </span>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('plan.people.title')} p="xs">
        <ul className={styles.peopleList}>
          {members.map((member) => (
            <li key={member.id}>
              <MemberHere member={member} onLeave={() => setOpened(false)} />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

function MemberHere({ member, onLeave }: { readonly member: Presence; readonly onLeave: () => void }) {
  const { t } = useText();
  const { template } = usePlanSession();
  const plan = usePlanState((state) => state.view?.plan);
  const { place } = member;
  if (!place || !plan)
    return <Person name={member.name} color={member.color} note={t('plan.people.nowhere')} />;
  const names = namesOf(template, plan, place);
  const where = joinNames([names.section, names.element]);
  return (
    <UnstyledButton
      className={styles.personButton}
      onClick={() => {
        onLeave();
        // The popover gives the focus back first.
        setTimeout(() => jumpToPlace(place));
      }}
    >
      <Person name={member.name} color={member.color} note={where} />
    </UnstyledButton>
  );
}
