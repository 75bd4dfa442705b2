/** What has to be known of a TrueType font file (ISO/IEC 14496-22): which characters it draws, and what it is called. */

interface Table {
  /** Where the directory speaks of it. */
  readonly record: number;
  readonly offset: number;
}

function tableOf(font: Buffer, tag: string): Table {
  const count = font.readUInt16BE(4);
  for (let record = 12; record < 12 + 16 * count; record += 16) {
    if (font.toString('latin1', record, record + 4) === tag) {
      return { record, offset: font.readUInt32BE(record + 8) };
    }
  }
  throw new Error(`the font has no table ${tag}`);
}

/** The code points for which the font has a glyph. */
export function codePoints(font: Buffer): Set<number> {
  const { offset } = tableOf(font, 'cmap');
  const found = new Set<number>();
  const count = font.readUInt16BE(offset + 2);
  for (let index = 0; index < count; index += 1) {
    const record = offset + 4 + 8 * index;
    // Apple's own tables (platform 1) are not by Unicode.
    if (font.readUInt16BE(record) === 1) continue;
    const table = offset + font.readUInt32BE(record + 4);
    const format = font.readUInt16BE(table);
    if (format === 4) readSegments(font, table, found);
    else if (format === 12) readGroups(font, table, found);
  }
  return found;
}

/** Format 4: segments of the first 65,536 characters. */
function readSegments(font: Buffer, table: number, found: Set<number>): void {
  const doubled = font.readUInt16BE(table + 6);
  for (let segment = 0; segment < doubled; segment += 2) {
    const end = font.readUInt16BE(table + 14 + segment);
    const start = font.readUInt16BE(table + 16 + doubled + segment);
    const delta = font.readUInt16BE(table + 16 + 2 * doubled + segment);
    const rangeAt = table + 16 + 3 * doubled + segment;
    const range = font.readUInt16BE(rangeAt);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const listed = range === 0 ? code : font.readUInt16BE(rangeAt + range + 2 * (code - start));
      if (listed !== 0 && ((listed + delta) & 0xffff) !== 0) found.add(code);
    }
  }
}

/** Format 12: groups of any characters. */
function readGroups(font: Buffer, table: number, found: Set<number>): void {
  const count = font.readUInt32BE(table + 12);
  for (let index = 0; index < count; index += 1) {
    const group = table + 16 + 12 * index;
    const start = font.readUInt32BE(group);
    const end = font.readUInt32BE(group + 4);
    const first = font.readUInt32BE(group + 8);
    for (let code = start; code <= end; code += 1) if (first + code - start !== 0) found.add(code);
  }
}

const FAMILY = 1;
/** The names that are kept: the full name, which says whether a font is italic, and the one that a PDF shows. */
const KEPT = [4, 6];

/**
 * The same font under another family name. Its directory is led to a table of names of our own at the end of the file;
 * check sums stay as they were, since what is embedded in a document is made anew.
 */
export function renamed(font: Buffer, family: string): Buffer {
  const names = [{ id: FAMILY, text: utf16(family) }, ...KEPT.map((id) => ({ id, text: nameOf(font, id) }))];
  const head = Buffer.alloc(6 + 12 * names.length);
  head.writeUInt16BE(names.length, 2);
  head.writeUInt16BE(head.length, 4);
  let at = 0;
  names.forEach(({ id, text }, index) => {
    // Windows, Unicode, English.
    [3, 1, 0x409, id, text.length, at].forEach((value, place) => {
      head.writeUInt16BE(value, 6 + 12 * index + 2 * place);
    });
    at += text.length;
  });
  const padding = Buffer.alloc((4 - (font.length % 4)) % 4);
  const table = Buffer.concat([head, ...names.map(({ text }) => text)]);
  const result = Buffer.concat([font, padding, table]);
  const { record } = tableOf(font, 'name');
  result.writeUInt32BE(font.length + padding.length, record + 8);
  result.writeUInt32BE(table.length, record + 12);
  return result;
}

/** A name of the font, in UTF-16BE as Windows has it. */
function nameOf(font: Buffer, id: number): Buffer {
  const { offset } = tableOf(font, 'name');
  const strings = offset + font.readUInt16BE(offset + 4);
  for (let index = 0; index < font.readUInt16BE(offset + 2); index += 1) {
    const record = offset + 6 + 12 * index;
    if (font.readUInt16BE(record) !== 3 || font.readUInt16BE(record + 6) !== id) continue;
    const start = strings + font.readUInt16BE(record + 10);
    return Buffer.from(font.subarray(start, start + font.readUInt16BE(record + 8)));
  }
  throw new Error(`the font has no name ${id}`);
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}
