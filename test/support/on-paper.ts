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
