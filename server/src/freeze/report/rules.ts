import { namesOf } from '@filiera/shared/plan/place.ts';
import { missingForShare, shareOf } from '@filiera/shared/rules/money.ts';
import { formOf } from '@filiera/shared/template/form.ts';
import type { Amount, Rule } from '@filiera/shared/template/template.ts';
import { formatParam } from '@filiera/shared/text/text.ts';
import type { PlanReading } from '../../collab/live.ts';
import type { FrozenDocument, FrozenIssue, FrozenParam, FrozenRule } from '../document.ts';
import type { Edition } from '../edition.ts';
import { PAGE, RULES as SAYS } from '../html/italian.ts';
import { heading, html, lines, type Markup } from '../html/markup.ts';
import { Outline } from '../html/outline.ts';
import { pageBytes } from '../html/page.ts';
import { errorSentences } from '../html/render.ts';
import { fact, overWhat, sealAtEnd, threadList } from '../html/seal.ts';
import { scrolling } from '../html/table.ts';

/** What became of a rule; `noDate` and `noTotal`: there was nothing to hold it against. */
type Outcome = 'holds' | 'broken' | 'noDate' | 'noTotal';

const CLASS = {
  holds: 'holds',
  broken: 'broken',
  noDate: 'unknown',
  noTotal: 'unknown',
} as const satisfies Record<Outcome, string>;

/** One side of a comparison: what it is and what it comes to. */
interface Side {
  readonly name: string;
  readonly value: string;
}

/**
 * What the rules of a form say of a frozen plan, as a page: each of them with its source and both sides of what it
 * compares, whatever else was open, and what the rules assume. Pure: the same input gives the same bytes.
 */
export function renderRuleReport(
  reading: Omit<PlanReading, 'seq'>,
  edition: Edition,
  document: FrozenDocument,
): Uint8Array<ArrayBuffer> {
  const report = new RuleReport(reading, edition, document);
  return report.page();
}

class RuleReport {
  private readonly reading: Omit<PlanReading, 'seq'>;
  private readonly edition: Edition;
  private readonly document: FrozenDocument;
  private readonly outline = new Outline();

  constructor(reading: Omit<PlanReading, 'seq'>, edition: Edition, document: FrozenDocument) {
    this.reading = reading;
    this.edition = edition;
    this.document = document;
  }

  page(): Uint8Array<ArrayBuffer> {
    const { edition, document } = this;
    const { template } = document;
    const errors = errorSentences(this.reading);
    const outcomes = document.rules.map(outcomeOf);
    const [holds, broken] = ['holds', 'broken'].map((one) => outcomes.filter((is) => is === one).length);
    const unknown = outcomes.length - holds! - broken!;
    const of = (severity: FrozenIssue['severity']): number =>
      document.issues.filter((issue) => issue.severity === severity).length;
    const main = html`<h1>${SAYS.title}</h1>
<p>${SAYS.intro(template.title, template.call)}</p>
<p><strong>${SAYS.counts(holds!, broken!, unknown)}.</strong> ${SAYS.open(of('error'), of('warning'))}</p>
${this.override(errors)}${this.rules()}${this.others()}${this.assumptions()}`;
    return pageBytes({
      title: SAYS.title,
      edition,
      errors: errors.length,
      contents: this.outline.entries,
      main,
      foot: sealAtEnd(edition, errors),
    });
  }

  private headed(words: string, depth = 0): Markup {
    return html`${heading(2 + depth, words, html` id="${this.outline.add(words, depth)}"`)}\n`;
  }

  /** Why the plan was frozen all the same; the errors themselves follow below. */
  private override(errors: readonly string[]): Markup | null {
    const { edition } = this;
    if (edition.kind === 'draft' || edition.reason === null) return null;
    const { reason, blocking } = edition;
    return html`${this.headed(SAYS.override)}<p><strong>${PAGE.over} ${overWhat(errors.length, blocking.length)}.</strong></p>
<h3>${PAGE.reason}</h3>
<p>${lines(reason)}</p>
${threadList(blocking)}${errors.length === 0 ? null : html`<p class="quiet">${SAYS.listed}</p>\n`}`;
  }

  private rules(): Markup {
    const { rules } = this.document;
    if (rules.length === 0) return html`${this.headed(SAYS.rules)}<p>${SAYS.noRules}</p>\n`;
    const summary = this.headed(SAYS.summary);
    const opening = this.headed(SAYS.rules);
    // The rules get their ids before the summary leads to them.
    const parts = rules.map((rule) => this.rule(rule));
    const rows = parts.map(
      ({
        rule,
        id,
        outcome,
        difference,
      }) => html`<tr><th scope="row" class="words"><a href="#${id}">${rule.label.it}</a></th>
<td>${SAYS.severities[rule.severity]}</td><td>${difference ?? SAYS.noDifference}</td><td>${state(outcome)}</td></tr>
`,
    );
    const heads = [SAYS.rule, SAYS.severity, SAYS.difference, SAYS.outcome];
    return html`${summary}${listTable('tabella-regole', SAYS.summary, heads, rows)}${opening}${parts.map(({ markup }) => markup)}`;
  }

  private rule(rule: FrozenRule): {
    readonly rule: FrozenRule;
    readonly id: string;
    readonly outcome: Outcome;
    readonly difference: string | null;
    readonly markup: Markup;
  } {
    const known = this.reading.template.rules.find(({ id }) => id === rule.id);
    const issue = this.document.issues.find((one) => one.rule === rule.id);
    const outcome = outcomeOf(rule);
    const difference = issue ? differenceOf(issue) : null;
    const id = this.outline.add(rule.label.it, 1);
    const rows = this.sidesOf(rule, known).map(
      ({ name, value }) =>
        html`<tr><th scope="row" class="words">${lines(name)}</th><td class="figure">${value}</td></tr>\n`,
    );
    const markup = html`<div class="rule${outcome === 'broken' ? ' is-broken' : ''}">
${heading(3, rule.label.it, html` id="${id}"`)}
<dl class="facts">
${fact(SAYS.outcome, state(outcome))}${fact(SAYS.difference, difference ?? SAYS.noDifference)}${
  issue ? fact(SAYS.problem, lines(issue.message.it)) : null
}${fact(SAYS.severity, SAYS.wouldBe[rule.severity])}${fact(SAYS.source, lines(rule.source.it))}${
  known?.explanation ? fact(SAYS.convention, lines(known.explanation.it)) : null
}</dl>
${listTable(`${id}-confronto`, `${SAYS.compared}: ${rule.label.it}`, [SAYS.side, SAYS.value], rows)}</div>
`;
    return { rule, id, outcome, difference, markup };
  }

  /** Both sides of a rule, each called by what the form calls it. */
  private sidesOf(rule: FrozenRule, known: Rule | undefined): readonly Side[] {
    const { compared } = rule;
    const at = (key: string): string => shown(compared[key] ?? null);
    switch (known?.kind) {
      case 'share': {
        const [part, total] = [centsOf(compared.part), centsOf(compared.total)];
        const share = shareOf(part, total);
        const least = missingForShare(0, total, known.basisPoints);
        return [
          { name: this.amountName(known.part), value: at('part') },
          { name: this.amountName(known.total), value: at('total') },
          {
            name: SAYS.share,
            value: share === null ? SAYS.none : shown({ kind: 'percent', basisPoints: share }),
          },
          { name: SAYS.least, value: at('least') },
          { name: SAYS.leastAmount, value: shown({ kind: 'money', cents: least }) },
        ];
      }
      case 'cap':
        return [
          { name: this.amountName(known.value), value: at('value') },
          { name: SAYS.most, value: at('most') },
        ];
      case 'equal':
        return [
          { name: this.amountName(known.left), value: at('left') },
          { name: this.amountName(known.right), value: at('right') },
        ];
      case 'positive':
        return [
          { name: this.amountName(known.value), value: at('value') },
          { name: SAYS.moreThan, value: shown({ kind: 'money', cents: 0 }) },
        ];
      case 'dateOrder':
        return [
          { name: this.fieldName(known.before), value: at('before') },
          { name: this.fieldName(known.after), value: at('after') },
        ];
      case 'dateLatest':
        return [
          { name: this.fieldName(known.field), value: at('value') },
          { name: SAYS.latest, value: at('latest') },
        ];
      default:
        return Object.entries(compared).map(([name, param]) => ({ name, value: shown(param) }));
    }
  }

  /** The places whose figures make an amount, each term once. */
  private amountName(amount: Amount): string {
    const { template, plan } = this.reading;
    const names = amount.map(({ table, row, column, where }) => {
      const section = formOf(template).tables.get(table)?.section.id ?? '';
      const names = namesOf(template, plan, {
        section,
        element: table,
        ...(row === '*' ? {} : { row }),
        ...(column === '*' ? {} : { column }),
      });
      const field = where && formOf(template).fields.get(where.field)?.element;
      const only = field?.options?.find(({ id }) => id === where?.equals)?.label;
      const place = [names.section, names.element, names.row, names.column];
      return [...new Set([...place, only ?? ''])].filter(Boolean).join(' · ');
    });
    return [...new Set(names)].join(' + ');
  }

  private fieldName(field: string): string {
    return formOf(this.reading.template).fields.get(field)?.element.label ?? field;
  }

  /** Everything that is open and no rule of the form's own. */
  private others(): Markup {
    const own = new Set(this.document.rules.map(({ id }) => id));
    const others = this.document.issues.filter(({ rule }) => !own.has(rule));
    const opening = this.headed(SAYS.others);
    if (others.length === 0) return html`${opening}<p>${SAYS.noOthers}</p>\n`;
    const rows = others.map((issue) => {
      const where = this.whereOf(issue);
      return html`<tr><td>${severity(issue.severity)}</td><th scope="row" class="words">${lines(where)}</th><td class="words">${lines(issue.message.it)}</td></tr>\n`;
    });
    return html`${opening}${listTable('tabella-altri', SAYS.others, [SAYS.severity, SAYS.where, SAYS.problem], rows)}`;
  }

  /** The section; the place in it too, where the sentence does not name it. */
  private whereOf({ at, params }: FrozenIssue): string {
    const { template, plan } = this.reading;
    const { section, element, row, column } = at;
    const names = namesOf(template, plan, {
      section,
      ...(element === undefined ? {} : { element }),
      ...(row === undefined ? {} : { row }),
      ...(column === undefined ? {} : { column }),
    });
    if (params.what) return names.section;
    const all = [names.section, names.element, names.row, names.column];
    return [...new Set(all)].filter(Boolean).join(' · ');
  }

  private assumptions(): Markup | null {
    const { assumptions } = this.document;
    if (assumptions.length === 0) return null;
    return html`${this.headed(SAYS.assumptions)}<p>${SAYS.assumptionsNote}</p>
<ul>
${assumptions.map(({ it }) => html`<li>${it}</li>\n`)}</ul>
`;
  }
}

/** A rule that compares nothing holds in the document, as it must not stop a freeze; here that is told apart. */
function outcomeOf({ outcome, compared }: FrozenRule): Outcome {
  if (outcome === 'broken') return 'broken';
  if (Object.values(compared).some((side) => side === null)) return 'noDate';
  return compared.least !== undefined && centsOf(compared.total) <= 0 ? 'noTotal' : 'holds';
}

/** How much is missing, too much or different, where that is an amount. */
function differenceOf({ key, gapCents }: FrozenIssue): string | null {
  if (gapCents === null) return null;
  const amount = shown({ kind: 'money', cents: gapCents });
  if (key === 'positive.zero') return SAYS.noAmount;
  if (key === 'cap.over') return SAYS.excess(amount);
  return key === 'equal.differs' ? SAYS.differs(amount) : SAYS.missing(amount);
}

function centsOf(param: FrozenParam | null | undefined): number {
  return param?.kind === 'money' ? param.cents : 0;
}

function shown(param: FrozenParam | null): string {
  return param === null ? SAYS.empty : formatParam(param, 'it');
}

function state(outcome: Outcome): Markup {
  return html`<span class="state ${CLASS[outcome]}">${SAYS[outcome]}</span>`;
}

function severity(of: FrozenRule['severity']): Markup {
  return html`<span class="state ${of}">${SAYS.severities[of]}</span>`;
}

/** A table of a report: its name for ears alone, since a heading stands above it. */
function listTable(id: string, name: string, heads: readonly string[], rows: readonly Markup[]): Markup {
  return scrolling(
    id,
    html`<table>
<caption><span class="hidden" id="${id}">${name}</span></caption>
<thead>
<tr>${heads.map((head) => html`<th scope="col"${head === SAYS.value ? html` class="figure"` : null}>${head}</th>`)}</tr>
</thead>
<tbody>
${rows}</tbody>
</table>
`,
  );
}
