import { PAGES, type PlanDetail, type Version } from '@filiera/shared/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDots, IconDownload, IconHistory, IconSnowflake, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { versionFileUrl } from '../../api/client.ts';
import { usePlanState } from '../../collab/use-plan.tsx';
import { PlanRolesDialog } from '../../pages/roles/plan-roles-dialog.tsx';
import { useText } from '../../ui/text.tsx';
import { FreezeDialog } from './freeze-dialog.tsx';

type Open = 'roles' | 'freeze' | null;

/** What can be done with the plan as a whole: what this member may not do, or not now, is not there. */
export function PlanActions({ plan }: { readonly plan: PlanDetail }) {
  const { t } = useText();
  const access = usePlanState((state) => state.access);
  const live = usePlanState((state) => state.view !== null && state.save.kind !== 'stopped');
  const [open, setOpen] = useState<Open>(null);
  const narrow = useMediaQuery('(max-width: 62em)');
  const close = () => setOpen(null);
  const mayFreeze = live && access.status === 'open' && planAllows(access.role, 'freeze');
  const version = plan.versions.at(-1);

  const downloads = filesOf(version).map(({ number, name }) => (
    <Menu.Item
      key={name}
      component="a"
      href={versionFileUrl(plan.id, number, name)}
      download
      leftSection={<IconDownload size={18} aria-hidden="true" />}
    >
      {fileLabel(name, t)}
    </Menu.Item>
  ));

  return (
    <>
      {narrow ? (
        <Menu position="bottom-end" width={260}>
          <Menu.Target>
            <ActionIcon variant="default" size={40} aria-label={t('plan.actions')}>
              <IconDots size={20} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconUsers size={18} aria-hidden="true" />}
              onClick={() => setOpen('roles')}
            >
              {t('roles.title')}
            </Menu.Item>
            <Menu.Item
              component={Link}
              href={PAGES.history(plan.id)}
              leftSection={<IconHistory size={18} aria-hidden="true" />}
            >
              {t('timeline.title')}
            </Menu.Item>
            {downloads}
            {mayFreeze && (
              <Menu.Item
                leftSection={<IconSnowflake size={18} aria-hidden="true" />}
                onClick={() => setOpen('freeze')}
              >
                {t('plan.freeze.open')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      ) : (
        <>
          <ActionIcon
            variant="default"
            size={40}
            aria-label={t('roles.title')}
            title={t('roles.title')}
            onClick={() => setOpen('roles')}
          >
            <IconUsers size={20} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon
            component={Link}
            href={PAGES.history(plan.id)}
            variant="default"
            size={40}
            aria-label={t('timeline.title')}
            title={t('timeline.title')}
          >
            <IconHistory size={20} aria-hidden="true" />
          </ActionIcon>
          {downloads.length > 0 && (
            <Menu position="bottom-end" width={260}>
              <Menu.Target>
                <Button variant="default" leftSection={<IconDownload size={18} aria-hidden="true" />}>
                  {t('plan.export')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>{downloads}</Menu.Dropdown>
            </Menu>
          )}
          {mayFreeze && (
            <Button
              leftSection={<IconSnowflake size={18} aria-hidden="true" />}
              onClick={() => setOpen('freeze')}
            >
              {t('plan.freeze.open')}
            </Button>
          )}
        </>
      )}
      <PlanRolesDialog planId={plan.id} opened={open === 'roles'} onClose={close} />
      <FreezeDialog plan={plan} opened={open === 'freeze'} onClose={close} />
    </>
  );
}

/** The files of a version, the document that people hand in before its data. */
export function filesOf(version: Version | undefined): readonly { number: number; name: string }[] {
  if (!version) return [];
  const rank = (name: string): number => (name.endsWith('.json') ? 1 : 0);
  return version.files
    .map(({ name }) => ({ number: version.number, name }))
    .sort((a, b) => rank(a.name) - rank(b.name));
}

/** What a file of a frozen version is, in words. */
export function fileLabel(name: string, t: ReturnType<typeof useText>['t']): string {
  if (name.endsWith('.docx')) return t('plan.file.docx');
  if (name.endsWith('.json')) return t('plan.file.json');
  return name;
}
