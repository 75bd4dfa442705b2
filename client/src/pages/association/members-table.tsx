import type { Member } from '@filiera/shared/api.ts';
import { ActionIcon } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useSession } from '../../api/session.tsx';
import { Person } from '../../ui/person.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './association.module.css';

interface MembersTableProps {
  readonly members: readonly Member[];
  /** Opens a member to be changed; `null` for those who may not. */
  readonly onEdit: ((member: Member) => void) | null;
}

/** The people of an association: a table on wide screens, a card for each of them on narrow ones. */
export function MembersTable({ members, onEdit }: MembersTableProps) {
  const { t } = useText();
  const { user } = useSession();
  return (
    // The roles are said again, since a table that is laid out as cards loses its own.
    // biome-ignore-start lint/a11y/noRedundantRoles: see above.
    <table className={styles.table} role="table" aria-labelledby="members">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {t('person.name')}
          </th>
          <th scope="col" role="columnheader">
            {t('members.role')}
          </th>
          <th scope="col" role="columnheader">
            {t('members.organisation')}
          </th>
          <th scope="col" role="columnheader">
            {t('members.valueChain')}
          </th>
          {onEdit && (
            <th scope="col" role="columnheader">
              <span className={styles.unseen}>{t('members.actions')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {members.map((member) => (
          <tr key={member.id} role="row">
            <th scope="row" role="rowheader">
              <Person
                name={member.name}
                self={member.id === user.id}
                color={member.color}
                note={member.email}
              />
            </th>
            <td role="cell" data-label={t('members.role')}>
              {t(`associationRole.${member.role}`)}
            </td>
            <td role="cell" data-label={t('members.organisation')}>
              {member.organisation ?? <Nothing />}
            </td>
            <td role="cell" data-label={t('members.valueChain')}>
              {member.valueChain ?? <Nothing />}
            </td>
            {onEdit && (
              <td role="cell" className={styles.action}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={40}
                  aria-label={t('members.edit', { name: member.name })}
                  onClick={() => onEdit(member)}
                >
                  <IconPencil size={20} aria-hidden="true" />
                </ActionIcon>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above.
  );
}

function Nothing() {
  const { t } = useText();
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className={styles.unseen}>{t('members.none')}</span>
    </>
  );
}
