import { compute } from '@filiera/shared/plan/compute.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { PlanReading } from '../collab/live.ts';

/** A plan as data alone, so that another thread can be given it: what follows from it is worked out there again. */
export interface PlainReading {
  readonly template: Template;
  readonly plan: Plan;
}

/** What of a reading goes to another thread. */
export const plain = ({ template, plan }: PlainReading): PlainReading => ({ template, plan });

/** What is made of it there: the same reading, but for the row of the log that it was made at. */
export function whole({ template, plan }: PlainReading): Omit<PlanReading, 'seq'> {
  const computed = compute(template, plan);
  return { template, plan, computed, issues: validate(template, plan, computed) };
}
