import { HEADER_FILL, INK, QUIET, WRONG } from '../paper/look.ts';

/** How a cell's figure is written; a blank cell has one too, for whoever types into it. */
export type Format = 'text' | 'money' | 'count' | 'date' | 'share';

/** How a cell looks beside its figure's format. All wrap their words and begin at the top. */
export interface Look {
  readonly bold?: true;
  readonly italics?: true;
  /** In points; 10 where nothing is said. */
  readonly size?: number;
  readonly tone?: 'quiet' | 'wrong';
  readonly fill?: 'head' | 'computed';
  /** In the lines of a table. */
  readonly framed?: true;
  readonly align?: 'left' | 'center' | 'right';
  /** A text that would be a formula were it typed stays text when somebody edits it. */
  readonly quoted?: true;
}

export const FONT = 'Arial';
export const SIZE = 10;

/** Italian separators whatever the machine's language, where the program lets a file say so. */
const FORMATS: Readonly<Record<Format, { readonly id: number; readonly code: string | null }>> = {
  text: { id: 0, code: null },
  money: { id: 164, code: '[$-410]#,##0.00 "€"' },
  count: { id: 165, code: '[$-410]#,##0' },
  date: { id: 166, code: 'dd/mm/yyyy' },
  share: { id: 167, code: '[$-410]0.00%' },
};

const FILLS = { head: HEADER_FILL, computed: 'F5F6F8' } as const;
const TONES = { quiet: QUIET, wrong: WRONG } as const;
const LINE = 'A6ACB5';

/** The looks of one workbook, each once, by the order in which they come up. */
export class Looks {
  private readonly fonts = new Listed();
  private readonly fills = new Listed();
  private readonly borders = new Listed();
  private readonly cells = new Listed();

  constructor() {
    // The first of each is what an empty cell has; the second fill is one that programs expect there.
    this.fonts.indexOf(fontXml({}));
    this.fills.indexOf('<fill><patternFill patternType="none"/></fill>');
    this.fills.indexOf('<fill><patternFill patternType="gray125"/></fill>');
    this.borders.indexOf(borderXml(false));
    this.cells.indexOf('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>');
  }

  /** The index by which a cell names its look. */
  indexOf(look: Look, format: Format): number {
    const font = this.fonts.indexOf(fontXml(look));
    const fill = look.fill ? this.fills.indexOf(fillXml(FILLS[look.fill])) : 0;
    const border = this.borders.indexOf(borderXml(look.framed === true));
    const align = look.align ?? (format === 'text' ? 'left' : 'right');
    return this.cells.indexOf(
      [
        `<xf numFmtId="${FORMATS[format].id}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0"`,
        ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"',
        look.quoted ? ' quotePrefix="1">' : '>',
        `<alignment horizontal="${align}" vertical="top" wrapText="1"/></xf>`,
      ].join(''),
    );
  }

  /** `styles.xml`. Its one conditional look is that of a rule that does not hold. */
  xml(): string {
    const formats = Object.values(FORMATS).flatMap(({ id, code }) =>
      code === null ? [] : [`<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`],
    );
    return [
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
      `<numFmts count="${formats.length}">${formats.join('')}</numFmts>`,
      this.fonts.xml('fonts'),
      this.fills.xml('fills'),
      this.borders.xml('borders'),
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
      this.cells.xml('cellXfs'),
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
      `<dxfs count="1"><dxf><font><b/><color rgb="FF${WRONG}"/></font></dxf></dxfs>`,
      '</styleSheet>',
    ].join('');
  }
}

/** Pieces of XML, each kept once. */
class Listed {
  private readonly pieces = new Map<string, number>();

  indexOf(piece: string): number {
    const known = this.pieces.get(piece);
    if (known !== undefined) return known;
    this.pieces.set(piece, this.pieces.size);
    return this.pieces.size - 1;
  }

  xml(name: string): string {
    return `<${name} count="${this.pieces.size}">${[...this.pieces.keys()].join('')}</${name}>`;
  }
}

function fontXml({ bold, italics, size = SIZE, tone }: Look): string {
  return [
    '<font>',
    bold ? '<b/>' : '',
    italics ? '<i/>' : '',
    `<sz val="${size}"/><color rgb="FF${tone ? TONES[tone] : INK}"/><name val="${FONT}"/><family val="2"/></font>`,
  ].join('');
}

function fillXml(color: string): string {
  return `<fill><patternFill patternType="solid"><fgColor rgb="FF${color}"/><bgColor indexed="64"/></patternFill></fill>`;
}

function borderXml(framed: boolean): string {
  const side = (name: string): string =>
    framed ? `<${name} style="thin"><color rgb="FF${LINE}"/></${name}>` : `<${name}/>`;
  return `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border>`;
}
