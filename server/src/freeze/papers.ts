import type { TwoPlans } from './differences/differences.ts';
import { type Compared, type DifferencesFacts, renderDifferences } from './differences/render.ts';
import type { FrozenDocument } from './document.ts';
import type { PaperComment } from './docx/comments.ts';
import { DOCX_MEDIA_TYPE, renderDocx } from './docx/render.ts';
import type { Edition } from './edition.ts';
import { errorSentences, renderHtml } from './html/render.ts';
import { type PlainReading, whole } from './plain-reading.ts';
import { renderContributions } from './report/contributions.ts';
import type { Contributions } from './report/gather.ts';
import { renderRuleReport } from './report/rules.ts';
import { renderXlsx, XLSX_MEDIA_TYPE } from './xlsx/render.ts';

/** A file that was made. */
export interface Paper {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

/** What is to be made of a plan. */
export type PaperOrder =
  /** Nothing: the thread is there, and has loaded what it needs, when it answers. */
  | { readonly kind: 'ready' }
  /** All files of a frozen version but its JSON, its PDF and its log. */
  | {
      readonly kind: 'version';
      readonly reading: PlainReading;
      readonly edition: Edition;
      readonly document: FrozenDocument;
      readonly contributions: Contributions;
    }
  /** A Word document with comments beside it. */
  | {
      readonly kind: 'docx';
      readonly reading: PlainReading;
      readonly edition: Edition;
      readonly comments: readonly PaperComment[];
    }
  /** What came after a version, as a Word document. */
  | {
      readonly kind: 'differences';
      readonly plans: TwoPlans;
      readonly comparison: Compared;
      readonly facts: DifferencesFacts;
    };

const HTML = 'text/html; charset=utf-8';

/** Makes them. Pure: equal orders give the same bytes, in any thread, process and time zone. */
export async function makePapers(order: PaperOrder): Promise<readonly Paper[]> {
  if (order.kind === 'ready') return [];
  if (order.kind === 'differences') {
    const content = await renderDifferences(order.plans, order.comparison, order.facts);
    return [{ name: 'differences.docx', mediaType: DOCX_MEDIA_TYPE, content }];
  }
  const reading = whole(order.reading);
  const { edition } = order;
  if (order.kind === 'docx') {
    const content = await renderDocx(reading, edition, { comments: order.comments });
    return [{ name: 'plan.docx', mediaType: DOCX_MEDIA_TYPE, content }];
  }
  const contributions = renderContributions(edition, order.contributions, errorSentences(reading));
  return [
    { name: 'plan.docx', mediaType: DOCX_MEDIA_TYPE, content: await renderDocx(reading, edition) },
    { name: 'plan.xlsx', mediaType: XLSX_MEDIA_TYPE, content: await renderXlsx(reading, edition) },
    { name: 'plan.html', mediaType: HTML, content: renderHtml(reading, edition) },
    { name: 'rules.html', mediaType: HTML, content: renderRuleReport(reading, edition, order.document) },
    { name: 'contributions.html', mediaType: HTML, content: contributions },
  ];
}
