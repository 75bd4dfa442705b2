import { createPlanBody, PAGES, type State } from '@filiera/shared/api.ts';
import { latestTemplates } from '@filiera/shared/template/catalogue.ts';
import { Button, Group, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { usePlanChange } from '../../api/queries.ts';
import { checkFields } from '../../ui/check.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Fields, useForm } from '../../ui/form.tsx';
import { useText } from '../../ui/text.tsx';
import styles from './new-plan.module.css';

interface NewPlanProps {
  /** Those in which the member may start plans. */
  readonly associations: State['associations'];
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Starts a plan from a form of a call, and opens it. */
export function NewPlanDialog({ opened, onClose, associations }: NewPlanProps) {
  const { t } = useText();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('plans.new')} size={640}>
      <NewPlanForm associations={associations} onClose={onClose} />
    </Dialog>
  );
}

function NewPlanForm({ associations, onClose }: Omit<NewPlanProps, 'opened'>) {
  const texts = useText();
  const { t } = texts;
  const [, navigate] = useLocation();
  const create = usePlanChange(api.createPlan);
  const templates = latestTemplates();
  const labels = { association: t('plans.association'), template: t('plans.form'), title: t('plans.name') };
  const form = useForm({
    initial: {
      association: associations[0]?.id ?? '',
      template: templates[0]?.id ?? '',
      title: templates[0]?.shortTitle ?? '',
    },
    labels,
    check: (values) => checkFields(texts, labels, values, createPlanBody.shape),
    submit: async (values) => {
      const plan = await create.mutateAsync(values);
      navigate(PAGES.plan(plan.id));
    },
    blame: (failure) => (failure.key === 'unknown-template' ? 'template' : null),
  });
  const { onChange: _onChange, ...templateField } = form.field('template');

  const choose = (id: string): void => {
    const before = templates.find((template) => template.id === form.values.template);
    const after = templates.find((template) => template.id === id);
    // The name follows the form as long as nobody has given one of their own.
    const own = form.values.title.trim() !== '' && form.values.title !== before?.shortTitle;
    form.setAll({ template: id, ...(own || !after ? {} : { title: after.shortTitle }) });
  };

  return (
    <form {...form.form}>
      <Fields>
        {form.summary}
        {associations.length > 1 && (
          <NativeSelect
            {...form.field('association')}
            data={associations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Radio.Group {...templateField} description={t('plans.form.hint')} onChange={choose}>
          <Stack gap="xs" mt="xs">
            {templates.map((template) => (
              <Radio.Card key={template.id} value={template.id} className={styles.card ?? ''} radius="md">
                <Radio.Indicator className={styles.dot ?? ''} />
                <span>
                  <span className={styles.name}>{template.shortTitle}</span>
                  <span className={styles.official} lang="it">
                    {template.title}
                  </span>
                  <span className={styles.call} lang="it">
                    {template.call}
                  </span>
                </span>
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          {...form.field('title')}
          description={t('plans.name.hint')}
          required
          withAsterisk={false}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={form.busy}>
            {t('plans.create')}
          </Button>
        </Group>
      </Fields>
    </form>
  );
}
