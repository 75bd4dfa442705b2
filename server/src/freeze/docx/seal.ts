import { namesOf } from '@filiera/shared/plan/place.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import { sayIssue } from '@filiera/shared/text/text.ts';
import type { FileChild, Paragraph } from 'docx';
import type { Seal } from '../edition.ts';
import { boxOf, gap, label } from './box.ts';
import { BULLETS, MONOSPACED, STYLE } from './style.ts';
import { paragraph } from './words.ts';

const date = new Intl.DateTimeFormat('it-IT', { timeZone: 'Europe/Rome', dateStyle: 'long' });
const time = new Intl.DateTimeFormat('it-IT', { timeZone: 'Europe/Rome', timeStyle: 'short' });

/** `12 dicembre 2023, ore 18:04`, in Italy's time whatever the machine's. */
export function italianMoment(millis: number): string {
  return `${date.format(millis)}, ore ${time.format(millis)}`;
}

/** `9f86 d081 …`: a digest that people can read to each other. */
export function inFours(digest: string): string {
  return digest.replace(/(.{4})(?=.)/g, '$1 ');
}

/** `Versione 1, congelata da Anna Rossi il 12 dicembre 2023, ore 18:04`. */
export function sealSentence(seal: Pick<Seal, 'version' | 'frozenBy' | 'frozenAt'>): string {
  return `Versione ${seal.version}, congelata da ${seal.frozenBy} il ${italianMoment(seal.frozenAt)}`;
}

/** The box that closes a frozen document: which version it is, whose, its digest, and what it was frozen over. */
export function sealBox(seal: Seal, issues: readonly Issue[], template: Template, plan: Plan): FileChild[] {
  const cell = { style: STYLE.cell, spacing: { after: 80 } };
  const lines: Paragraph[] = [
    label('Versione finale', 1, true),
    paragraph(`${sealSentence(seal)} (ora italiana).`, cell),
    paragraph(`${seal.planTitle}, ${seal.association}.`, cell),
    paragraph('Impronta SHA-256 del piano in forma canonica (plan.json):', { ...cell, keepNext: true }),
    paragraph(inFours(seal.digest), cell, { font: MONOSPACED, bold: true }),
  ];
  if (seal.reason !== null) {
    const errors = errorsOf(issues);
    const count = errors.length === 1 ? 'un errore aperto' : `${errors.length} errori aperti`;
    lines.push(
      paragraph(`Congelata con ${count}. Motivo:`, { ...cell, keepNext: true }, { bold: true }),
      paragraph(seal.reason, cell),
      paragraph('Errori al momento del congelamento:', { ...cell, keepNext: true }, { bold: true }),
      ...errors.map((issue) =>
        paragraph(errorSentence(issue, template, plan), {
          ...cell,
          numbering: { reference: BULLETS, level: 0, instance: 0 },
        }),
      ),
    );
  }
  // A short seal stays on one page; a long list of errors may go on. Word wants a paragraph after the last table.
  return [gap(), boxOf(lines, { kept: seal.reason === null, shaded: true }), gap()];
}

/** Where it is and what is wrong. A rule of the form is named; a general one says in its sentence what it is about. */
export function errorSentence(issue: Issue, template: Template, plan: Plan): string {
  const { section } = namesOf(template, plan, issue.at);
  const rule = template.rules.find(({ id }) => id === issue.rule);
  const sentence = rule ? `${rule.label.it}: ${sayIssue('it', issue)}` : sayIssue('it', issue);
  return section === '' || sentence.startsWith(section) ? sentence : `${section} – ${sentence}`;
}
