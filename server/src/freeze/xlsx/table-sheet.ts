import type { Computed } from '@filiera/shared/plan/compute.ts';
import type { PlanColumn, PlanRow, PlanTable } from '@filiera/shared/plan/plan.ts';
import { isBlankRow } from '@filiera/shared/rules/content.ts';
import type {
  Column,
  RowFormula,
  Section,
  Subsection,
  TableElement,
} from '@filiera/shared/template/template.ts';
import type { Edition } from '../edition.ts';
import { type Content, cellOf, type SheetCell, textCell } from './cell.ts';
import { contentOf } from './content.ts';
import type { Figures } from './figures.ts';
import { flatRateOfCount, flatRateOfMoney, sumOfCounts, sumOfMoney, sumUnlessBlank } from './formula.ts';
import { writeHead } from './head.ts';
import type { Format, Look } from './look.ts';
import { cellName } from './place.ts';
import { linesOf, Sheet } from './sheet.ts';
import { tableWidths } from './table-widths.ts';

/** A table of the form as it goes on a sheet: once, or once for each instance of its repeated group. */
export interface SheetTable {
  readonly element: TableElement;
  readonly section: Section | Subsection;
  /** The tables, each under the name of its instance where it has one. */
  readonly parts: readonly { readonly name: string; readonly table: PlanTable }[];
  /** What the instances are called that brought columns, by their ids. */
  readonly columnNames: ReadonlyMap<string, string>;
}

const FRAMED = { framed: true } as const satisfies Look;
const HEAD = { framed: true, bold: true, fill: 'head' } as const satisfies Look;
const HINT = { framed: true, italics: true, tone: 'quiet' } as const satisfies Look;
const COMPUTED = { framed: true, fill: 'computed' } as const satisfies Look;
const SUMMED = { framed: true, fill: 'computed', bold: true } as const satisfies Look;

/** Writes a table on a sheet of its own and notes where its figures stand. */
export function tableSheet(
  name: string,
  of: SheetTable,
  computed: Computed,
  figures: Figures,
  edition: Edition,
): Sheet {
  const writer = new TableWriter(name, of, computed, figures);
  writer.write(edition);
  return writer.sheet;
}

class TableWriter {
  readonly sheet: Sheet;
  private readonly of: SheetTable;
  private readonly computed: Computed;
  private readonly figures: Figures;
  private readonly columns: readonly PlanColumn[];
  /** The columns before those of the table: the number and name of the row's group, where the form prints them. */
  private readonly lead: number;

  constructor(name: string, of: SheetTable, computed: Computed, figures: Figures) {
    this.of = of;
    this.computed = computed;
    this.figures = figures;
    this.columns = of.parts[0]?.table.columns ?? of.element.columns.map(bareColumn);
    this.lead = of.element.groupColumns && of.element.groups ? 2 : 0;
    const tables = of.parts.map(({ table }) => table);
    this.sheet = new Sheet(name, tableWidths(of.element, this.columns, tables, computed));
  }

  write(edition: Edition): void {
    const { sheet } = this;
    const { element, section, parts } = this.of;
    writeHead(sheet, edition, [`${section.number} ${section.title}`.trim(), element.label]);
    sheet.gap();
    const head = this.header();
    sheet.repeated = { from: head, to: head };
    sheet.frozen = head + 1;
    this.hints();
    for (const { name, table } of parts) {
      if (name !== '') sheet.across(name, HEAD);
      this.body(table);
      this.total(table);
    }
  }

  /** Where a column of the table stands on the sheet. */
  private at(column: PlanColumn): number {
    return this.lead + this.columns.findIndex(({ id }) => id === column.id);
  }

  private header(): number {
    const { groupColumns } = this.of.element;
    const lead = this.lead && groupColumns ? [groupColumns.number, groupColumns.label] : [];
    return this.sheet.add([
      ...lead.map((label) => textCell(label, HEAD)),
      ...this.columns.map((column) => textCell(column.label, { ...HEAD, align: alignOf(column) })),
    ]);
  }

  /**
   * The form's guidance for its columns, in a line of its own as the form prints it; for a column that an instance
   * brought (PAESE 1), what the instance is called.
   */
  private hints(): void {
    const { columnNames } = this.of;
    const hints = this.columns.map(
      ({ hint, instance }) => hint ?? (instance === undefined ? undefined : columnNames.get(instance)) ?? '',
    );
    if (hints.every((hint) => hint === '')) return;
    this.sheet.add([
      ...this.leadCells(),
      ...hints.map((hint, index) => textCell(hint, { ...HINT, align: alignOf(this.columns[index]!) })),
    ]);
  }

  private leadCells(): SheetCell[] {
    return Array.from({ length: this.lead }, () => textCell('', FRAMED));
  }

  /** The lines of a table, first noted and then written: a row may follow from one further down. */
  private body(table: PlanTable): void {
    const lines = this.linesOf(table);
    const first = this.sheet.rows.length;
    lines.forEach((line, index) => {
      if (line.kind !== 'across') this.note(table, line.row, first + index);
    });
    const spans = spansOf(lines);
    lines.forEach((line, index) => {
      if (line.kind === 'across') {
        this.sheet.across(line.text, line.look);
        return;
      }
      // A group's number and name reach down over its rows, which together have room for them.
      const span = spans.find(({ from, to }) => from <= index && index <= to);
      const least = span ? this.linesOfNames(lines[span.from]!) / (span.to - span.from + 1) : 1;
      const cells = [...line.lead, ...this.cells(table, line.row, first + index)];
      this.sheet.add(cells, span ? { from: this.lead, least } : {});
    });
    for (const { from, to } of spans) {
      for (const column of [0, 1]) {
        this.sheet.merges.push({ from: { column, row: first + from }, to: { column, row: first + to } });
      }
    }
  }

  private linesOfNames(line: Line): number {
    const lead = line.kind === 'row' ? line.lead : [];
    return Math.max(
      1,
      ...lead.map(({ content, look }, column) =>
        content.kind === 'text' ? linesOf(content.text, look, this.sheet.widths[column]!) : 1,
      ),
    );
  }

  private linesOf(table: PlanTable): Line[] {
    const { element } = this.of;
    const rows = table.rows.filter((row) => row.preset || !isBlankRow(row));
    const lines = (own: readonly PlanRow[], lead: readonly SheetCell[] = []): Line[] =>
      own.map((row, index) => {
        const names = index === 0 && lead.length > 0;
        return { kind: 'row', row, names, lead: names ? lead : this.leadCells() };
      });
    // What the form says of the rows that members may add.
    const hint = element.addable?.hint;
    const added: Line[] = hint ? [{ kind: 'across', text: hint, look: HINT }] : [];
    if (!element.groups) {
      const preset = lines(rows.filter((row) => row.preset));
      const others = lines(rows.filter((row) => !row.preset));
      const blank: Line[] = rows.length === 0 ? [{ kind: 'row', row: null, lead: [], names: false }] : [];
      return [...preset, ...added, ...others, ...blank];
    }
    const grouped = element.groups.flatMap((group): Line[] => {
      const own = rows.filter((row) => row.group === group.id);
      if (this.lead === 0) {
        const title = `${group.number} ${group.label}`.trim();
        return [{ kind: 'across', text: title, look: HEAD }, ...lines(own)];
      }
      const lead = [textCell(group.number, FRAMED), textCell(group.label, FRAMED)];
      return own.length === 0 ? [{ kind: 'row', row: null, lead, names: true }] : lines(own, lead);
    });
    return [...grouped, ...added];
  }

  /** Notes where the figures of a line stand. What members type into the form's own empty line counts too. */
  private note(table: PlanTable, row: PlanRow | null, line: number): void {
    for (const column of this.columns) {
      const place = { sheet: this.sheet.name, column: this.at(column), row: line };
      if (row) this.figures.noteCell(table.key, row.id, column.id, place);
      if (!row?.computed) this.figures.noteSummand(table.key, column.id, place);
    }
  }

  private cells(table: PlanTable, row: PlanRow | null, line: number): SheetCell[] {
    return this.columns.map((column) => {
      if (row) return this.cell(table, row, column, line);
      return cellOf({ kind: 'blank', format: formatOfColumn(column) }, FRAMED);
    });
  }

  private cell(table: PlanTable, row: PlanRow, column: PlanColumn, line: number): SheetCell {
    const formula = this.of.element.rows.find(({ id }) => id === row.id)?.formula;
    const look = row.computed ? (formula?.kind === 'sum' ? SUMMED : COMPUTED) : FRAMED;
    if (column.type === 'label') {
      if (row.preset) return textCell(row.label, look);
      const typed = contentOf(row.cells[column.id], { type: 'text' });
      return cellOf(typed.content, { ...FRAMED, ...typed.look });
    }
    if (column.type === 'sum') {
      const parts = (column.of ?? []).flatMap((id) => this.columns.filter((other) => other.id === id));
      const names = parts.map((part) => cellName({ column: this.at(part), row: line }));
      return cellOf(this.figure(table, row, column), row.computed ? look : COMPUTED, sumUnlessBlank(names));
    }
    if (row.computed) {
      const written = formula ? this.formula(table, column, formula) : null;
      return cellOf(this.figure(table, row, column), look, written);
    }
    const typed = contentOf(row.cells[column.id], { type: column.type, options: column.options });
    return cellOf(typed.content, { ...FRAMED, ...typed.look });
  }

  /** What the rules' arithmetic gives for a cell. */
  private figure(table: PlanTable, row: PlanRow, column: PlanColumn): Content {
    const figure = this.computed.figure(table.key, row.id, column.id);
    if (figure === null) return { kind: 'blank', format: formatOfColumn(column) };
    return column.type === 'count' ? { kind: 'count', count: figure } : { kind: 'money', cents: figure };
  }

  /** The formula of a computed row in a column of amounts or counts. */
  private formula(table: PlanTable, column: PlanColumn, formula: RowFormula): string | null {
    if (column.type !== 'money' && column.type !== 'count') return null;
    const isCount = column.type === 'count';
    const at = (id: string): string[] => {
      const place = this.figures.cell(table.key, id, column.id);
      return place ? [cellName(place)] : [];
    };
    if (formula.kind === 'flatRate') {
      const [part] = at(formula.of);
      if (part === undefined) return null;
      return isCount
        ? flatRateOfCount(part, formula.basisPoints)
        : flatRateOfMoney(part, formula.basisPoints);
    }
    const parts =
      formula.of === '*'
        ? this.figures.summands(table.key, column.id, this.sheet.name)
        : formula.of.flatMap(at);
    return isCount ? sumOfCounts(parts) : sumOfMoney(parts);
  }

  /** The closing line of a table: its label, then the sum of each column of amounts. */
  private total(table: PlanTable): void {
    const { total } = this.of.element;
    const first = this.columns.findIndex(isMoney);
    if (!total) return;
    const words = [total.label, total.note].filter(Boolean).join(' ');
    // Where the first column holds figures, or none does, the label has a line to itself.
    if (first < 0 || first + this.lead === 0) this.sheet.across(words, SUMMED);
    if (first < 0) return;
    const line = this.sheet.rows.length;
    const sums = this.columns.slice(first).map((column): SheetCell => {
      if (!isMoney(column)) return textCell('', SUMMED);
      this.figures.noteTotal(table.key, column.id, {
        sheet: this.sheet.name,
        column: this.at(column),
        row: line,
      });
      const cents = this.computed.total(table.key, column.id);
      const parts = this.figures.summands(table.key, column.id, this.sheet.name);
      return cellOf({ kind: 'money', cents }, SUMMED, sumOfMoney(parts));
    });
    if (first + this.lead === 0) this.sheet.add(sums);
    else this.sheet.across(words, SUMMED, 0, first + this.lead - 1, sums);
  }
}

/** A line of a table: a row of the plan (`null` for the form's own empty line), or words across all columns. */
type Line =
  | {
      readonly kind: 'row';
      readonly row: PlanRow | null;
      readonly lead: readonly SheetCell[];
      /** It begins a group, whose number and name stand before it. */
      readonly names: boolean;
    }
  | { readonly kind: 'across'; readonly text: string; readonly look: Look };

/** The first and last of the lines over which a group's name reaches. */
function spansOf(lines: readonly Line[]): { readonly from: number; readonly to: number }[] {
  const starts = lines.flatMap((line, index) => (namesGroup(line) ? [index] : []));
  return starts.flatMap((from) => {
    const next = lines.findIndex(
      (line, index) => index > from && (line.kind === 'across' || namesGroup(line)),
    );
    const to = (next < 0 ? lines.length : next) - 1;
    return to > from ? [{ from, to }] : [];
  });
}

function namesGroup(line: Line): boolean {
  return line.kind === 'row' && line.names;
}

/** A column of the form where no plan has one, since its repeated group has no instance. */
function bareColumn({ options, of, hint, ...column }: Column): PlanColumn {
  return { ...column, ...(options && { options }), ...(of && { of }), ...(hint && { hint }) };
}

function isMoney(column: Pick<PlanColumn, 'type'>): boolean {
  return column.type === 'money' || column.type === 'sum';
}

function formatOfColumn({ type }: Pick<PlanColumn, 'type'>): Format {
  if (type === 'sum') return 'money';
  return type === 'label' || type === 'choice' ? 'text' : type;
}

function alignOf(column: PlanColumn): 'left' | 'right' {
  return isMoney(column) || column.type === 'count' ? 'right' : 'left';
}
