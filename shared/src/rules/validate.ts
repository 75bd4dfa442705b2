import { type Computed, compute } from '../plan/compute.ts';
import type { Plan } from '../plan/plan.ts';
import type { Template } from '../template/template.ts';
import { checkContent } from './content.ts';
import type { Issue } from './issue.ts';
import { checkRule } from './rule.ts';

/**
 * Everything that is wrong with a plan: first what is missing or not what its place wants, in the form's order, then
 * the template's rules in theirs. Pure and exact; the same code runs in the browser on every change and on the server
 * after changes, at a freeze and at an export. It reports and never repairs.
 */
export function validate(
  template: Template,
  plan: Plan,
  computed: Computed = compute(template, plan),
): Issue[] {
  return [
    ...checkContent(template, plan),
    ...template.rules.flatMap((rule) => checkRule(rule, template, plan, computed)),
  ];
}

/** The issues that stop a freeze. */
export function errorsOf(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => issue.severity === 'error');
}
