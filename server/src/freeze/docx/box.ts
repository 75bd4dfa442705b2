import { Paragraph, Table, TableCell, TableLayoutType, TableRow, WidthType } from 'docx';
import { BORDERS, CELL_PADDING, STYLE, TEXT_WIDTH } from './style.ts';
import { paragraph } from './words.ts';

/** Word's own heading styles, by level. */
const HEADINGS = ['Heading1', 'Heading2', 'Heading3', 'Heading4'] as const;

/** A heading in Word's own style, so that outlines and screen readers find it. `level` counts from 1. */
export function heading(text: string, level: number): Paragraph {
  const style = HEADINGS[Math.min(level, HEADINGS.length) - 1]!;
  return paragraph(text, { heading: style });
}

/** The air between two tables, which Word would otherwise join. */
export function gap(): Paragraph {
  return new Paragraph({ style: STYLE.gap });
}

/** A box of the form: its label in the first line, what was answered below. */
export function box(label: string, level: number, content: readonly Paragraph[]): Table {
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: [TEXT_WIDTH],
    layout: TableLayoutType.FIXED,
    margins: { ...CELL_PADDING, marginUnitType: WidthType.DXA },
    borders: BORDERS,
    rows: [
      new TableRow({
        children: [
          new TableCell({
            width: { size: TEXT_WIDTH, type: WidthType.DXA },
            children: [...(label === '' ? [] : [heading(label, level)]), ...content],
          }),
        ],
      }),
    ],
  });
}

/** Room that shows that nothing was answered. */
export function blankLines(): Paragraph[] {
  return [new Paragraph({}), new Paragraph({})];
}
