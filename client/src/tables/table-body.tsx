import type { PlanRow } from '@filiera/shared/plan/plan.ts';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../ui/text.tsx';
import styles from './table.module.css';
import { AS } from './table-roles.ts';
import { type TableRowProps, TableRowView } from './table-row.tsx';

interface TableBodyProps extends Omit<TableRowProps, 'row' | 'number' | 'lead'> {
  /** Adds a row to a group; `null` where nobody may. */
  readonly onAdd: ((group: string | undefined) => void) | null;
}

/** The rows: one body for each group where the form has groups, else one. */
export function TableBody({ onAdd, ...props }: TableBodyProps) {
  const { element, table } = props;
  const { t, locale } = useText();
  const numbers = new Map(table.rows.filter((row) => !row.preset).map((row, index) => [row.id, index + 1]));
  const draw = (row: PlanRow, lead?: ReactNode) => (
    <TableRowView key={row.id} {...props} row={row} number={numbers.get(row.id) ?? 0} lead={lead} />
  );

  if (!element.groups) {
    return (
      <tbody {...AS.rows}>
        {table.rows.map((row) => draw(row))}
        {table.rows.length === 0 && <GuidanceRow {...props} />}
      </tbody>
    );
  }
  return element.groups.map((group) => {
    const rows = table.rows.filter((row) => row.group === group.id);
    const lines = rows.length + (onAdd ? 1 : 0);
    const lead = (
      <>
        <th {...AS.rowHeader} scope="rowgroup" rowSpan={Math.max(1, lines)} className={styles.groupNumber}>
          {group.number}
        </th>
        <th {...AS.rowHeader} scope="rowgroup" rowSpan={Math.max(1, lines)} className={styles.groupLabel}>
          {group.label}
        </th>
      </>
    );
    return (
      <tbody {...AS.rows} key={group.id} data-group={`${group.number} ${group.label}`}>
        {rows.map((row, index) => draw(row, index === 0 ? lead : undefined))}
        {rows.length === 0 && !onAdd && <tr {...AS.row}>{lead}</tr>}
        {onAdd && (
          <tr {...AS.row} className={styles.addRow}>
            {rows.length === 0 && lead}
            <td {...AS.cell} colSpan={table.columns.length}>
              <Button
                variant="subtle"
                size="compact-sm"
                data-add
                lang={locale}
                leftSection={<IconPlus size={16} aria-hidden="true" />}
                aria-label={t('plan.row.addTo', { what: group.label })}
                onClick={() => onAdd(group.id)}
              >
                {t('plan.row.add')}
              </Button>
            </td>
            {props.actionsColumn && <td {...AS.cell} className={styles.blank} />}
          </tr>
        )}
      </tbody>
    );
  });
}

/** A table without rows shows what the form asks for in each column, as the paper does. */
function GuidanceRow({ table, actionsColumn }: Pick<TableRowProps, 'table' | 'actionsColumn'>) {
  const { t, locale } = useText();
  const hints = table.columns.some((column) => column.hint);
  if (!hints) {
    return (
      <tr {...AS.row}>
        <td
          {...AS.cell}
          lang={locale}
          className={styles.empty}
          colSpan={table.columns.length + (actionsColumn ? 1 : 0)}
        >
          {t('plan.table.empty')}
        </td>
      </tr>
    );
  }
  return (
    <tr {...AS.row}>
      {table.columns.map((column) => (
        <td {...AS.cell} key={column.id} className={styles.empty} data-label={column.hint ? undefined : ''}>
          {column.hint}
        </td>
      ))}
      {actionsColumn && <td {...AS.cell} className={styles.blank} />}
    </tr>
  );
}
