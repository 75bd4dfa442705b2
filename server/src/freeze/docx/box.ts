import { type IParagraphOptions, Paragraph, type Table, TableCell, WidthType } from 'docx';
import { ruledTable } from './row.ts';
import { BODY_SIZE, HEADER_FILL, STYLE, TEXT_WIDTH } from './style.ts';
import { type Look, paragraph } from './words.ts';

/** Word's own heading styles, by level. */
const HEADINGS = ['Heading1', 'Heading2', 'Heading3', 'Heading4'] as const;

/** A heading in Word's own style, so that outlines and screen readers find it. `level` counts from 1. */
export function heading(
  text: string,
  level: number,
  options: Pick<IParagraphOptions, 'keepNext' | 'spacing'> = {},
  look: Look = {},
): Paragraph {
  return paragraph(text, { ...options, heading: HEADINGS[Math.min(level, HEADINGS.length) - 1]! }, look);
}

/**
 * The label of a box or of a table, in its first line: a heading to outlines, and set alike whatever its level.
 * Elsewhere a heading is kept with what follows; in a box (`kept` false) that would move the whole box, however long,
 * to the next page and leave this one half empty.
 */
export function label(text: string, level: number, kept: boolean): Paragraph {
  return heading(text, level, { keepNext: kept, spacing: { before: 40, after: 80 } }, { size: BODY_SIZE });
}

/** The air between two tables, which Word would otherwise join. */
export function gap(): Paragraph {
  return new Paragraph({ style: STYLE.gap });
}

/** A box of the form: its label in the first line, what was answered below. It may go on on the next page. */
export function box(title: string, level: number, content: readonly Paragraph[]): Table {
  const children = [...(title === '' ? [] : [label(title, level, false)]), ...content];
  return boxOf(children, { kept: false });
}

/** A table of one cell. `kept`: on one page. */
export function boxOf(
  children: readonly Paragraph[],
  { kept, shaded = false }: { readonly kept: boolean; readonly shaded?: boolean },
): Table {
  const width = { size: TEXT_WIDTH, type: WidthType.DXA };
  const shading = shaded ? { shading: { fill: HEADER_FILL } } : {};
  const cells = [new TableCell({ width, ...shading, children })];
  return ruledTable([TEXT_WIDTH], [{ cells, lines: kept ? 1 : Number.POSITIVE_INFINITY }]);
}

/** Room that shows that nothing was answered. */
export function blankLines(): Paragraph[] {
  return [new Paragraph({}), new Paragraph({})];
}
