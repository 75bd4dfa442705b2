/**
 * The cells of a block copied from a spreadsheet: rows of tab-separated values, as Excel, LibreOffice and Google
 * Sheets put them on the clipboard. A value with line breaks, tabs or quotes in it stands in double quotes, which are
 * doubled inside.
 */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let quoted = false;
  const source = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let index = 0; index < source.length; index += 1) {
    const char = source[index];
    if (quoted) {
      if (char !== '"') value += char;
      else if (source[index + 1] === '"') {
        value += '"';
        index += 1;
      } else quoted = false;
    } else if (char === '"' && value === '' && closesAsValue(source, index)) quoted = true;
    else if (char === '\t' || char === '\n') {
      row.push(value);
      value = '';
      if (char === '\n') {
        rows.push(row);
        row = [];
      }
    } else value += char;
  }
  row.push(value);
  rows.push(row);
  return rows;
}

/** Does the quote at `start` have a partner that ends a value? Else it is a quotation mark like any other. */
function closesAsValue(source: string, start: number): boolean {
  for (let index = start + 1; index < source.length; index += 1) {
    if (source[index] !== '"') continue;
    if (source[index + 1] === '"') {
      index += 1;
      continue;
    }
    const next = source[index + 1];
    return next === undefined || next === '\t' || next === '\n';
  }
  return false;
}

/**
 * Is what is being pasted several cells, as against a text for one? Prose has line breaks as well: without a tab it
 * counts as cells only where it comes out of a table, or where a cell could not hold a line break anyway.
 */
export function isBlock(text: string, html: string, multiline: boolean): boolean {
  const inner = text.replace(/[\r\n]+$/, '');
  if (inner.includes('\t')) return true;
  if (!/[\r\n]/.test(inner)) return false;
  return !multiline || /<table[\s>]/i.test(html);
}
