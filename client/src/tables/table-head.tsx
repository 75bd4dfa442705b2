import { TOTAL_ROW } from '@filiera/shared/plan/compute.ts';
import { cellKey } from '@filiera/shared/plan/layout.ts';
import type { PlanTable } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import type { TableElement } from '@filiera/shared/template/template.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import type { TableFigures } from '../collab/view.ts';
import { useText } from '../ui/text.tsx';
import { ComputedCell } from './cells/cell.tsx';
import { placeId } from './cells/place-id.ts';
import styles from './table.module.css';
import { columnName } from './table-names.ts';
import { AS } from './table-roles.ts';

interface PartProps {
  readonly element: TableElement;
  readonly table: PlanTable;
  /** Is there a last column for buttons? */
  readonly actions: boolean;
}

/** Widths: figures take what figures need, words share the rest. */
export function Columns({ element, table, actions }: PartProps) {
  return (
    <colgroup>
      {element.groupColumns && <col className={styles.groupNumberColumn} />}
      {element.groupColumns && <col className={styles.groupLabelColumn} />}
      {table.columns.map((column) => (
        <col key={column.id} data-type={column.type} className={styles.column} />
      ))}
      {actions && <col className={styles.actionsColumn} />}
    </colgroup>
  );
}

export function TableHead({ element, table, actions }: PartProps) {
  const { t } = useText();
  return (
    <thead {...AS.rows}>
      <tr {...AS.row}>
        {element.groupColumns && (
          <>
            <th {...AS.columnHeader} scope="col">
              {element.groupColumns.number}
            </th>
            <th {...AS.columnHeader} scope="col">
              {element.groupColumns.label}
            </th>
          </>
        )}
        {table.columns.map((column) => (
          <th
            key={column.id}
            {...AS.columnHeader}
            scope="col"
            className={column.type === 'label' ? styles.labelHead : undefined}
            data-figure={
              column.type === 'money' || column.type === 'sum' || column.type === 'count' || undefined
            }
          >
            {column.label}
          </th>
        ))}
        {actions && (
          <th {...AS.columnHeader} scope="col">
            <span className={styles.srOnly}>{t('plan.row.actions')}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

interface FootProps extends PartProps {
  readonly figures: TableFigures;
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
  readonly threads: ReadonlyMap<string, readonly Thread[]>;
}

const NONE: readonly Issue[] = [];

/** The closing line, where the form has one: the sum of each money column. */
export function TableFoot({ element, table, figures, issues, threads, actions }: FootProps) {
  const { t } = useText();
  if (!element.total) return null;
  const first = table.columns.findIndex((column) => column.type === 'money' || column.type === 'sum');
  const lead = (element.groupColumns ? 2 : 0) + Math.max(1, first);
  return (
    <tfoot {...AS.rows}>
      <tr {...AS.row} className={styles.total} id={placeId({ element: table.key, row: TOTAL_ROW })}>
        <th {...AS.rowHeader} scope="row" colSpan={lead} className={styles.totalLabel}>
          {element.total.label}
          {element.total.note && <span className={styles.totalNote}> {element.total.note}</span>}
        </th>
        {table.columns.slice(Math.max(1, first)).map((column) => {
          const sum = figures.totals[column.id];
          if (sum === undefined) return <td key={column.id} {...AS.cell} className={styles.blank} />;
          return (
            <ComputedCell
              key={column.id}
              id={placeId({ element: table.key, row: TOTAL_ROW, column: column.id })}
              row={TOTAL_ROW}
              column={column}
              columnName={columnName(element, column)}
              figure={sum}
              formula={t('plan.formula.column', {
                column: columnName(element, column) || element.total?.label || '',
              })}
              issues={issues.get(cellKey(TOTAL_ROW, column.id)) ?? NONE}
              comments={threads.get(cellKey(TOTAL_ROW, column.id))?.length ?? 0}
              strong
            />
          );
        })}
        {actions && <td {...AS.cell} className={styles.blank} />}
      </tr>
    </tfoot>
  );
}
