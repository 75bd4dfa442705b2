import type { Computed } from '../plan/compute.ts';
import { nameOf } from '../plan/place.ts';
import { cellValue, type Plan } from '../plan/plan.ts';
import { formOf } from '../template/form.ts';
import type { Rule, Template } from '../template/template.ts';
import type { Issue, Param, Place } from './issue.ts';
import { missingForShare, reachesShare, shareOf } from './money.ts';

const money = (cents: number): Param => ({ kind: 'money', cents });
const text = (value: string): Param => ({ kind: 'text', text: value });

/** What an issue adds to the rule that it comes from. */
type Finding = Pick<Issue, 'key' | 'params'> & Partial<Pick<Issue, 'left' | 'right' | 'gap'>>;

/**
 * Checks one rule of the template. Sums compare cents with cents; a share compares `part * 10000` with
 * `total * basisPoints`, so that nothing is ever rounded up to a pass. Where the total is zero a share divides nothing
 * and fails nothing: that the total is missing is the business of a `positive` rule.
 */
export function checkRule(rule: Rule, template: Template, plan: Plan, computed: Computed): Issue[] {
  const finding = find(rule, template, plan, computed);
  if (!finding) return [];
  const { label, source, severity } = rule;
  const [at = { section: '' }, ...also] = placesOf(rule, template);
  return [{ rule: rule.id, label, source, severity, ...finding, at, also }];
}

function find(rule: Rule, template: Template, plan: Plan, computed: Computed): Finding | null {
  switch (rule.kind) {
    case 'share': {
      const part = computed.amount(rule.part);
      const total = computed.amount(rule.total);
      if (total <= 0 || reachesShare(part, total, rule.basisPoints)) return null;
      const gap = missingForShare(part, total, rule.basisPoints);
      return {
        key: 'share.short',
        params: {
          gap: money(gap),
          part: money(part),
          total: money(total),
          share: { kind: 'percent', basisPoints: shareOf(part, total) ?? 0 },
          limit: { kind: 'percent', basisPoints: rule.basisPoints },
        },
        left: money(part),
        right: money(part + gap),
        gap,
      };
    }
    case 'cap': {
      const value = computed.amount(rule.value);
      if (value <= rule.max) return null;
      const gap = value - rule.max;
      const params = { gap: money(gap), value: money(value), max: money(rule.max) };
      return { key: 'cap.over', params, left: money(value), right: money(rule.max), gap };
    }
    case 'equal': {
      const left = computed.amount(rule.left);
      const right = computed.amount(rule.right);
      if (left === right) return null;
      const gap = Math.abs(left - right);
      const params = { gap: money(gap), left: money(left), right: money(right) };
      return { key: 'equal.differs', params, left: money(left), right: money(right), gap };
    }
    case 'positive': {
      const value = computed.amount(rule.value);
      if (value > 0) return null;
      const [place = { section: '' }] = placesOf(rule, template);
      const params = { what: text(nameOf(template, plan, place)) };
      return { key: 'positive.zero', params, left: money(value), right: money(1), gap: 1 - value };
    }
    case 'dateOrder': {
      const before = cellValue(plan.fields[rule.before]);
      const after = cellValue(plan.fields[rule.after]);
      if (typeof before !== 'string' || typeof after !== 'string' || before < after) return null;
      const left: Param = { kind: 'date', iso: before };
      const right: Param = { kind: 'date', iso: after };
      return { key: 'date.order', params: { before: left, after: right }, left, right };
    }
    case 'dateLatest': {
      const value = cellValue(plan.fields[rule.field]);
      if (typeof value !== 'string' || value <= rule.date) return null;
      const left: Param = { kind: 'date', iso: value };
      const right: Param = { kind: 'date', iso: rule.date };
      return { key: 'date.late', params: { value: left, max: right }, left, right };
    }
  }
}

/** The places of a rule, its own first, each with the section it stands in. */
export function placesOf(rule: Rule, template: Template): Place[] {
  const form = formOf(template);
  return [rule.at, ...rule.also].map((at) => {
    const standing =
      form.tables.get(at.element) ??
      form.texts.get(at.element) ??
      form.groups.get(at.element) ??
      form.fields.get(at.element);
    return {
      section: standing?.section.id ?? '',
      element: at.element,
      ...(at.row === undefined ? {} : { row: at.row }),
      ...(at.column === undefined ? {} : { column: at.column }),
    };
  });
}
