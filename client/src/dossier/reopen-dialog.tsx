import type { PlanDetail, Version } from '@filiera/shared/api.ts';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { failureText } from '../api/failure.ts';
import { usePlanChange } from '../api/queries.ts';
import { usePlanState } from '../collab/use-plan.tsx';
import headerStyles from '../plan/header/header.module.css';
import { Dialog } from '../ui/dialog.tsx';
import { useText } from '../ui/text.tsx';
import { REASON } from './freeze-dialog.tsx';

interface ReopenProps {
  readonly plan: PlanDetail;
  /** The frozen version from which work goes on. */
  readonly version: Version;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Opens a frozen plan again, with a reason that everyone reads, after saying what that does. */
export function ReopenDialog({ plan, version, opened, onClose }: ReopenProps) {
  const { t } = useText();
  const frozen = usePlanState((state) => state.access.status === 'frozen');
  return (
    <Dialog opened={opened && frozen} onClose={onClose} title={t('variation.title')} size={640}>
      <ReopenForm plan={plan} version={version} onClose={onClose} />
    </Dialog>
  );
}

function ReopenForm({ plan, version, onClose }: Omit<ReopenProps, 'opened'>) {
  const { t } = useText();
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const short = reason.trim().length < REASON.min;
  const reopen = usePlanChange(() => api.reopen(plan.id, { reason: reason.trim() }));
  const { number: n } = version;
  const submit = (): void => {
    setChecked(true);
    if (!short) reopen.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Stack gap="md">
      <Text component="div">
        {t('variation.means')}
        <ul className={headerStyles.means}>
          <li>{t('variation.means.open')}</li>
          <li>{t('variation.means.kept', { n })}</li>
          <li>{t('variation.means.late')}</li>
          <li>{t('variation.means.differences', { n })}</li>
          <li>{t('variation.means.next', { next: n + 1 })}</li>
        </ul>
      </Text>
      <Textarea
        label={t('variation.reason')}
        description={t('variation.reasonHint')}
        autosize
        minRows={2}
        maxLength={REASON.max}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={checked && short ? t('plan.freeze.reasonShort', { min: REASON.min }) : undefined}
      />
      {reopen.error && (
        <Text role="alert" c="var(--fil-danger-text)" fw={600}>
          {t(failureText(reopen.error))}
        </Text>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button onClick={submit} loading={reopen.isPending}>
          {t('variation.do')}
        </Button>
      </Group>
    </Stack>
  );
}
