import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { useStateQuery } from '../api/queries.ts';
import { SetupWaits } from '../pages/entry/setup-waits.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { PlainPage } from '../ui/plain-page.tsx';
import { useText } from '../ui/text.tsx';
import { CheckItem } from './check-item.tsx';
import { DigestForm } from './digest-form.tsx';
import { DropZone } from './drop-zone.tsx';
import { MOST_FILES, useVerification } from './use-verification.ts';
import styles from './verification.module.css';

/** `/verifica`: whether files, or a digest, are those of a frozen version. For anybody, signed in or not. */
export function VerificationPage() {
  const { t } = useText();
  const { data: state } = useStateQuery();
  const { checks, add, retry, clear } = useVerification();
  const chooser = useRef<HTMLButtonElement>(null);
  // How many files of the last choice were left out.
  const [left, setLeft] = useState(0);

  if (state?.setupNeeded) return <SetupWaits />;
  return (
    <PlainPage
      wide
      foot={
        <Anchor component={Link} href="/">
          {state?.user ? t('notFound.home') : t('signIn.title')}
        </Anchor>
      }
    >
      <Stack gap="lg">
        <PageHeading title={t('verification.title')} />
        <Text>{t('verification.intro')}</Text>
        <p className={styles.private}>
          <IconLock size={20} aria-hidden="true" />
          <span>{t('verification.private')}</span>
        </p>
        <section aria-labelledby="verification-files">
          <Title order={2} size="h3" mb="sm" id="verification-files">
            {t('verification.files')}
          </Title>
          <DropZone
            button={chooser}
            onFiles={(files) => {
              setLeft(Math.max(0, files.length - MOST_FILES));
              add(files);
            }}
          />
          {left > 0 && (
            <p className={styles.more} role="alert">
              {t('verification.many', { most: MOST_FILES, left })}
            </p>
          )}
        </section>
        {checks.length > 0 && (
          <section aria-labelledby="verification-results">
            <Group justify="space-between" mb="sm">
              <Title order={2} size="h3" id="verification-results">
                {t('verification.results')}
              </Title>
              <Button
                variant="default"
                size="sm"
                onClick={() => {
                  clear();
                  chooser.current?.focus();
                }}
              >
                {t('verification.clear')}
              </Button>
            </Group>
            <ul className={styles.checks}>
              {checks.map((check) => (
                <CheckItem key={check.id} check={check} onRetry={retry} />
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="verification-digest">
          <Title order={2} size="h3" mb="sm" id="verification-digest">
            {t('verification.paste.title')}
          </Title>
          <DigestForm />
        </section>
        <Text size="sm" c="var(--fil-muted)">
          {t('verification.scope')}
        </Text>
      </Stack>
    </PlainPage>
  );
}
