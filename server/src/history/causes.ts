import { issueId } from '@filiera/shared/history/issue-id.ts';
import { compute, TOTAL_ROW } from '@filiera/shared/plan/compute.ts';
import { FIELDS_ROOT, parseCellKey } from '@filiera/shared/plan/layout.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import type { Issue, Place } from '@filiera/shared/rules/issue.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Rule, Template, Term } from '@filiera/shared/template/template.ts';
import type { Answers } from './ask.ts';
import type { CellStep } from './effects.ts';
import type { PlanDocument } from './plan-document.ts';
import { EDIT, EDITS, type EditRow, fromJson, type PlanIndex } from './plan-index.ts';

/** For each issue that is open now, the edit since which it has been. */
export function causes(index: PlanIndex, document: PlanDocument): Answers['causes'] {
  const { doc, template } = document;
  const since = new Map(
    index.sql
      .all<{ issue: string; since: number }>('SELECT issue, since FROM issues WHERE plan = ?', index.plan)
      .map((row) => [row.issue, row.since]),
  );
  const plan = readPlan(doc, template);
  const issues = new Map(
    validate(template, plan, compute(template, plan)).map((issue) => [issueId(issue), issue]),
  );
  return {
    seq: index.seq,
    causes: [...issues].map(([id, issue]) => {
      const edit = editAt(index, since.get(id) ?? 0);
      if (!edit) return { issue: id, edit: null };
      const { seq, at, userId } = edit;
      const changes = changesOf(index, seq).filter((change) => isSeenBy(issue, template, change));
      return { issue: id, edit: { seq, at, userId, changes } };
    }),
  };
}

function editAt(index: PlanIndex, seq: number): EditRow | null {
  return index.sql.get<EditRow>(
    `SELECT ${EDIT} FROM ${EDITS} WHERE r.plan = ? AND r.seq = ?`,
    index.plan,
    seq,
  );
}

function changesOf(index: PlanIndex, seq: number): CellStep[] {
  return index.sql
    .all<{ root: string; key: string; before: string; after: string }>(
      'SELECT root, key, before, after FROM cells WHERE plan = ? AND seq = ?',
      index.plan,
      seq,
    )
    .map(({ root, key, before, after }) => ({ root, key, before: fromJson(before), after: fromJson(after) }));
}

/** Does the rule behind an issue look at this cell? */
function isSeenBy(issue: Issue, template: Template, change: CellStep): boolean {
  const rule = template.rules.find(({ id }) => id === issue.rule);
  if (rule) return ruleSees(rule, template, change);
  return [issue.at, ...issue.also].some((place) => isAt(place, change));
}

function isAt({ element, row, column }: Place, { root, key }: CellStep): boolean {
  if (root === FIELDS_ROOT) return element === key;
  const at = parseCellKey(key);
  return (
    element === root.slice(root.indexOf('/') + 1) &&
    (row === undefined || row === at?.row) &&
    (column === undefined || column === at?.column)
  );
}

function ruleSees(rule: Rule, template: Template, change: CellStep): boolean {
  switch (rule.kind) {
    case 'share':
      return [...rule.part, ...rule.total].some((term) => termSees(term, template, change));
    case 'equal':
      return [...rule.left, ...rule.right].some((term) => termSees(term, template, change));
    case 'cap':
    case 'positive':
      return rule.value.some((term) => termSees(term, template, change));
    case 'dateOrder':
      return change.root === FIELDS_ROOT && [rule.before, rule.after].includes(change.key);
    case 'dateLatest':
      return change.root === FIELDS_ROOT && rule.field === change.key;
  }
}

/** Is the cell one of those that a term adds up, also by way of a computed row or column, or chooses columns by? */
function termSees(term: Term, template: Template, { root, key }: CellStep): boolean {
  const table = formOf(template).tables.get(term.table)?.element;
  const at = parseCellKey(key);
  if (!table || !at) return false;
  const group = table.columnsFrom?.group;
  if (term.where && group && root === `table/${group}`) return at.column === term.where.field;
  if (root !== `table/${term.table}` && !root.startsWith(`table/${term.table}@`)) return false;
  const isSum = term.row === '*' || term.row === TOTAL_ROW;
  const row = table.rows.find(({ id }) => id === term.row);
  if (!isSum && term.row !== at.row && !row?.formula) return false;
  const column = table.columns.find(({ id }) => id === term.column);
  return term.column === '*' || term.column === at.column || (column?.of ?? []).includes(at.column);
}
