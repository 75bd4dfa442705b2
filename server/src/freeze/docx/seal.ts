import { inFours } from '@filiera/shared/dossier/digest.ts';
import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { sayIssue } from '@filiera/shared/text/text.ts';
import type { FileChild, Paragraph } from 'docx';
import type { Draft, OverriddenThread, Seal } from '../edition.ts';
import { boxOf, gap, label } from './box.ts';
import type { Contents } from './contents.ts';
import { BULLETS, MONOSPACED, STYLE } from './style.ts';
import { paragraph } from './words.ts';

const date = new Intl.DateTimeFormat('it-IT', { timeZone: 'Europe/Rome', dateStyle: 'long' });
const time = new Intl.DateTimeFormat('it-IT', { timeZone: 'Europe/Rome', timeStyle: 'short' });

/** `12 dicembre 2023, ore 18:04`, in Italy's time whatever the machine's. */
export function italianMoment(millis: number): string {
  return `${date.format(millis)}, ore ${time.format(millis)}`;
}

/** `Versione 1, congelata da Anna Rossi il 12 dicembre 2023, ore 18:04`. */
export function sealSentence(seal: Pick<Seal, 'version' | 'frozenBy' | 'frozenAt'>): string {
  return `Versione ${seal.version}, congelata da ${seal.frozenBy} il ${italianMoment(seal.frozenAt)}`;
}

/** `Copia del 12 dicembre 2023, ore 18:04 (ora italiana), fatta da Anna Rossi` */
export function draftSentence(draft: Pick<Draft, 'at' | 'by'>): string {
  return `Copia del ${italianMoment(draft.at)} (ora italiana), fatta da ${draft.by}`;
}

/** The box that closes a frozen document: which version it is, whose, its digest, and what it was frozen over. */
export function sealBox(
  seal: Seal,
  issues: readonly Issue[],
  template: Template,
  plan: Plan,
  contents: Contents,
): FileChild[] {
  const cell = { style: STYLE.cell, spacing: { after: 80 } };
  const lead = { ...cell, keepNext: true };
  const item = { ...cell, numbering: { reference: BULLETS, level: 0, instance: 0 } };
  const lines: Paragraph[] = [
    label(TITLE, 1, true, { entry: contents.enter(TITLE, 1) }),
    paragraph(`${sealSentence(seal)} (ora italiana).`, cell),
    paragraph(`${seal.planTitle}, ${seal.association}.`, cell),
    paragraph('Impronta SHA-256 del piano in forma canonica (plan.json):', lead),
    paragraph(inFours(seal.digest), cell, { font: MONOSPACED, bold: true }),
  ];
  const errors = seal.reason === null ? [] : errorsOf(issues);
  const over = overWhat(errors.length, seal.blocking.length);
  const said = [
    ...(over === '' ? [] : [`Congelata con ${over}.`]),
    ...(seal.reason === null ? [] : ['Motivo:']),
  ];
  if (said.length > 0) lines.push(paragraph(said.join(' '), lead, { bold: true }));
  if (seal.reason !== null) lines.push(paragraph(seal.reason, cell));
  if (errors.length > 0) {
    lines.push(
      paragraph('Errori al momento del congelamento:', lead, { bold: true }),
      ...errors.map((issue) => paragraph(errorSentence(issue, template, plan), item)),
    );
  }
  if (seal.blocking.length > 0) {
    lines.push(
      paragraph('Commenti bloccanti al momento del congelamento:', lead, { bold: true }),
      ...seal.blocking.map((thread) => paragraph(threadSentence(thread), item)),
    );
  }
  // A short seal stays on one page; a long list may go on. Word wants a paragraph after the last table.
  return [gap(), boxOf(lines, { kept: said.length === 0 }), gap()];
}

const TITLE = 'Versione finale';

/** `un errore aperto e 2 commenti bloccanti`; empty where there is neither. */
export function overWhat(errors: number, threads: number): string {
  const open = errors === 1 ? 'un errore aperto' : `${errors} errori aperti`;
  const blocking = threads === 1 ? 'un commento bloccante' : `${threads} commenti bloccanti`;
  return [...(errors > 0 ? [open] : []), ...(threads > 0 ? [blocking] : [])].join(' e ');
}

/** Where it stands, whose it is, and what it says. */
export function threadSentence({ where, author, text }: OverriddenThread): string {
  return `${where === '' ? '' : `${where} – `}${author}: «${text.trim()}»`;
}

/** Where it is and what is wrong. A rule of the form is named; a general one says in its sentence what it is about. */
export function errorSentence(issue: Issue, template: Template, plan: Plan): string {
  const { section } = namesOf(template, plan, issue.at);
  const rule = template.rules.find(({ id }) => id === issue.rule);
  const sentence = rule ? `${rule.label.it}: ${sayIssue('it', issue)}` : sayIssue('it', issue);
  return section === '' || sentence.startsWith(section) ? sentence : `${section} – ${sentence}`;
}
