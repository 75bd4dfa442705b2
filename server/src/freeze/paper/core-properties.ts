import { xmlSafe } from './letters.ts';

/** The properties that file managers and archives show. */
export interface CoreProperties {
  readonly title: string;
  readonly creator: string;
  readonly lastModifiedBy: string;
  readonly description: string;
  readonly language: string;
  readonly version: string;
  /** Milliseconds since 1970: when the document was made and last changed. */
  readonly at: number;
}

/** The earliest time that a ZIP archive can carry; local, as `zipSync` reads it, so the same bytes in every zone. */
export const ZIP_EPOCH = new Date(1980, 0, 1);

/** The core properties (ECMA-376 part 2, with Dublin Core's names). */
export function coreXml(properties: CoreProperties): string {
  const at = new Date(properties.at).toISOString().replace(/\.\d+Z$/, 'Z');
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escaped(properties.title)}</dc:title>`,
    `<dc:creator>${escaped(properties.creator)}</dc:creator>`,
    `<dc:description>${escaped(properties.description)}</dc:description>`,
    `<dc:language>${escaped(properties.language)}</dc:language>`,
    `<cp:lastModifiedBy>${escaped(properties.lastModifiedBy)}</cp:lastModifiedBy>`,
    `<cp:version>${escaped(properties.version)}</cp:version>`,
    `<dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created>`,
    `<dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified>`,
    '</cp:coreProperties>',
  ].join('');
}

function escaped(text: string): string {
  return xmlSafe(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
