import type { CellValue } from '@filiera/shared/plan/edit.ts';
import type { Cell as CellContent, PlanColumn } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { formatCents, formatCount } from '@filiera/shared/rules/money.ts';
import type { ValueType } from '@filiera/shared/template/template.ts';
import { VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import type { Presence } from '../../collab/presence.ts';
import { CommentCorner } from '../../comments/comment-corner.tsx';
import { useText } from '../../ui/text.tsx';
import { AS } from '../table-roles.ts';
import styles from './cell.module.css';
import { CellInput } from './cell-input.tsx';
import { cellText } from './cell-text.ts';
import { IssueMark, isMissing, troubleOf } from './issue-mark.tsx';
import { PresenceFlag, presenceStyle } from './presence-flag.tsx';

/** What the cells of a table do. The same object for as long as the table stands. */
export interface CellActions {
  readonly write: (row: string, column: string, value: CellValue) => void;
}

interface CellProps {
  /** Of the place; see `placeId`. */
  readonly id: string;
  readonly row: string;
  readonly column: PlanColumn;
  readonly type: ValueType;
  readonly cell: CellContent | undefined;
  /** What the column and the row are called, for assistive technology and for cards. */
  readonly columnName: string;
  readonly rowName: string;
  readonly editable: boolean;
  readonly required: boolean;
  readonly issues: readonly Issue[];
  /** How many comments are open here. */
  readonly comments: number;
  readonly presence: Presence | null;
  readonly actions: CellActions;
}

/** One cell that users type into. */
export const Cell = memo(function Cell(props: CellProps) {
  const { id, row, column, type, cell, columnName, rowName, editable, issues, comments, presence, actions } =
    props;
  const note = `${id}-issues`;
  const said = `${id}-comments`;
  const describedBy = [issues.length > 0 ? note : '', comments > 0 ? said : ''].filter(Boolean).join(' ');
  const trouble = troubleOf(issues);
  const figure = type === 'money' || type === 'count';
  return (
    <td
      {...AS.cell}
      className={styles.cell}
      data-row={row}
      data-column={column.id}
      data-figure={figure || undefined}
      data-trouble={trouble ?? undefined}
      data-label={columnName}
      style={presenceStyle(presence)}
      data-presence={presence ? true : undefined}
    >
      {editable ? (
        <CellInput
          id={id}
          cell={cell}
          type={type}
          options={column.options}
          label={`${columnName}, ${rowName}`}
          placeholder={column.hint}
          required={props.required}
          invalid={issues.some((issue) => !isMissing(issue) && issue.severity === 'error')}
          describedBy={describedBy || undefined}
          onWrite={(value) => actions.write(row, column.id, value)}
        />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who wrote it must be reachable without a pointer
        <span id={id} className={styles.text} tabIndex={0} aria-describedby={describedBy || undefined}>
          {cellText(cell, type, column.options)}
        </span>
      )}
      <IssueMark id={note} issues={issues} />
      <CommentCorner id={said} count={comments} />
      {presence && <PresenceFlag presence={presence} />}
    </td>
  );
});

interface ComputedCellProps {
  readonly id: string;
  readonly row: string;
  readonly column: Pick<PlanColumn, 'id' | 'type'>;
  readonly columnName: string;
  /** Cents, or a count; `null` where nothing to compute from was typed yet. */
  readonly figure: number | null;
  /** How the figure follows, in words. */
  readonly formula: string;
  readonly issues: readonly Issue[];
  readonly comments: number;
  /** A closing line is a header's counterpart: stronger. */
  readonly strong?: boolean;
}

/** One cell that follows from others: tinted, with an equals sign, and its formula on focus and hover. */
export const ComputedCell = memo(function ComputedCell(props: ComputedCellProps) {
  const { id, row, column, columnName, figure, formula, issues, comments, strong = false } = props;
  const { t, locale } = useText();
  const note = `${id}-issues`;
  return (
    <td
      {...AS.cell}
      className={styles.cell}
      data-computed
      data-figure
      data-strong={strong || undefined}
      data-row={row}
      data-column={column.id}
      data-trouble={troubleOf(issues) ?? undefined}
      data-label={columnName}
      data-formula={formula}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the formula must be reachable without a pointer */}
      <span id={id} className={styles.figure} tabIndex={0}>
        <span className={styles.equals} aria-hidden="true">
          =
        </span>
        {figure === null ? '' : column.type === 'count' ? formatCount(figure) : formatCents(figure)}
        <VisuallyHidden lang={locale}>{t('plan.cell.computed', { formula })}</VisuallyHidden>
      </span>
      <IssueMark id={note} issues={issues} />
      <CommentCorner id={`${id}-comments`} count={comments} />
    </td>
  );
});
