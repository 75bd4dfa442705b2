import type { PlanRole } from '@filiera/shared/permissions.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type * as Y from 'yjs';
import { type PlanContent, writeContent } from './content.ts';
import type { DemoMemberKey } from './people.ts';
import type { DemoThread } from './threads.ts';

/** What one member wrote into a plan at one sitting, minutes before the demonstration started. */
export interface DemoEdit {
  readonly by: DemoMemberKey;
  readonly minutesAgo: number;
  readonly content: PlanContent;
}

/** A plan of the demonstration as data: who may do what in it, and what was written by whom, oldest first. */
export interface DemoPlan {
  readonly title: string;
  readonly template: { readonly id: string; readonly version: number };
  readonly createdBy: DemoMemberKey;
  readonly roles: Readonly<Partial<Record<DemoMemberKey, PlanRole>>>;
  readonly edits: readonly DemoEdit[];
  /** What was said about it, oldest first. */
  readonly threads?: readonly DemoThread[];
}

/** The form of a demonstration's plan. Throws where there is none. */
export function templateOf({ template: { id, version } }: DemoPlan): Template {
  const template = findTemplate(id, version);
  if (!template) throw new Error(`there is no form ${id} version ${version}`);
  return template;
}

/** Writes all that a plan holds into one document, whoever wrote it. */
export function writeDemoPlan(doc: Y.Doc, plan: DemoPlan): void {
  for (const edit of plan.edits) writeContent(doc, templateOf(plan), edit.content);
}
