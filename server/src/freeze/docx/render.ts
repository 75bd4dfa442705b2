import { Document, Footer, PageNumber, type Paragraph, TabStopType, TextRun } from 'docx';
import type { PlanReading } from '../../collab/live.ts';
import type { Seal } from '../edition.ts';
import { formBody } from './form.ts';
import { packageBytes } from './package.ts';
import { sealBox, sealSentence } from './seal.ts';
import { numbering, pageProperties, STYLE, styles, TEXT_WIDTH } from './style.ts';
import { paragraph, paragraphOf, runs } from './words.ts';

export const DOCX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * A frozen plan as a Word document in the layout of its form. Pure: the same plan and seal give the same bytes, at any
 * time and in any time zone.
 */
export async function renderDocx(
  reading: Omit<PlanReading, 'seq'>,
  seal: Seal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { template, plan, issues } = reading;
  const sentence = sealSentence(seal);
  const document = new Document({
    title: seal.planTitle,
    creator: seal.association,
    styles,
    numbering,
    customProperties: [{ name: 'SHA-256', value: seal.digest }],
    sections: [
      {
        properties: pageProperties,
        children: [...formBody(reading), ...sealBox(seal, issues, template, plan)],
        footers: { default: new Footer({ children: footerLines(seal, template.footer) }) },
      },
    ],
  });
  return packageBytes(document, {
    title: seal.planTitle,
    creator: seal.association,
    lastModifiedBy: seal.frozenBy,
    description: `${template.shortTitle}, ${template.call}. ${sentence}. SHA-256 ${seal.digest}`,
    language: 'it-IT',
    version: String(seal.version),
    at: seal.frozenAt,
  });
}

/** The form's own foot, then whose document it is and which page. */
function footerLines(seal: Seal, ofForm: string | undefined): Paragraph[] {
  const small = { size: 16 };
  const left = `${seal.association} · ${seal.planTitle} · versione ${seal.version}`;
  const page = new TextRun({
    ...small,
    children: ['\tpagina ', PageNumber.CURRENT, ' di ', PageNumber.TOTAL_PAGES],
  });
  return [
    ...(ofForm ? [paragraph(ofForm, { alignment: 'center', spacing: { after: 60 } }, small)] : []),
    paragraphOf([...runs(left, small), page], '', {
      style: STYLE.cell,
      tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
    }),
  ];
}
