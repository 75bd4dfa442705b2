/**
 * How wide words come out in Arial, roughly: enough to give a column of amounts the room that its longest amount
 * needs, and the rest to the words. Widths are twips, sizes half points.
 */
export function textWidth(text: string, size: number): number {
  let thousandths = 0;
  for (const character of text) thousandths += emOf(character);
  return Math.ceil((thousandths * size * 10) / 1000);
}

/** The width of the longest word: a column narrower than it would break it. */
export function longestWord(text: string, size: number): number {
  return Math.max(0, ...text.split(/[^\S\u00a0]+/).map((word) => textWidth(word, size)));
}

/** How many lines a text takes in a column, at least. */
export function lineCount(text: string, size: number, width: number): number {
  const lines = text.split('\n').map((line) => Math.max(1, Math.ceil(textWidth(line, size) / width)));
  return lines.reduce((sum, count) => sum + count, 0);
}

/** Thousandths of an em, from Arial's metrics, a little generous where letters differ. */
function emOf(character: string): number {
  if (/[.,:;'!|iljtfI()[\]\s\u00a0/-]/.test(character)) return 300;
  if (/[0-9€a-z]/.test(character)) return 556;
  if (/[mwMW%]/.test(character)) return 880;
  return character.codePointAt(0)! > 0xffff ? 1200 : 690;
}
