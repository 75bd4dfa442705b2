import type { Computed } from '@filiera/shared/plan/compute.ts';
import { cellValue, type Plan } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { formatMoney } from '@filiera/shared/rules/money.ts';
import type { Amount, Rule, Template } from '@filiera/shared/template/template.ts';
import { type Content, cellOf, dateContent, isCountedDay, type SheetCell, textCell } from './cell.ts';
import type { Figures } from './figures.ts';
import { inCents } from './formula.ts';
import type { Look } from './look.ts';
import { cellName, reference } from './place.ts';
import { type Sheet, widthFor } from './sheet.ts';

/** The columns of the rules, in their order. */
const HEADINGS = [
  'Regola',
  'Primo termine',
  'Relazione',
  'Secondo termine',
  'Quota',
  'Quota minima',
  'Manca o eccede',
  'Esito',
  'Se non vale',
  'Fonte',
] as const;
/** Widths of these columns, in digits; those of amounts grow with the amounts. */
const WIDTHS = [42, 18, 13, 18, 10, 10, 16, 16, 11, 46] as const;
const AMOUNTS: readonly string[] = ['Primo termine', 'Secondo termine', 'Manca o eccede'];

const ALIGNED = [
  'left',
  'right',
  'center',
  'right',
  'right',
  'right',
  'right',
  'center',
  'left',
  'left',
] as const;

const OUTCOME = { holds: 'rispettata', broken: 'non rispettata', open: 'non verificabile' } as const;
const SEVERITY = { error: 'errore', warning: 'avviso' } as const;

const HEAD = { framed: true, bold: true, fill: 'head' } as const satisfies Look;
const FRAMED = { framed: true } as const satisfies Look;
const LIVE = { framed: true, fill: 'computed' } as const satisfies Look;
const CENTER = { ...FRAMED, align: 'center' } as const satisfies Look;
const NONE = textCell('', FRAMED);

/** What the rules are written from. */
export interface Ruled {
  readonly template: Template;
  readonly plan: Plan;
  readonly computed: Computed;
  readonly issues: readonly Issue[];
}

/** The widths of the columns that the rules take, in digits: no amount that they compare is without room. */
export function ruleWidths({ template, computed }: Ruled): number[] {
  const sums = [...template.rules.flatMap(amountsOf), ...template.headlines.map(({ amount }) => amount)];
  const largest = sums.reduce((most, amount) => Math.max(most, computed.amount(amount)), 0);
  const room = widthFor(formatMoney(largest), { bold: true });
  return HEADINGS.map((heading, column) =>
    AMOUNTS.includes(heading) ? Math.max(WIDTHS[column]!, room) : WIDTHS[column]!,
  );
}

function amountsOf(rule: Rule): readonly Amount[] {
  switch (rule.kind) {
    case 'share':
      return [rule.part, rule.total];
    case 'equal':
      return [rule.left, rule.right];
    case 'cap':
    case 'positive':
      return [rule.value];
    case 'dateOrder':
    case 'dateLatest':
      return [];
  }
}

/** The rules of the form, a line for each: what it compares, its limit, what is missing, and whether it holds. */
export function writeRules(sheet: Sheet, ruled: Ruled, figures: Figures): void {
  const { rules } = ruled.template;
  if (rules.length === 0) return;
  sheet.add(HEADINGS.map((heading, column) => textCell(heading, { ...HEAD, align: ALIGNED[column]! })));
  const from = sheet.rows.length;
  for (const rule of rules) sheet.add(ruleCells(rule, sheet, ruled, figures));
  sheet.alarms.push({
    column: HEADINGS.indexOf('Esito'),
    from,
    to: sheet.rows.length - 1,
    word: OUTCOME.broken,
  });
}

function ruleCells(rule: Rule, sheet: Sheet, ruled: Ruled, figures: Figures): SheetCell[] {
  const row = sheet.rows.length;
  const at = (column: (typeof HEADINGS)[number]): string =>
    cellName({ column: HEADINGS.indexOf(column), row });
  const compared = comparison(rule, sheet.name, ruled, figures, {
    first: at('Primo termine'),
    second: at('Secondo termine'),
    limit: at('Quota minima'),
  });
  const issue = ruled.issues.find((one) => one.rule === rule.id);
  const outcome = OUTCOME[issue ? 'broken' : compared.open ? 'open' : 'holds'];
  return [
    textCell(rule.label.it, FRAMED),
    compared.first,
    textCell(compared.relation, CENTER),
    compared.second,
    compared.share ?? NONE,
    compared.limit ?? NONE,
    compared.gap === undefined ? NONE : cellOf({ kind: 'money', cents: issue?.gap ?? 0 }, LIVE, compared.gap),
    cellOf({ kind: 'text', text: outcome }, { ...LIVE, bold: true, align: 'center' }, compared.outcome),
    textCell(SEVERITY[rule.severity], FRAMED),
    textCell(rule.source.it, { ...FRAMED, size: 8, tone: 'quiet' }),
  ];
}

interface Compared {
  readonly first: SheetCell;
  readonly relation: string;
  readonly second: SheetCell;
  readonly share?: SheetCell;
  readonly limit?: SheetCell;
  /** The formula of what is missing or too much; without one the rule has no such amount. */
  readonly gap?: string;
  /** The formula of the outcome; `null` where a program could not follow it. */
  readonly outcome: string | null;
  /** There is nothing to compare yet. */
  readonly open: boolean;
}

/** The names of the cells in which a rule's own line has its terms. */
interface Terms {
  readonly first: string;
  readonly second: string;
  readonly limit: string;
}

/**
 * Amounts are compared in whole cents, as the rules do, so that nothing is rounded up to a pass: a share holds where
 * part · 10000 reaches total · basis points.
 */
function comparison(rule: Rule, sheet: string, ruled: Ruled, figures: Figures, at: Terms): Compared {
  const [first, second] = [inCents(at.first), inCents(at.second)];
  const sum = (amount: Amount): SheetCell => {
    const cents = ruled.computed.amount(amount);
    return cellOf({ kind: 'money', cents }, LIVE, figures.amount(amount, sheet));
  };
  const fixed = (cents: number): SheetCell => cellOf({ kind: 'money', cents }, FRAMED);
  switch (rule.kind) {
    case 'share': {
      const [part, total] = [ruled.computed.amount(rule.part), ruled.computed.amount(rule.total)];
      const limit = `ROUND(${at.limit}*10000,0)`;
      const needed = `ROUNDUP(${second}*${limit}/10000,0)`;
      const share: Content =
        total === 0 ? { kind: 'blank', format: 'share' } : { kind: 'share', part, total };
      return {
        first: sum(rule.part),
        relation: 'almeno la quota di',
        second: sum(rule.total),
        share: cellOf(share, LIVE, `IF(${second}=0,"",${first}/${second})`),
        limit: cellOf({ kind: 'share', part: rule.basisPoints, total: 10_000 }, FRAMED),
        gap: `MAX(0,${needed}-${first})/100`,
        outcome: outcomeIf(`${first}*10000>=${second}*${limit}`, `${second}<=0`),
        open: total <= 0,
      };
    }
    case 'cap':
      return {
        first: sum(rule.value),
        relation: 'al massimo',
        second: fixed(rule.max),
        gap: `MAX(0,${first}-${second})/100`,
        outcome: outcomeIf(`${first}<=${second}`),
        open: false,
      };
    case 'equal':
      return {
        first: sum(rule.left),
        relation: 'uguale a',
        second: sum(rule.right),
        gap: `ABS(${first}-${second})/100`,
        outcome: outcomeIf(`${first}=${second}`),
        open: false,
      };
    case 'positive':
      return {
        first: sum(rule.value),
        relation: 'più di',
        second: fixed(0),
        outcome: outcomeIf(`${first}>${second}`),
        open: false,
      };
    case 'dateOrder': {
      const [before, after] = [
        day(rule.before, sheet, ruled, figures),
        day(rule.after, sheet, ruled, figures),
      ];
      return {
        first: before.cell,
        relation: 'prima del',
        second: after.cell,
        outcome: before.live && after.live ? outcomeOfDays(`${at.first}<${at.second}`, at) : null,
        open: before.iso === null || after.iso === null,
      };
    }
    case 'dateLatest': {
      const value = day(rule.field, sheet, ruled, figures);
      return {
        first: value.cell,
        relation: 'entro il',
        second: cellOf(dateContent(rule.date), { ...FRAMED, align: 'right' }),
        outcome:
          value.live && isCountedDay(rule.date) ? outcomeOfDays(`${at.first}<=${at.second}`, at) : null,
        open: value.iso === null,
      };
    }
  }
}

/** A date field of the form, as a rule's line shows it. `live`: a program can count with it. */
function day(
  field: string,
  sheet: string,
  { plan }: Ruled,
  figures: Figures,
): { readonly cell: SheetCell; readonly iso: string | null; readonly live: boolean } {
  const value = cellValue(plan.fields[field]);
  const iso = typeof value === 'string' ? value : null;
  const place = figures.field(undefined, field);
  const live = place !== undefined && (iso === null || isCountedDay(iso));
  const content: Content = iso === null ? { kind: 'blank', format: 'date' } : dateContent(iso);
  const named = place && reference(place, sheet);
  return {
    cell: cellOf(content, { ...LIVE, align: 'right' }, live ? `IF(ISNUMBER(${named}),${named},"")` : null),
    iso,
    live,
  };
}

function outcomeIf(holds: string, open?: string): string {
  const outcome = `IF(${holds},"${OUTCOME.holds}","${OUTCOME.broken}")`;
  return open === undefined ? outcome : `IF(${open},"${OUTCOME.open}",${outcome})`;
}

/** Dates are compared where both are there. */
function outcomeOfDays(holds: string, at: Terms): string {
  return outcomeIf(holds, `COUNT(${at.first},${at.second})<2`);
}
