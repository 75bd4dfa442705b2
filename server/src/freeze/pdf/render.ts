import { inFours } from '@filiera/shared/dossier/digest.ts';
import type { PlanReading } from '../../collab/live.ts';
import type { Edition } from '../edition.ts';
import { draftSentence } from '../paper/sentences.ts';
import { type PlainReading, whole } from '../plain-reading.ts';
import type { Sheet } from './compile.ts';
import { formNodes } from './form.ts';
import { settable } from './glyphs.ts';
import type { Paper } from './paper.ts';
import { draftNodes, sealNodes } from './seal.ts';

export const PDF_MEDIA_TYPE = 'application/pdf';

/** What a PDF is made of. */
export interface PdfOrder {
  readonly reading: PlainReading;
  readonly edition: Edition;
  /** The canonical JSON of a frozen version, which goes along. */
  readonly json: Uint8Array | null;
}

/**
 * A plan as the compiler sets it, in the layout of its form, to be a PDF/A-3a: a frozen version with its seal, its digest
 * on every page and, where it is given, its canonical JSON as an attachment; or a copy that every page calls a draft. The
 * same input gives the same bytes, at any time and on any machine.
 */
export function sheetOf({ reading, edition, json }: PdfOrder): Sheet {
  const attached = edition.kind === 'final' ? json : null;
  const made = edition.kind === 'final' ? edition.frozenAt : edition.at;
  const paper = paperOf(whole(reading), edition, attached !== null);
  return { paper: JSON.stringify(paper), at: Math.floor(made / 1000), json: attached };
}

/** What is set, whole. */
export function paperOf(reading: Omit<PlanReading, 'seq'>, edition: Edition, attached: boolean): Paper {
  const { template, plan, issues } = reading;
  const title = settable(edition.planTitle);
  const author = settable(edition.association);
  const description = `${template.shortTitle}, ${template.call}`;
  const form = settable(template.footer ?? '');
  const said =
    edition.kind === 'final'
      ? {
          draft: false,
          info: { title, author, description, keywords: [`SHA-256 ${edition.digest}`] },
          head: { left: title, right: `Versione ${edition.version}` },
          foot: { form, left: author, below: `SHA-256 ${inFours(edition.digest)}` },
        }
      : {
          draft: true,
          info: { title, author, description: `${description}. Bozza`, keywords: ['Bozza'] },
          head: { left: title, right: 'Bozza, non è la versione finale' },
          foot: { form, left: author, below: settable(draftSentence(edition)) },
        };
  const closing = edition.kind === 'final' ? sealNodes(edition, issues, template, plan) : draftNodes(edition);
  const sections = template.sections.reduce((count, section) => count + 1 + section.sections.length, 0);
  return { ...said, contents: sections > 1, body: [...formNodes(reading), ...closing], attached };
}
