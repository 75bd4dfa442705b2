/**
 * Text that people wrote, made safe for an XML document: what XML 1.0 cannot hold (control characters, U+FFFE and
 * U+FFFF) goes, half a surrogate pair becomes U+FFFD. Tabs and line feeds stay; other line ends become line feeds.
 */
export function xmlSafe(text: string): string {
  return text.toWellFormed().replace(LINE_ENDS, '\n').replace(NOT_XML, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: some of the ways in which lines end are control characters.
const LINE_ENDS = /\r\n?|[\u000B\u000C\u0085\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold.
const NOT_XML = /[\u0000-\u0008\u000E-\u001F\uFFFE\uFFFF]/g;

/** Hebrew, Arabic, Syriac, Thaana, N'Ko and their forms; then the scripts of the supplementary planes. */
const RIGHT_TO_LEFT =
  '\\u0590-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFC\\u{10800}-\\u{10FFF}\\u{1E800}-\\u{1EFFF}';
const FIRST_LETTER = new RegExp(`[${RIGHT_TO_LEFT}]|\\p{L}`, 'u');
const STRETCH = new RegExp(`([${RIGHT_TO_LEFT}]+(?:[^\\p{L}\\p{N}\\n\\t]+[${RIGHT_TO_LEFT}]+)*)`, 'u');
const BEGINS_RIGHT_TO_LEFT = new RegExp(`^[${RIGHT_TO_LEFT}]`, 'u');

/** Is the text's first letter of a right-to-left script? */
export function startsRightToLeft(text: string): boolean {
  const first = FIRST_LETTER.exec(text);
  return first !== null && BEGINS_RIGHT_TO_LEFT.test(first[0]);
}

/** The text in pieces, those in a script that is written from right to left apart. */
export function stretches(text: string): { readonly text: string; readonly rightToLeft: boolean }[] {
  return text
    .split(STRETCH)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, rightToLeft: BEGINS_RIGHT_TO_LEFT.test(part) }));
}
