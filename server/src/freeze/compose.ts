import type { Computed } from '@filiera/shared/plan/compute.ts';
import {
  type Cell,
  keyOf,
  type Plan,
  type PlanColumn,
  type PlanRow,
  type PlanTable,
  type RichText,
} from '@filiera/shared/plan/plan.ts';
import type { SpotShape } from '@filiera/shared/plan/spot.ts';
import type { Issue, Param } from '@filiera/shared/rules/issue.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import type {
  Element,
  LeafElement,
  Rule,
  Section,
  Subsection,
  TableElement,
  Template,
} from '@filiera/shared/template/template.ts';
import { sayIssue } from '@filiera/shared/text/text.ts';
import type { PlanReading } from '../collab/live.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import {
  FROZEN_FORMAT,
  FROZEN_FORMAT_VERSION,
  type FrozenContent,
  type FrozenDocument,
  type FrozenIssue,
  type FrozenLeaf,
  type FrozenRule,
  type FrozenSubsection,
  type FrozenTable,
  type FrozenValue,
  frozenDocumentSchema,
} from './document.ts';
import type { OverriddenThread } from './edition.ts';

/** What a freeze knows beside the plan itself. */
export interface FreezeFacts {
  readonly association: { readonly id: string; readonly name: string };
  readonly plan: { readonly id: string; readonly title: string };
  /** The version's number, 1 for a plan's first. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly frozenAt: number;
  readonly frozenBy: { readonly id: string; readonly name: string };
  /** Why the plan is frozen over its errors or blocking threads; `null` where it has neither. */
  readonly reason: string | null;
  /** The threads of comments that block and that it is frozen over. */
  readonly blocking: readonly OverriddenThread[];
}

/**
 * Composes the frozen document of a plan. Pure: equal input gives an equal value. A lone surrogate, which a client can
 * write but JSON in UTF-8 cannot carry, becomes U+FFFD, as on every screen: it must not keep a plan from being frozen.
 */
export function frozenDocument(reading: PlanReading, facts: FreezeFacts): FrozenDocument {
  const { template, plan, computed, issues } = reading;
  const section = (of: Section | Subsection): FrozenSubsection => ({
    id: of.id,
    number: of.number,
    title: of.title,
    content: of.elements.flatMap((element) => contentOf(element, plan, computed)),
  });
  const document: FrozenDocument = {
    format: FROZEN_FORMAT,
    formatVersion: FROZEN_FORMAT_VERSION,
    template: {
      id: template.id,
      version: template.version,
      title: template.title,
      call: template.call,
      language: template.language,
      sha256: templateDigest(template),
    },
    association: facts.association,
    plan: facts.plan,
    version: facts.version,
    seq: reading.seq,
    frozenAt: new Date(facts.frozenAt).toISOString(),
    frozenBy: facts.frozenBy,
    override: overrideOf(facts, issues),
    sections: template.sections.map((of) => ({ ...section(of), sections: of.sections.map(section) })),
    headlines: template.headlines.map(({ id, label, amount }) => ({
      id,
      label,
      cents: computed.amount(amount),
    })),
    rules: template.rules.map((rule) => frozenRule(rule, plan, computed, issues)),
    issues: issues.map(frozenIssue),
    assumptions: [...template.assumptions],
  };
  return frozenDocumentSchema.parse(wellFormed(document));
}

/** What the plan was frozen over, where somebody had to say why. */
function overrideOf({ reason, blocking }: FreezeFacts, issues: readonly Issue[]): FrozenDocument['override'] {
  if (reason === null) return null;
  const threads = blocking.map(({ where, text, author }) => ({ where, text, author }));
  return { reason, errors: errorsOf(issues).length, blocking: threads };
}

/** The digest of a form as data, so that a frozen version also stands for the words that it answers. */
export function templateDigest(template: Template): string {
  // Through JSON: members that are `undefined` are as absent as those that were never written.
  return sha256(canonicalJson(JSON.parse(JSON.stringify(template))));
}

function contentOf(element: Element, plan: Plan, computed: Computed): FrozenContent[] {
  if (element.kind !== 'group') return leafOf(element, plan, computed);
  const instances = (plan.groups[element.id] ?? []).map((row, index) => ({
    id: row.id,
    label: element.label.replaceAll('{n}', String(index + 1)),
    content: element.elements.flatMap((part) => leafOf(part, plan, computed, row)),
  }));
  return [{ kind: 'group', id: element.id, instances }];
}

/** `instance`: the row of the repeated group that the element stands in. */
function leafOf(element: LeafElement, plan: Plan, computed: Computed, instance?: PlanRow): FrozenLeaf[] {
  switch (element.kind) {
    case 'fields': {
      const cells = instance?.cells ?? plan.fields;
      return element.parts.flatMap((part): FrozenLeaf[] => {
        if (typeof part === 'string') return [];
        const { id, label, type } = part.field;
        return [{ kind: 'field', id, label, type, value: frozenValue(cells[id], part.field) }];
      });
    }
    case 'text': {
      const key = keyOf(element.id, instance?.id);
      return [{ kind: 'text', key, label: element.label, blocks: frozenBlocks(plan.texts[key]) }];
    }
    case 'table': {
      const table = plan.tables[keyOf(element.id, instance?.id)];
      return table ? [frozenTable(element, table, computed)] : [];
    }
    default:
      return [];
  }
}

/** A copy that the schema's type takes: a Plan's arrays are readonly. */
function frozenBlocks(text: RichText | undefined): Extract<FrozenLeaf, { kind: 'text' }>['blocks'] {
  return structuredClone(text?.blocks ?? []) as Extract<FrozenLeaf, { kind: 'text' }>['blocks'];
}

function frozenTable(element: TableElement, table: PlanTable, computed: Computed): FrozenTable {
  const figures = table.columns.filter((column) => column.type === 'money' || column.type === 'sum');
  return {
    kind: 'table',
    key: table.key,
    label: element.label,
    columns: table.columns.map(({ id, label, type, instance }) => ({
      id,
      label,
      type,
      ...(instance === undefined ? {} : { instance }),
    })),
    groups: (element.groups ?? []).map(({ id, number, label }) => ({ id, number, label })),
    rows: table.rows.map((row) => ({
      id: row.id,
      label: row.preset ? row.label : null,
      group: row.group ?? null,
      computed: row.computed,
      values: Object.fromEntries(
        table.columns
          .filter((column) => column.type !== 'label' || !row.preset)
          .map((column) => [column.id, valueAt(table, row, column, computed)]),
      ),
    })),
    total: element.total
      ? {
          label: element.total.label,
          values: Object.fromEntries(
            figures.map((column) => [column.id, { cents: computed.total(table.key, column.id) }]),
          ),
        }
      : null,
  };
}

function valueAt(table: PlanTable, row: PlanRow, column: PlanColumn, computed: Computed): FrozenValue {
  if (column.type === 'sum' || row.computed) {
    const figure = computed.figure(table.key, row.id, column.id);
    if (figure === null) return null;
    return column.type === 'count' ? { count: figure } : { cents: figure };
  }
  const type = column.type === 'label' ? 'text' : column.type;
  return frozenValue(row.cells[column.id], { type, options: column.options });
}

/** What one place holds, under a key that says what it is. */
function frozenValue(cell: Cell | undefined, place: SpotShape): FrozenValue {
  if (cell === undefined || cell.kind === 'empty') return null;
  if (cell.kind === 'invalid') return { invalid: cell.raw, reason: cell.reason };
  const { value } = cell;
  switch (place.type) {
    case 'money':
      return { cents: Number(value) };
    case 'count':
      return { count: Number(value) };
    case 'date':
      return { date: String(value) };
    case 'choice': {
      const label = place.options?.find((option) => option.id === value)?.label ?? String(value);
      return { choice: String(value), label };
    }
    case 'text':
      return { text: String(value) };
  }
}

function frozenRule(rule: Rule, plan: Plan, computed: Computed, issues: readonly Issue[]): FrozenRule {
  return {
    id: rule.id,
    label: rule.label,
    source: rule.source,
    severity: rule.severity,
    outcome: issues.some((issue) => issue.rule === rule.id) ? 'broken' : 'holds',
    compared: comparedBy(rule, plan, computed),
  };
}

/** Both sides of a rule, also of one that holds: the evidence that it did. */
function comparedBy(rule: Rule, plan: Plan, computed: Computed): FrozenRule['compared'] {
  const money = (cents: number): Param => ({ kind: 'money', cents });
  const date = (field: string): Param | null => {
    const cell = plan.fields[field];
    return cell?.kind === 'value' ? { kind: 'date', iso: String(cell.value) } : null;
  };
  switch (rule.kind) {
    case 'share':
      return {
        part: money(computed.amount(rule.part)),
        total: money(computed.amount(rule.total)),
        least: { kind: 'percent', basisPoints: rule.basisPoints },
      };
    case 'cap':
      return { value: money(computed.amount(rule.value)), most: money(rule.max) };
    case 'equal':
      return { left: money(computed.amount(rule.left)), right: money(computed.amount(rule.right)) };
    case 'positive':
      return { value: money(computed.amount(rule.value)) };
    case 'dateOrder':
      return { before: date(rule.before), after: date(rule.after) };
    case 'dateLatest':
      return { value: date(rule.field), latest: { kind: 'date', iso: rule.date } };
  }
}

function frozenIssue(issue: Issue): FrozenIssue {
  return {
    rule: issue.rule,
    severity: issue.severity,
    label: issue.label,
    source: issue.source,
    key: issue.key,
    params: { ...issue.params },
    message: { it: sayIssue('it', issue), en: sayIssue('en', issue) },
    left: issue.left ?? null,
    right: issue.right ?? null,
    gapCents: issue.gap ?? null,
    at: { ...issue.at },
    also: issue.also.map((place) => ({ ...place })),
  };
}

/** The same value with every string well-formed. */
function wellFormed<T>(value: T): T {
  if (typeof value === 'string') return value.toWellFormed() as T;
  if (Array.isArray(value)) return value.map(wellFormed) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toWellFormed(), wellFormed(member)]),
  ) as T;
}
