import { PAGES, type PlanDetail } from '@filiera/shared/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconDots,
  IconDownload,
  IconFileSearch,
  IconHistory,
  IconSnowflake,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePlanState } from '../../collab/use-plan.tsx';
import { FreezeDialog } from '../../dossier/freeze-dialog.tsx';
import { PlanRolesDialog } from '../../pages/roles/plan-roles-dialog.tsx';
import { useText } from '../../ui/text.tsx';
import { ExportItems, hasExports } from './export-items.tsx';

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
  const exports = hasExports(plan, access);
  const rehearses = live && access.status === 'open';

  return (
    <>
      {narrow ? (
        <Menu position="bottom-end" width={320}>
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
            {rehearses && (
              <Menu.Item
                component={Link}
                href={PAGES.rehearsal(plan.id)}
                leftSection={<IconFileSearch size={18} aria-hidden="true" />}
              >
                {t('rehearsal.open')}
              </Menu.Item>
            )}
            <ExportItems plan={plan} />
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
          {rehearses && (
            <ActionIcon
              component={Link}
              href={PAGES.rehearsal(plan.id)}
              variant="default"
              size={40}
              aria-label={t('rehearsal.open')}
              title={t('rehearsal.open')}
            >
              <IconFileSearch size={20} aria-hidden="true" />
            </ActionIcon>
          )}
          {exports && (
            <Menu position="bottom-end" width={320}>
              <Menu.Target>
                <Button variant="default" leftSection={<IconDownload size={18} aria-hidden="true" />}>
                  {t('plan.export')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <ExportItems plan={plan} />
              </Menu.Dropdown>
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
