import { type Document, Packer } from 'docx';
import { type Unzipped, unzipSync, type Zippable, zipSync } from 'fflate';
import { type CoreProperties, coreXml, ZIP_EPOCH } from '../paper/core-properties.ts';

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
