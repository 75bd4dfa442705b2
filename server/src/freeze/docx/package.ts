import { type Document, Packer } from 'docx';
import { type Unzipped, unzipSync, type Zippable, zipSync } from 'fflate';
import { xmlSafe } from './words.ts';

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

/**
 * The bytes of a DOCX, the same for the same document whenever and wherever they are made: docx stamps the properties
 * and the archive's entries with the clock, so both are written anew.
 */
export async function packageBytes(
  document: Document,
  properties: CoreProperties,
  { commentsExtended }: { readonly commentsExtended?: string } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = unzipSync(await Packer.pack(document, 'uint8array'));
  packed['docProps/core.xml'] = new TextEncoder().encode(coreXml(properties));
  if (commentsExtended !== undefined) addPart(packed, COMMENTS_EXTENDED, commentsExtended);
  const files: Zippable = {};
  for (const [path, bytes] of Object.entries(packed)) files[path] = [bytes, { mtime: ZIP_EPOCH, level: 9 }];
  return zipSync(files);
}

/** A part of the document that docx does not write itself. */
interface Part {
  readonly name: string;
  readonly contentType: string;
  readonly relationship: string;
}

const COMMENTS_EXTENDED: Part = {
  name: 'commentsExtended.xml',
  contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml',
  relationship: 'http://schemas.microsoft.com/office/2011/relationships/commentsExtended',
};

/** Adds a part beside the document's text, and says so in the package's list of types and the text's relationships. */
function addPart(packed: Unzipped, { name, contentType, relationship }: Part, content: string): void {
  packed[`word/${name}`] = new TextEncoder().encode(content);
  const type = `<Override PartName="/word/${name}" ContentType="${contentType}"/>`;
  insertBefore(packed, '[Content_Types].xml', '</Types>', type);
  const id = `rId${name.replace(/\W.*$/, '')}`;
  const relation = `<Relationship Id="${id}" Type="${relationship}" Target="${name}"/>`;
  insertBefore(packed, 'word/_rels/document.xml.rels', '</Relationships>', relation);
}

function insertBefore(packed: Unzipped, path: string, end: string, insertion: string): void {
  const text = new TextDecoder().decode(packed[path]);
  if (!text.includes(end)) throw new Error(`${path} does not end as expected`);
  packed[path] = new TextEncoder().encode(text.replace(end, `${insertion}${end}`));
}

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
