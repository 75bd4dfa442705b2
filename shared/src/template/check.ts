import { TOTAL_ROW } from '../plan/compute.ts';
import { fieldsIn, formOf } from './form.ts';
import type {
  Amount,
  Column,
  Field,
  GroupElement,
  LeafElement,
  Rule,
  TableElement,
  Template,
  Term,
} from './template.ts';

/** Ids of the rules that hold for every form, which a form's own rules may not take. */
const GENERAL_RULES = ['required', 'invalid', 'stray'];

/**
 * What a schema cannot see: whether all that a form names is there. One sentence for each thing that is wrong (for
 * the person who writes the form), none where the form is sound. Reading, computing, validating and exporting rely on it.
 */
export function checkTemplate(template: Template): string[] {
  const problems: string[] = [];
  const form = formOf(template);
  const say = (problem: string): void => {
    problems.push(problem);
  };

  const places: string[] = [];
  const fields: Field[] = [];
  const visit = (element: LeafElement | GroupElement, group?: GroupElement): void => {
    if (element.kind === 'text') places.push(element.id);
    if (element.kind === 'fields') {
      const own = fieldsIn([element]);
      fields.push(...own);
      // A group's fields are columns of the group's table; those outside stand beside blocks and tables.
      if (!group) places.push(...own.map((field) => field.id));
      for (const field of own) checkOptions(`field ${field.id}`, field, say);
    }
    if (element.kind === 'table') {
      places.push(element.id);
      checkTable(element, group, form.groups, say);
    }
    if (element.kind === 'group') {
      places.push(element.id);
      if (element.min > element.max) say(`group ${element.id}: min is above max`);
      for (const part of element.elements) visit(part, element);
    }
  };
  for (const section of form.sections) {
    places.push(section.id);
    for (const element of section.elements) visit(element);
  }
  sayTwice('the form', 'place', places, say);
  sayTwice(
    'the form',
    'field',
    fields.map((field) => field.id),
    say,
  );
  sayTwice(
    'the form',
    'rule',
    template.rules.map((rule) => rule.id),
    say,
  );
  sayTwice(
    'the form',
    'headline',
    template.headlines.map((headline) => headline.id),
    say,
  );

  for (const rule of template.rules) checkRule(rule, template, say);
  for (const { id, amount, rule } of template.headlines) {
    checkAmount(`headline ${id}`, amount, template, say);
    if (rule !== undefined && !template.rules.some((candidate) => candidate.id === rule)) {
      say(`headline ${id}: no rule "${rule}"`);
    }
  }
  return problems;
}

type Say = (problem: string) => void;

function sayTwice(where: string, what: string, ids: readonly string[], say: Say): void {
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  for (const id of new Set(twice)) say(`${where}: two ${what}s are called "${id}"`);
}

function checkOptions(where: string, of: Pick<Field | Column, 'type' | 'options'>, say: Say): void {
  if (of.type === 'choice' && !of.options?.length) say(`${where}: a choice without options`);
  if (of.type !== 'choice' && of.options) say(`${where}: options, but it is no choice`);
  sayTwice(
    where,
    'option',
    (of.options ?? []).map((option) => option.id),
    say,
  );
}

function checkTable(
  table: TableElement,
  inside: GroupElement | undefined,
  groups: ReadonlyMap<string, unknown>,
  say: Say,
): void {
  const where = `table ${table.id}`;
  const columnIds = table.columns.map((column) => column.id);
  const rowIds = table.rows.map((row) => row.id);
  const groupIds = table.groups?.map((group) => group.id) ?? [];
  sayTwice(where, 'column', columnIds, say);
  sayTwice(where, 'row', rowIds, say);
  sayTwice(where, 'group', groupIds, say);

  for (const column of table.columns) checkColumn(table, column, say);
  const labels = table.columns.filter((column) => column.type === 'label');
  if (labels.length > 1) say(`${where}: more than one label column`);
  if (table.rows.length > 0 && labels.length === 0) say(`${where}: its rows have no label column`);
  if (table.rows.length === 0 && !table.addable) say(`${where}: no rows, and none can be added`);
  if (table.addable && table.addable.min > table.addable.max) say(`${where}: min is above max`);
  if (table.groupColumns && groupIds.length === 0) say(`${where}: headings for groups that it has not`);

  const from = table.columnsFrom;
  if (from && !groups.has(from.group)) say(`${where}: no group "${from.group}" to take columns from`);
  if (from && inside) say(`${where}: takes columns from a group while it is inside one`);

  const hasFigures = from !== undefined || table.columns.some((column) => column.type === 'money');
  if (table.total) {
    if (!hasFigures) say(`${where}: a closing line, but no money column`);
    if (rowIds.includes(TOTAL_ROW))
      say(`${where}: a row "${TOTAL_ROW}" beside the closing line of that name`);
  }
  for (const row of table.rows) {
    const at = `${where}, row ${row.id}`;
    if (row.group === undefined && groupIds.length > 0) say(`${at}: stands in none of the table's groups`);
    if (row.group !== undefined && !groupIds.includes(row.group)) say(`${at}: no group "${row.group}"`);
    if (!row.formula) continue;
    if (!hasFigures) say(`${at}: computed, but there is no money column`);
    if (row.fill) say(`${at}: computed, so nobody can fill it in`);
    for (const id of operandsOf(table, row.id)) {
      if (!rowIds.includes(id)) say(`${at}: no row "${id}"`);
    }
    if (leadsToItself(table, row.id)) say(`${at}: follows from itself`);
  }
}

function checkColumn(table: TableElement, column: Column, say: Say): void {
  const where = `table ${table.id}, column ${column.id}`;
  checkOptions(where, column, say);
  if (column.type !== 'sum') {
    if (column.of) say(`${where}: names columns to add up, but it is no sum`);
    return;
  }
  if (!column.of?.length) say(`${where}: a sum of no columns`);
  const parts = (column.of ?? []).map((id) => table.columns.find((part) => part.id === id) ?? id);
  for (const part of parts) {
    if (typeof part === 'string') say(`${where}: no column "${part}"`);
    else if (part.type !== 'money' && part.type !== 'count') say(`${where}: "${part.id}" is no figure`);
  }
  const types = new Set(parts.map((part) => (typeof part === 'string' ? '' : part.type)));
  if (types.size > 1) say(`${where}: adds up money and counts`);
}

function operandsOf(table: TableElement, rowId: string): readonly string[] {
  const formula = table.rows.find((row) => row.id === rowId)?.formula;
  if (!formula || formula.of === '*') return [];
  return formula.kind === 'flatRate' ? [formula.of] : formula.of;
}

function leadsToItself(table: TableElement, start: string): boolean {
  const seen = new Set<string>();
  const open = [...operandsOf(table, start)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === start) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...operandsOf(table, id));
  }
  return false;
}

function checkRule(rule: Rule, template: Template, say: Say): void {
  const where = `rule ${rule.id}`;
  if (GENERAL_RULES.includes(rule.id)) say(`${where}: that name belongs to a rule of every form`);
  for (const at of [rule.at, ...rule.also]) checkPlace(where, at, template, say);
  switch (rule.kind) {
    case 'share':
      checkAmount(where, rule.part, template, say);
      checkAmount(where, rule.total, template, say);
      break;
    case 'equal':
      checkAmount(where, rule.left, template, say);
      checkAmount(where, rule.right, template, say);
      break;
    case 'cap':
    case 'positive':
      checkAmount(where, rule.value, template, say);
      break;
    case 'dateOrder':
      checkDate(where, rule.before, template, say);
      checkDate(where, rule.after, template, say);
      break;
    case 'dateLatest':
      checkDate(where, rule.field, template, say);
      break;
  }
}

function checkDate(where: string, id: string, template: Template, say: Say): void {
  const field = formOf(template).fields.get(id);
  if (!field || field.group) say(`${where}: no field "${id}" outside groups`);
  else if (field.element.type !== 'date') say(`${where}: the field "${id}" is no date`);
}

function checkPlace(where: string, at: Rule['at'], template: Template, say: Say): void {
  const form = formOf(template);
  const table = form.tables.get(at.element)?.element;
  const field = form.fields.get(at.element);
  const known = table || form.texts.has(at.element) || form.groups.has(at.element) || (field && !field.group);
  if (!known) say(`${where}: no place "${at.element}"`);
  if (at.row !== undefined && !(table && hasRow(table, at.row))) {
    say(`${where}: no row "${at.row}" in "${at.element}"`);
  }
  const columns = table?.columns ?? fieldsIn(form.groups.get(at.element)?.element.elements ?? []);
  if (at.column !== undefined && !columns.some((column) => column.id === at.column)) {
    say(`${where}: no column "${at.column}" in "${at.element}"`);
  }
}

function hasRow(table: TableElement, row: string): boolean {
  return (
    table.rows.some((candidate) => candidate.id === row) || (row === TOTAL_ROW && table.total !== undefined)
  );
}

function checkAmount(where: string, amount: Amount, template: Template, say: Say): void {
  for (const term of amount) checkTerm(where, term, template, say);
}

function checkTerm(where: string, term: Term, template: Template, say: Say): void {
  const form = formOf(template);
  const table = form.tables.get(term.table)?.element;
  if (!table) {
    say(`${where}: no table "${term.table}"`);
    return;
  }
  if (term.row !== '*' && !hasRow(table, term.row)) say(`${where}: no row "${term.row}" in "${table.id}"`);

  if (term.column === '*') {
    const money = table.columnsFrom !== undefined || table.columns.some((column) => column.type === 'money');
    if (!money) say(`${where}: no money column in "${table.id}"`);
  } else {
    const column = table.columns.find((candidate) => candidate.id === term.column);
    if (!column) say(`${where}: no column "${term.column}" in "${table.id}"`);
    else if (!isMoney(table, column))
      say(`${where}: the column "${term.column}" of "${table.id}" is no money`);
  }

  if (term.where) checkWhere(where, term, term.where, table, template, say);
}

function checkWhere(
  where: string,
  term: Term,
  condition: NonNullable<Term['where']>,
  table: TableElement,
  template: Template,
  say: Say,
): void {
  const group = table.columnsFrom?.group;
  const field = formOf(template).fields.get(condition.field);
  if (group === undefined || term.column !== '*') {
    say(`${where}: "where" needs all columns of a table that takes columns from a group`);
  } else if (field?.group?.id !== group) {
    say(`${where}: no field "${condition.field}" in the group "${group}"`);
  } else if (!field.element.options?.some((option) => option.id === condition.equals)) {
    say(`${where}: "${condition.equals}" is none of the options of "${condition.field}"`);
  }
}

function isMoney(table: TableElement, column: Column): boolean {
  if (column.type !== 'sum') return column.type === 'money';
  return (column.of ?? []).every((id) =>
    table.columns.some((part) => part.id === id && part.type === 'money'),
  );
}
