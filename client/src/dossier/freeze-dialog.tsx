import type { PlanDetail } from '@filiera/shared/api.ts';
import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import { Button, Checkbox, Group, Loader, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import { ApiFailure, failureText } from '../api/failure.ts';
import { KEYS } from '../api/queries.ts';
import { usePlanState } from '../collab/use-plan.tsx';
import { placeAddress } from '../plan/form/place-address.ts';
import headerStyles from '../plan/header/header.module.css';
import { groupIssues } from '../plan/panel/issue-groups.ts';
import { IssueItem } from '../plan/panel/issue-item.tsx';
import { keyOf, MissingItem } from '../plan/panel/issues-panel.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { useText } from '../ui/text.tsx';
import { BlockingThreadItem } from './blocking-thread.tsx';
import { obstacleGroups } from './obstacle-groups.ts';
import { useObstacles } from './queries.ts';

/** How long a reason is, in characters. */
export const REASON = { min: 10, max: 2000 } as const;
const NONE: readonly Issue[] = [];

interface FreezeDialogProps {
  readonly plan: PlanDetail;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Says what stops a freeze, or what a freeze will do, before it is done. */
export function FreezeDialog({ plan, opened, onClose }: FreezeDialogProps) {
  const { t } = useText();
  // Frozen meanwhile, by whomever: there is nothing left to be asked.
  const open = usePlanState((state) => state.access.status === 'open');
  return (
    <Dialog opened={opened && open} onClose={onClose} title={t('plan.freeze.title')} size={640}>
      <FreezeForm plan={plan} onClose={onClose} />
    </Dialog>
  );
}

function FreezeForm({ plan, onClose }: Pick<FreezeDialogProps, 'plan' | 'onClose'>) {
  const { t } = useText();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const issues = usePlanState((state) => state.view?.issues) ?? NONE;
  const saved = usePlanState((state) => state.save.kind === 'saved');
  const asked = useObstacles(plan.id);
  const errors = errorsOf(issues);
  const groups = groupIssues(errors);
  const threads = asked.data ? obstacleGroups(asked.data).threads : [];
  const stops = errors.length + threads.length > 0;
  const [over, setOver] = useState(false);
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const short = reason.trim().length < REASON.min;
  const freeze = useMutation({
    mutationFn: () => api.freeze(plan.id, stops ? { reason: reason.trim() } : {}),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: KEYS.plan(plan.id) });
      await queries.invalidateQueries({ queryKey: KEYS.plans });
    },
    onError: () => void asked.refetch(),
  });
  const jump = (place: Place): void => {
    onClose();
    navigate(placeAddress(plan.id, place));
  };
  const submit = (): void => {
    setChecked(true);
    if (!stops || !short) freeze.mutate();
  };
  const known = asked.data !== undefined && !asked.isError;
  const asks = known && (!stops || over);

  return (
    <Stack gap="md">
      {asked.isPending && (
        <Group role="status" gap="sm">
          <Loader size="sm" aria-hidden="true" />
          {t('freeze.loading')}
        </Group>
      )}
      {asked.isError && <Refusal text={t(failureText(asked.error))} onRetry={() => void asked.refetch()} />}
      {known && errors.length > 0 && (
        <>
          <Text>
            {t(errors.length === 1 ? 'plan.freeze.stops.one' : 'plan.freeze.stops.many', {
              count: errors.length,
            })}
          </Text>
          <ul className={headerStyles.stops}>
            {groups.errors.map((issue) => (
              <IssueItem key={keyOf(issue)} issue={issue} onJump={jump} />
            ))}
            {groups.missing.map((group) => (
              <MissingItem key={group.key} group={group} onJump={jump} />
            ))}
          </ul>
        </>
      )}
      {known && threads.length > 0 && (
        <>
          <Text>
            {t(threads.length === 1 ? 'freeze.threads.one' : 'freeze.threads.many', {
              count: threads.length,
            })}
          </Text>
          <ul className={headerStyles.stops}>
            {threads.map((thread) => (
              <BlockingThreadItem key={thread.thread} thread={thread} onGo={onClose} />
            ))}
          </ul>
        </>
      )}
      {known && stops && (
        <Checkbox
          label={t('plan.freeze.over')}
          checked={over}
          onChange={(event) => setOver(event.currentTarget.checked)}
        />
      )}
      {asks && over && stops && (
        <Textarea
          label={t('plan.freeze.reason')}
          description={t('plan.freeze.reasonHint')}
          autosize
          minRows={2}
          maxLength={REASON.max}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={checked && short ? t('plan.freeze.reasonShort', { min: REASON.min }) : undefined}
        />
      )}
      {asks && (
        <Text component="div">
          {t('plan.freeze.means')}
          <ul className={headerStyles.means}>
            <li>{t('plan.freeze.means.edits')}</li>
            <li>{t('plan.freeze.means.files')}</li>
            <li>{t('plan.freeze.means.back')}</li>
          </ul>
        </Text>
      )}
      {asks && !saved && <Text role="status">{t('plan.freeze.wait')}</Text>}
      {freeze.isPending && <Text role="status">{t('freeze.working')}</Text>}
      {freeze.error && (
        <Text role="alert" c="var(--fil-danger-text)" fw={600}>
          {freeze.error instanceof ApiFailure && freeze.error.key === 'plan-has-errors'
            ? t('plan.freeze.changed')
            : t(failureText(freeze.error))}
        </Text>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t(asks ? 'action.cancel' : 'action.close')}
        </Button>
        {asks && (
          <Button onClick={submit} loading={freeze.isPending} disabled={!saved}>
            {t('plan.freeze.do')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
