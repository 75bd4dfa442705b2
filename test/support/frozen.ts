import type { PlanReading } from '@filiera/server/src/collab/live.ts';
import { type PlanContent, writeContent } from '@filiera/server/src/demo/content.ts';
import { type DemoPlan, templateOf, writeDemoPlan } from '@filiera/server/src/demo/plan.ts';
import { canonicalJson, sha256 } from '@filiera/server/src/freeze/canonical.ts';
import { type FreezeFacts, frozenDocument } from '@filiera/server/src/freeze/compose.ts';
import { renderDocx } from '@filiera/server/src/freeze/docx/render.ts';
import type { Edition, Seal } from '@filiera/server/src/freeze/edition.ts';
import { compute } from '@filiera/shared/plan/compute.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { validate } from '@filiera/shared/rules/validate.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import * as Y from 'yjs';

/** What a room would read of a document. */
export function readingOf(doc: Y.Doc, template: Template, seq = 1): PlanReading {
  const plan = readPlan(doc, template);
  const computed = compute(template, plan);
  return { seq, template, plan, computed, issues: validate(template, plan, computed) };
}

/** A plan with this content. */
export function readingWith(template: Template, content: PlanContent): PlanReading {
  const doc = new Y.Doc();
  writeContent(doc, template, content);
  return readingOf(doc, template);
}

/** One of the demonstration's plans, whole. */
export function readingOfDemo(demo: DemoPlan): PlanReading {
  const doc = new Y.Doc();
  writeDemoPlan(doc, demo);
  return readingOf(doc, templateOf(demo));
}

/** Frozen by Anna Rossi on 12 December 2023 at 18:04 in Italy. */
export function someFacts(facts: Partial<FreezeFacts> = {}): FreezeFacts {
  return {
    association: { id: 'association-1', name: 'Clust-ER Health' },
    plan: { id: 'plan-1', title: 'Piano di attività 2023-2024' },
    version: 1,
    frozenAt: Date.UTC(2023, 11, 12, 17, 4, 5, 678),
    frozenBy: { id: 'user-1', name: 'Anna Rossi' },
    reason: null,
    blocking: [],
    ...facts,
  };
}

/** A final edition of version 1, frozen by Anna Rossi on 12 December 2023 at 18:04 in Italy. */
export function someEdition(seal: Partial<Seal> = {}): Edition {
  return {
    kind: 'final',
    association: 'Clust-ER Health',
    planTitle: 'Piano di attività 2023-2024',
    version: 1,
    frozenAt: Date.UTC(2023, 11, 12, 17, 4, 5, 678),
    frozenBy: 'Anna Rossi',
    digest: sha256(new TextEncoder().encode('un piano')),
    reason: null,
    blocking: [],
    ...seal,
  };
}

/** A draft of the same plan, of the same moment. */
export function someDraft(): Edition {
  return {
    kind: 'draft',
    association: 'Clust-ER Health',
    planTitle: 'Piano di attività 2023-2024',
    at: Date.UTC(2023, 11, 12, 17, 4, 5, 678),
    by: 'Anna Rossi',
  };
}

/** The JSON and the Word document of a frozen version, and the digest that stands for it. */
export async function renderVersion(
  reading: PlanReading,
  facts: FreezeFacts,
): Promise<{ digest: string; rows: { name: string; sha256: string; content: Uint8Array }[] }> {
  const json = canonicalJson(frozenDocument(reading, facts));
  const digest = sha256(json);
  const docx = await renderDocx(reading, {
    kind: 'final',
    association: facts.association.name,
    planTitle: facts.plan.title,
    version: facts.version,
    frozenAt: facts.frozenAt,
    frozenBy: facts.frozenBy.name,
    digest,
    reason: facts.reason,
    blocking: facts.blocking,
  });
  const files = { 'plan.json': json, 'plan.docx': docx };
  const rows = Object.entries(files).map(([name, content]) => ({ name, sha256: sha256(content), content }));
  return { digest, rows };
}
