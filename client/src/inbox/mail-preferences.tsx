import { MAIL_MODES, type MailMode } from '@filiera/shared/inbox/api.ts';
import { Radio, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { failureText } from '../api/failure.ts';
import { announce, notifyFailure } from '../ui/announce.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { useText } from '../ui/text.tsx';
import styles from './inbox.module.css';
import { useMailMode, useMailPreferences } from './queries.ts';

/** Whether, and when, the member is told by mail as well. Kept as soon as it is chosen. */
export function MailPreferences() {
  const { t } = useText();
  const id = useId();
  const preferences = useMailPreferences();
  const change = useMailMode();
  // What was just chosen shows at once; where it cannot be kept, what was there before.
  const [choice, setChoice] = useState<MailMode | null>(null);
  const chosen = choice ?? preferences.data?.mail;
  const choose = (value: string): void => {
    const mail = MAIL_MODES.find((mode) => mode === value);
    if (mail === undefined) return;
    setChoice(mail);
    change.mutate(mail, {
      onSuccess: () => announce(t('mailMode.saved')),
      onError: (failure) => notifyFailure(t(failureText(failure))),
      onSettled: () => setChoice(null),
    });
  };
  return (
    <section className={styles.preferences} aria-labelledby={id}>
      <Title order={2} id={id}>
        {t('mailMode.title')}
      </Title>
      {preferences.data && chosen ? (
        <Stack gap="md">
          <Text className={preferences.data.available ? '' : (styles.off ?? '')}>
            {preferences.data.available
              ? t('mailMode.to', { email: preferences.data.email })
              : t('mailMode.off')}
          </Text>
          <Radio.Group label={t('mailMode.label')} value={chosen} onChange={choose}>
            <Stack gap="sm" mt="xs">
              {MAIL_MODES.map((mode) => (
                <Radio
                  key={mode}
                  value={mode}
                  label={t(`mailMode.${mode}`)}
                  description={t(`mailMode.${mode}.hint`)}
                />
              ))}
            </Stack>
          </Radio.Group>
        </Stack>
      ) : preferences.error ? (
        <Refusal text={t(failureText(preferences.error))} onRetry={() => void preferences.refetch()} />
      ) : (
        <Skeleton height={160} />
      )}
    </section>
  );
}
