import { inFours } from '@filiera/shared/dossier/digest.ts';
import { PageNumber, type Paragraph, TabStopType, TextRun } from 'docx';
import type { Draft, Edition } from '../edition.ts';
import { QUIET, TEXT_WIDTH } from '../paper/look.ts';
import { draftSentence } from '../paper/sentences.ts';
import { STYLE } from './style.ts';
import { watermark } from './watermark.ts';
import { paragraph, paragraphOf, runs } from './words.ts';

const SMALL = { size: 16 };

/** What stands above every page of a draft: that it is one, across the page too. */
export function draftHead(draft: Draft): Paragraph[] {
  const words = [`Bozza. `, `${draftSentence(draft)}; non è la versione finale.`];
  return [
    paragraphOf(
      [...runs(words[0]!, { ...SMALL, bold: true }), ...runs(words[1]!, SMALL), watermark()],
      words.join(''),
      { style: STYLE.cell, spacing: { after: 120 } },
    ),
  ];
}

/** What stands below every page: the form's own foot, whose document it is, the version's digest, and which page. */
export function foot(edition: Edition, ofForm: string | undefined): Paragraph[] {
  const which = edition.kind === 'final' ? `versione ${edition.version}` : 'bozza';
  const digest = edition.kind === 'final' ? `SHA-256 ${inFours(edition.digest)}` : '';
  const page = new TextRun({
    ...SMALL,
    children: ['\tpagina ', PageNumber.CURRENT, ' di ', PageNumber.TOTAL_PAGES],
  });
  return [
    ...(ofForm ? [paragraph(ofForm, { alignment: 'center', spacing: { after: 60 } }, SMALL)] : []),
    // A long title may take several lines; the page's number has a line of its own to be found in. The line is the
    // document's, so it runs from left to right whatever name it begins with.
    paragraphOf(runs(`${edition.association} · ${edition.planTitle} · ${which}`, SMALL), '', {
      style: STYLE.cell,
    }),
    paragraphOf([...runs(digest, { size: 13, color: QUIET }), page], '', {
      style: STYLE.cell,
      tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
    }),
  ];
}
