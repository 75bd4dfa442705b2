import { cellKey } from '@filiera/shared/plan/layout.ts';
import type { PlanColumn, PlanRow, PlanTable } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import type { TableElement } from '@filiera/shared/template/template.ts';
import type { Thread } from '@filiera/shared/threads/api.ts';
import type { ReactNode } from 'react';
import type { Presence } from '../collab/presence.ts';
import type { TableFigures } from '../collab/view.ts';
import { CommentCorner } from '../comments/comment-corner.tsx';
import { useText } from '../ui/text.tsx';
import { Cell, type CellActions, ComputedCell } from './cells/cell.tsx';
import { typeOfCell } from './cells/cell-text.ts';
import { placeId } from './cells/place-id.ts';
import { RemoveRow } from './remove-row.tsx';
import styles from './table.module.css';
import { columnName, presetOf, rowFormula, rowName, sumFormula } from './table-names.ts';
import { AS } from './table-roles.ts';

export interface TableRowProps {
  readonly element: TableElement;
  readonly table: PlanTable;
  readonly row: PlanRow;
  /** The row's place among the added rows, from 1. */
  readonly number: number;
  readonly figures: TableFigures;
  readonly editable: boolean;
  /** Does the table have a last column for the buttons of one's own rows? */
  readonly actionsColumn: boolean;
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
  readonly presences: readonly Presence[];
  /** The open threads of the table's rows and cells. */
  readonly threads: ReadonlyMap<string, readonly Thread[]>;
  readonly actions: CellActions;
  readonly onRemove: (row: PlanRow) => void;
  /** Cells of the row's group, which stand before its first row. */
  readonly lead?: ReactNode;
}

const NONE: readonly Issue[] = [];

/** One row: the form's own words or what users typed, cells to type into, figures that follow. */
export function TableRowView(props: TableRowProps) {
  const { element, table, row, number, editable, actionsColumn, onRemove, lead } = props;
  const { t } = useText();
  const name = rowName(element, row, number, t);
  return (
    <tr
      {...AS.row}
      className={styles.row}
      id={placeId({ element: table.key, row: row.id })}
      data-own={!row.preset || undefined}
      data-computed-row={row.computed || undefined}
    >
      {lead}
      {table.columns.map((column) => (
        <RowCell key={column.id} {...props} column={column} name={name} />
      ))}
      {actionsColumn && (
        <td {...AS.cell} className={styles.actions}>
          {!row.preset && editable && <RemoveRow row={row} name={name} onRemove={onRemove} />}
        </td>
      )}
    </tr>
  );
}

function RowCell(props: TableRowProps & { readonly column: PlanColumn; readonly name: string }) {
  const { element, table, row, column, name, figures, editable, issues, presences, threads, actions } = props;
  const texts = useText();
  const id = placeId({ element: table.key, row: row.id, column: column.id });
  const here = issues.get(cellKey(row.id, column.id)) ?? NONE;
  const type = typeOfCell(column, row);
  // A row's own threads are marked where it begins.
  const ofRow = column === table.columns[0] ? (threads.get(cellKey(row.id, ''))?.length ?? 0) : 0;
  const count = ofRow + (threads.get(cellKey(row.id, column.id))?.length ?? 0);
  if (column.type === 'label' && row.preset) {
    return (
      <th {...AS.rowHeader} scope="row" className={styles.label} data-label={columnName(element, column)}>
        {row.label}
        <CommentCorner id={`${id}-comments`} count={count} />
      </th>
    );
  }
  if (type === null) {
    const key = cellKey(row.id, column.id);
    return (
      <ComputedCell
        id={id}
        row={row.id}
        column={column}
        columnName={columnName(element, column)}
        figure={figures.cells[key] ?? null}
        formula={column.type === 'sum' ? sumFormula(table, column) : rowFormula(element, row, texts)}
        issues={here}
        comments={count}
      />
    );
  }
  const fill = row.preset ? (presetOf(element, row)?.fill ?? column.fill) : column.fill;
  return (
    <Cell
      id={id}
      row={row.id}
      column={column}
      type={type}
      cell={row.cells[column.id]}
      columnName={columnName(element, column)}
      rowName={name}
      editable={editable}
      required={fill === 'required' || (!row.preset && column.type === 'label')}
      issues={here}
      comments={count}
      presence={presences.find(({ place }) => place?.row === row.id && place.column === column.id) ?? null}
      actions={actions}
    />
  );
}
