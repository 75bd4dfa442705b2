import { PAGES, type PlanSummary } from '@filiera/shared/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { ActionIcon, Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconDots, IconPencil, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/client.ts';
import { failureText } from '../../api/failure.ts';
import { usePlanChange } from '../../api/queries.ts';
import { notify, notifyFailure } from '../../ui/announce.tsx';
import { focusFirst } from '../../ui/focus.ts';
import { sayWhen } from '../../ui/moment.ts';
import { IssueCounts, PlanStatusMark } from '../../ui/plan-marks.tsx';
import { useText } from '../../ui/text.tsx';
import { PlanRolesDialog } from '../roles/plan-roles-dialog.tsx';
import styles from './plans.module.css';
import { RenameDialog } from './rename-dialog.tsx';

/** One plan of the list: what it is, how far it is, what is wrong, who touched it last. */
export function PlanCard({ plan }: { readonly plan: PlanSummary }) {
  const { t, locale } = useText();
  const edited =
    plan.editedAt === null
      ? t('plans.created', { when: sayWhen(plan.createdAt, locale, Date.now()) })
      : t('plans.edited', { when: sayWhen(plan.editedAt, locale, Date.now()) });
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          <Link href={PAGES.plan(plan.id)}>{plan.title}</Link>
        </h3>
        <p className={styles.form}>{plan.template.shortTitle}</p>
      </div>
      <PlanStatusMark status={plan.status} />
      <div className={styles.progress}>
        <span>{t('plans.filled', { filled: plan.filled, total: plan.total })}</span>
        <span className={styles.track} aria-hidden="true">
          <span style={{ width: `${plan.total > 0 ? (plan.filled / plan.total) * 100 : 0}%` }} />
        </span>
      </div>
      <div className={styles.issues}>
        <IssueCounts errors={plan.errors} warnings={plan.warnings} />
      </div>
      <p className={styles.edited}>
        {edited}
        {plan.editedAt !== null && (
          <>
            <br />
            {t('plans.editedBy', { who: plan.editedBy ?? t('plans.someone') })}
          </>
        )}
        <br />
        {t('plans.role', { role: t(`planRole.${plan.role}`) })}
      </p>
      <PlanMenu plan={plan} />
    </li>
  );
}

function PlanMenu({ plan }: { readonly plan: PlanSummary }) {
  const { t } = useText();
  const [dialog, setDialog] = useState<'rename' | 'roles' | null>(null);
  const change = usePlanChange((archived: boolean) => api.changePlan(plan.id, { archived }));
  const close = () => setDialog(null);
  const archived = plan.status === 'archived';
  const archive = async (): Promise<void> => {
    try {
      await change.mutateAsync(!archived);
      notify(t(archived ? 'plans.takenBack' : 'plans.putAway', { title: plan.title }));
      // The card goes to the other list, and its menu with it.
      focusFirst([]);
    } catch (failure) {
      notifyFailure(t(failureText(failure)));
    }
  };

  return (
    <div className={styles.menu}>
      <Menu position="bottom-end" width={240} withinPortal={false}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={40}
            aria-label={t('plans.menu', { title: plan.title })}
          >
            <IconDots size={20} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {planAllows(plan.role, 'rename') && (
            <Menu.Item
              leftSection={<IconPencil size={18} aria-hidden="true" />}
              onClick={() => setDialog('rename')}
            >
              {t('plans.rename')}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconUsers size={18} aria-hidden="true" />}
            onClick={() => setDialog('roles')}
          >
            {t('roles.title')}
          </Menu.Item>
          {planAllows(plan.role, 'archive') && (
            <Menu.Item
              leftSection={
                archived ? (
                  <IconArchiveOff size={18} aria-hidden="true" />
                ) : (
                  <IconArchive size={18} aria-hidden="true" />
                )
              }
              onClick={() => void archive()}
            >
              {t(archived ? 'plans.takeBack' : 'plans.putAwayAction')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <RenameDialog plan={plan} opened={dialog === 'rename'} onClose={close} />
      <PlanRolesDialog planId={plan.id} opened={dialog === 'roles'} onClose={close} />
    </div>
  );
}
