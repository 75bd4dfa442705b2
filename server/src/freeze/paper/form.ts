import type { Computed } from '@filiera/shared/plan/compute.ts';
import type { Plan, PlanRow } from '@filiera/shared/plan/plan.ts';
import type {
  Element,
  Field,
  TableElement,
  Template,
  TextElement,
} from '@filiera/shared/template/template.ts';
import { shownCell } from './value.ts';

/** What goes to paper: a form and its answers. */
export interface Answers {
  readonly template: Template;
  readonly plan: Plan;
  readonly computed: Computed;
}

/** The elements of one place in the form, and how deep it is. */
export interface Standing {
  /** The level of headings within. */
  readonly level: number;
  readonly boxed: boolean;
  /** The repeated group's instance. */
  readonly instance?: PlanRow;
}

/** The optional text right after a labelled table: a note on the table, which has no box of its own. */
export function noteOf(
  elements: readonly Element[],
  index: number,
  { instance }: Standing,
): TextElement | null {
  const table = elements[index];
  const next = elements[index + 1];
  if (table?.kind !== 'table' || table.label === '' || next?.kind !== 'text') return null;
  if (instance && isListLike(table)) return null;
  return next.fill === 'optional' ? next : null;
}

/** In a repeated group, rows of one text and at most dates are a list, as the form prints it. */
export function isListLike(element: TableElement): boolean {
  const texts = element.columns.filter((column) => column.type === 'text').length;
  const dates = element.columns.filter((column) => column.type === 'date').length;
  return (
    texts === 1 &&
    texts + dates === element.columns.length &&
    element.rows.length === 0 &&
    !element.groups &&
    !element.columnsFrom
  );
}

/** The text, then the dates where they are known: `Forum S3 (25/10/2018)`. */
export function listItem(element: TableElement, row: PlanRow): string {
  const shown = (type: 'text' | 'date'): string[] =>
    element.columns
      .filter((column) => column.type === type)
      .map((column) => shownCell(row.cells[column.id], { type }).text)
      .filter((text) => text !== '');
  const dates = shown('date').join(', ');
  return [...shown('text'), ...(dates === '' ? [] : [`(${dates})`])].join(' ');
}

/** The line that a form leaves to write on. */
export function emptyGap(field: Field): string {
  return '_'.repeat(field.type === 'text' ? 24 : 11);
}
