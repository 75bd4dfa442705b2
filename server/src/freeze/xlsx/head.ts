import type { Edition } from '../edition.ts';
import { italianMoment, sealSentence } from '../paper/sentences.ts';
import type { Sheet } from './sheet.ts';

/** The word that every sheet and page of a draft carries. */
export const DRAFT = 'BOZZA';

/** `Versione 1, congelata da …`, or that this is a draft, of when and by whom. */
export function editionSentence(edition: Edition): string {
  if (edition.kind === 'final') return sealSentence(edition);
  return `${DRAFT}: copia di lavoro fatta da ${edition.by} il ${italianMoment(edition.at)}; il piano può ancora cambiare`;
}

/** Milliseconds since 1970 at which the edition was made. */
export function madeAt(edition: Edition): number {
  return edition.kind === 'final' ? edition.frozenAt : edition.at;
}

export function madeBy(edition: Edition): string {
  return edition.kind === 'final' ? edition.frozenBy : edition.by;
}

/** The lines that open a sheet: whose plan it is, which edition, which part of the form. */
export function writeHead(sheet: Sheet, edition: Edition, titles: readonly string[]): void {
  sheet.across(`${edition.association} · ${edition.planTitle}`, { bold: true, size: 12 });
  const draft = edition.kind === 'draft';
  sheet.across(editionSentence(edition), draft ? { bold: true, tone: 'wrong' } : { tone: 'quiet' });
  for (const title of titles.filter((one) => one !== '')) sheet.across(title, { bold: true });
}
