import type { PlanReading } from '../../collab/live.ts';
import type { Edition } from '../edition.ts';
import { xmlSafe } from '../paper/letters.ts';
import { coverSheet } from './cover.ts';
import { Figures } from './figures.ts';
import { formSheets } from './form-sheets.ts';
import { DRAFT, editionSentence, madeAt, madeBy } from './head.ts';
import { workbookBytes } from './package.ts';
import { SheetNames } from './sheet-name.ts';
import type { PageWords } from './sheet-xml.ts';

export const XLSX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * The tables of a plan as a workbook whose totals, computed rows, shares and rules are formulas, each with the value
 * that the rules' own arithmetic gives. Pure: the same plan and edition give the same bytes, at any time and in any
 * time zone.
 */
export async function renderXlsx(
  reading: Omit<PlanReading, 'seq'>,
  edition: Edition,
): Promise<Uint8Array<ArrayBuffer>> {
  const { template, plan } = reading;
  const names = new SheetNames();
  const figures = new Figures(template, plan);
  const cover = names.take('Riepilogo');
  // The cover is the first sheet and the last one written: it refers to all others.
  const form = formSheets(reading, names, figures, edition);
  const sheets = [coverSheet(cover, reading, figures, edition), ...form];
  const digest = edition.kind === 'final' ? edition.digest : null;
  const sentence = editionSentence(edition);
  return workbookBytes({
    sheets,
    words: pageWords(edition),
    properties: {
      title: edition.planTitle,
      creator: edition.association,
      lastModifiedBy: madeBy(edition),
      description: `${template.shortTitle}, ${template.call}. ${sentence}.${digest === null ? '' : ` SHA-256 ${digest}`}`,
      language: 'it-IT',
      version: edition.kind === 'final' ? String(edition.version) : DRAFT,
      at: madeAt(edition),
    },
    custom: digest === null ? {} : { 'SHA-256': digest },
  });
}

/** Room for names in a page's words, whose codes and text together may take 255 characters. */
const MAX_NAMES = 150;

function pageWords(edition: Edition): PageWords {
  const isDraft = edition.kind === 'draft';
  const left = `${edition.association} · ${edition.planTitle}`;
  const version = isDraft ? '' : ` · versione ${edition.version}`;
  return {
    header: isDraft ? `&C&"Arial,Bold"&14${DRAFT}&R&"Arial,Regular"&8 &A` : '&R&"Arial,Regular"&8 &A',
    footer: `&L&"Arial,Regular"&8 ${plain(left)}${version}&R&"Arial,Regular"&8 pagina &P di &N`,
  };
}

/** Words as words, none of them taken for a code. */
function plain(text: string): string {
  const line = xmlSafe(text).replace(/\s+/gu, ' ');
  const doubled = (kept: string): string => kept.replaceAll('&', '&&');
  if (doubled(line).length <= MAX_NAMES) return doubled(line);
  let kept = line.slice(0, MAX_NAMES - 1);
  while (doubled(kept).length > MAX_NAMES - 1) kept = kept.slice(0, -1);
  return `${doubled(kept.replace(/[\uD800-\uDBFF]$/, ''))}…`;
}
