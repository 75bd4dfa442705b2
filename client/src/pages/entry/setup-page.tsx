import { setupBody } from '@filiera/shared/api.ts';
import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import type * as z from 'zod';
import { api } from '../../api/client.ts';
import { useEntering, useStateQuery } from '../../api/queries.ts';
import { withLocale } from '../../api/session.tsx';
import { checkFields } from '../../ui/check.ts';
import { Fields, useForm } from '../../ui/form.tsx';
import { PageHeading } from '../../ui/heading.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { useText } from '../../ui/text.tsx';

/** `/setup/:token`: the first association and the person who runs it. The link works once. */
export function SetupPage({ token }: { readonly token: string }) {
  const texts = useText();
  const { t, locale } = texts;
  const [, navigate] = useLocation();
  const { data: state } = useStateQuery();
  const enter = useEntering(async (body: z.input<typeof setupBody>) =>
    withLocale(await api.setUp(body), locale),
  );
  const labels = {
    association: t('setup.association'),
    name: t('person.name'),
    email: t('person.email'),
    password: t('person.password'),
  };
  const { association, name, email, password } = setupBody.shape;
  const form = useForm({
    initial: { association: '', name: '', email: '', password: '' },
    labels,
    check: (values) => checkFields(texts, labels, values, { association, name, email, password }),
    submit: async (values) => {
      await enter.mutateAsync({ token, ...values });
      navigate('/', { replace: true });
    },
  });

  if (state && !state.setupNeeded && !enter.isSuccess) {
    return (
      <PlainPage>
        <Stack gap="md" align="flex-start">
          <PageHeading title={t('setup.done.title')} />
          <Text>{t('setup.done.body')}</Text>
          <Anchor component={Link} href="/">
            {state.user ? t('notFound.home') : t('signIn.title')}
          </Anchor>
        </Stack>
      </PlainPage>
    );
  }
  return (
    <PlainPage>
      <Stack gap="lg">
        <PageHeading title={t('setup.title')} />
        <Text>{t('setup.body')}</Text>
        <form {...form.form}>
          <Fields>
            {form.summary}
            <TextInput
              {...form.field('association')}
              description={t('setup.association.hint')}
              autoComplete="organization"
              required
              withAsterisk={false}
            />
            <TextInput {...form.field('name')} autoComplete="name" required withAsterisk={false} />
            <TextInput
              {...form.field('email')}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
            />
            <PasswordField
              {...form.field('password')}
              description={t('form.password.rule')}
              autoComplete="new-password"
            />
            <Button type="submit" loading={form.busy} fullWidth>
              {t('setup.submit')}
            </Button>
          </Fields>
        </form>
      </Stack>
    </PlainPage>
  );
}
