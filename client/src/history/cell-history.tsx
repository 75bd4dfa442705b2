import type { CellChange, HistoryPerson } from '@filiera/shared/history/api.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowRight } from '@tabler/icons-react';
import { usePlanSession, usePlanState } from '../collab/use-plan.tsx';
import { SideDrawer } from '../plan/side-drawer.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { sayMoment } from '../ui/moment.ts';
import { Person } from '../ui/person.tsx';
import { useText } from '../ui/text.tsx';
import { spokenPlace } from '../undo/undone-place.ts';
import styles from './cell-history.module.css';
import { type CellKind, cellKind, pastText } from './cell-kind.ts';
import { useCellHistory } from './queries.ts';

/** A cell or field whose history is asked for. */
export interface CellAddress {
  readonly root: string;
  readonly key: string;
  readonly place: Place;
}

interface CellHistoryProps {
  /** `null`: closed. */
  readonly cell: CellAddress | null;
  readonly onClose: () => void;
}

/** All changes of one cell or field: a dialog, on a phone a drawer. The focus goes back to where it was. */
export function CellHistoryView({ cell, onClose }: CellHistoryProps) {
  const { t } = useText();
  const { template } = usePlanSession();
  const plan = usePlanState((state) => state.view?.plan);
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const place = cell && plan ? spokenPlace(template, [plan], cell.place) : '';
  const title = t('authors.cell.title', { place });
  const kind = cell && plan ? cellKind(template, plan, cell.root, cell.key) : null;
  const content = cell && kind && <Changes cell={cell} kind={kind} />;
  return phone ? (
    <SideDrawer title={title} opened={cell !== null} onClose={onClose} position="bottom" size="75%">
      {content}
    </SideDrawer>
  ) : (
    <Dialog title={title} opened={cell !== null} onClose={onClose}>
      {content}
    </Dialog>
  );
}

function Changes({ cell, kind }: { readonly cell: CellAddress; readonly kind: CellKind }) {
  const { t } = useText();
  const { planId } = usePlanSession();
  const last = usePlanState((state) => state.edits.get(cell.root)?.get(cell.key)?.at);
  const { data, error, refetch } = useCellHistory(planId, cell.root, cell.key, last);
  if (error && !data) {
    return (
      <div className={styles.note} role="alert">
        <p>{t('authors.cell.failed')}</p>
        <Button size="xs" variant="default" onClick={() => void refetch()}>
          {t('authors.cell.retry')}
        </Button>
      </div>
    );
  }
  if (!data) {
    return (
      <p className={styles.note} role="status">
        {t('authors.cell.loading')}
      </p>
    );
  }
  if (data.changes.length === 0) return <p className={styles.note}>{t('authors.cell.none')}</p>;
  const people = new Map(data.people.map((person) => [person.id, person]));
  return (
    <ol className={styles.changes}>
      {data.changes.map((change, index) => (
        <ChangeItem
          // One row of the log may hold two changes of a cell, and the list only ever grows at its head.
          // biome-ignore lint/suspicious/noArrayIndexKey: counted from its foot it is the change's own number
          key={`${change.seq} ${data.changes.length - index}`}
          change={change}
          kind={kind}
          person={people.get(change.userId)}
        />
      ))}
    </ol>
  );
}

interface ChangeItemProps {
  readonly change: CellChange;
  readonly kind: CellKind;
  readonly person: HistoryPerson | undefined;
}

function ChangeItem({ change, kind, person }: ChangeItemProps) {
  const { t, locale } = useText();
  const marks = [
    ...(change.offline ? [t('authors.offline')] : []),
    ...(change.origin === 'restore' ? [t('authors.restore')] : []),
  ];
  return (
    <li className={styles.change}>
      <Person
        name={person?.name ?? t('authors.left')}
        color={person?.color ?? 'var(--fil-muted)'}
        note={[sayMoment(change.at, locale), ...marks].join(' · ')}
      />
      <p className={styles.values} data-figure={kind.type === 'money' || kind.type === 'count' || undefined}>
        <Value label={t('authors.cell.before')} text={pastText(change.before, kind)} />
        <IconArrowRight size={16} aria-hidden="true" />
        <Value label={t('authors.cell.after')} text={pastText(change.after, kind)} />
      </p>
    </li>
  );
}

function Value({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useText();
  return (
    <span className={styles.value}>
      <span className={styles.label}>{label} </span>
      {text === '' ? (
        <span className={styles.empty}>{t('authors.cell.empty')}</span>
      ) : (
        <span lang="it">{text}</span>
      )}
    </span>
  );
}
