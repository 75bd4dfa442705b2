import type { Association, Member } from '@filiera/shared/api.ts';
import { ASSOCIATION_ROLES, type AssociationRole } from '@filiera/shared/permissions.ts';
import { Autocomplete, Button, Group, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { KEYS, useAssociationChange } from '../../api/queries.ts';
import { useSession } from '../../api/session.tsx';
import { notify } from '../../ui/announce.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fields, useForm } from '../../ui/form.tsx';
import { Person } from '../../ui/person.tsx';
import { useText } from '../../ui/text.tsx';

interface MemberDialogProps {
  readonly association: Association;
  /** The member to change; `null` while the dialog is closed. */
  readonly member: Member | null;
  readonly onClose: () => void;
}

/** What a member is in the association, and the way out of it. */
export function MemberDialog({ association, member, onClose }: MemberDialogProps) {
  const { t } = useText();
  const { user } = useSession();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [removing, setRemoving] = useState<Member | null>(null);

  const remove = async (leaver: Member): Promise<void> => {
    await api.removeMember(association.id, leaver.id);
    notify(t('members.removed', { name: leaver.name }));
    if (leaver.id === user.id) {
      navigate('/');
      await queries.resetQueries();
    } else {
      await queries.invalidateQueries({ queryKey: KEYS.association(association.id) });
    }
  };

  return (
    <>
      <Dialog opened={member !== null} onClose={onClose} title={t('members.edit.title')}>
        {member && (
          <MemberForm
            key={member.id}
            association={association}
            member={member}
            onClose={onClose}
            onRemove={() => {
              onClose();
              setRemoving(member);
            }}
          />
        )}
      </Dialog>
      <ConfirmDialog
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('members.remove.title', { name: removing?.name ?? '' })}
        body={t('members.remove.body', { association: association.name })}
        action={t('members.remove')}
        onConfirm={() => (removing ? remove(removing) : Promise.resolve())}
      />
    </>
  );
}

interface MemberFormProps {
  readonly association: Association;
  readonly member: Member;
  readonly onClose: () => void;
  readonly onRemove: () => void;
}

function MemberForm({ association, member, onClose, onRemove }: MemberFormProps) {
  const { t } = useText();
  const { user } = useSession();
  const queries = useQueryClient();
  const change = useAssociationChange((body: Parameters<typeof api.changeMember>[2]) =>
    api.changeMember(association.id, member.id, body),
  );
  const labels = {
    role: t('members.role'),
    organisation: t('members.organisation'),
    valueChain: t('members.valueChain'),
  };
  const form = useForm({
    initial: {
      role: member.role as string,
      organisation: member.organisation ?? '',
      valueChain: member.valueChain ?? '',
    },
    labels,
    check: () => ({}),
    submit: async (values) => {
      await change.mutateAsync({
        role: values.role as AssociationRole,
        organisation: values.organisation.trim() || null,
        valueChain: values.valueChain || null,
      });
      // One's own role decides what every page offers.
      if (member.id === user.id) await queries.invalidateQueries({ queryKey: KEYS.state });
      notify(t('members.changed', { name: member.name }));
      onClose();
    },
    blame: (failure) => (failure.key === 'last-admin' ? 'role' : null),
  });
  return (
    <form {...form.form}>
      <Fields>
        {form.summary}
        <Person name={member.name} color={member.color} self={member.id === user.id} note={member.email} />
        <NativeSelect
          {...form.field('role')}
          description={t(`associationRole.${form.values.role as AssociationRole}.hint`)}
          data={ASSOCIATION_ROLES.map((role) => ({ value: role, label: t(`associationRole.${role}`) }))}
        />
        <OrganisationField
          {...form.field('organisation')}
          names={association.organisations}
          onChange={(value) => form.set('organisation', value)}
        />
        <ValueChainField {...form.field('valueChain')} names={association.valueChains} />
        <Group justify="space-between" gap="sm" wrap="wrap-reverse">
          <Button variant="subtle" color="red" onClick={onRemove}>
            {t('members.remove')}
          </Button>
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={form.busy}>
              {t('action.save')}
            </Button>
          </Group>
        </Group>
      </Fields>
    </form>
  );
}

interface OrganisationFieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly names: readonly string[];
  readonly onChange: (value: string) => void;
}

/** The body that a person comes from: one that is known here already, or any other. */
export function OrganisationField({ names, ...field }: OrganisationFieldProps) {
  const { t } = useText();
  return <Autocomplete {...field} data={[...names]} description={t('members.organisation.hint')} />;
}

interface ValueChainFieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly names: readonly string[];
  readonly onChange: (event: React.ChangeEvent<HTMLSelectElement>) => void;
}

/** The value chain that a person works in, or none. One that was left out of the list stays until it is changed. */
export function ValueChainField({ names, ...field }: ValueChainFieldProps) {
  const { t } = useText();
  const all = field.value === '' || names.includes(field.value) ? names : [...names, field.value];
  return (
    <NativeSelect
      {...field}
      data={[
        { value: '', label: t('members.valueChain.none') },
        ...all.map((name) => ({ value: name, label: name })),
      ]}
    />
  );
}
