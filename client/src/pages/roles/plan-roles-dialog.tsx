import type { Member, PlanDetail } from '@filiera/shared/api.ts';
import { PLAN_ROLES, type PlanRole, planAllows } from '@filiera/shared/permissions.ts';
import { NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { failureText } from '../../api/failure.ts';
import { useAssociation, usePlan, usePlanChange } from '../../api/queries.ts';
import { useSession } from '../../api/session.tsx';
import { announce } from '../../ui/announce.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Person } from '../../ui/person.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './plan-roles.module.css';

interface PlanRolesProps {
  readonly planId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/**
 * Who takes part in a plan and how. Everyone of the association is there, so that giving access is choosing a role;
 * those who may not assign roles read the list.
 */
export function PlanRolesDialog({ planId, opened, onClose }: PlanRolesProps) {
  const { t } = useText();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('roles.title')} size={640}>
      <PlanRoles planId={planId} />
    </Dialog>
  );
}

function PlanRoles({ planId }: { readonly planId: string }) {
  const { t } = useText();
  const plan = usePlan(useSession().user.id, planId);
  if (plan.data) return <Roles plan={plan.data} />;
  if (plan.error) return <Refusal text={t(failureText(plan.error))} onRetry={() => void plan.refetch()} />;
  return (
    <Stack gap="sm" role="status" aria-label={t('app.loading')}>
      <Skeleton height={48} />
      <Skeleton height={48} />
      <Skeleton height={48} />
    </Stack>
  );
}

type AnyMember = Member | PlanDetail['members'][number];

interface Row {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly note: string;
  readonly role: PlanRole | null;
  readonly inherited: boolean;
}

function Roles({ plan }: { readonly plan: PlanDetail }) {
  const { t } = useText();
  const { user, associations } = useSession();
  const association = useAssociation(plan.association);
  const runs = associations.find(({ id }) => id === plan.association)?.role === 'admin';
  const mayAssign = planAllows(plan.role, 'assign-roles') && plan.status !== 'archived';
  const [failure, setFailure] = useState<string | null>(null);
  const change = usePlanChange(({ id, role }: { id: string; role: PlanRole | null }) =>
    api.setRole(plan.id, id, role),
  );

  // People keep the place that they had when the dialog opened: a row that jumps takes the keyboard's focus with it.
  const [inside] = useState(() => new Set(plan.members.map(({ id }) => id)));
  const everyone = new Map<string, AnyMember>(plan.members.map((member) => [member.id, member]));
  if (mayAssign) {
    for (const member of association.data?.members ?? []) {
      if (!everyone.has(member.id)) everyone.set(member.id, member);
    }
  }
  const rows = [...everyone.values()].map((member): Row => {
    const pending = change.isPending && change.variables.id === member.id;
    return {
      id: member.id,
      name: member.name,
      color: member.color,
      note:
        [member.organisation, member.valueChain].filter((part) => part !== null).join(' · ') || member.email,
      role: pending ? change.variables.role : 'planRole' in member ? member.planRole : null,
      inherited: 'inherited' in member && member.inherited,
    };
  });
  rows.sort((one, other) => one.name.localeCompare(other.name, 'it'));

  const assign = ({ id, name }: Row, role: PlanRole | null): void => {
    if (change.isPending) return;
    setFailure(null);
    change.mutate(
      { id, role },
      {
        onSuccess: () =>
          announce(
            role === null
              ? t('roles.taken', { name })
              : t('roles.given', { name, role: t(`planRole.${role}`) }),
          ),
        onError: (thrown) => setFailure(t(failureText(thrown))),
      },
    );
  };
  const others = rows.filter(({ id }) => !inside.has(id));
  const list = (some: readonly Row[]) => (
    <ul className={styles.list}>
      {some.map((one) => (
        <li key={one.id}>
          <Person name={one.name} color={one.color} self={one.id === user.id} note={one.note} />
          {one.inherited ? (
            <span className={styles.fixed}>{t('roles.inherited')}</span>
          ) : mayAssign && (one.id !== user.id || runs) ? (
            <NativeSelect
              className={styles.role ?? ''}
              aria-label={t('roles.of', { name: one.name })}
              value={one.role ?? ''}
              onChange={(event) => assign(one, (event.target.value || null) as PlanRole | null)}
              data={[
                ...PLAN_ROLES.map((role) => ({ value: role, label: t(`planRole.${role}`) })),
                { value: '', label: t('planRole.none') },
              ]}
            />
          ) : (
            <span className={styles.fixed}>{one.role && t(`planRole.${one.role}`)}</span>
          )}
        </li>
      ))}
    </ul>
  );

  return (
    <Stack gap="lg">
      {failure && (
        <Text role="alert" c="var(--fil-danger-text)" fw={600}>
          {failure}
        </Text>
      )}
      {list(rows.filter(({ id }) => inside.has(id)))}
      {others.length > 0 && (
        <Stack gap="xs" component="section">
          <Text component="h3" fw={700}>
            {t('roles.others')}
          </Text>
          {list(others)}
        </Stack>
      )}
      <dl className={styles.legend}>
        {PLAN_ROLES.map((role) => (
          <div key={role}>
            <dt>{t(`planRole.${role}`)}</dt>
            <dd>{t(`planRole.${role}.hint`)}</dd>
          </div>
        ))}
      </dl>
    </Stack>
  );
}
