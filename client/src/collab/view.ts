import { type Computed, compute } from '@filiera/shared/plan/compute.ts';
import { cellKey } from '@filiera/shared/plan/layout.ts';
import type { Plan, PlanTable } from '@filiera/shared/plan/plan.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { type Completeness, completeness } from '@filiera/shared/rules/completeness.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { missingForShare, shareOf } from '@filiera/shared/rules/money.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type * as Y from 'yjs';
import { shareStructure } from './share-structure.ts';

/** The figures of one table that nobody types. Whole cents. */
export interface TableFigures {
  /** By `<row>/<column>`: cells of computed rows and of sum columns. */
  readonly cells: Readonly<Record<string, number | null>>;
  /** By column: the closing line's sums; empty where the form has no closing line. */
  readonly totals: Readonly<Record<string, number>>;
}

/** One figure that the page keeps in sight. */
export interface HeadlineFigure {
  readonly id: string;
  readonly cents: number;
  /** Of a share rule: what the figure is of the whole, and what it must be, in basis points. */
  readonly share: { readonly basisPoints: number | null; readonly limit: number } | null;
  /** Of a rule with a limit in cents. */
  readonly max: number | null;
  /** What is missing or in excess, in cents; 0 where the rule holds or there is none. */
  readonly gap: number;
}

/** Everything that the page shows of a plan, as plain data whose unchanged parts keep their identity. */
export interface PlanView {
  readonly plan: Plan;
  readonly figures: Readonly<Record<string, TableFigures>>;
  readonly headlines: readonly HeadlineFigure[];
  readonly issues: readonly Issue[];
  /** Issues by each element that they name. */
  readonly issuesAt: Readonly<Record<string, readonly Issue[]>>;
  readonly completeness: Completeness;
}

/** Reads the document and works out all that follows from it, keeping from `before` what stayed the same. */
export function viewOf(doc: Y.Doc, template: Template, before: PlanView | null): PlanView {
  const plan = shareStructure(before?.plan, readPlan(doc, template));
  if (before && plan === before.plan) return before;
  const computed = compute(template, plan);
  const issues = validate(template, plan, computed);
  const issuesAt = new Map<string, Issue[]>();
  for (const issue of issues) {
    const elements = new Set([issue.at, ...issue.also].map((place) => place.element ?? place.section));
    for (const element of elements) {
      issuesAt.set(element, [...(issuesAt.get(element) ?? []), issue]);
    }
  }
  return shareStructure(before, {
    plan,
    figures: Object.fromEntries(
      Object.values(plan.tables).map((table) => [table.key, figuresOf(table, computed, template)]),
    ),
    headlines: headlinesOf(template, computed),
    issues,
    issuesAt: Object.fromEntries(issuesAt),
    completeness: completeness(template, plan),
  });
}

function figuresOf(table: PlanTable, computed: Computed, template: Template): TableFigures {
  const cells: Record<string, number | null> = {};
  for (const row of table.rows) {
    for (const column of table.columns) {
      if (column.type === 'sum' || (row.computed && (column.type === 'money' || column.type === 'count'))) {
        cells[cellKey(row.id, column.id)] = computed.figure(table.key, row.id, column.id);
      }
    }
  }
  const summed = hasTotal(template, table.id)
    ? table.columns.filter(({ type }) => type === 'money' || type === 'sum')
    : [];
  const totals = Object.fromEntries(summed.map(({ id }) => [id, computed.total(table.key, id)]));
  return { cells, totals };
}

function hasTotal(template: Template, tableId: string): boolean {
  return formOf(template).tables.get(tableId)?.element.total !== undefined;
}

function headlinesOf(template: Template, computed: Computed): HeadlineFigure[] {
  return template.headlines.map((headline) => {
    const cents = computed.amount(headline.amount);
    const rule = template.rules.find((candidate) => candidate.id === headline.rule);
    const figure = { id: headline.id, cents, share: null, max: null, gap: 0 };
    if (rule?.kind === 'share') {
      const part = computed.amount(rule.part);
      const total = computed.amount(rule.total);
      return {
        ...figure,
        share: { basisPoints: shareOf(part, total), limit: rule.basisPoints },
        gap: total > 0 ? missingForShare(part, total, rule.basisPoints) : 0,
      };
    }
    if (rule?.kind === 'cap') {
      return { ...figure, max: rule.max, gap: Math.max(0, computed.amount(rule.value) - rule.max) };
    }
    return figure;
  });
}
