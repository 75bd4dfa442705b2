import type { CellValue } from '@filiera/shared/plan/edit.ts';
import type { Cell, PlanColumn, PlanRow } from '@filiera/shared/plan/plan.ts';
import { isTypedInAddedRow } from '@filiera/shared/plan/read.ts';
import {
  formatCents,
  formatCount,
  formatDate,
  parseCount,
  parseDate,
  parseMoney,
} from '@filiera/shared/rules/money.ts';
import { isTyped } from '@filiera/shared/template/form.ts';
import type { ValueType } from '@filiera/shared/template/template.ts';

type Options = readonly { readonly id: string; readonly label: string }[] | undefined;

/** A cell as people read it: `1.234,50`, `31/12/2024`, an option's label. What is invalid stays as it was typed. */
export function cellText(cell: Cell | undefined, type: ValueType, options?: Options): string {
  if (!cell || cell.kind === 'empty') return '';
  if (cell.kind === 'invalid') return cell.raw;
  const { value } = cell;
  if (typeof value === 'number') return type === 'money' ? formatCents(value) : formatCount(value);
  if (type === 'date') return formatDate(value);
  if (type === 'choice') return options?.find((option) => option.id === value)?.label ?? value;
  return value;
}

/**
 * What a typed text says to a cell of this type. What cannot be read as one is kept as it was typed, so that it stays
 * to be seen and mended; an emptied cell is `null`.
 */
export function typedValue(text: string, type: ValueType, options?: Options): CellValue {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  switch (type) {
    case 'money':
      return parseMoney(trimmed) ?? trimmed;
    case 'count':
      return parseCount(trimmed) ?? trimmed;
    case 'date':
      return parseDate(trimmed) ?? trimmed;
    case 'choice': {
      const named = options?.find((option) => option.label.toLowerCase() === trimmed.toLowerCase());
      return named?.id ?? trimmed;
    }
    case 'text':
      return text;
  }
}

/** What users type into this column of this row, or `null` where they type nothing. */
export function typeOfCell(column: PlanColumn, row: Pick<PlanRow, 'preset' | 'computed'>): ValueType | null {
  if (row.computed) return null;
  if (!row.preset && column.type === 'label') return 'text';
  const typed = row.preset ? isTyped(column) : isTypedInAddedRow(column);
  return typed && column.type !== 'label' && column.type !== 'sum' ? column.type : null;
}
