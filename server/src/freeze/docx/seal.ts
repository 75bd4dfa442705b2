import { inFours } from '@filiera/shared/dossier/digest.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { FileChild, Paragraph } from 'docx';
import type { Seal } from '../edition.ts';
import { errorSentence, overWhat, sealSentence, threadSentence } from '../paper/sentences.ts';
import { boxOf, gap, label } from './box.ts';
import type { Contents } from './contents.ts';
import { BULLETS, MONOSPACED, STYLE } from './style.ts';
import { paragraph } from './words.ts';

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
