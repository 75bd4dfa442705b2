import { createPlanBody, type PlanSummary } from '@filiera/shared/api.ts';
import { Button, Group, TextInput } from '@mantine/core';
import { api } from '../../api/client.ts';
import { usePlanChange } from '../../api/queries.ts';
import { notify } from '../../ui/announce.tsx';
import { checkFields } from '../../ui/check.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Fields, useForm } from '../../ui/form.tsx';
import { useText } from '../../ui/text.tsx';

interface RenameProps {
  readonly plan: Pick<PlanSummary, 'id' | 'title'>;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Gives a plan another name. */
export function RenameDialog({ plan, opened, onClose }: RenameProps) {
  const { t } = useText();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('plans.rename')} size={480}>
      <RenameForm plan={plan} onClose={onClose} />
    </Dialog>
  );
}

function RenameForm({ plan, onClose }: Omit<RenameProps, 'opened'>) {
  const texts = useText();
  const { t } = texts;
  const change = usePlanChange((title: string) => api.changePlan(plan.id, { title }));
  const labels = { title: t('plans.name') };
  const form = useForm({
    initial: { title: plan.title },
    labels,
    check: (values) => checkFields(texts, labels, values, { title: createPlanBody.shape.title }),
    submit: async ({ title }) => {
      const changed = await change.mutateAsync(title);
      notify(t('plans.renamed', { title: changed.title }));
      onClose();
    },
  });
  return (
    <form {...form.form}>
      <Fields>
        {form.summary}
        <TextInput {...form.field('title')} required withAsterisk={false} data-autofocus />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={form.busy}>
            {t('action.save')}
          </Button>
        </Group>
      </Fields>
    </form>
  );
}
