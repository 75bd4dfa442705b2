import { Document, Footer, Header } from 'docx';
import type { PlanReading } from '../../collab/live.ts';
import type { Edition } from '../edition.ts';
import type { CoreProperties } from '../paper/core-properties.ts';
import { draftSentence, sealSentence } from '../paper/sentences.ts';
import { commentOptions, commentsExtendedXml } from './comment-parts.ts';
import { Margin, type PaperComment } from './comments.ts';
import { Contents } from './contents.ts';
import { formBody, formTitle } from './form.ts';
import { draftHead, foot } from './head-and-foot.ts';
import { packageBytes } from './package.ts';
import { sealBox } from './seal.ts';
import { numbering, pageProperties, styles } from './style.ts';

export const DOCX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * A plan as a Word document in the layout of its form: a frozen version with its seal, or a draft that says so on each
 * page and may carry its comments as Word's own. A final edition never carries any, whatever it is given. Pure: the
 * same plan, edition and comments give the same bytes, at any time and in any time zone.
 */
export async function renderDocx(
  reading: Omit<PlanReading, 'seq'>,
  edition: Edition,
  { comments = [] }: { readonly comments?: readonly PaperComment[] } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { template, plan, issues } = reading;
  const margin = new Margin(edition.kind === 'draft' ? comments : [], template, plan);
  const contents = new Contents();
  // The body first: what has no place in it goes to the title, and its headings are what the contents list. Only then is
  // it known what the comments have to say of their places.
  const body = formBody({ ...reading, margin, contents });
  const seal = edition.kind === 'final' ? sealBox(edition, issues, template, plan, contents) : [];
  const title = formTitle(template, margin.rest());
  const numbered = template.sections.some(({ number }) => number !== '');
  const document = new Document({
    title: edition.planTitle,
    creator: edition.association,
    styles,
    numbering,
    customProperties: [
      edition.kind === 'final'
        ? { name: 'SHA-256', value: edition.digest }
        : { name: 'Stato', value: 'Bozza' },
    ],
    ...(margin.threads.length > 0 ? { comments: { children: commentOptions(margin) } } : {}),
    sections: [
      {
        properties: pageProperties,
        children: [...title, ...contents.children({ numbered }), ...body, ...seal],
        ...(edition.kind === 'draft'
          ? { headers: { default: new Header({ children: draftHead(edition) }) } }
          : {}),
        footers: { default: new Footer({ children: foot(edition, template.footer) }) },
      },
    ],
  });
  const properties = propertiesOf(edition, `${template.shortTitle}, ${template.call}`);
  return packageBytes(
    document,
    properties,
    margin.threads.length > 0 ? { commentsExtended: commentsExtendedXml(margin) } : {},
  );
}

function propertiesOf(edition: Edition, form: string): CoreProperties {
  const common = { title: edition.planTitle, creator: edition.association, language: 'it-IT' };
  if (edition.kind === 'draft') {
    return {
      ...common,
      lastModifiedBy: edition.by,
      description: `${form}. Bozza. ${draftSentence(edition)}`,
      version: 'bozza',
      at: edition.at,
    };
  }
  return {
    ...common,
    lastModifiedBy: edition.frozenBy,
    description: `${form}. ${sealSentence(edition)}. SHA-256 ${edition.digest}`,
    version: String(edition.version),
    at: edition.frozenAt,
  };
}
