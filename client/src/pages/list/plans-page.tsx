import type { PlanSummary, State } from '@filiera/shared/api.ts';
import { associationAllows } from '@filiera/shared/permissions.ts';
import { Anchor, Button, Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { failureText } from '../../api/failure.ts';
import { usePlans } from '../../api/queries.ts';
import { useSession } from '../../api/session.tsx';
import { AppFrame } from '../../ui/frame.tsx';
import { PageHeading } from '../../ui/heading.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useText } from '../../ui/text.tsx';
import { NewPlanDialog } from './new-plan-dialog.tsx';
import { PlanCard } from './plan-card.tsx';
import styles from './plans.module.css';

/** `/`: the plans that the member can open, those put away behind a switch (`?archiviati=1`). */
export function PlansPage() {
  const { t } = useText();
  const { associations } = useSession();
  const [search, setSearch] = useSearchParams();
  const archived = search.get('archiviati') === '1';
  const [creating, setCreating] = useState(false);
  const plans = usePlans(archived);
  const mayCreate = associations.filter(({ role }) => associationAllows(role, 'create-plan'));

  const newPlan = mayCreate.length > 0 && (
    <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setCreating(true)}>
      {t('plans.new')}
    </Button>
  );
  return (
    <AppFrame>
      <Stack gap="lg">
        <Group justify="space-between" gap="md">
          <PageHeading title={t('nav.home')} />
          {newPlan}
        </Group>
        <SegmentedControl
          aria-label={t('plans.show')}
          className={styles.filter ?? ''}
          value={archived ? 'archived' : 'current'}
          onChange={(value) => setSearch(value === 'archived' ? { archiviati: '1' } : {}, { replace: true })}
          data={[
            { value: 'current', label: t('plans.current') },
            { value: 'archived', label: t('plans.archived') },
          ]}
        />
        {plans.data ? (
          <PlanGroups
            plans={plans.data}
            archived={archived}
            associations={associations}
            mayCreate={mayCreate.length > 0}
            onCreate={() => setCreating(true)}
          />
        ) : plans.error ? (
          <Refusal text={t(failureText(plans.error))} onRetry={() => void plans.refetch()} />
        ) : (
          <Stack gap="md" role="status" aria-label={t('app.loading')}>
            <Skeleton height={112} />
            <Skeleton height={112} />
            <Skeleton height={112} />
          </Stack>
        )}
      </Stack>
      <NewPlanDialog opened={creating} onClose={() => setCreating(false)} associations={mayCreate} />
    </AppFrame>
  );
}

interface GroupsProps {
  readonly plans: readonly PlanSummary[];
  readonly archived: boolean;
  readonly associations: State['associations'];
  readonly mayCreate: boolean;
  readonly onCreate: () => void;
}

/** The plans by association, the association named where there is more than one. */
function PlanGroups({ plans, archived, associations, mayCreate, onCreate }: GroupsProps) {
  const { t } = useText();
  if (plans.length === 0) {
    const text = archived ? 'plans.empty.archived' : mayCreate ? 'plans.empty.create' : 'plans.empty.wait';
    return (
      <Stack gap="sm">
        {/* Whoever has just set the association up looks for the others first. */}
        {!archived && associations.map(({ id, name }) => <AssociationHead key={id} id={id} name={name} />)}
        <div className={styles.empty}>
          <Text>{t(text)}</Text>
          {!archived && mayCreate && (
            <Button onClick={onCreate} leftSection={<IconPlus size={18} aria-hidden="true" />}>
              {t('plans.new')}
            </Button>
          )}
        </div>
      </Stack>
    );
  }
  const groups = Map.groupBy(plans, (plan) => plan.association);
  return [...groups].map(([association, members]) => (
    <Stack key={association} gap="sm" component="section">
      <AssociationHead id={association} name={members[0]?.associationName ?? ''} />
      <ul className={styles.list}>
        {members.map((plan) => (
          <PlanCard key={plan.id} plan={plan} />
        ))}
      </ul>
    </Stack>
  ));
}

/** An association's name, and the way to its people. */
function AssociationHead({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useText();
  return (
    <div className={styles.association}>
      <Title order={2}>{name}</Title>
      <Anchor component={Link} href={`/associazione/${id}`} size="sm">
        {t('nav.members', { association: name })}
      </Anchor>
    </div>
  );
}
