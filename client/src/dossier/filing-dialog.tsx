import type { Version } from '@filiera/shared/api.ts';
import { filingBody } from '@filiera/shared/dossier/api.ts';
import { Button, Group, Text, TextInput } from '@mantine/core';
import { notify } from '../ui/announce.tsx';
import { checkFields } from '../ui/check.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Fields, useForm } from '../ui/form.tsx';
import { useText } from '../ui/text.tsx';
import { useFiling } from './queries.ts';

interface FilingProps {
  readonly planId: string;
  readonly version: Version;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Puts down the number and date that a version got when it was handed in. */
export function FilingDialog({ planId, version, opened, onClose }: FilingProps) {
  const { t } = useText();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('filing.dialog', { n: version.number })} size={560}>
      <FilingForm planId={planId} version={version} onClose={onClose} />
    </Dialog>
  );
}

function FilingForm({ planId, version, onClose }: Omit<FilingProps, 'opened'>) {
  const texts = useText();
  const { t } = texts;
  const filing = useFiling(planId, version.number);
  const last = version.filings.at(-1);
  const labels = { protocol: t('filing.number'), date: t('filing.date') };
  const form = useForm({
    initial: { protocol: last?.protocol ?? '', date: last?.date ?? '' },
    labels,
    check: (values) => checkFields(texts, labels, values, filingBody.shape),
    submit: async (values) => {
      await filing.mutateAsync(values);
      notify(t('filing.done'));
      onClose();
    },
  });
  return (
    <form {...form.form}>
      <Fields>
        <Text>{t('filing.means')}</Text>
        {form.summary}
        <TextInput
          {...form.field('protocol')}
          required
          withAsterisk={false}
          autoComplete="off"
          data-autofocus
        />
        <TextInput {...form.field('date')} type="date" required withAsterisk={false} maw={240} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={form.busy}>
            {t('filing.do')}
          </Button>
        </Group>
      </Fields>
    </form>
  );
}
