import { PAGES } from '@filiera/shared/api.ts';
import { FIELDS_ROOT } from '@filiera/shared/plan/layout.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { failureText } from '../../api/failure.ts';
import type { OpenPlan } from '../../collab/plan-session.ts';
import { jumpToPlace } from '../../plan/form/jump.ts';
import { joinNames } from '../../plan/panel/join-names.ts';
import { announce } from '../../ui/announce.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { type Texts, useText } from '../../ui/text.tsx';
import { bringBack } from './bring-back.ts';
import { rowText } from './cell-differences.tsx';
import { differencesOf, type ElementDifference } from './differences.ts';
import { timelineApi } from './requests.ts';
import styles from './restore.module.css';
import { type Stop, sayStop } from './stops.ts';

/** What is to be brought back. */
export interface RestoreRequest {
  /** The root of the document; `null` for the whole plan. */
  readonly root: string | null;
  /** Where in the plan it stands. */
  readonly place: Place | null;
  /** What it is called. */
  readonly what: string;
}

interface RestoreDialogProps {
  readonly session: OpenPlan;
  readonly request: RestoreRequest | null;
  readonly stop: Stop;
  /** The plan at that moment. */
  readonly then: Plan | null;
  readonly onClose: () => void;
}

/** How many changes are told one by one. */
const MAX_LINES = 8;
/** How much of one value, in characters. */
const MAX_SHOWN = 40;
/** How long the way back is offered, in milliseconds. */
const OFFER_MILLIS = 20_000;

/** Says what a restore would change in the plan of now, and makes it. */
export function RestoreDialog(props: RestoreDialogProps) {
  const { t } = useText();
  const { request, then } = props;
  return (
    <Dialog opened={request !== null} onClose={props.onClose} title={t('restore.title')}>
      {request && then && <RestoreQuestion {...props} request={request} then={then} />}
    </Dialog>
  );
}

interface RestoreQuestionProps extends RestoreDialogProps {
  readonly request: RestoreRequest;
  readonly then: Plan;
}

function RestoreQuestion({ session, request, stop, then, onClose }: RestoreQuestionProps) {
  const texts = useText();
  const { t } = texts;
  const { planId, template } = session;
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const comparison = useQuery({
    queryKey: ['timeline', planId, 'restore', stop.seq],
    queryFn: async () => {
      const { seq: now } = await timelineApi.history(planId);
      return timelineApi.compare(planId, stop.seq, now);
    },
    staleTime: 0,
    gcTime: 0,
  });
  const lines = useMemo(() => {
    const now = session.state.view?.plan;
    if (!comparison.data || !now) return null;
    return differencesOf(template, then, now, comparison.data)
      .filter(({ root }) => request.root === null || root === request.root)
      .flatMap((difference) => linesOf(difference, texts));
  }, [comparison.data, session, template, then, request.root, texts]);

  const restore = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      const takeBack = await bringBack(session, stop.seq, request.root);
      onClose();
      navigate(PAGES.plan(planId));
      const { place } = request;
      // Once the form stands there; its heading takes the focus first.
      if (place) setTimeout(() => jumpToPlace(place), 100);
      offerWayBack(t('restore.done', { what: request.what }), takeBack, texts);
    } catch (thrown) {
      setFailure(t(failureText(thrown)));
    } finally {
      setBusy(false);
    }
  };

  const said = failure ?? (comparison.error ? t(failureText(comparison.error)) : null);
  return (
    <Stack gap="md">
      <Text>{t('restore.body', { what: request.what, point: sayStop(stop, texts) })}</Text>
      {lines === null && !comparison.isError && (
        <Skeleton height={72} role="status" aria-label={t('timeline.compare.loading')} />
      )}
      {lines?.length === 0 && <Text fw={600}>{t('restore.nothing')}</Text>}
      {lines && lines.length > 0 && (
        <div>
          <Text fw={600}>{t('restore.changes')}</Text>
          <ul className={styles.lines} data-testid="restore-changes">
            {lines.slice(0, MAX_LINES).map((line) => (
              <li key={line}>{line}</li>
            ))}
            {lines.length > MAX_LINES && (
              <li>
                {lines.length === MAX_LINES + 1
                  ? t('restore.more.one')
                  : t('restore.more.many', { count: lines.length - MAX_LINES })}
              </li>
            )}
          </ul>
        </div>
      )}
      <Text>{t('restore.undo')}</Text>
      {said && (
        <Text role="alert" c="var(--fil-danger-text)" fw={600}>
          {said}
        </Text>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('action.cancel')}
        </Button>
        <Button onClick={() => void restore()} loading={busy} disabled={!lines || lines.length === 0}>
          {t('restore.do')}
        </Button>
      </Group>
    </Stack>
  );
}

/** What a restore does to one place of the plan: a comparison of then with now, read backwards. */
function linesOf(difference: ElementDifference, { t }: Texts): string[] {
  const { section, name, paragraphs, cells, group, root } = difference;
  const element = joinNames([section, name]);
  if (paragraphs) {
    const characters = (kind: 'inserted' | 'deleted'): number =>
      paragraphs
        .flatMap(({ runs }) => runs)
        .filter((run) => run.kind === kind)
        .reduce((sum, run) => sum + run.text.length, 0);
    const [back, gone] = [characters('deleted'), characters('inserted')];
    const what = back > 0 && gone > 0 ? 'both' : back > 0 ? 'back' : gone > 0 ? 'gone' : 'format';
    return [t(`restore.words.${what}`, { place: element, back, gone })];
  }
  return cells.map((cell) => {
    const place = joinNames([root === FIELDS_ROOT ? section : element, cell.name]);
    if (cell.row !== null) {
      const back = cell.row === 'added' ? 'removed' : cell.row === 'removed' ? 'added' : 'moved';
      return t('restore.row', { place, what: t(rowText(back, group)) });
    }
    const say = (value: string): string => (value === '' ? t('timeline.cell.empty') : short(value));
    return t('restore.cell', { place, before: say(cell.after), after: say(cell.before) });
  });
}

/** A long text in a list is known by its beginning. */
function short(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  return characters.length <= MAX_SHOWN ? text : `«${characters.slice(0, MAX_SHOWN - 1).join('')}…»`;
}

/** Says that it was done, and offers to take it back for a while. */
function offerWayBack(text: string, takeBack: () => boolean, { t }: Texts): void {
  announce(text);
  const id = notifications.show({
    role: 'presentation',
    autoClose: OFFER_MILLIS,
    withBorder: true,
    closeButtonProps: { 'aria-label': t('action.close') },
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm">{text}</Text>
        <Button
          size="xs"
          variant="default"
          className={styles.wayBack ?? ''}
          onClick={() => {
            notifications.hide(id);
            announce(t(takeBack() ? 'restore.undone' : 'plan.undo.none'));
          }}
        >
          {t('restore.undoDo')}
        </Button>
      </Group>
    ),
  });
}
