import { LOCALES, type Locale } from '@filiera/shared/text/text.ts';
import { type MantineColorScheme, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { failureText } from '../api/failure.ts';
import { useLocaleChange, useSession, useSignOut } from '../api/session.tsx';
import { holdsUnsent } from '../offline/keeping.ts';
import { notifyFailure } from './announce.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import styles from './frame.module.css';
import { initials } from './initials.ts';
import { useText } from './text.tsx';

const SCHEMES: readonly MantineColorScheme[] = ['light', 'dark', 'auto'];

/** Who is signed in; their associations, language, appearance, and the way out. */
export function UserMenu() {
  const { t, locale } = useText();
  const { user, associations } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const changeLocale = useLocaleChange();
  const signOut = useSignOut();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);

  const leave = async (): Promise<void> => {
    await signOut.mutateAsync();
    navigate('/accedi');
  };
  const askToLeave = async (): Promise<void> => {
    if (await holdsUnsent(user.id)) setAsking(true);
    else await leave().catch((failure: unknown) => notifyFailure(t(failureText(failure))));
  };

  return (
    <>
      <ConfirmDialog
        opened={asking}
        title={t('offline.signOut.title')}
        body={t('offline.signOut.body')}
        action={t('offline.signOut.action')}
        onConfirm={leave}
        onClose={() => setAsking(false)}
      />
      <Menu position="bottom-end" width={280} withinPortal={false}>
        <Menu.Target>
          <UnstyledButton className={styles.menuButton} aria-label={t('nav.menu', { name: user.name })}>
            <span
              className={styles.avatar}
              style={{ background: user.color }}
              data-initials={initials(user.name)}
              aria-hidden="true"
            />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={styles.whoami}>
            <Text fw={600}>{user.name}</Text>
            <Text size="sm" c="dimmed">
              {user.email}
            </Text>
          </div>
          <Menu.Divider />
          {associations.map((association) => (
            <Menu.Item
              key={association.id}
              leftSection={<IconUsers size={18} aria-hidden="true" />}
              onClick={() => navigate(`/associazione/${association.id}`)}
            >
              {t('nav.members', { association: association.name })}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t('locale.label')}</Menu.Label>
          <Menu.RadioGroup
            aria-label={t('locale.label')}
            value={locale}
            onChange={(value) => changeLocale(value as Locale)}
          >
            {LOCALES.map((value) => (
              <Menu.RadioItem key={value} value={value} lang={value}>
                {t(`locale.${value}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Label>{t('scheme.label')}</Menu.Label>
          <Menu.RadioGroup
            aria-label={t('scheme.label')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
          >
            {SCHEMES.map((value) => (
              <Menu.RadioItem key={value} value={value}>
                {t(`scheme.${value}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={18} aria-hidden="true" />}
            onClick={() => void askToLeave()}
          >
            {t('nav.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
