import { TOTAL_ROW } from '@filiera/shared/plan/compute.ts';
import type { Plan, PlanColumn, PlanTable } from '@filiera/shared/plan/plan.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Amount, Template, Term } from '@filiera/shared/template/template.ts';
import { sumOfMoney, sumWhere } from './formula.ts';
import { type Place, reference, references } from './place.ts';

/** Where the figures and fields of a plan stand in the workbook, noted as the sheets are written. */
export class Figures {
  private readonly template: Template;
  private readonly plan: Plan;
  private readonly places = new Map<string, Place>();
  private readonly columns = new Map<string, Place[]>();

  constructor(template: Template, plan: Plan) {
    this.template = template;
    this.plan = plan;
  }

  noteCell(table: string, row: string, column: string, place: Place): void {
    this.places.set(keyOf('cell', table, row, column), place);
  }

  /** A cell that totals add up: every one of its column in a row that is not computed. */
  noteSummand(table: string, column: string, place: Place): void {
    const key = keyOf(table, column);
    this.columns.set(key, [...(this.columns.get(key) ?? []), place]);
  }

  /** The closing line of a table. */
  noteTotal(table: string, column: string, place: Place): void {
    this.places.set(keyOf('total', table, column), place);
  }

  /** A field of the form, or of a repeated group's instance. */
  noteField(instance: string | undefined, field: string, place: Place): void {
    this.places.set(keyOf('field', instance ?? null, field), place);
  }

  cell(table: string, row: string, column: string): Place | undefined {
    return this.places.get(keyOf('cell', table, row, column));
  }

  field(instance: string | undefined, field: string): Place | undefined {
    return this.places.get(keyOf('field', instance ?? null, field));
  }

  /** References, as a formula on the sheet `from` writes them, to what a column's total adds up. */
  summands(table: string, column: string, from: string): string[] {
    const places = this.columns.get(keyOf(table, column)) ?? [];
    const [first] = places;
    const rows = places.map(({ row }) => row);
    return first ? references(first.sheet, first.column, rows, from) : [];
  }

  /** The formula of an amount on the sheet `from`: what `Computed.amount` adds up, cell by cell. */
  amount(amount: Amount, from: string): string | null {
    return sumOfMoney(amount.flatMap((term) => this.term(term, from)));
  }

  private term(term: Term, from: string): string[] {
    return Object.values(this.plan.tables)
      .filter((table) => table.id === term.table)
      .flatMap((table) =>
        table.columns
          .filter((column) => (term.column === '*' ? column.type === 'money' : column.id === term.column))
          .flatMap((column) => this.under(term, table, column, from)),
      );
  }

  private under(term: Term, table: PlanTable, column: PlanColumn, from: string): string[] {
    const parts = this.cells(term, table, column, from);
    if (term.column !== '*' || term.where === undefined || parts.length === 0) return parts;
    const { field, equals } = term.where;
    const group = formOf(this.template).tables.get(table.id)?.element.columnsFrom?.group;
    const instance = group ? this.plan.groups[group]?.find((row) => row.id === column.instance) : undefined;
    const place = instance && this.field(instance.id, field);
    // What was typed and is no choice counts nowhere, whatever it reads like.
    if (!place || instance.cells[field]?.kind === 'invalid') return [];
    const option = formOf(this.template)
      .fields.get(field)
      ?.element.options?.find(({ id }) => id === equals);
    return [sumWhere(reference(place, from), option?.label ?? equals, parts)];
  }

  private cells(term: Term, table: PlanTable, column: PlanColumn, from: string): string[] {
    if (table.rows.some((row) => row.id === term.row)) {
      const place = this.cell(table.key, term.row, column.id);
      return place ? [reference(place, from)] : [];
    }
    if (term.row !== '*' && term.row !== TOTAL_ROW) return [];
    const total = this.places.get(keyOf('total', table.key, column.id));
    return total ? [reference(total, from)] : this.summands(table.key, column.id, from);
  }
}

/** Ids that members' browsers made may hold anything, so they are kept apart. */
function keyOf(...parts: readonly (string | null)[]): string {
  return JSON.stringify(parts);
}
