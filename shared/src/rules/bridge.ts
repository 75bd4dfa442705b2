import { type AmountPart, type Computed, compute } from '../plan/compute.ts';
import { cellKey } from '../plan/layout.ts';
import type { Plan } from '../plan/plan.ts';
import { formOf } from '../template/form.ts';
import type { Rule, Template } from '../template/template.ts';
import type { Place } from './issue.ts';
import { shareOf } from './money.ts';

/** What one column of a line brought to an amount, before and after, in cents. */
export interface BridgePart {
  readonly column: string;
  readonly before: number;
  readonly after: number;
}

/** One row of a table that changed an amount: what it brought before and after, in cents. */
export interface BridgeStep {
  readonly place: Place;
  /** Does the figure follow from others (a flat rate), as against having been typed? */
  readonly computed: boolean;
  readonly before: number;
  readonly after: number;
  /** `after - before`; 0 where one column gave what another took. */
  readonly change: number;
  /** The columns that changed, in the form's order. */
  readonly parts: readonly BridgePart[];
}

/** The share of a headline whose rule asks for one. Basis points, `null` where the whole is zero. */
export interface BridgeShare {
  readonly before: number | null;
  readonly after: number | null;
  readonly limit: number;
}

/** How one headline of the form came from what it was to what it is, in cents. The steps' changes add up to it. */
export interface Bridge {
  /** The headline's id in the template. */
  readonly headline: string;
  readonly before: number;
  readonly after: number;
  readonly steps: readonly BridgeStep[];
  readonly share: BridgeShare | null;
}

/**
 * The money as a bridge between two plans of one form: for each headline what it was, the rows that changed it, and
 * what it is. Sums are taken apart down to what was typed and what a flat rate gives, so no change is counted twice
 * and none is left out; rows come in the form's order, those that are gone after the others of their table.
 */
export function bridgesOf(template: Template, before: Plan, after: Plan): readonly Bridge[] {
  const was = compute(template, before);
  const is = compute(template, after);
  return template.headlines.map(({ id, amount, rule }): Bridge => {
    const watching = template.rules.find((candidate) => candidate.id === rule);
    return {
      headline: id,
      before: was.amount(amount),
      after: is.amount(amount),
      steps: stepsOf(template, before, after, was.parts(amount), is.parts(amount)),
      share: watching?.kind === 'share' ? shareBetween(watching, was, is) : null,
    };
  });
}

/** Did anything of this headline change? */
export function isMoved(bridge: Bridge): boolean {
  return bridge.steps.length > 0 || bridge.share?.before !== bridge.share?.after;
}

function shareBetween(rule: Extract<Rule, { kind: 'share' }>, was: Computed, is: Computed): BridgeShare {
  const share = (computed: Computed): number | null =>
    shareOf(computed.amount(rule.part), computed.amount(rule.total));
  return { before: share(was), after: share(is), limit: rule.basisPoints };
}

function stepsOf(
  template: Template,
  before: Plan,
  after: Plan,
  was: readonly AmountPart[],
  is: readonly AmountPart[],
): BridgeStep[] {
  const sums = new Map<string, { before: number; after: number }>();
  const count = (parts: readonly AmountPart[], side: 'before' | 'after'): void => {
    for (const { table, row, column, cents } of parts) {
      const key = `${table} ${cellKey(row, column)}`;
      const known = sums.get(key) ?? { before: 0, after: 0 };
      known[side] += cents;
      sums.set(key, known);
    }
  };
  count(was, 'before');
  count(is, 'after');

  const steps: BridgeStep[] = [];
  for (const { key, rows, columns } of tablesOf(before, after)) {
    const section = formOf(template).tables.get(key.split('@')[0] ?? key)?.section.id ?? '';
    for (const [row, computed] of rows) {
      const parts = columns.flatMap((column): BridgePart[] => {
        const sum = sums.get(`${key} ${cellKey(row, column)}`);
        return sum && sum.before !== sum.after ? [{ column, ...sum }] : [];
      });
      if (parts.length === 0) continue;
      const all = columns.map((column) => sums.get(`${key} ${cellKey(row, column)}`));
      const total = (side: 'before' | 'after'): number =>
        all.reduce((sum, one) => sum + (one?.[side] ?? 0), 0);
      const change = total('after') - total('before');
      steps.push({
        place: { section, element: key, row },
        computed,
        before: total('before'),
        after: total('after'),
        change,
        parts,
      });
    }
  }
  return steps;
}

/** The tables of either plan with their rows and columns; what only the earlier one has comes last. */
function tablesOf(before: Plan, after: Plan) {
  const keys = new Set([...Object.keys(after.tables), ...Object.keys(before.tables)]);
  return [...keys].map((key) => {
    const tables = [after.tables[key], before.tables[key]].flatMap((table) => table ?? []);
    const rows = new Map(tables.flatMap((table) => table.rows).map((row) => [row.id, row.computed]));
    const columns = [...new Set(tables.flatMap((table) => table.columns).map((column) => column.id))];
    return { key, rows, columns };
  });
}
