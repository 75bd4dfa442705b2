import { type Content, daySerial, decimalEuro, formatOf, type SheetCell } from './cell.ts';
import type { Looks } from './look.ts';
import { cellName, columnName } from './place.ts';
import type { Sheet } from './sheet.ts';
import { escapedCellText, escapedXml, looksLikeFormula, sheetText } from './sheet-text.ts';

/** The texts of a workbook's cells, each once, by the order in which they come up. */
export class SharedTexts {
  private readonly texts = new Map<string, number>();
  private uses = 0;

  indexOf(text: string): number {
    this.uses += 1;
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, this.texts.size);
    return this.texts.size - 1;
  }

  /** `sharedStrings.xml`. */
  xml(): string {
    const items = [...this.texts.keys()].map(
      (text) => `<si><t xml:space="preserve">${escapedCellText(text)}</t></si>`,
    );
    return [
      '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
      ` count="${this.uses}" uniqueCount="${this.texts.size}">${items.join('')}</sst>`,
    ].join('');
  }
}

/** What a printed page says of itself above and below, in the codes that spreadsheets have for it. */
export interface PageWords {
  readonly header: string;
  readonly footer: string;
}

/** A worksheet's part. `first`: the one that is in sight when the workbook is opened. */
export function sheetXml(
  sheet: Sheet,
  looks: Looks,
  texts: SharedTexts,
  words: PageWords,
  first: boolean,
): string {
  const rows = sheet.rows.map(({ cells, height, fixed }, row) => {
    const own = cells.map((cell, column) =>
      cell ? cellXml(cell, cellName({ column, row }), looks, texts) : '',
    );
    return `<row r="${row + 1}" ht="${height}"${fixed ? ' customHeight="1"' : ''}>${own.join('')}</row>`;
  });
  const corner = cellName({ column: sheet.widths.length - 1, row: Math.max(0, sheet.rows.length - 1) });
  return [
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    `<dimension ref="A1:${corner}"/>`,
    viewXml(sheet, first),
    '<sheetFormatPr defaultRowHeight="13.5"/>',
    `<cols>${sheet.widths.map(columnXml).join('')}</cols>`,
    `<sheetData>${rows.join('')}</sheetData>`,
    mergesXml(sheet),
    ...sheet.alarms.map(({ column, from, to, word }, index) => {
      const name = columnName(column);
      return [
        `<conditionalFormatting sqref="${name}${from + 1}:${name}${to + 1}">`,
        `<cfRule type="cellIs" dxfId="0" priority="${index + 1}" operator="equal">`,
        `<formula>${escapedXml(`"${word}"`)}</formula></cfRule></conditionalFormatting>`,
      ].join('');
    }),
    // Lengths in inches: a centimetre at the sides, more where the page's own words stand.
    '<pageMargins left="0.4" right="0.4" top="0.75" bottom="0.7" header="0.3" footer="0.3"/>',
    // Paper 9 is A4. As wide as one page, as long as it takes.
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
    `<headerFooter><oddHeader>${escapedXml(words.header)}</oddHeader>`,
    `<oddFooter>${escapedXml(words.footer)}</oddFooter></headerFooter>`,
    '</worksheet>',
  ].join('');
}

function viewXml({ frozen }: Sheet, first: boolean): string {
  const pane =
    frozen > 0
      ? `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>`
      : '';
  const selected = first ? ' tabSelected="1"' : '';
  return `<sheetViews><sheetView showGridLines="0"${selected} workbookViewId="0">${pane}</sheetView></sheetViews>`;
}

function columnXml(width: number, index: number): string {
  return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`;
}

function mergesXml({ merges }: Sheet): string {
  if (merges.length === 0) return '';
  const ranges = merges.map(({ from, to }) => `<mergeCell ref="${cellName(from)}:${cellName(to)}"/>`);
  return `<mergeCells count="${merges.length}">${ranges.join('')}</mergeCells>`;
}

function cellXml(
  { content, formula, look }: SheetCell,
  name: string,
  looks: Looks,
  texts: SharedTexts,
): string {
  const text = content.kind === 'text' ? sheetText(content.text) : '';
  const quoted = looksLikeFormula(text) ? ({ ...look, quoted: true } as const) : look;
  const start = `<c r="${name}" s="${looks.indexOf(quoted, formatOf(content))}"`;
  if (formula !== undefined) {
    const isText = content.kind === 'text' || content.kind === 'blank';
    const value = isText ? escapedXml(text) : numberOf(content);
    return `${start}${isText ? ' t="str"' : ''}><f>${escapedXml(formula)}</f><v>${value}</v></c>`;
  }
  if (content.kind === 'blank' || (content.kind === 'text' && text === '')) return `${start}/>`;
  if (content.kind === 'text') return `${start} t="s"><v>${texts.indexOf(text)}</v></c>`;
  return `${start}><v>${numberOf(content)}</v></c>`;
}

function numberOf(content: Exclude<Content, { kind: 'text' | 'blank' }>): string {
  switch (content.kind) {
    case 'money':
      return decimalEuro(content.cents);
    case 'count':
      return String(content.count);
    case 'date':
      return String(daySerial(content.iso));
    case 'share':
      return String(content.part / content.total);
  }
}
