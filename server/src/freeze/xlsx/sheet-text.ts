import { xmlSafe } from '../paper/letters.ts';

/** What one cell may hold, in UTF-16 code units and in line feeds. */
const MAX_LENGTH = 32_767;
const MAX_LINE_FEEDS = 253;

/** Stands where a text was cut, so that nobody takes the rest for missing from the plan. */
export const CUT_REMARK = '… [testo tagliato: una cella non ne contiene di più; nel piano è intero]';

/**
 * A text as a cell can hold it: without what XML cannot hold, cut with a remark where it is longer than cells are, and
 * on one line from the 254th line feed on.
 */
export function sheetText(text: string): string {
  let lines = 0;
  const safe = xmlSafe(text).replaceAll('\n', () => {
    lines += 1;
    return lines > MAX_LINE_FEEDS ? ' ' : '\n';
  });
  if (safe.length <= MAX_LENGTH) return safe;
  // Half a pair would be no character at all.
  const kept = safe.slice(0, MAX_LENGTH - CUT_REMARK.length).replace(/[\uD800-\uDBFF]$/, '');
  return kept + CUT_REMARK;
}

/** A text between tags or in quotes. Formulas and names go through here, and all that members wrote. */
export function escapedXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A cell's text in XML. Programs read `_x0041_` in a cell as an escape, so where it is meant it is escaped itself. */
export function escapedCellText(text: string): string {
  return escapedXml(text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_'));
}

/** Would a program that is given this text to type take it for a formula? */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@']/.test(text);
}
