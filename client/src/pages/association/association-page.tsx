import type { Association, Member } from '@filiera/shared/api.ts';
import { associationAllows } from '@filiera/shared/permissions.ts';
import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { ApiFailure, failureText } from '../../api/failure.ts';
import { useAssociation } from '../../api/queries.ts';
import { useSession } from '../../api/session.tsx';
import { AppFrame } from '../../ui/frame.tsx';
import { PageHeading } from '../../ui/heading.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useText } from '../../ui/text.tsx';
import { NotFoundPage } from '../not-found-page.tsx';
import styles from './association.module.css';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberDialog } from './member-dialog.tsx';
import { MembersTable } from './members-table.tsx';
import { NameList } from './name-list.tsx';

/** `/associazione/:id`: who belongs to it, who is invited, its value chains and organisations. */
export function AssociationPage({ id }: { readonly id: string }) {
  const { t } = useText();
  const association = useAssociation(id);
  const known = useSession().associations.find((one) => one.id === id);

  if (association.error instanceof ApiFailure && association.error.status === 404) return <NotFoundPage />;
  return (
    <AppFrame trail={[{ label: known?.name ?? t('nav.association') }]}>
      {association.data ? (
        <People association={association.data} />
      ) : association.error ? (
        <Refusal text={t(failureText(association.error))} onRetry={() => void association.refetch()} />
      ) : (
        <Stack gap="md" role="status" aria-label={t('app.loading')}>
          <Skeleton height={32} width="50%" />
          <Skeleton height={240} />
        </Stack>
      )}
    </AppFrame>
  );
}

function People({ association }: { readonly association: Association }) {
  const { t } = useText();
  const { associations } = useSession();
  const role = associations.find(({ id }) => id === association.id)?.role ?? 'member';
  const mayInvite = associationAllows(role, 'invite');
  const mayManage = associationAllows(role, 'manage-members');
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<Member | null>(null);

  return (
    <Stack gap={40}>
      <Stack gap="md">
        <Group justify="space-between" gap="md">
          <PageHeading title={association.name} />
          {mayInvite && (
            <Button
              leftSection={<IconUserPlus size={18} aria-hidden="true" />}
              onClick={() => setInviting(true)}
            >
              {t('members.invite')}
            </Button>
          )}
        </Group>
        <section className={styles.section} aria-labelledby="members">
          <Title order={2} id="members">
            {t('members.title')}
          </Title>
          <MembersTable members={association.members} onEdit={mayManage ? setEditing : null} />
          {association.members.length === 1 && mayInvite && <Text c="dimmed">{t('members.alone')}</Text>}
        </section>
      </Stack>
      {mayInvite && association.invitations.length > 0 && <Invitations association={association} />}
      <div className={styles.columns}>
        <NameList
          title={t('members.valueChains')}
          empty={t('members.valueChains.empty')}
          label={t('members.valueChains.new')}
          names={association.valueChains}
          add={mayInvite ? (name) => api.addValueChain(association.id, name) : null}
        />
        <NameList
          title={t('members.organisations')}
          empty={t('members.organisations.empty')}
          label={t('members.organisations.new')}
          names={association.organisations}
          add={mayInvite ? (name) => api.addOrganisation(association.id, name) : null}
        />
      </div>
      <InviteDialog
        association={association}
        role={role}
        opened={inviting}
        onClose={() => setInviting(false)}
      />
      <MemberDialog association={association} member={editing} onClose={() => setEditing(null)} />
    </Stack>
  );
}
