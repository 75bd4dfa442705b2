import { setCell } from '@filiera/shared/plan/edit.ts';
import { cellKey } from '@filiera/shared/plan/layout.ts';
import { keyOf, type PlanRow } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import type { TableElement } from '@filiera/shared/template/template.ts';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type CSSProperties, memo, useEffect, useMemo, useRef, useState } from 'react';
import { usePlanState } from '../collab/use-plan.tsx';
import { CommentHandle } from '../comments/comment-handle.tsx';
import { useCellThreads, useElementThreads } from '../comments/use-thread-places.ts';
import { useText } from '../ui/text.tsx';
import { TABLE_EDIT } from '../undo/plan-undo.ts';
import type { CellActions } from './cells/cell.tsx';
import { IssueLines } from './cells/issue-mark.tsx';
import { placeId } from './cells/place-id.ts';
import { useRowRemoval } from './row-removal.tsx';
import styles from './table.module.css';
import { TableBody } from './table-body.tsx';
import { appendRow } from './table-edit.ts';
import { Columns, TableFoot, TableHead } from './table-head.tsx';
import { type CellAt, focusCellAt } from './table-keys.ts';
import { AS } from './table-roles.ts';
import { useTableEvents } from './use-table-events.ts';

interface TableProps {
  readonly element: TableElement;
  readonly section: string;
  /** The instance of the repeated group that the table is part of. */
  readonly instance?: string | undefined;
}

const NONE: readonly never[] = [];

/** One table of the form, checked and added up as anyone types. At phone width its rows are cards. */
export const PlanTableView = memo(function PlanTableView({ element, section, instance }: TableProps) {
  const { t, locale } = useText();
  const key = keyOf(element.id, instance);
  const table = usePlanState((state) => state.view?.plan.tables[key]);
  const figures = usePlanState((state) => state.view?.figures[key]);
  const issues = usePlanState((state) => state.view?.issuesAt[key]) ?? NONE;
  const presences = usePlanState((state) => state.presencesAt[key]) ?? NONE;
  const doc = usePlanState((state) => state.connection.doc);
  const editable = usePlanState((state) => state.editable);
  const cellThreads = useCellThreads(key);
  const tableThreads = useElementThreads(key);
  const root = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<CellAt | null>(null);
  const issuesByCell = useMemo(() => byCell(issues, key), [issues, key]);

  const actions = useMemo<CellActions>(
    () => ({ write: (row, column, value) => setCell(doc, key, row, column, value, TABLE_EDIT) }),
    [doc, key],
  );

  // A row that was added takes the focus once it is drawn.
  useEffect(() => {
    if (wanted && root.current && table && focusCellAt(root.current, wanted)) setWanted(null);
  }, [wanted, table]);

  const room = table ? roomIn(element, table.rows) : 0;
  const add = (group: string | undefined, column?: string): void => {
    if (!table || room <= 0) return;
    const row = appendRow(doc, table, group);
    setWanted({ row, column: column ?? firstTyped(table) });
  };
  const events = useTableEvents({ doc, table, room, editable, onAdd: add });
  const remove = useRowRemoval({ doc, tableKey: key, root });

  if (!table || !figures) return null;
  const addable = element.addable !== undefined && editable;
  const ownRows = table.rows.some((row) => !row.preset);
  return (
    <div
      ref={root}
      className={styles.wrap}
      id={placeId({ element: key })}
      data-section={section}
      data-element={key}
      data-comment-host
      {...events}
    >
      <CommentHandle place={{ section, element: key }} threads={tableThreads} />
      <div className={styles.scroll} data-actions={(addable && ownRows) || undefined}>
        <table {...AS.table} className={styles.table} style={tableWidth(element, table.columns)}>
          <caption className={element.label === '' ? styles.hiddenCaption : styles.caption}>
            {element.label || element.shortLabel}
          </caption>
          <Columns element={element} table={table} actions={addable && ownRows} />
          <TableHead element={element} table={table} actions={addable && ownRows} />
          <TableBody
            element={element}
            table={table}
            figures={figures}
            editable={editable}
            actionsColumn={addable && ownRows}
            issues={issuesByCell}
            presences={presences}
            threads={cellThreads}
            actions={actions}
            onRemove={remove}
            onAdd={addable && room > 0 ? add : null}
          />
          <TableFoot
            element={element}
            table={table}
            figures={figures}
            issues={issuesByCell}
            threads={cellThreads}
            actions={addable && ownRows}
          />
        </table>
      </div>
      {addable && !element.groups && (
        <div className={styles.below} lang={locale}>
          {room > 0 ? (
            <Button
              variant="subtle"
              size="sm"
              data-add
              leftSection={<IconPlus size={18} aria-hidden="true" />}
              aria-label={t('plan.row.addTo', { what: element.shortLabel ?? element.label })}
              onClick={() => add(undefined)}
            >
              {t('plan.row.add')}
            </Button>
          ) : (
            <p className={styles.full}>{t('plan.row.full', { max: element.addable?.max ?? 0 })}</p>
          )}
          {element.addable?.hint && (
            <p className={styles.full} lang="it">
              {element.addable.hint}
            </p>
          )}
        </div>
      )}
      <IssueLines issues={issues} />
    </div>
  );
});

function byCell(issues: readonly Issue[], key: string): ReadonlyMap<string, readonly Issue[]> {
  const cells = new Map<string, Issue[]>();
  for (const issue of issues) {
    for (const place of [issue.at, ...issue.also]) {
      if (place.element !== key || place.row === undefined) continue;
      const cell = cellKey(place.row, place.column ?? '');
      cells.set(cell, [...(cells.get(cell) ?? []), issue]);
    }
  }
  return cells;
}

/** How many more rows the table takes. */
function roomIn(element: TableElement, rows: readonly PlanRow[]): number {
  if (!element.addable) return 0;
  return element.addable.max - rows.filter((row) => !row.preset).length;
}

function firstTyped(table: {
  readonly columns: readonly { readonly id: string; readonly type: string }[];
}): string {
  return table.columns.find((column) => column.type !== 'sum')?.id ?? '';
}

const WIDTHS: Readonly<Record<string, number>> = { money: 128, sum: 128, count: 88, date: 148, choice: 160 };

/** The least width at which the columns can be read, as the variable that the style sheet uses where rows are rows. */
function tableWidth(element: TableElement, columns: readonly { readonly type: string }[]): CSSProperties {
  const lead = element.groupColumns ? 168 : 0;
  const width = lead + columns.reduce((sum, column) => sum + (WIDTHS[column.type] ?? 150), 0);
  return { '--fil-table-width': `${width}px` } as CSSProperties;
}
