import { inFours } from '@filiera/shared/dossier/digest.ts';
import type { Edition, OverriddenThread } from '../edition.ts';
import { italianMoment } from '../paper/sentences.ts';
import { PAGE } from './italian.ts';
import { apart, html, lines, type Markup, type Piece } from './markup.ts';

/** The id of the seal at the end, to which the one at the head leads. */
const SEAL_ID = 'versione';

/** A name and what it stands for, as one line of a list of facts. */
export function fact(name: string, value: Piece): Markup {
  return html`<dt>${name}</dt><dd>${value}</dd>\n`;
}

/** What opens a page: which version it is, or that it is a draft. */
export function sealAtHead(edition: Edition, errors: number): Markup {
  if (edition.kind === 'draft') {
    return html`<div class="seal">
<p class="draft"><strong>${PAGE.draft}</strong> <span>${PAGE.draftNote}</span></p>
<dl class="facts">
${fact(PAGE.made, doneBy(edition.by, edition.at))}</dl>
</div>`;
  }
  const over = overWhat(edition.reason === null ? 0 : errors, edition.blocking.length);
  return html`<div class="seal">
<dl class="facts">
${versionFacts(edition)}${
  edition.reason === null
    ? null
    : [
        over === '' ? null : fact(PAGE.over, html`${over}. <a href="#${SEAL_ID}">${PAGE.atEnd}</a>`),
        fact(PAGE.reason, lines(edition.reason)),
      ]
}</dl>
</div>`;
}

/**
 * What closes a page: the same again, and all that the plan was frozen over. `errors`: a sentence for each error that
 * was open.
 */
export function sealAtEnd(edition: Edition, errors: readonly string[]): Markup {
  if (edition.kind === 'draft') {
    return html`<section class="seal" id="${SEAL_ID}" aria-labelledby="${SEAL_ID}-t">
<h2 id="${SEAL_ID}-t">${PAGE.draftCopy}</h2>
<p class="draft"><strong>${PAGE.draft}</strong> <span>${PAGE.draftNote}</span></p>
<dl class="facts">
${fact(PAGE.plan, apart(edition.planTitle))}${fact(PAGE.association, apart(edition.association))}${fact(PAGE.made, doneBy(edition.by, edition.at))}</dl>
</section>`;
  }
  return html`<section class="seal" id="${SEAL_ID}" aria-labelledby="${SEAL_ID}-t">
<h2 id="${SEAL_ID}-t">${PAGE.finalVersion}</h2>
<dl class="facts">
${fact(PAGE.plan, apart(edition.planTitle))}${fact(PAGE.association, apart(edition.association))}${versionFacts(edition)}</dl>
${edition.reason === null ? null : overridden(edition.reason, errors, edition.blocking)}</section>`;
}

/** Why a plan was frozen all the same, and over what. */
function overridden(reason: string, errors: readonly string[], threads: readonly OverriddenThread[]): Markup {
  const over = overWhat(errors.length, threads.length);
  return html`${over === '' ? null : html`<p><strong>${PAGE.over} ${over}.</strong></p>\n`}<h3>${PAGE.reason}</h3>
<p>${lines(reason)}</p>
${
  errors.length === 0
    ? null
    : html`<h3>${PAGE.errors}</h3>
<ul>
${errors.map((error) => html`<li>${lines(error)}</li>\n`)}</ul>
`
}${threadList(threads)}`;
}

/** The threads of comments that blocked, where there were any. */
export function threadList(threads: readonly OverriddenThread[]): Markup | null {
  if (threads.length === 0) return null;
  return html`<h3>${PAGE.threads}</h3>
<ul>
${threads.map(({ where, text, author }) => html`<li>${where === '' ? null : html`${apart(where)} – `}${apart(author)}: «${apart(text.trim())}»</li>\n`)}</ul>
`;
}

/** `12 errori aperti e 1 commento bloccante`. */
export function overWhat(errors: number, threads: number): string {
  return [
    ...(errors > 0 ? [PAGE.openErrors(errors)] : []),
    ...(threads > 0 ? [PAGE.openThreads(threads)] : []),
  ].join(PAGE.and);
}

function versionFacts(edition: Extract<Edition, { kind: 'final' }>): readonly Markup[] {
  return [
    fact(PAGE.version, edition.version),
    fact(PAGE.frozen, doneBy(edition.frozenBy, edition.frozenAt)),
    fact(
      PAGE.digest,
      html`<span class="digest">${inFours(edition.digest)}</span> <span class="quiet">${PAGE.digestOf}</span>`,
    ),
  ];
}

function doneBy(name: string, at: number): Markup {
  return html`${PAGE.by} ${apart(name)} ${PAGE.on(italianMoment(at))}`;
}
