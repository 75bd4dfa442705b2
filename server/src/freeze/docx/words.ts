import { type IParagraphOptions, type IRunOptions, Paragraph, type ParagraphChild, Tab, TextRun } from 'docx';
import { startsRightToLeft, stretches, xmlSafe } from '../paper/letters.ts';
import { WRONG } from '../paper/look.ts';

/** How a run looks, beside what its paragraph's style says. */
export type Look = Pick<
  IRunOptions,
  'bold' | 'italics' | 'underline' | 'strike' | 'color' | 'size' | 'font' | 'style'
>;

/** The look of what is not what its place wants. */
export const WRONGLY: Look = { italics: true, color: WRONG };

/**
 * Runs for a text; line feeds become line breaks. Stretches in a right-to-left script are runs of their own, marked as
 * such: Word sets them in their own font and puts the figures and brackets between them on the right side.
 */
export function runs(text: string, look: Look = {}): TextRun[] {
  return runsBetween(text, [], look)[0]!;
}

/**
 * The same, cut at these offsets (UTF-16 units, in order, within the text): the runs before the first cut, those from
 * there to the next, and so on. A cut changes nothing of how the text looks.
 */
export function runsBetween(text: string, cuts: readonly number[], look: Look = {}): TextRun[][] {
  const pieces: TextRun[][] = [[]];
  let at = 0;
  for (const { text: stretch, rightToLeft } of stretches(text)) {
    const end = at + stretch.length;
    let from = at;
    for (let cut = cuts[pieces.length - 1]; cut !== undefined && cut < end; cut = cuts[pieces.length - 1]) {
      pieces.at(-1)!.push(...runsOf(text.slice(from, cut), rightToLeft, look));
      pieces.push([]);
      from = cut;
    }
    pieces.at(-1)!.push(...runsOf(text.slice(from, end), rightToLeft, look));
    at = end;
  }
  while (pieces.length <= cuts.length) pieces.push([]);
  return pieces;
}

/**
 * Each piece goes into its run as `text`: among a run's `children` docx takes the words CURRENT, TOTAL_PAGES and others
 * for fields, and a member may well write them.
 */
function runsOf(text: string, rightToLeft: boolean, look: Look): TextRun[] {
  const options: IRunOptions = rightToLeft
    ? {
        ...look,
        rightToLeft: true,
        ...(look.bold ? { boldComplexScript: true } : {}),
        ...(look.italics ? { italicsComplexScript: true } : {}),
      }
    : look;
  return xmlSafe(text)
    .split(/(\n|\t)/)
    .flatMap((piece) => {
      if (piece === '') return [];
      if (piece === '\n') return [new TextRun({ ...options, break: 1 })];
      if (piece === '\t') return [new TextRun({ ...options, children: [new Tab()] })];
      return [new TextRun({ ...options, text: piece })];
    });
}

/** A paragraph of plain words in a style, from right to left where they begin so. */
export function paragraph(
  text: string,
  options: Omit<IParagraphOptions, 'children' | 'text'> = {},
  look: Look = {},
): Paragraph {
  return paragraphOf(runs(text, look), text, options);
}

/** A paragraph of ready-made children, whose words are `text`. */
export function paragraphOf(
  children: readonly ParagraphChild[],
  text: string,
  options: Omit<IParagraphOptions, 'children' | 'text'> = {},
): Paragraph {
  return new Paragraph({
    // No single line of a paragraph is left behind on a page.
    widowControl: true,
    ...options,
    ...(startsRightToLeft(text) ? { bidirectional: true } : {}),
    children,
  });
}
