import type { Plan } from '@filiera/shared/plan/plan.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import * as Y from 'yjs';
import type { History } from './ask.ts';
import type { PlanRef } from './plan-index.ts';

/** A plan as it was with that row of its log; `null` where the log does not go so far. */
export async function planAt(
  history: Pick<History, 'ask'>,
  plan: PlanRef,
  template: Template,
  seq: number,
): Promise<Plan | null> {
  const state = await history.ask(plan, { kind: 'at', seq });
  if (state === null) return null;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const read = readPlan(doc, template);
  doc.destroy();
  return read;
}
