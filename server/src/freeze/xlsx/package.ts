import { type Zippable, zipSync } from 'fflate';
import { type CoreProperties, coreXml, ZIP_EPOCH } from '../paper/core-properties.ts';
import { Looks } from './look.ts';
import { quotedSheet } from './place.ts';
import type { Sheet } from './sheet.ts';
import { escapedXml } from './sheet-text.ts';
import { type PageWords, SharedTexts, sheetXml } from './sheet-xml.ts';

/** A workbook as it goes into a file. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly words: PageWords;
  readonly properties: CoreProperties;
  /** Properties of the document beside the usual ones, by name. */
  readonly custom: Readonly<Record<string, string>>;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The bytes of an XLSX (ECMA-376): the same for the same workbook, whenever and wherever they are made. */
export function workbookBytes(workbook: Workbook): Uint8Array<ArrayBuffer> {
  const { sheets, words, properties, custom } = workbook;
  const looks = new Looks();
  const texts = new SharedTexts();
  const sheetParts = sheets.map((sheet, index) => sheetXml(sheet, looks, texts, words, index === 0));
  const parts: Record<string, string> = {
    '[Content_Types].xml': contentTypesXml(sheets.length),
    '_rels/.rels': relationshipsXml([
      [`${OFFICE}/relationships/officeDocument`, 'xl/workbook.xml'],
      [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
      [`${OFFICE}/relationships/extended-properties`, 'docProps/app.xml'],
      [`${OFFICE}/relationships/custom-properties`, 'docProps/custom.xml'],
    ]),
    'docProps/core.xml': coreXml(properties),
    'docProps/app.xml': `<Properties xmlns="${OFFICE}/extended-properties"><Application>Filiera</Application></Properties>`,
    'docProps/custom.xml': customXml(custom),
    'xl/workbook.xml': workbookXml(sheets),
    'xl/_rels/workbook.xml.rels': relationshipsXml([
      ...sheets.map(
        (_, index) => [`${OFFICE}/relationships/worksheet`, `worksheets/sheet${index + 1}.xml`] as const,
      ),
      [`${OFFICE}/relationships/styles`, 'styles.xml'],
      [`${OFFICE}/relationships/sharedStrings`, 'sharedStrings.xml'],
    ]),
    'xl/styles.xml': looks.xml(),
    'xl/sharedStrings.xml': texts.xml(),
  };
  for (const [index, part] of sheetParts.entries()) parts[`xl/worksheets/sheet${index + 1}.xml`] = part;
  const files: Zippable = {};
  for (const [path, xml] of Object.entries(parts)) {
    const whole = xml.startsWith('<?xml') ? xml : DECLARATION + xml;
    files[path] = [new TextEncoder().encode(whole), { mtime: ZIP_EPOCH, level: 9 }];
  }
  return zipSync(files);
}

function workbookXml(sheets: readonly Sheet[]): string {
  const listed = sheets.map(
    ({ name }, index) => `<sheet name="${escapedXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const titles = sheets.flatMap(({ name, repeated }, index) => {
    if (!repeated) return [];
    const rows = `${quotedSheet(name)}!$${repeated.from + 1}:$${repeated.to + 1}`;
    return [
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${escapedXml(rows)}</definedName>`,
    ];
  });
  return [
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}/relationships"><workbookPr/>`,
    '<bookViews><workbookView activeTab="0" tabRatio="850"/></bookViews>',
    `<sheets>${listed.join('')}</sheets>`,
    titles.length > 0 ? `<definedNames>${titles.join('')}</definedNames>` : '',
    '<calcPr calcId="191029"/></workbook>',
  ].join('');
}

function contentTypesXml(sheets: number): string {
  const part = (name: string, type: string): string => `<Override PartName="${name}" ContentType="${type}"/>`;
  return [
    `<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    part('/xl/workbook.xml', `${SPREADSHEET}.sheet.main+xml`),
    ...Array.from({ length: sheets }, (_, index) =>
      part(`/xl/worksheets/sheet${index + 1}.xml`, `${SPREADSHEET}.worksheet+xml`),
    ),
    part('/xl/styles.xml', `${SPREADSHEET}.styles+xml`),
    part('/xl/sharedStrings.xml', `${SPREADSHEET}.sharedStrings+xml`),
    part('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
    part('/docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'),
    part('/docProps/custom.xml', 'application/vnd.openxmlformats-officedocument.custom-properties+xml'),
    '</Types>',
  ].join('');
}

function relationshipsXml(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

function customXml(custom: Readonly<Record<string, string>>): string {
  const each = Object.entries(custom).map(
    ([name, value], index) =>
      `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="${index + 2}" name="${escapedXml(name)}">` +
      `<vt:lpwstr>${escapedXml(value)}</vt:lpwstr></property>`,
  );
  return [
    `<Properties xmlns="${OFFICE}/custom-properties" xmlns:vt="${OFFICE}/docPropsVTypes">`,
    ...each,
    '</Properties>',
  ].join('');
}
