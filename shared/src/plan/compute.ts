import type { Amount } from '../template/template.ts';

/** The figures that follow from a plan: computed cells, totals, and any sum that a rule asks for. Whole cents. */
export interface Computed {
  /** The figure that a cell shows, typed in or computed; `null` where it is empty, invalid or not a figure. */
  figure(tableKey: string, row: string, column: string): number | null;
  /** The closing line of a table: the sum of a money or sum column over all its rows. */
  total(tableKey: string, column: string): number;
  /** The sum of an amount's terms. */
  amount(amount: Amount): number;
}
