import type { Computed } from '@filiera/shared/plan/compute.ts';
import {
  keyOf,
  type Plan,
  type PlanColumn,
  type PlanRow,
  type PlanTable,
  plainText,
} from '@filiera/shared/plan/plan.ts';
import { formatCount, formatDate, formatMoney } from '@filiera/shared/rules/money.ts';
import type { Element, TableElement, Template } from '@filiera/shared/template/template.ts';

/**
 * Everything that the paper of a filled plan must show, in order: the form's words, and each answer right after the
 * words that ask for it. Told from the form and the plan alone, without a look at how documents are made.
 *
 * Left out is what the paper does not print: names of gaps in a line that has words of its own, options that were not
 * chosen, the heading of a note that nobody wrote, rows that somebody added and left empty.
 */
export function wordsOnPaper(template: Template, plan: Plan, computed: Computed): string[] {
  const words: string[] = [template.overTitle ?? '', template.title];
  for (const section of template.sections.flatMap((one) => [one, ...one.sections])) {
    words.push(section.number, section.title);
    for (const element of section.elements) words.push(...wordsOf(element, plan, computed));
  }
  return words.filter((word) => word !== '');
}

/**
 * The printed pages one after the other, without what pages repeat: their foot, and the label of a box that goes on.
 * What stands below a page is told by its words: `… · versione 1`, then the digest and the page's number.
 */
export function withoutRepetitions(pages: readonly string[], template: Template): string {
  const labels = new Set(template.sections.flatMap((one) => [one, ...one.sections].flatMap(labelsIn)));
  let current = '';
  return pages
    .map((page) => {
      const body = withoutFoot(page).replace(template.footer ?? '\u0000', '');
      const lines = body.trimStart().split('\n');
      const goesOn = lines[0] === current && current !== '';
      current = lines.findLast((line) => labels.has(line)) ?? current;
      return lines.slice(goesOn ? 1 : 0).join('\n');
    })
    .join('\n');
}

/** A printed page without the lines that say whose it is, which version or draft, and which page. */
export function withoutFoot(page: string): string {
  return page
    .replace(/^.*· (?:versione \d+|bozza)\s*$/m, '')
    .replace(/^(?:SHA-256 [0-9a-f ]+)?\s*pagina \d+ di \d+\s*$/m, '');
}

function labelsIn({ elements }: Pick<Template['sections'][number], 'elements'>): string[] {
  return elements.flatMap((element) =>
    element.kind === 'text' || element.kind === 'points' ? [element.label] : [],
  );
}

function wordsOf(element: Element, plan: Plan, computed: Computed, instance?: PlanRow): string[] {
  switch (element.kind) {
    case 'heading':
    case 'paragraph':
      return [element.text];
    case 'points':
      return [element.label, ...element.items.flatMap(({ number, text }) => [number, text])];
    case 'fields':
      return element.parts.map((part) => {
        if (typeof part === 'string') return part;
        const { field } = part;
        return shown((instance?.cells ?? plan.fields)[field.id], field.type, field.options);
      });
    case 'text': {
      const text = plainText(plan.texts[keyOf(element.id, instance?.id)]);
      const skipped = element.fill === 'optional' && text.trim() === '';
      return skipped ? [] : [element.label, element.hint ?? '', ...text.split('\n')];
    }
    case 'table': {
      const table = plan.tables[keyOf(element.id, instance?.id)]!;
      return instance && isList(element) ? listWords(element, table) : tableWords(element, table, computed);
    }
    case 'group':
      return (plan.groups[element.id] ?? []).flatMap((row, index) => [
        element.label.replace('{n}', String(index + 1)),
        ...element.elements.flatMap((part) => wordsOf(part, plan, computed, row)),
      ]);
  }
}

function isList(element: TableElement): boolean {
  return element.columns.every((column) => column.type === 'text' || column.type === 'date');
}

function listWords(element: TableElement, table: PlanTable): string[] {
  const rows = table.rows.flatMap((row) =>
    table.columns.map((column) => shown(row.cells[column.id], column.type)),
  );
  return [element.label, ...rows];
}

function tableWords(element: TableElement, table: PlanTable, computed: Computed): string[] {
  const words = [element.label, element.groupColumns?.number ?? '', element.groupColumns?.label ?? ''];
  words.push(...table.columns.map((column) => column.label));
  words.push(...table.columns.map((column) => column.hint ?? ''));
  for (const group of element.groups ?? [undefined]) {
    words.push(group?.number ?? '', group?.label ?? '');
    const rows = table.rows.filter((row) => row.group === group?.id);
    for (const row of rows.filter((one) => one.preset)) words.push(...rowWords(table, row, computed));
    if (!group) words.push(element.addable?.hint ?? '');
    for (const row of rows.filter((one) => !one.preset)) words.push(...rowWords(table, row, computed));
  }
  if (element.total) {
    const { label, note = '' } = element.total;
    const sums = table.columns
      .filter((column) => column.type === 'money' || column.type === 'sum')
      .map((column) => formatMoney(computed.total(table.key, column.id)));
    // A single sum stands below the table, between the label and what the form says of it.
    words.push(
      ...(sums.length === 1 && element.label === '' ? [label, ...sums, note] : [label, note, ...sums]),
    );
  }
  return words;
}

function rowWords(table: PlanTable, row: PlanRow, computed: Computed): string[] {
  return table.columns.map((column) => {
    if (column.type === 'label' && row.preset) return row.label;
    if (column.type !== 'sum' && !row.computed)
      return shown(row.cells[column.id], column.type, column.options);
    const figure = computed.figure(table.key, row.id, column.id);
    return figure === null ? '' : formatMoney(figure);
  });
}

function shown(
  cell: PlanRow['cells'][string] | undefined,
  type: PlanColumn['type'],
  options: readonly { readonly id: string; readonly label: string }[] = [],
): string {
  if (cell?.kind === 'invalid') return cell.raw;
  if (cell?.kind !== 'value') return '';
  const { value } = cell;
  if (typeof value === 'number') return type === 'money' ? formatMoney(value) : formatCount(value);
  if (type === 'date') return formatDate(value);
  return options.find((option) => option.id === value)?.label ?? value;
}
