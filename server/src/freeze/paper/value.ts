import type { Cell } from '@filiera/shared/plan/plan.ts';
import type { SpotShape } from '@filiera/shared/plan/spot.ts';
import { formatCount, formatDate, formatMoney } from '@filiera/shared/rules/money.ts';

/** What a place shows on paper. */
export interface Shown {
  /** Empty where the place is. */
  readonly text: string;
  /** Not what its place wants: shown as it was typed, and marked. */
  readonly wrong: boolean;
}

export const BLANK: Shown = { text: '', wrong: false };

/** The words for a cell: money `1.234,50 €`, dates `31/12/2024`, choices by their label, what is invalid as typed. */
export function shownCell(cell: Cell | undefined, place: SpotShape): Shown {
  if (cell === undefined || cell.kind === 'empty') return BLANK;
  if (cell.kind === 'invalid') return { text: cell.raw, wrong: true };
  const { value } = cell;
  switch (place.type) {
    case 'money':
      return shownMoney(Number(value));
    case 'count':
      return { text: formatCount(Number(value)), wrong: false };
    case 'date':
      return { text: formatDate(String(value)), wrong: false };
    case 'choice':
      return { text: place.options?.find(({ id }) => id === value)?.label ?? String(value), wrong: false };
    case 'text':
      return { text: String(value), wrong: false };
  }
}

/** An amount in cents. */
export function shownMoney(cents: number): Shown {
  return { text: formatMoney(cents), wrong: false };
}
