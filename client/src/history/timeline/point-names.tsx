import { type HistoryOverview, type NamedPoint, namePointBody } from '@filiera/shared/history/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { Button, Group, TextInput } from '@mantine/core';
import { IconLock, IconTag, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiFailure } from '../../api/failure.ts';
import { useSession } from '../../api/session.tsx';
import { usePlanState } from '../../collab/use-plan.tsx';
import { notify } from '../../ui/announce.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fields, useForm } from '../../ui/form.tsx';
import { sayMoment } from '../../ui/moment.ts';
import { useText } from '../../ui/text.tsx';
import styles from './point-names.module.css';
import { timelineApi } from './requests.ts';
import { pointName } from './stops.ts';
import { useHistoryChange } from './use-history.ts';

interface PointNamesProps {
  readonly planId: string;
  readonly history: HistoryOverview;
  /** The moment that is shown. */
  readonly seq: number;
  readonly onGo: (seq: number) => void;
}

/** The moments that have a name, each with the way there; whoever gave a name, and a manager, may take it away. */
export function PointNames({ planId, history, seq, onGo }: PointNamesProps) {
  const texts = useText();
  const { t, locale } = texts;
  const { user } = useSession();
  const role = usePlanState((state) => state.access.role);
  const [leaving, setLeaving] = useState<NamedPoint | null>(null);
  const remove = useHistoryChange(planId, (id: string) => timelineApi.removeName(planId, id));
  const points = [...history.names].sort((a, b) => a.seq - b.seq);
  if (points.length === 0) return null;

  const mayRemove = ({ version, userId }: NamedPoint): boolean =>
    version === null && planAllows(role, 'edit') && (userId === user.id || role === 'manager');
  return (
    <>
      <ul className={styles.names} aria-label={t('timeline.names')}>
        {points.map((point) => {
          const name = pointName(point, texts);
          const by = history.people.find(({ id }) => id === point.userId)?.name ?? t('timeline.text.nobody');
          const Icon = point.version === null ? IconTag : IconLock;
          return (
            <li key={point.id} className={styles.name} data-here={point.seq === seq || undefined}>
              <button
                type="button"
                className={styles.go}
                aria-label={t('timeline.name.go', { name })}
                aria-current={point.seq === seq ? 'true' : undefined}
                title={t('timeline.name.by', { name: by, when: sayMoment(point.at, locale) })}
                onClick={() => onGo(point.seq)}
              >
                <Icon size={16} aria-hidden="true" />
                {name}
              </button>
              {mayRemove(point) && (
                <button
                  type="button"
                  className={styles.remove}
                  aria-label={t('timeline.name.remove', { name })}
                  onClick={() => setLeaving(point)}
                >
                  <IconX size={16} aria-hidden="true" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <ConfirmDialog
        opened={leaving !== null}
        title={t('timeline.name.removeTitle', { name: leaving?.name ?? '' })}
        body={t('timeline.name.removeBody')}
        action={t('timeline.name.removeDo')}
        onConfirm={async () => {
          if (!leaving) return;
          await remove.mutateAsync(leaving.id);
          notify(t('timeline.name.removed', { name: leaving.name }));
        }}
        onClose={() => setLeaving(null)}
      />
    </>
  );
}

interface NameDialogProps {
  readonly planId: string;
  readonly history: HistoryOverview;
  readonly seq: number;
  /** The moment in words. */
  readonly point: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Gives a moment a name that no other moment of the plan has. */
export function NameDialog(props: NameDialogProps) {
  const { t } = useText();
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t('timeline.name.title')} size={480}>
      <NameForm {...props} />
    </Dialog>
  );
}

const sameName = (a: string, b: string): boolean =>
  a.trim().toLocaleLowerCase('it') === b.trim().toLocaleLowerCase('it');

function NameForm({ planId, history, seq, point, onClose }: NameDialogProps) {
  const { t } = useText();
  const give = useHistoryChange(planId, (name: string) => timelineApi.name(planId, { name, seq }));
  const labels = { name: t('timeline.name.label') };
  const form = useForm({
    initial: { name: '' },
    labels,
    check: ({ name }) => {
      if (name.trim() === '') return { name: t('form.required', { label: labels.name }) };
      if (!namePointBody.shape.name.safeParse(name).success)
        return { name: t('form.notAccepted', { label: labels.name }) };
      return history.names.some((other) => sameName(other.name, name))
        ? { name: t('timeline.name.taken') }
        : {};
    },
    submit: async ({ name }) => {
      await give.mutateAsync(name.trim()).catch((failure: unknown) => {
        // Somebody else was quicker: the sentence says more than that the field was not accepted.
        const taken = failure instanceof ApiFailure && failure.key === 'name-taken';
        throw taken ? new ApiFailure('name-taken', failure.status) : failure;
      });
      notify(t('timeline.name.done', { name: name.trim() }));
      onClose();
    },
    blame: ({ key }) => (key === 'name-taken' ? 'name' : null),
  });
  return (
    <form {...form.form}>
      <Fields>
        {form.summary}
        <p className={styles.point}>{point}</p>
        <TextInput
          {...form.field('name')}
          description={t('timeline.name.hint')}
          maxLength={120}
          required
          withAsterisk={false}
          data-autofocus
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={form.busy}>
            {t('timeline.name.do')}
          </Button>
        </Group>
      </Fields>
    </form>
  );
}
