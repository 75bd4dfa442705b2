import { inFours } from '@filiera/shared/dossier/digest.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import type { Issue } from '@filiera/shared/rules/issue.ts';
import { errorsOf } from '@filiera/shared/rules/validate.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import type { Draft, Seal } from '../edition.ts';
import { draftSentence, errorSentence, overWhat, sealSentence, threadSentence } from '../paper/sentences.ts';
import { heading } from './form.ts';
import type { Node, ParStyle } from './paper.ts';
import { BOX_ROOM } from './table.ts';
import { line, linesOf } from './text.ts';

/** What the grey of a cell means, said where a reader looks for what the paper is. */
const COMPUTED = 'Gli importi su fondo grigio sono calcolati dal modulo.';

/** A seal of so many lines fits one page and is kept on it; a longer list of errors goes on. */
const WHOLE_SEAL_LINES = 36;

/** The box that closes a frozen document: which version it is, whose, its digest, and what it was frozen over. */
export function sealNodes(seal: Seal, issues: readonly Issue[], template: Template, plan: Plan): Node[] {
  const errors = seal.reason === null ? [] : errorsOf(issues);
  const over = overWhat(errors.length, seal.blocking.length);
  const said = [
    ...(over === '' ? [] : [`Congelata con ${over}.`]),
    ...(seal.reason === null ? [] : ['Motivo:']),
  ];
  const body: Node[] = [
    heading('Versione finale', 1, false, BOX_ROOM),
    paragraph(`${sealSentence(seal)} (ora italiana).`),
    paragraph(`${seal.planTitle}, ${seal.association}.`),
    paragraph(COMPUTED),
    paragraph(
      'Impronta SHA-256 del piano in forma canonica (plan.json, allegato a questo documento):',
      'small',
      true,
    ),
    paragraph(inFours(seal.digest), 'digest'),
    ...(said.length > 0 ? [paragraph(said.join(' '), 'strong', true)] : []),
    ...(seal.reason === null ? [] : [paragraph(seal.reason)]),
    ...listed(
      'Errori al momento del congelamento:',
      errors.map((issue) => errorSentence(issue, template, plan)),
    ),
    ...listed('Commenti bloccanti al momento del congelamento:', seal.blocking.map(threadSentence)),
  ];
  return [
    { k: 'box', shaded: true, whole: linesOf(body, BOX_ROOM) <= WHOLE_SEAL_LINES, body },
    {
      k: 'signature',
      title: 'Firma del legale rappresentante',
      lines: ['Luogo', 'Data', 'Nome e cognome', 'Firma'],
    },
  ];
}

/** The box that closes a draft: that it is one. */
export function draftNodes(draft: Draft): Node[] {
  const body = [
    heading('Bozza', 1, false, BOX_ROOM),
    paragraph(`${draftSentence(draft)}. Non è la versione finale.`),
    paragraph(`${draft.planTitle}, ${draft.association}.`),
    paragraph(COMPUTED),
  ];
  return [{ k: 'box', shaded: true, whole: true, body }];
}

function paragraph(text: string, style: ParStyle = 'small', kept = false): Node {
  return { k: 'par', style, ...(kept ? { kept } : {}), ...line(text, BOX_ROOM) };
}

function listed(title: string, items: readonly string[]): Node[] {
  if (items.length === 0) return [];
  return [
    paragraph(title, 'strong', true),
    { k: 'list', ordered: false, items: items.map((item) => [paragraph(item)]) },
  ];
}
