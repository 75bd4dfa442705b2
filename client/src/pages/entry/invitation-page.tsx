import { acceptBody, type InvitationView } from '@filiera/shared/api.ts';
import { Anchor, Button, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import type * as z from 'zod';
import { api } from '../../api/client.ts';
import { ApiFailure, failureText } from '../../api/failure.ts';
import { useEntering, useInvitation, useStateQuery } from '../../api/queries.ts';
import { withLocale } from '../../api/session.tsx';
import { checkFields } from '../../ui/check.ts';
import { Fields, useForm } from '../../ui/form.tsx';
import { PageHeading } from '../../ui/heading.tsx';
import { sayMoment } from '../../ui/moment.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useText } from '../../ui/text.tsx';

/** `/invito/:token`: who invites to what, and the way in. The link works once. */
export function InvitationPage({ token }: { readonly token: string }) {
  const { t } = useText();
  const invitation = useInvitation(token);

  if (invitation.data) {
    return (
      <PlainPage>
        <Acceptance token={token} invitation={invitation.data} />
      </PlainPage>
    );
  }
  if (invitation.error) {
    const gone =
      invitation.error instanceof ApiFailure && ['bad-link', 'not-found'].includes(invitation.error.key);
    return (
      <PlainPage>
        {gone ? (
          <Stack gap="md" align="flex-start">
            <PageHeading title={t('invitation.gone.title')} />
            <Text>{t('invitation.gone.body')}</Text>
            <Anchor component={Link} href="/accedi">
              {t('signIn.title')}
            </Anchor>
          </Stack>
        ) : (
          <Refusal text={t(failureText(invitation.error))} onRetry={() => void invitation.refetch()} />
        )}
      </PlainPage>
    );
  }
  return (
    <PlainPage>
      <Stack gap="md" role="status" aria-label={t('app.loading')}>
        <Skeleton height={28} width="70%" />
        <Skeleton height={48} />
        <Skeleton height={120} />
      </Stack>
    </PlainPage>
  );
}

function Acceptance({ token, invitation }: { readonly token: string; readonly invitation: InvitationView }) {
  const texts = useText();
  const { t, locale } = texts;
  const { association, email, invitedBy, expiresAt, known } = invitation;
  const [, navigate] = useLocation();
  const { data: state } = useStateQuery();
  const enter = useEntering(async (body: z.input<typeof acceptBody>) => {
    const entered = await api.acceptInvitation(token, body);
    return known ? entered : withLocale(entered, locale);
  });
  const { name, password } = acceptBody.shape;
  const labels = { name: t('person.name'), password: t('person.password') };
  const form = useForm({
    initial: { name: '', password: '' },
    labels,
    // An account that exists has its name already.
    check: (values) => checkFields(texts, labels, values, known ? { password } : { name, password }),
    submit: async (values) => {
      await enter.mutateAsync(known ? { password: values.password } : values);
      navigate('/', { replace: true });
    },
    blame: (failure) => (failure.key === 'wrong-credentials' ? 'password' : null),
  });
  const other = state?.user && state.user.email !== email ? state.user.name : null;

  return (
    <Stack gap="lg">
      <PageHeading title={t('invitation.title', { association })} />
      <Text>{t('invitation.body', { invitedBy, association, expires: sayMoment(expiresAt, locale) })}</Text>
      {other && <Text>{t('invitation.other', { other })}</Text>}
      <form {...form.form}>
        <Fields>
          {form.summary}
          <TextInput label={t('person.email')} value={email} readOnly autoComplete="username" type="email" />
          {!known && <TextInput {...form.field('name')} autoComplete="name" required withAsterisk={false} />}
          <PasswordField
            {...form.field('password')}
            description={known ? t('invitation.known') : t('form.password.rule')}
            autoComplete={known ? 'current-password' : 'new-password'}
          />
          <Button type="submit" loading={form.busy} fullWidth>
            {t('invitation.submit')}
          </Button>
        </Fields>
      </form>
    </Stack>
  );
}
