import { type Association, type InvitationLink, inviteBody } from '@filiera/shared/api.ts';
import { ASSOCIATION_ROLES, type AssociationRole, mayInviteAs } from '@filiera/shared/permissions.ts';
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { KEYS } from '../../api/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { checkFields } from '../../ui/check.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useFocusOnMount } from '../../ui/focus.ts';
import { Fields, useForm } from '../../ui/form.tsx';
import { sayMoment } from '../../ui/moment.ts';
import { useText } from '../../ui/text.tsx';
import { OrganisationField, ValueChainField } from './member-dialog.tsx';

interface InviteProps {
  readonly association: Association;
  /** The inviter's own role: only those who run the association may let others run it. */
  readonly role: AssociationRole;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface Invited {
  readonly email: string;
  readonly link: InvitationLink;
}

/** Invites a person. The link that lets them in is shown once, to be sent by whatever way they are reached. */
export function InviteDialog({ association, role, opened, onClose }: InviteProps) {
  const { t, locale } = useText();
  const [invited, setInvited] = useState<Invited | null>(null);
  const close = (): void => {
    onClose();
    setInvited(null);
  };
  return (
    <Dialog
      opened={opened}
      onClose={close}
      title={t('members.invite.title')}
      // A click beside it must not lose a link that is shown once.
      closeOnClickOutside={invited === null}
    >
      {invited ? (
        <Stack gap="lg">
          <Text>{t('invited.body', { email: invited.email })}</Text>
          <CopyField label={t('invited.link')} value={absolute(invited.link.link)} />
          <Text size="sm" c="dimmed">
            {t('invited.expires', { when: sayMoment(invited.link.expiresAt, locale) })}
          </Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={() => setInvited(null)}>
              {t('invited.another')}
            </Button>
            <Button onClick={close}>{t('action.done')}</Button>
          </Group>
        </Stack>
      ) : (
        <InviteForm association={association} role={role} onClose={close} onInvited={setInvited} />
      )}
    </Dialog>
  );
}

/** The link as it is to be sent, also where the server gives its path alone. */
function absolute(link: string): string {
  return new URL(link, location.origin).href;
}

interface InviteFormProps extends Pick<InviteProps, 'association' | 'role' | 'onClose'> {
  readonly onInvited: (invited: Invited) => void;
}

function InviteForm({ association, role, onClose, onInvited }: InviteFormProps) {
  const texts = useText();
  const { t } = texts;
  const queries = useQueryClient();
  const email = useFocusOnMount<HTMLInputElement>();
  const labels = {
    email: t('person.email'),
    role: t('members.role'),
    organisation: t('members.organisation'),
    valueChain: t('members.valueChain'),
  };
  const roles = ASSOCIATION_ROLES.filter((one) => mayInviteAs(role, one));
  const form = useForm({
    initial: { email: '', role: 'member' as string, organisation: '', valueChain: '' },
    labels,
    check: (values) => checkFields(texts, labels, values, { email: inviteBody.shape.email }),
    submit: async (values) => {
      const link = await api.invite(association.id, {
        email: values.email,
        role: values.role as AssociationRole,
        organisation: values.organisation.trim() || null,
        valueChain: values.valueChain || null,
      });
      announce(t('invited.body', { email: values.email.trim() }));
      onInvited({ email: values.email.trim(), link });
      await queries.invalidateQueries({ queryKey: KEYS.association(association.id) });
    },
    blame: (failure) => (failure.key === 'email-taken' ? 'email' : null),
  });
  return (
    <form {...form.form}>
      <Fields>
        {form.summary}
        <TextInput
          {...form.field('email')}
          type="email"
          autoComplete="off"
          required
          withAsterisk={false}
          ref={email}
        />
        <NativeSelect
          {...form.field('role')}
          description={t(`associationRole.${form.values.role as AssociationRole}.hint`)}
          data={roles.map((one) => ({ value: one, label: t(`associationRole.${one}`) }))}
        />
        <OrganisationField
          {...form.field('organisation')}
          names={association.organisations}
          onChange={(value) => form.set('organisation', value)}
        />
        <ValueChainField {...form.field('valueChain')} names={association.valueChains} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={form.busy}>
            {t('members.invite')}
          </Button>
        </Group>
      </Fields>
    </form>
  );
}
