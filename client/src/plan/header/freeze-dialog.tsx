import type { PlanDetail } from '@filiera/shared/api.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import { Button, Checkbox, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { ApiFailure, failureText } from '../../api/failure.ts';
import { KEYS } from '../../api/queries.ts';
import { usePlanState } from '../../collab/use-plan.tsx';
import { notify } from '../../ui/announce.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useText } from '../../ui/text.tsx';
import { jumpToPlace } from '../form/jump.ts';
import { IssueItem } from '../panel/issue-item.tsx';
import styles from './header.module.css';

const REASON_MIN = 10;
const NONE: readonly Issue[] = [];

interface FreezeDialogProps {
  readonly plan: PlanDetail;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Says what stops a freeze, or what a freeze will do, before it is done. */
export function FreezeDialog({ plan, opened, onClose }: FreezeDialogProps) {
  const { t } = useText();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('plan.freeze.title')} size={640}>
      <FreezeForm plan={plan} onClose={onClose} />
    </Dialog>
  );
}

function FreezeForm({ plan, onClose }: Pick<FreezeDialogProps, 'plan' | 'onClose'>) {
  const { t } = useText();
  const queries = useQueryClient();
  const issues = usePlanState((state) => state.view?.issues) ?? NONE;
  const saved = usePlanState((state) => state.save.kind === 'saved');
  const errors = errorsOf(issues);
  const [over, setOver] = useState(false);
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const short = reason.trim().length < REASON_MIN;
  const freeze = useMutation({
    mutationFn: () => api.freeze(plan.id, errors.length > 0 ? { reason: reason.trim() } : {}),
    onSuccess: async () => {
      notify(t('plan.freeze.done'));
      onClose();
      await queries.invalidateQueries({ queryKey: KEYS.plan(plan.id) });
      await queries.invalidateQueries({ queryKey: KEYS.plans });
    },
  });
  const submit = (): void => {
    setChecked(true);
    if (errors.length === 0 || !short) freeze.mutate();
  };
  const asks = errors.length === 0 || over;

  return (
    <Stack gap="md">
      {errors.length > 0 && (
        <>
          <Text>
            {t(errors.length === 1 ? 'plan.freeze.stops.one' : 'plan.freeze.stops.many', {
              count: errors.length,
            })}
          </Text>
          <ul className={styles.stops}>
            {errors.map((issue) => (
              <IssueItem
                key={`${issue.rule} ${issue.key} ${issue.at.element ?? ''} ${issue.at.row ?? ''} ${issue.at.column ?? ''}`}
                issue={issue}
                onJump={(place) => {
                  onClose();
                  setTimeout(() => jumpToPlace(place), 200);
                }}
              />
            ))}
          </ul>
          <Checkbox
            label={t('plan.freeze.over')}
            checked={over}
            onChange={(event) => setOver(event.currentTarget.checked)}
          />
        </>
      )}
      {errors.length > 0 && over && (
        <Textarea
          label={t('plan.freeze.reason')}
          description={t('plan.freeze.reasonHint')}
          autosize
          minRows={2}
          maxLength={2000}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={checked && short ? t('plan.freeze.reasonShort', { min: REASON_MIN }) : undefined}
        />
      )}
      {asks && (
        <Text component="div">
          {t('plan.freeze.means')}
          <ul className={styles.means}>
            <li>{t('plan.freeze.means.edits')}</li>
            <li>{t('plan.freeze.means.files')}</li>
            <li>{t('plan.freeze.means.back')}</li>
          </ul>
        </Text>
      )}
      {asks && !saved && <Text role="status">{t('plan.freeze.wait')}</Text>}
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
