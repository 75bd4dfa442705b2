import { PAGES, signInBody } from '@filiera/shared/api.ts';
import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { Link, Redirect, useSearchParams } from 'wouter';
import { api } from '../../api/client.ts';
import { useEntering, useStateQuery } from '../../api/queries.ts';
import { checkFields } from '../../ui/check.ts';
import { Fields, useForm } from '../../ui/form.tsx';
import { PageHeading } from '../../ui/heading.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { useText } from '../../ui/text.tsx';
import { SetupWaits } from './setup-waits.tsx';

/** Where to go after signing in: an address of this installation, or the list of plans. */
export function returnAddress(wanted: string | null): string {
  if (!wanted?.startsWith('/') || wanted.startsWith('/accedi')) return '/';
  // `//host` and `/\host` would leave the installation.
  const address = new URL(wanted, location.origin);
  return address.origin === location.origin ? address.pathname + address.search + address.hash : '/';
}

/** `/accedi`: signing in, and back to where one was (`?da=`). */
export function SignInPage() {
  const texts = useText();
  const { t } = texts;
  const [search] = useSearchParams();
  const wanted = search.get('da');
  const { data: state } = useStateQuery();
  const enter = useEntering(api.signIn);
  const labels = { email: t('person.email'), password: t('person.password') };
  const form = useForm({
    initial: { email: '', password: '' },
    labels,
    check: (values) => checkFields(texts, labels, values, signInBody.shape),
    submit: (values) => enter.mutateAsync(values),
  });

  if (state?.setupNeeded) return <SetupWaits />;
  if (state?.user) return <Redirect to={returnAddress(wanted)} replace />;
  return (
    <PlainPage
      foot={
        <Anchor component={Link} href={PAGES.verification()}>
          {t('verification.link')}
        </Anchor>
      }
    >
      <Stack gap="lg">
        <PageHeading title={t('signIn.title')} />
        {wanted && <Text>{t('signIn.back')}</Text>}
        <form {...form.form}>
          <Fields>
            {form.summary}
            <TextInput
              {...form.field('email')}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
            />
            <PasswordField {...form.field('password')} autoComplete="current-password" />
            <Button type="submit" loading={form.busy} fullWidth>
              {t('signIn.submit')}
            </Button>
          </Fields>
        </form>
        <Text size="sm" c="dimmed">
          {t('signIn.help')}
        </Text>
      </Stack>
    </PlainPage>
  );
}
